"""Plugin files that must not be loaded: each is refused with reason and remedy, and the host runs with the others."""
import os
import subprocess
import tempfile
import unittest

from bad_files import BAD_FILES, prepare
from hostile_host import HostileHost, add_cases
from running_host import BUILD


class BadFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.rows = [row for row in BAD_FILES if os.geteuid() == 0 or not row.root_only]
        cls.hostile = HostileHost([{"id": row.plugin, "path": prepare(row, folder.name)} for row in cls.rows])
        cls.addClassCleanup(cls.hostile.host.close)

    def check(self, row):
        if row not in self.rows:
            self.skipTest("only root can give a file away")
        item = self.hostile.listed()[row.plugin]
        self.assertEqual("failed", item["status"])
        self.assertTrue(item["error"].startswith(row.step + ": "), item["error"])
        for words in row.words:
            self.assertIn(words, item["error"])
        self.assertTrue(self.hostile.logged(("plugin_refused", f'"{row.plugin}"', f'"{row.step}"')))

    def test_theOtherPlugins_areThere(self):
        listed = self.hostile.listed()
        self.assertEqual(["loaded", "loaded"], [listed[name]["status"] for name in ("engine-tone", "auth-apikey")])
        self.assertEqual(200, self.hostile.say("", "Others speak.", self.hostile.tone).status)

    def test_readyz_saysOfTheirSlotsThatNobodyIsThere(self):
        checks = self.hostile.host.ask("GET", "/v1/modules/scaispeak/readyz").data()["checks"]
        self.assertEqual("ok", checks["A"]["status"])
        for row in self.rows:
            self.assertEqual("down", checks[self.hostile.slots[row.plugin]]["status"], row.name)

    def test_check_namesThemAll(self):
        checked = subprocess.run([BUILD / "bin/scaispeakd", "--config", self.hostile.host.config_file, "--check"],
                                 capture_output=True, text=True, timeout=30)
        self.assertEqual(2, checked.returncode, checked.stdout + checked.stderr)
        for row in self.rows:
            self.assertIn(row.words[0], checked.stdout + checked.stderr, row.name)


add_cases(BadFiles, BAD_FILES, BadFiles.check, "isRefusedWithReasonAndRemedy")

if __name__ == "__main__":
    unittest.main()
