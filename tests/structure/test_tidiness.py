"""Each fault, planted in a made-up tree, is found with its file and line."""
import tempfile
import unittest
from pathlib import Path

import tidiness


class Tidiness(unittest.TestCase):
    def found(self, name, text):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
            return list(tidiness.faults(Path(folder)))

    def test_a_long_file(self):
        self.assertEqual([], self.found("host/core/a.cpp", "int x;\n" * 400))
        self.assertRegex(self.found("host/core/a.cpp", "int x;\n" * 401)[0], "^host/core/a.cpp:401: 401 lines")
        self.assertEqual([], self.found("sdk/abi/draft-1/layout.h", "int x;\n" * 500))

    def test_a_promise(self):
        for word in ("TO" + "DO", "FIX" + "ME"):
            self.assertRegex(self.found("plugins/a/a.cpp", f"\n// {word}: later\n")[0], "^plugins/a/a.cpp:2: a promise")

    def test_a_path_of_one_machine(self):
        for path in ("/wo" + "rk/main", "/ho" + "me/me", "/ro" + "ot/x"):
            self.assertRegex(self.found("docs/a.md", f"see {path}")[0], "^docs/a.md:1: a path")
        self.assertEqual([], self.found("docs/a.md", "the tests of host/http/server and build/wo" + "rk/x"))

    def test_a_registry_in_a_lock_file(self):
        self.assertRegex(self.found("tests/peers/package-lock.json", '"resol' + 'ved": "https://x"')[0], "lock file")

    def test_blanks_at_the_end(self):
        self.assertRegex(self.found("README.md", "one \n")[0], "^README.md:1: blanks")

    def test_a_tidy_file(self):
        self.assertEqual([], self.found("host/core/a.cpp", "int x;\n"))


if __name__ == "__main__":
    unittest.main()
