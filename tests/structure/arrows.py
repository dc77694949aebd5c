"""The arrows between the folders, as docs/architecture.md draws them, held against every #include and every link.

    arrows.py [ROOT]    prints each fault as file:line: sentence; status 1 when there is one
"""
import re
import sys
from pathlib import Path

CORE = {"core"}
BASE = CORE | {"audio"}
DOMAIN = {"access", "policy", "voices", "speak"}
EDGES = {"http", "pluginhost", "store"}
LEAVES = {"config", "telemetry"}

# What each folder below host/ may include, itself aside.
MAY_SEE = {
    "core": set(),
    "audio": CORE,
    **{folder: CORE for folder in LEAVES},
    **{folder: BASE for folder in DOMAIN},
    **{folder: BASE | DOMAIN for folder in EDGES},
    "setup": BASE | DOMAIN | {"config", "pluginhost"},
    "worker": BASE | {"pluginhost"},
    "ctl": BASE | DOMAIN | EDGES | LEAVES,
    "node": BASE | {"speak", "pluginhost", "http", "setup"} | LEAVES,
    "app": BASE | DOMAIN | EDGES | LEAVES | {"setup"},
}

# Libraries that belong to some folders alone.
ONLY_IN = {
    "scaispeak/": ({"pluginhost", "worker"}, "the plugin ABI is for host/pluginhost, which gives the others the ports of core"),
    "Poco/Net/": ({"http", "ctl", "app", "node"}, "sockets and HTTP are for host/http"),
    "grpcpp/": ({"node"}, "gRPC is for scaispeak-node and the plugin that calls it"),
    "scaiinfer/": ({"node"}, "gRPC is for scaispeak-node and the plugin that calls it"),
    "Poco/Data/": ({"store", "app"}, "the database is for host/store"),
}

STANDARD = set("""
algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits
clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint
cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception execution filesystem format forward_list fstream
functional future initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map memory
memory_resource mutex new numbers numeric optional ostream queue random ranges ratio regex scoped_allocator semaphore
set shared_mutex source_location span sstream stack stdexcept stop_token streambuf string string_view strstream
syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray
variant vector version
""".split())

C_STANDARD = set("""
assert.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h setjmp.h signal.h stdalign.h
stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h tgmath.h threads.h time.h
uchar.h wchar.h wctype.h
""".split())

POSIX = set("""
dirent.h dlfcn.h fcntl.h poll.h pthread.h sched.h semaphore.h sys/mman.h sys/random.h sys/resource.h sys/stat.h sys/time.h
sys/types.h sys/wait.h unistd.h
""".split())

SYSTEM = STANDARD | C_STANDARD | POSIX
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
LINK = re.compile(r"\bscaispeak_([a-z]+)")
SOURCES = {".c", ".cpp", ".h", ".hpp"}


def includes(file):
    """Yields (line number, quoted?, name)."""
    for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        found = INCLUDE.match(line)
        if found:
            yield number, found[1] == '"', found[2]


def sources(folder):
    return sorted(file for file in folder.rglob("*") if file.suffix in SOURCES and file.is_file())


def host_folder(root, name):
    """The folder of host/ that an included name stands in, if it does."""
    first = name.split("/")[0]
    return first if "/" in name and (first in MAY_SEE or (root / "host" / name).is_file()) else None


def foreign_library(folder, name):
    for prefix, (owners, reason) in ONLY_IN.items():
        if name.startswith(prefix) and folder not in owners:
            return reason
    return None


def host_fault(root, folder, quoted, name):
    """The sentence about one include in host/<folder>, or None."""
    if ".." in name.split("/"):
        return f'"{name}" climbs out of its folder: host/ includes start at host/, as in "core/failure.hpp"'
    other = host_folder(root, name)
    if other and other != folder and other not in MAY_SEE[folder]:
        allowed = ", ".join(sorted(MAY_SEE[folder])) or "no other folder"
        return f"{folder} must not see {other} ({name}): it sees {allowed}"
    if other and not quoted:
        return f"<{name}> is ours: write it in quotation marks"
    if quoted and not other:
        return f'"{name}" is not below host/: includes of host/ start there'
    reason = None if other else foreign_library(folder, name)
    if reason:
        return f"{folder} must not include <{name}>: {reason}"
    if folder == "core" and not other and name not in SYSTEM:
        return f"core knows only the standard library, and <{name}> is not of it"
    return None


def check_host(root):
    for folder in sorted(path for path in (root / "host").iterdir() if path.is_dir()):
        if folder.name not in MAY_SEE:
            yield folder, 1, f"host/{folder.name} has no arrows yet: give it some in tests/structure/arrows.py"
            continue
        for file in sources(folder):
            for number, quoted, name in includes(file):
                fault = host_fault(root, folder.name, quoted, name)
                if fault:
                    yield file, number, fault
        yield from check_links(folder)


def check_links(folder):
    for file in sorted(folder.rglob("CMakeLists.txt")):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            for other in LINK.findall(line.split("#")[0]):
                if other in MAY_SEE and other != folder.name and other not in MAY_SEE[folder.name]:
                    yield file, number, f"{folder.name} must not link scaispeak_{other}"


def check_plugins(root):
    """In-tree plugins come in by the public door: what they see of ScaiSpeak is the SDK."""
    for plugin in sorted(path for path in (root / "plugins").iterdir() if path.is_dir()):
        for file in sources(plugin):
            for number, quoted, name in includes(file):
                if host_folder(root, name):
                    yield file, number, f"a plugin sees <scaispeak/...> alone, and {name} is the host's"
                elif quoted and not resolves_below(plugin, file, name):
                    yield file, number, f'"{name}" is not a file of {plugin.name}: plugins share nothing but the SDK'


def resolves_below(folder, file, name):
    for base in (file.parent, folder):
        target = (base / name).resolve()
        if target.is_file() and target.is_relative_to(folder.resolve()):
            return True
    return False


def check_sdk(root):
    """The headers stand alone: the language, its library, and each other; those for tests of plugins also open them. The
    validator may use the host's loader."""
    for file in sources(root / "sdk" / "include"):
        opens = {"dlfcn.h"} if file.parent.name == "testing" else set()
        for number, _, name in includes(file):
            if name not in STANDARD | C_STANDARD | opens and not name.startswith("scaispeak/") \
                    and not resolves_below(root / "sdk" / "include", file, name):
                yield file, number, f"SDK headers need nothing but the standard library, and {name} is something else"
    for part in ("template", "kinds", "examples", "check"):
        for file in sources(root / "sdk" / part):
            for number, _, name in includes(file):
                other = host_folder(root, name)
                if other and (part != "check" or other not in {"pluginhost", "core"}):
                    yield file, number, f"sdk/{part} must not see host/{other} ({name})"


def faults(root):
    for check in (check_host, check_plugins, check_sdk):
        for file, number, sentence in check(root):
            yield f"{file.relative_to(root)}:{number}: {sentence}"


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()
    if not (root / "host").is_dir():
        sys.exit(f"{root} has no host/")
    found = list(faults(root))
    for fault in found:
        print(fault)
    checked = sum(len(sources(root / top)) for top in ("host", "plugins", "sdk"))
    print(f"{checked} files, {len(found)} faults")
    sys.exit(1 if found or not checked else 0)


if __name__ == "__main__":
    main()
