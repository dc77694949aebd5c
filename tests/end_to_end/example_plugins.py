"""Builds the example plugins of the SDK as their authors would: against an installed SDK, each with its own compiler."""
import subprocess
from pathlib import Path

from running_host import BUILD, ROOT

EXAMPLES = ("c", "cpp", "rust", "libcxx")
# Where libc++ is: of its packages, or as packaging/setup --tests unpacks them.
LIBCXX = ("/usr/lib/llvm-14", "/usr/local/share/scaispeak-tests/libc++-14")


def run(*command):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, f"{' '.join(str(part) for part in command)} failed:\n{done.stdout}"


def settings(example):
    if example != "libcxx":
        return []
    found = [folder for folder in LIBCXX if Path(folder, "lib/libc++abi.a").exists()]
    assert found, "libc++ is missing: run packaging/setup --tests"
    return [f"-DLIBCXX={found[0]}"]


def build_examples(folder):
    """All four below `folder`; returns its plugins' folder."""
    prefix, plugins = folder / "sdk", folder / "plugins"
    run("cmake", "--install", BUILD, "--component", "sdk", "--prefix", prefix)
    plugins.mkdir()
    for example in EXAMPLES:
        run("cmake", "-S", ROOT / "sdk/examples" / example, "-B", folder / example, "-G", "Ninja",
            f"-DCMAKE_PREFIX_PATH={prefix}", "-DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF", *settings(example))
        run("cmake", "--build", folder / example)
        for made in (folder / example / "plugins").iterdir():
            made.rename(plugins / made.name)
    return plugins
