"""Holds the catalogue of log events in docs/operations.md against the sources: every event with its level, none that is
not there, and the same for the faults of `plugin_fault`.

    events.py [ROOT]    prints each fault; status 1 when there is one
"""
import re

from document import report, rows

DOCUMENT = "docs/operations.md"
WORD = r'"([a-z]+(?:_[a-z]+)*)"'
CALLS = [re.compile(r"(?:\.|->)(info|warning|error|debug)\(\s*" + WORD),
         re.compile(r"LogLevel::(Info|Warning|Error|Debug)\s*,\s*" + WORD)]
FAULT = re.compile(r"reportFault\(\s*" + WORD)


def sources(root):
    return sorted(file for folder in ("host", "plugins") for file in (root / folder).rglob("*.[ch]pp"))


def in_sources(root):
    """{event: {level: place}} and {fault: place}."""
    events, plugin_faults = {}, {}
    for file in sources(root):
        text = file.read_text(encoding="utf-8")

        def place(match):
            return f"{file.relative_to(root)}:{text.count(chr(10), 0, match.start()) + 1}"

        for call in CALLS:
            for match in call.finditer(text):
                events.setdefault(match[2], {}).setdefault(match[1].lower(), place(match))
        for match in FAULT.finditer(text):
            plugin_faults.setdefault(match[1], place(match))
    return events, plugin_faults


def in_document(root):
    """{event: levels} and the faults: what stands in the tables that begin with `| event |` and `| fault |`."""
    events, plugin_faults = {}, set()
    for _, row in rows(root, DOCUMENT):
        if not any(text for column, text in row.items() if column.startswith("means")):
            continue
        if "event" in row and row["level"]:
            events.setdefault(row["event"].strip("`"), set()).add(row["level"])
        elif "fault" in row:
            plugin_faults.add(row["fault"].strip("`"))
    return events, plugin_faults


def faults(root):
    (written, plugin_faults), (told, told_faults) = in_sources(root), in_document(root)
    for event, levels in sorted(written.items()):
        for level, place in sorted(levels.items()):
            if level not in told.get(event, ()):
                yield f"{place}: the event {event} ({level}) is not in the catalogue of {DOCUMENT}"
    for event, levels in sorted(told.items()):
        for level in sorted(levels - written.get(event, {}).keys()):
            yield f"{DOCUMENT}: nobody writes {event} ({level})"
    for fault, place in sorted(plugin_faults.items()):
        if fault not in told_faults:
            yield f"{place}: the fault {fault} of plugin_fault is not in {DOCUMENT}"
    for fault in sorted(told_faults - plugin_faults.keys()):
        yield f"{DOCUMENT}: nobody reports the fault {fault}"


if __name__ == "__main__":
    report(DOCUMENT, faults)
