"""The tables of a document, and the report of what compares them with the sources."""
import sys
from pathlib import Path


def rows(root, document):
    """(line number, {column: text}) of each row of each table in the document, by the columns of the table's first line."""
    columns = None
    for number, line in enumerate((root / document).read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("|"):
            columns = None
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if columns is None:
            columns = cells
        elif set(line) - set("|-"):
            yield number, dict(zip(columns, cells))


def report(document, faults):
    """Prints what `faults` finds at the ROOT of the command line, and ends: with status 1 when there is a fault."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()
    found = list(faults(root))
    for fault in found:
        print(fault)
    print(f"{document}: {len(found)} faults")
    sys.exit(1 if found else 0)
