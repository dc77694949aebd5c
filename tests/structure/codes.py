"""Holds docs/troubleshooting.md against the sources: every error code with its status and every reason of a slot stands
there once, with cause and remedy, none that is not there, and the reasons in the order in which they win.

    codes.py [ROOT]    prints each fault; status 1 when there is one
"""
import re

from document import report, rows

DOCUMENT = "docs/troubleshooting.md"
CODES = "host/core/error_code.cpp"
STATUSES = "host/http/error_status.cpp"
REASONS = "host/speak/slot.cpp"
CODE = re.compile(r'Row\{ErrorCode::(\w+),\s*"([A-Z_]+)"\}')
CASES = re.compile(r"((?:case ErrorCode::\w+:\s*)+)return (\d{3});")
REASON = re.compile(r'^\s*\{"([a-z_]+)",', re.MULTILINE)


def codes_in_sources(root):
    """{code: status}."""
    status = {name: number for cases, number in CASES.findall((root / STATUSES).read_text(encoding="utf-8"))
              for name in re.findall(r"ErrorCode::(\w+)", cases)}
    return {word: status.get(name) for name, word in CODE.findall((root / CODES).read_text(encoding="utf-8"))}


def reasons_in_sources(root):
    return REASON.findall((root / REASONS).read_text(encoding="utf-8"))


def faults(root):
    codes, reasons = codes_in_sources(root), reasons_in_sources(root)
    written = {"code": list(codes), "reason": reasons}
    told = {"code": [], "reason": []}
    for number, row in rows(root, DOCUMENT):
        kind = next(iter(row))
        if kind not in told:
            continue
        word, place = row[kind].strip("`"), f"{DOCUMENT}:{number}"
        if word in told[kind]:
            yield f"{place}: the {kind} {word} stands here twice"
        told[kind].append(word)
        if word not in written[kind]:
            yield f"{place}: there is no {kind} {word}"
        elif kind == "code" and row.get("HTTP") != codes[word]:
            yield f"{place}: the status of {word} is {codes[word]}"
        for column in ("cause", "remedy"):
            if not row.get(column):
                yield f"{place}: {word} has no {column}"
    for kind, source in (("code", CODES), ("reason", REASONS)):
        if not written[kind]:
            yield f"{source}: no {kind} can be read here"
        for word in written[kind]:
            if word not in told[kind]:
                yield f"{source}: the {kind} {word} is not in {DOCUMENT}"
    if sorted(told["reason"]) == sorted(reasons) and told["reason"] != reasons:
        yield f"{DOCUMENT}: the reasons do not stand in the order of {REASONS}"


if __name__ == "__main__":
    report(DOCUMENT, faults)
