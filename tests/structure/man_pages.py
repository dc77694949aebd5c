"""Holds each program's man page against its --help: the same options, and a page for every program.

    man_pages.py ROOT PROGRAM...    prints each fault; status 1 when there is one
"""
import re
import subprocess
import sys
from pathlib import Path

OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]*|-[A-Za-z])(?![\w-])")
COMMAND = re.compile(r"^  ([a-z]+) {2,}\S", re.M)


def page_of(root, program):
    return next(iter(sorted((root / "packaging/man").glob(f"{program}.[18]"))), None)


def page_options(text, bold_only=False):
    """Options that the page names; examples in it may name other programs' options, but not in bold lines."""
    lines = [line for line in text.splitlines() if line.startswith(".B") or not bold_only]
    return set(OPTION.findall(re.sub(r"\\f[A-Z]", " ", "\n".join(lines).replace("\\-", "-"))))


def help_of(program, *commands):
    run = subprocess.run([program, *commands, "--help"], capture_output=True, text=True, timeout=30)
    return run.stdout


def listed(text):
    """The options that a help defines: what stands at the beginning of its lines."""
    found = set()
    for line in text.splitlines():
        left = re.split(r"\s{2,}", line.strip())[0]
        if line.strip().startswith("-"):
            # Poco writes -cFILE, --config=FILE; CLI11 writes -o,--output FILE.
            found.update(re.findall(r"(--[a-z][a-z-]*)", left))
            found.update(re.findall(r"(?:^|[, ])(-[A-Za-z])(?=[,A-Z ]|$)", left))
    return found


def commands(text):
    part = text.partition("\nSubcommands:\n")[2].partition("\n\n")[0]
    return COMMAND.findall(part)


def help_options(program, *path):
    text = help_of(program, *path)
    found = listed(text)
    for command in commands(text):
        found |= help_options(program, *path, command)
    return found


def faults(root, programs):
    for program in programs:
        name = Path(program).name
        page = page_of(root, name)
        if not page:
            yield f"packaging/man: there is no page of {name}"
            continue
        text = page.read_text(encoding="utf-8")
        there, wanted = page_options(text), help_options(program)
        if not wanted:
            yield f"{name} --help names no options"
        for option in sorted(wanted - there):
            yield f"{page.relative_to(root)}: {option} of {name} --help is not in it"
        for option in sorted(page_options(text, bold_only=True) - wanted - {"-h", "-V"}):
            yield f"{page.relative_to(root)}: {name} has no {option}"


def main():
    found = list(faults(Path(sys.argv[1]), sys.argv[2:]))
    for fault in found:
        print(fault)
    print(f"{len(sys.argv) - 2} programs, {len(found)} faults")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
