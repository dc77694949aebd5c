"""Keeps documents from rotting: every fenced block in them is a piece of a file that CI builds or runs.

    guide.py [ROOT]            prints each fault as file:line: sentence; status 1 when there is one
    guide.py --write [ROOT]    puts the pieces as they are now into the documents

Before each block stands where it comes from:

    <!-- FILE whole -->            the file
    <!-- FILE block "WORDS" -->    from the first line with WORDS to the one where its brackets are closed
    <!-- FILE body "WORDS" -->     what is between the two braces of such a block
    <!-- FILE part "WORDS" -->     what follows the line `# WORDS: ...`, up to the next empty line
"""
import re
import sys
import textwrap
from pathlib import Path

DOCUMENTS = ("docs/plugin-guide.md", "docs/operations.md", "README.md")
SOURCE = re.compile(r'^<!-- (\S+) (whole|block|body|part)(?: "([^"]+)")? -->$')
LANGUAGES = {".cpp": "cpp", ".hpp": "cpp", ".c": "c", ".rs": "rust", ".json": "json", ".yaml": "yaml", ".sh": "sh", ".service": "ini", ".txt": "cmake"}


def block_of(lines, words):
    first = next((number for number, line in enumerate(lines) if words in line), None)
    if first is None:
        raise LookupError(f'has no line with "{words}"')
    depth = 0
    for last in range(first, len(lines)):
        depth += sum((character in "({[") - (character in ")}]") for character in lines[last])
        follows = lines[last + 1].lstrip() if last + 1 < len(lines) else ""
        if depth <= 0 and not follows.startswith("{"):
            return lines[first:last + 1]
    raise LookupError(f'has no end of the block "{words}"')


def body_of(block):
    opening = next((number for number, line in enumerate(block) if line.rstrip().endswith("{")), None)
    if opening is None:
        raise LookupError("has no braces there")
    return block[opening + 1:-1]


def part_of(lines, words):
    heading = next((number for number, line in enumerate(lines) if line.startswith(f"# {words}: ")), None)
    if heading is None:
        raise LookupError(f'has no line that begins with "# {words}: "')
    end = next((number for number in range(heading, len(lines)) if not lines[number].strip()), len(lines))
    return lines[heading + 1:end]


def piece(root, name, extent, words):
    """The code that belongs into the guide. LookupError says what is wrong."""
    file = root / name
    if not file.is_file():
        raise LookupError("is not there")
    lines = file.read_text(encoding="utf-8").splitlines()
    if extent == "part":
        lines = part_of(lines, words or "")
    elif extent != "whole":
        lines = block_of(lines, words or "")
    if extent == "body":
        lines = body_of(lines)
    return textwrap.dedent("\n".join(lines)).strip("\n")


def blocks(lines):
    """Yields (number of the line that opens it, number of the line that closes it) of every fenced block, from 0."""
    opening = None
    for number, line in enumerate(lines):
        if line.startswith("```"):
            if opening is None:
                opening = number
            else:
                yield opening, number
                opening = None
    if opening is not None:
        yield opening, len(lines)


def examine(root, lines):
    """Yields (opening, closing, wanted lines or None, sentence or None) of every block."""
    for opening, closing in blocks(lines):
        source = SOURCE.match(lines[opening - 1]) if opening else None
        if not source:
            yield opening, closing, None, "a block of code does not say which file it is from: see tests/structure/guide.py"
            continue
        try:
            code = piece(root, *source.groups())
        except LookupError as error:
            yield opening, closing, None, f"{source[1]} {error}"
            continue
        fence = "```" + LANGUAGES.get(Path(source[1]).suffix, "")
        wanted = [fence, *code.splitlines(), "```"]
        differs = lines[opening:closing + 1] != wanted
        yield opening, closing, wanted, f"is not what {source[1]} says: tests/structure/guide.py --write" if differs else None


def faults(root):
    for document in DOCUMENTS:
        if not (root / document).is_file():
            yield f"{document}:1: is not there"
            continue
        lines = (root / document).read_text(encoding="utf-8").splitlines()
        found = list(examine(root, lines))
        if not found:
            yield f"{document}:1: there is no code in it"
        for opening, _, _, sentence in found:
            if sentence:
                yield f"{document}:{opening + 1}: {sentence}"


def write(root):
    for document in DOCUMENTS:
        lines = (root / document).read_text(encoding="utf-8").splitlines()
        for opening, closing, wanted, _ in reversed(list(examine(root, lines))):
            if wanted:
                lines[opening:closing + 1] = wanted
        (root / document).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--write"]
    root = Path(arguments[0] if arguments else Path(__file__).parents[2]).resolve()
    if "--write" in sys.argv:
        write(root)
    found = list(faults(root))
    for fault in found:
        print(fault)
    print(f"{len(DOCUMENTS)} documents, {len(found)} faults")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
