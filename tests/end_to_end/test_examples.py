"""The four example engines, of three languages and two standard libraries, in one host beside each other."""
import base64
import json
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

import numpy

from example_plugins import build_examples
from running_host import BUILD, MODULE, RunningHost

ENGINES = {"A": "hum", "B": "tune", "C": "chirp", "D": "bell"}
# What each of them says of "one two", by its own rules, at 24 kHz.
FRAMES = {"hum": 7 * 960, "tune": 7 * 1440, "chirp": 7 * 1200, "bell": 2 * 6000}
TEXT = "one two"


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.plugins = build_examples(Path(folder.name))
        slots = list(ENGINES)
        cls.host = RunningHost(
            plugins=[{"id": f"backend-{name}", "path": str(cls.plugins / f"backend-{name}.so")}
                     for name in ENGINES.values()],
            slots={slot: {"plugin": f"backend-{name}", "class": "self_hosted"} for slot, name in ENGINES.items()},
            policy_default={"allowed_backends": slots, "default_backend": slots[0]})
        cls.addClassCleanup(cls.host.close)
        cls.key = cls.host.key()
        voices = cls.host.ask("GET", f"{MODULE}/voices?limit=200", cls.key).data()["items"]
        cls.voices = {voice["display_name"].lower(): voice["voice_id"] for voice in voices}

    def speak(self, engine, text):
        voice = self.voices["low" if engine == "tune" else engine]
        return self.host.ask("POST", f"{MODULE}/speak", self.key,
                             {"voice_id": voice, "text": text, "response_format": "pcm", "sample_rate": 24000})

    def test_examples_areVerifiedWithoutASkip(self):
        for engine in FRAMES:
            with self.subTest(engine):
                run = subprocess.run([BUILD / "bin/scaispeak-plugin-check", "--level", "2",
                                      self.plugins / f"backend-{engine}.so"], capture_output=True, text=True, timeout=120)
                self.assertEqual((0, 0), (run.returncode, run.stdout.count("skipped  ")), run.stdout)

    def assert_spoken(self, engine, answer):
        self.assertEqual(200, answer.status, answer.body)
        samples = numpy.frombuffer(base64.b64decode(answer.data()["audio_base64"]), dtype="<i2")
        self.assertEqual(FRAMES[engine], len(samples), engine)
        self.assertGreater(numpy.abs(samples.astype(int)).max(), 3000, engine)

    def listed(self):
        root = self.host.key(role="super_admin")
        return {plugin["id"]: plugin for plugin in self.host.ask("GET", "/v1/infra/plugins", root).data()["items"]}

    def test_allOfThem_areLoadedBesideEachOther(self):
        listed = self.listed()
        for name in ENGINES.values():
            self.assertEqual(("loaded", ["backend"]), (listed[f"backend-{name}"]["status"], listed[f"backend-{name}"]["kinds"]))

    def test_otherStandardLibrary_isWithinThePluginAlone(self):
        # One that is shared would get half of its functions from the host's libstdc++, which has the same names.
        linked = subprocess.run(["readelf", "-d", self.plugins / "backend-bell.so"], check=True, capture_output=True,
                                text=True).stdout
        self.assertNotIn("libc++", linked)
        undefined = subprocess.run(["nm", "-DC", "--undefined-only", self.plugins / "backend-bell.so"], check=True,
                                   capture_output=True, text=True).stdout
        self.assertNotIn("std::", undefined)
        self.assertIn("libstdc++.so", Path(f"/proc/{self.host.process.pid}/maps").read_text())

    def test_eachOfThem_speaksInItsOwnWay(self):
        for engine in ENGINES.values():
            self.assert_spoken(engine, self.speak(engine, TEXT))

    def test_allOfThem_speakAtOnce(self):
        answers = {}
        threads = [threading.Thread(target=lambda key=(engine, turn): answers.update({key: self.speak(key[0], TEXT)}))
                   for engine in ENGINES.values() for turn in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(32, len(answers))
        for (engine, _), answer in answers.items():
            self.assert_spoken(engine, answer)

    def test_whatIsThrown_staysInItsPlugin(self):
        for engine in ("tune", "chirp", "bell") * 5:
            answer = self.speak(engine, "fail loudly")
            self.assertEqual((502, "SCAISPEAK_BACKEND_ERROR"), (answer.status, answer.code()), engine)
            self.assertNotIn("loudly", json.dumps(answer.json()))
            self.assert_spoken(engine, self.speak(engine, TEXT))
        self.assertIsNone(self.host.process.poll())

    def test_theirLibraries_letOutOneSymbol(self):
        for name in ENGINES.values():
            symbols = subprocess.run(["nm", "-D", "--defined-only", self.plugins / f"backend-{name}.so"], check=True,
                                     capture_output=True, text=True).stdout.split()
            self.assertEqual(["T", "scaispeak_plugin_v1"], symbols[1:])


if __name__ == "__main__":
    unittest.main()
