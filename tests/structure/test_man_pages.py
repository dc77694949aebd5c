"""man_pages.py against small programs and pages, good and bad."""
import tempfile
import unittest
from pathlib import Path

import man_pages

HELP = """Usage: bird [OPTIONS] SUBCOMMAND

Options:
  -h,--help                   Print this
  -o,--output FILE            where --elsewhere would be wrong

Subcommands:
  fly                         Fly
"""
FLY = """Options:
  --high                      up there
"""


class ManPages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "packaging/man").mkdir(parents=True)
        self.program = self.root / "bird"
        self.program.write_text(f"#!/bin/sh\n[ \"$1\" = fly ] && cat <<'END' && exit\n{FLY}END\ncat <<'END'\n{HELP}END\n")
        self.program.chmod(0o755)

    def faults(self, page):
        (self.root / "packaging/man/bird.1").write_text(page)
        return list(man_pages.faults(self.root, [self.program]))

    def test_pageWithAllOptions_isFine(self):
        page = ".BR \\-h \", \" \\-\\-help\n.BR \\-o \", \" \\-\\-output \" \" \\fIFILE\\fR\n.B \\-\\-high\ncmake --build .\n"
        self.assertEqual([], self.faults(page))

    def test_optionThatIsMissing_isAFaultAlsoOfACommand(self):
        self.assertEqual(["packaging/man/bird.1: --high of bird --help is not in it",
                          "packaging/man/bird.1: -o of bird --help is not in it"],
                         self.faults(".BR \\-h \\-\\-help\n.B \\-\\-output\n"))

    def test_optionThatIsNotThere_isAFault(self):
        page = ".BR \\-h \\-\\-help \\-o \\-\\-output \\-\\-high\n.B \\-\\-swim\n"
        self.assertEqual(["packaging/man/bird.1: bird has no --swim"], self.faults(page))

    def test_programWithoutAPage_isAFault(self):
        self.assertEqual(["packaging/man: there is no page of bird"], list(man_pages.faults(self.root, [self.program])))


if __name__ == "__main__":
    unittest.main()
