"""guide.py against small trees, good and bad."""
import tempfile
import unittest
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


class Guide(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "docs").mkdir()
        (self.root / "bird.cpp").write_text(CODE)

    def say(self, text):
        (self.root / guide.GUIDE).write_text(text)

    def faults(self):
        return list(guide.faults(self.root))

    def test_blockAsInItsFile_isFine(self):
        self.say('Text.\n\n<!-- bird.cpp block "int fly" -->\n```cpp\nint fly()\n{\n    return 1;\n}\n```\n')
        self.assertEqual([], self.faults())

    def test_blockThatChangedInItsFile_isAFault(self):
        self.say('<!-- bird.cpp block "int fly" -->\n```cpp\nint fly()\n{\n    return 2;\n}\n```\n')
        self.assertEqual(["docs/plugin-guide.md:2: is not what bird.cpp says: tests/structure/guide.py --write"], self.faults())

    def test_write_putsInWhatTheFileSays(self):
        self.say('A\n<!-- bird.cpp body "int fly" -->\n```\nold\n```\nB\n<!-- bird.cpp block "wings" -->\n```\n```\nC\n')
        guide.write(self.root)
        self.assertEqual([], self.faults())
        self.assertEqual('A\n<!-- bird.cpp body "int fly" -->\n```cpp\nreturn 1;\n```\nB\n<!-- bird.cpp block "wings" -->\n'
                         "```cpp\nconstexpr int wings = 2;\n```\nC\n", (self.root / guide.GUIDE).read_text())

    def test_wholeFile_isTaken(self):
        self.say("<!-- bird.cpp whole -->\n```cpp\n" + CODE + "```\n")
        self.assertEqual([], self.faults())

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
