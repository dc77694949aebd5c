"""Every configuration key of the contract: read from the file and from the environment, checked, shown without secrets, and
written down."""
import json
import re
import tempfile
import unittest
from pathlib import Path

from contract_keys import CONFIGS, KEYS, PLUGIN_KEYS, SECRET, SLOT_KEYS, tree, whole
from running_host import BUILD, ROOT
from test_configuration import run

MASK = "***"


def at(shown, path):
    for name in path.split("."):
        shown = shown[name]
    return shown


class ContractKeys(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "c.yaml"

    def run_with(self, config, option, **environment):
        self.file.write_text(json.dumps(config))
        done = run(self.file, option, **environment)
        self.assertNotIn(SECRET, done.stdout + done.stderr)
        return done

    def printed(self, config, **environment):
        done = self.run_with(config, "--print-config", **environment)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def check_shown(self, path, shown):
        wanted = KEYS[path]
        if SECRET in str(wanted):
            self.assertIn(MASK, shown, path)
        else:
            self.assertEqual(wanted, shown, path)

    def test_file_setsEachOfThem(self):
        shown = self.printed(whole())
        for path in KEYS:
            self.check_shown(path, at(shown, path))
        for key, value in PLUGIN_KEYS.items():
            # Of a plugin that cannot be asked what is secret, everything is.
            self.assertEqual(MASK if key == "config" else value, shown["plugins"][0][key])
        self.assertEqual(SLOT_KEYS, shown["slots"]["B"])

    def test_environment_setsEachOfThem(self):
        plain = whole()
        for path, value in KEYS.items():
            with self.subTest(path):
                *way, last = path.split(".")
                place = plain
                for name in way:
                    place = place[name]
                place[last] = None
                # What the others need is there; this one comes from the environment alone.
                name = "SCAISPEAK_" + path.upper().replace(".", "__")
                text = value if isinstance(value, str) else json.dumps(value)
                self.check_shown(path, at(self.printed(plain, **{name: text}), path))
                place[last] = value

    def test_wrongKind_isAFaultOfEachOfThem_allAtOnce(self):
        done = self.run_with(tree({path: {"no": ["such"]} for path in KEYS}), "--check")
        self.assertEqual(2, done.returncode)
        for path in KEYS:
            self.assertRegex(done.stdout + done.stderr, rf"(?m)^.*: {re.escape(path)}(\.no)?: .{{10,}}", path)

    def test_check_takesEachOfThem(self):
        config = whole()
        # What is not at this place, or not built, is all that is wrong.
        done = self.run_with(config, "--check")
        faults = [line for line in (done.stdout + done.stderr).splitlines() if ": " in line]
        for line in faults:
            self.assertRegex(line, r"plugins\.[a-z0-9-]+: plugin [a-z0-9-]+ refused \(path\)|listen\.tls\.\w+: /[ck]\.pem cannot be read",
                             line)

    def test_pluginsThatAreThere_takeTheirs(self):
        there = {name: config for name, config in CONFIGS.items() if (BUILD / f"plugins/{name}.so").exists()}
        self.assertLessEqual({"backend-scaiinfer", "backend-relay"}, set(there))
        for name, config in there.items():
            with self.subTest(name):
                own = {"plugin_dir": str(BUILD / "plugins"), "state_dir": self.file.parent.as_posix()}
                done = self.run_with({**own, "plugins": [{"id": name, "config": config}]}, "--check")
                self.assertNotIn("unknown key", done.stdout + done.stderr)
                self.assertNotIn("must be", done.stdout + done.stderr)
                shown = self.printed({**own, "plugins": [{"id": name, "config": config}]})["plugins"][0]["config"]
                self.assertEqual({key: MASK if value == SECRET else value for key, value in config.items()}, shown)
                done = self.run_with({**own, "plugins": [{"id": name, "config": {**config, "no_such_key": 1}}]}, "--check")
                self.assertIn(f"plugins.{name}.config.no_such_key: unknown key", done.stdout + done.stderr)

    def test_explainedFile_hasEachOfThem(self):
        lines = (ROOT / "config/scaispeak.yaml").read_text().splitlines()
        nested = [*KEYS, *(f"plugins.{key}" for key in PLUGIN_KEYS), *(f"slots.A.{key}" for key in SLOT_KEYS),
                  *(f"{key}" for config in CONFIGS.values() for key in config)]
        for path in nested:
            last = path.split(".")[-1]
            self.assertTrue(any(re.search(rf"(^|[#{{,\s]){last}:|^\s*#\s+{last} ", line) for line in lines), path)

    def test_operationsGuide_saysOfEachWhatAReloadDoes(self):
        told = set(re.findall(r"`([a-z_.*]+)`", (ROOT / "docs/operations.md").read_text()))
        for path in KEYS:
            way = path.split(".")
            ways = {".".join(way[:end]) + star for end in range(1, len(way) + 1) for star in ("", ".*")}
            self.assertTrue(ways & told, path)


if __name__ == "__main__":
    unittest.main()
