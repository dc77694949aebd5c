"""guide.py against small trees, good and bad."""
import tempfile
import unittest
from unittest import mock
from pathlib import Path

import guide

CODE = """int before;

class Bird
{
    int fly()
    {
        return 1;
    }
};

constexpr int wings = 2;
"""


GUIDE = "docs/guide.md"


class Guide(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "docs").mkdir()
        documents = mock.patch.object(guide, "DOCUMENTS", (GUIDE,))
        documents.start()
        self.addCleanup(documents.stop)
        (self.root / "bird.cpp").write_text(CODE)

    def say(self, text):
        (self.root / GUIDE).write_text(text)

    def faults(self):
        return list(guide.faults(self.root))

    def test_blockAsInItsFile_isFine(self):
        self.say('Text.\n\n<!-- bird.cpp block "int fly" -->\n```cpp\nint fly()\n{\n    return 1;\n}\n```\n')
        self.assertEqual([], self.faults())

    def test_blockThatChangedInItsFile_isAFault(self):
        self.say('<!-- bird.cpp block "int fly" -->\n```cpp\nint fly()\n{\n    return 2;\n}\n```\n')
        self.assertEqual(["docs/guide.md:2: is not what bird.cpp says: tests/structure/guide.py --write"], self.faults())

    def test_write_putsInWhatTheFileSays(self):
        self.say('A\n<!-- bird.cpp body "int fly" -->\n```\nold\n```\nB\n<!-- bird.cpp block "wings" -->\n```\n```\nC\n')
        guide.write(self.root)
        self.assertEqual([], self.faults())
        self.assertEqual('A\n<!-- bird.cpp body "int fly" -->\n```cpp\nreturn 1;\n```\nB\n<!-- bird.cpp block "wings" -->\n'
                         "```cpp\nconstexpr int wings = 2;\n```\nC\n", (self.root / GUIDE).read_text())

    def test_wholeFile_isTaken(self):
        self.say("<!-- bird.cpp whole -->\n```cpp\n" + CODE + "```\n")
        self.assertEqual([], self.faults())

    def test_part_isWhatFollowsItsHeading(self):
        (self.root / "do.sh").write_text("# one: first\na\nb\n\n# two: then\nc\n")
        self.say('<!-- do.sh part "one" -->\n```sh\na\nb\n```\n<!-- do.sh part "two" -->\n```sh\nc\n```\n')
        self.assertEqual([], self.faults())
        self.say('<!-- do.sh part "three" -->\n```sh\n```\n')
        self.assertEqual(['docs/guide.md:2: do.sh has no line that begins with "# three: "'], self.faults())

    def test_blockOfNoFile_isAFault(self):
        self.say("Text.\n```sh\nrm -rf /\n```\n")
        self.assertEqual(1, len(self.faults()))
        self.assertIn(":2: a block of code does not say which file", self.faults()[0])

    def test_fileOrWordsThatAreGone_areFaults(self):
        self.say('<!-- fish.cpp whole -->\n```cpp\n```\n<!-- bird.cpp block "swim" -->\n```cpp\n```\n')
        first, second = self.faults()
        self.assertIn("fish.cpp is not there", first)
        self.assertIn('bird.cpp has no line with "swim"', second)

    def test_guideWithoutCode_isAFault(self):
        self.say("Words, words.\n")
        self.assertEqual(1, len(self.faults()))


if __name__ == "__main__":
    unittest.main()
