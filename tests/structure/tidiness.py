"""What keeps files readable: their length, no promises left in them, nothing of one machine.

    tidiness.py [ROOT]    prints each fault as file:line: sentence; status 1 when there is one
"""
import re
import sys
from pathlib import Path

TOPS = ("host", "plugins", "sdk", "config", "tests", "packaging", "docs", ".ci")
CODE = {".c", ".cpp", ".h", ".hpp", ".py", ".cmake", ".sh", ".js", ".mjs", ".proto", ""}
LONGEST = 400

# Frozen copies of released headers and the asserts generated from them: nobody edits or reads these from top to end.
NO_LENGTH = ("sdk/abi/",)
# Corpora are what others send, as they send it.
SKIPPED_FOLDERS = {"node_modules", "__pycache__", "corpus"}

# Put together here, so that this file does not find itself.
PROMISE = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
MACHINE = re.compile(r"(?<![\w.}/-])/(" + "|".join(("wo" + "rk/", "ho" + "me/", "ro" + "ot/", "Us" + "ers/")) + ")")
LOCKED_HOST = re.compile(r'"resolved"\s*:\s*"https?:')


def text_files(root):
    """Yields (file, text) of everything that is ours, be it known to git or not."""
    # In a worktree .git is a file, of the machine it is on.
    candidates = [file for file in root.iterdir() if file.is_file() and file.name != ".git"]
    for top in TOPS:
        candidates += (file for file in (root / top).rglob("*") if file.is_file())
    for file in sorted(candidates):
        if SKIPPED_FOLDERS & set(file.parts):
            continue
        try:
            yield file, file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def line_faults(line):
    if PROMISE.search(line):
        yield "a promise instead of work: do it, or file an issue"
    if MACHINE.search(line):
        yield "a path of one machine: say it relative to the project, or let it be given"
    if LOCKED_HOST.search(line):
        yield "a lock file names a registry host: set omit-lockfile-registry-resolved=true"
    if line != line.rstrip():
        yield "blanks at the end of the line"


def faults(root):
    for file, text in text_files(root):
        name = file.relative_to(root).as_posix()
        lines = text.splitlines()
        if file.suffix in CODE and file.name != "LICENSE" and not name.startswith(NO_LENGTH) and len(lines) > LONGEST:
            yield f"{name}:{LONGEST + 1}: {len(lines)} lines, and {LONGEST} are the most: split it by what it is about"
        for number, line in enumerate(lines, 1):
            for sentence in line_faults(line):
                yield f"{name}:{number}: {sentence}"


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()
    found = list(faults(root))
    for fault in found:
        print(fault)
    checked = sum(1 for _ in text_files(root))
    print(f"{checked} files, {len(found)} faults")
    sys.exit(1 if found or not checked else 0)


if __name__ == "__main__":
    main()
