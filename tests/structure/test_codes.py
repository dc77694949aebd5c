"""codes.py against small trees, good and bad."""
import tempfile
import unittest
from pathlib import Path

import codes

CODES = """constexpr std::array rows{
    Row{ErrorCode::BirdGone, "BIRD_GONE"},
    Row{ErrorCode::BirdHoarse, "BIRD_HOARSE"},
};
"""
STATUSES = """        case ErrorCode::BirdGone:
            return 404;
        case ErrorCode::BirdHoarse:
            return 503;
"""
REASONS = """constexpr std::array<Row, 2> rows{{
    {"cage_empty", "fill it"},
    {"cat_near",
     "send it away"},
}};
"""
DOCUMENT = """| code | HTTP | cause | remedy |
|---|---|---|---|
| `BIRD_GONE` | 404 | It flew. | Wait. |

| code | HTTP | cause | remedy |
|---|---|---|---|
| `BIRD_HOARSE` | 503 | It sang. | Honey. |

| reason | cause | remedy |
|---|---|---|
| `cage_empty` | No bird. | Fill it. |
| `cat_near` | A cat. | Send it away. |

| other | cause |
|---|---|
| `BIRD_SLOW` | is no code |
"""


class Codes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        for file, text in ((codes.CODES, CODES), (codes.STATUSES, STATUSES), (codes.REASONS, REASONS)):
            (self.root / file).parent.mkdir(parents=True, exist_ok=True)
            (self.root / file).write_text(text)
        (self.root / "docs").mkdir()

    def faults(self, old="", new=""):
        self.assertIn(old, DOCUMENT)
        (self.root / codes.DOCUMENT).write_text(DOCUMENT.replace(old, new) if old else DOCUMENT)
        return list(codes.faults(self.root))

    def test_documentWithEverything_isFine(self):
        self.assertEqual([], self.faults())

    def test_codeThatIsNotTold_isAFault(self):
        self.assertEqual(["host/core/error_code.cpp: the code BIRD_GONE is not in docs/troubleshooting.md"],
                         self.faults("| `BIRD_GONE` | 404 | It flew. | Wait. |\n"))

    def test_codeThatIsNot_isAFaultAtItsLine(self):
        self.assertEqual(["docs/troubleshooting.md:3: there is no code BIRD_LATE",
                          "host/core/error_code.cpp: the code BIRD_GONE is not in docs/troubleshooting.md"],
                         self.faults("BIRD_GONE", "BIRD_LATE"))

    def test_codeToldTwice_isAFault(self):
        row = "| `BIRD_GONE` | 404 | It flew. | Wait. |\n"
        self.assertEqual(["docs/troubleshooting.md:4: the code BIRD_GONE stands here twice"], self.faults(row, row * 2))

    def test_otherStatus_isAFault(self):
        self.assertEqual(["docs/troubleshooting.md:7: the status of BIRD_HOARSE is 503"], self.faults("503", "500"))

    def test_emptyCauseOrMissingRemedy_isAFault(self):
        self.assertEqual(["docs/troubleshooting.md:3: BIRD_GONE has no cause"], self.faults("It flew.", ""))
        self.assertEqual(["docs/troubleshooting.md:12: cat_near has no remedy"], self.faults(" Send it away. |", ""))

    def test_reasonThatIsNotTold_isAFault(self):
        self.assertEqual(["host/speak/slot.cpp: the reason cat_near is not in docs/troubleshooting.md"],
                         self.faults("| `cat_near` | A cat. | Send it away. |\n"))

    def test_reasonsInAnotherOrder_areAFault(self):
        first, second = "| `cage_empty` | No bird. | Fill it. |\n", "| `cat_near` | A cat. | Send it away. |\n"
        self.assertEqual(["docs/troubleshooting.md: the reasons do not stand in the order of host/speak/slot.cpp"],
                         self.faults(first + second, second + first))

    def test_sourceThatCannotBeRead_isAFault(self):
        (self.root / codes.REASONS).write_text("moved")
        self.assertIn("host/speak/slot.cpp: no reason can be read here", self.faults())


if __name__ == "__main__":
    unittest.main()
