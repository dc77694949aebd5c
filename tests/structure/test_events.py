"""events.py against small trees, good and bad."""
import tempfile
import unittest
from pathlib import Path

import events

SOURCE = """
void f() {
    _logger.info("bird_flies", {});
    logger->warning(
        "bird_falls", {});
    format(line, core::LogLevel::Error, "bird_gone", {});
    reportFault("sings", "at night");
}
"""
CATALOGUE = """| event | level | means |
|---|---|---|
| `bird_flies` | info | it flies |
| `bird_falls` | warning | it falls |
| `bird_gone` | error | it is gone |

| fault | means |
|---|---|
| `sings` | it sings |
"""


class Events(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        for part in ("docs", "host", "plugins"):
            (self.root / part).mkdir()

    def faults(self, source=SOURCE, catalogue=CATALOGUE):
        (self.root / "host/bird.cpp").write_text(source)
        (self.root / events.DOCUMENT).write_text(catalogue)
        return list(events.faults(self.root))

    def test_catalogueWithEverything_isFine(self):
        self.assertEqual([], self.faults())

    def test_eventThatIsNotTold_isAFaultAtItsPlace(self):
        catalogue = CATALOGUE.replace("| `bird_falls` | warning | it falls |\n", "")
        self.assertEqual(["host/bird.cpp:4: the event bird_falls (warning) is not in the catalogue of docs/operations.md"],
                         self.faults(catalogue=catalogue))

    def test_otherLevel_isAFaultOnBothSides(self):
        catalogue = CATALOGUE.replace("| error |", "| info |")
        self.assertEqual(["host/bird.cpp:6: the event bird_gone (error) is not in the catalogue of docs/operations.md",
                          "docs/operations.md: nobody writes bird_gone (info)"], self.faults(catalogue=catalogue))

    def test_pluginFaults_areComparedToo(self):
        self.assertEqual(["host/bird.cpp:7: the fault hums of plugin_fault is not in docs/operations.md",
                          "docs/operations.md: nobody reports the fault sings"],
                         self.faults(source=SOURCE.replace('"sings"', '"hums"')))


if __name__ == "__main__":
    unittest.main()
