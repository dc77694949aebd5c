"""The validator says of each unfit plugin what is wrong with it and nothing else, and survives all of them.

    test_plugin_check.py BUILD
"""
import json
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copy

BUILD = Path(sys.argv.pop(1))
CHECK = BUILD / "bin/scaispeak-plugin-check"
UNFIT = BUILD / "unfit-plugins"

# The checks that each plugin fails, and some words of the reason of the first.
SINS = {
    "nothing": ([], ""),
    "run-path": (["file-run-path"], "/opt/somewhere"),
    "executable-stack": (["file-stack"], "executable stack"),
    "undefined-symbol": (["file-undefined"], "elf_version"),
    "loading-thread": (["load-threads"], "loading started a thread"),
    "changed-folder": (["load-process"], "working folder"),
    "two-descriptors": (["descriptor"], "differently at each call"),
    "interface-prefix": (["interfaces"], "scaispeak.backend"),
    "leaked-memory": (["lifecycle-repeat"], "bytes behind"),
    "leaked-descriptor": (["lifecycle-repeat"], "100 descriptors"),
    "leaked-thread": (["lifecycle-repeat"], "100 threads"),
    "silent-refusal": (["lifecycle-config"], "without a text"),
    "one-length": (["backend-length"], "twice the text"),
    "marks-backwards": (["backend-marks"], "order"),
    "changing": (["backend-deterministic", "backend-parallel"], "different bytes"),
    "deaf-to-write": (["backend-huge-text", "backend-stop-write"], "after the sink had said stop"),
    "deaf-to-calls": (["backend-stop-poll", "backend-stop-before"], "of 100 ms"),
    "any-voice": (["backend-unknown-voice"], "SCS_UNSUPPORTED"),
    "log-of-text": (["backend-discreet"], "log line"),
    "shared-words": (["backend-parallel"], "one caller hears another's words"),
    "loses-audio": (["backend-back-pressure"], "slow listener"),
}


def check(plugin, *options):
    run = subprocess.run([CHECK, "--json", *options, plugin], capture_output=True, text=True, timeout=120)
    return run.returncode, json.loads(run.stdout)


def failed(report):
    return [one for one in report["checks"] if one["outcome"] == "failed"]


class PluginCheck(unittest.TestCase):
    def test_eachSin_failsTheCheckMeantForItAndNoOther(self):
        with ThreadPoolExecutor(4) as pool:
            reports = dict(zip(SINS, pool.map(lambda sin: check(UNFIT / f"unfit-{sin}.so"), SINS)))
        for sin, (names, words) in SINS.items():
            with self.subTest(sin):
                status, report = reports[sin]
                found = [(one["check"], one["text"]) for one in failed(report)]
                self.assertEqual([name for name, _ in found], names, found)
                self.assertEqual(status, 1 if names else 0)
                self.assertIn(words, found[0][1] if found else "")

    def test_crash_isAFailedCheckWithTheSignalNamed(self):
        status, report = check(UNFIT / "unfit-create-crashes.so", "--level", "1")
        self.assertEqual(status, 1)
        self.assertIn("SIGSEGV", failed(report)[0]["text"])
        self.assertEqual([one["outcome"] for one in report["checks"] if one["check"].startswith("file-")], ["passed"] * 8)

    def test_exit_isAFailedCheck(self):
        _, report = check(UNFIT / "unfit-create-exits.so", "--level", "1")
        self.assertIn("exit code 3", failed(report)[0]["text"])

    def test_abortOfASecondInstance_isAFailedCheck(self):
        _, report = check(UNFIT / "unfit-one-instance.so", "--only", "lifecycle-two")
        self.assertIn("SIGABRT", failed(report)[0]["text"])

    def test_hang_endsWithItsTime(self):
        _, report = check(UNFIT / "unfit-create-hangs.so", "--only", "lifecycle-two")
        self.assertIn("did not end within 5 s", failed(report)[0]["text"])

    def test_sinkRules_areSaidInWords(self):
        for sin, words in {"begins-twice": "begin came twice", "not-finite": "no finite number"}.items():
            _, report = check(UNFIT / f"unfit-{sin}.so", "--only", "backend-speaks")
            self.assertIn(words, failed(report)[0]["text"])

    def test_callsThatLeaveMemoryBehind_failTheSoak(self):
        _, report = check(UNFIT / "unfit-leaked-calls.so", "--only", "backend-soak")
        self.assertIn("bytes behind", failed(report)[0]["text"])

    def test_fuzz_isRepeatedByItsSeed(self):
        texts = []
        for seed in ("7", "7", "8"):
            _, report = check(UNFIT / "unfit-says-stopped.so", "--only", "backend-fuzz", "--seed", seed)
            texts.append(failed(report)[0]["text"])
        self.assertIn("of --seed 7)", texts[0])
        self.assertEqual(texts[0], texts[1])
        self.assertNotEqual(texts[0], texts[2])

    def test_aRightPlugin_endures(self):
        status, report = check(UNFIT / "unfit-nothing.so", "--level", "3")
        self.assertEqual((status, failed(report)), (0, []))

    def test_pluginsOfScaiSpeak_areVerifiedWithoutASkip(self):
        for name in ("auth-apikey", "backend-espeak", "backend-relay"):
            plugin = BUILD / f"plugins/{name}.so"
            with self.subTest(name):
                status, report = check(plugin, "--level", "2")
                self.assertEqual((status, failed(report), report["conclusion"]), (0, [], "verified"))

    @unittest.skipUnless((BUILD / "plugins/backend-scaiinfer.so").exists(), "built without gRPC")
    def test_nodesPlugin_speaksByTheRules(self):
        # lifecycle-repeat may fail: the threads and memory of gRPC's own pools come and go.
        _, report = check(BUILD / "plugins/backend-scaiinfer.so", "--level", "2")
        self.assertEqual([one for one in failed(report) if one["check"] != "lifecycle-repeat"], [])
        self.assertNotIn("skipped", [one["outcome"] for one in report["checks"]])

    def test_callThatIsOver_isToldSoByARelayThatIsNotSetUp(self):
        with tempfile.TemporaryDirectory() as folder:
            plugin = Path(copy(BUILD / "plugins/backend-relay.so", folder))
            plugin.with_suffix(".check.json").write_text('{"config": {"voices": {"narrator": "alloy"}}}')
            status, report = check(plugin, "--only", "backend-stop-before")
            self.assertEqual((status, failed(report)), (0, []))


class PluginCheckOfACopy(unittest.TestCase):
    def setUp(self):
        self._scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self._scratch.cleanup)
        self.folder = Path(self._scratch.name)
        self.plugin = Path(copy(UNFIT / "unfit-nothing.so", self.folder))
        self.manifest = Path(copy(UNFIT / "unfit-nothing.json", self.folder))

    def failed(self):
        return {one["check"]: one["text"] for one in failed(check(self.plugin, "--level", "1")[1])}

    def test_fileThatOthersCanWrite_isRefused(self):
        self.plugin.chmod(0o666)
        self.assertEqual(list(self.failed()), ["file-owner"])

    def test_missingManifest_isRefused(self):
        self.manifest.unlink()
        self.assertIn("--emit-manifest", self.failed()["file-manifest"])

    def test_manifestOfAnotherVersion_isRefused(self):
        self.manifest.write_text(self.manifest.read_text().replace('"1.0.0"', '"2.0.0"'))
        self.assertIn("version", self.failed()["file-manifest"])

    def test_configurationThatDoesNotFit_isNamed(self):
        self.plugin.with_suffix(".check.json").write_text('{"config": {"nonsense": 1}}')
        self.assertIn("nonsense", self.failed()["lifecycle-two"])


class PluginCheckWithAPeer(unittest.TestCase):
    """engine-faulty writes to the file that its configuration names when it is stopped: here the peer's address."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.plugin = Path(copy(BUILD / "test-plugins/engine-faulty.so", self.folder))

    def check_with(self, *peer):
        settings = {"config": {"trace": "${peer}/trace"}, "peer": peer}
        self.plugin.with_suffix(".check.json").write_text(json.dumps(settings))
        return subprocess.run([CHECK, "--only", "backend-stop-write", self.plugin], capture_output=True, text=True,
                              timeout=60)

    def test_itsAddress_getsIntoTheConfiguration(self):
        run = self.check_with("sh", "-c", "echo starting; echo ready $PWD; sleep 1000")
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertTrue((self.folder / "trace").exists())

    def test_peerThatDoesNotGetReady_isNamed(self):
        for peer in (["sleep", "1000"], ["false"], ["/no/such/program"]):
            run = self.check_with(*peer)
            self.assertEqual(run.returncode, 6)
            self.assertIn("ready ADDRESS", run.stderr)


class CommandLine(unittest.TestCase):
    def run_with(self, *arguments):
        return subprocess.run([CHECK, *arguments], capture_output=True, text=True, timeout=60)

    def test_list_saysASentenceOfEachCheck(self):
        lines = self.run_with("--list").stdout.splitlines()
        self.assertGreater(len(lines), 30)
        for line in lines:
            self.assertRegex(line, r"^[123] [a-z-]+ +[A-Z0-9].*\.$")

    def test_wrongCommandLines_areStatus2(self):
        for arguments in ([], ["--level", "4", "x.so"], ["--only", "nonsense", "x.so"], ["--nonsense"]):
            self.assertEqual(self.run_with(*arguments).returncode, 2, arguments)

    def test_text_endsWithAConclusion(self):
        run = self.run_with("--level", "1", UNFIT / "unfit-nothing.so")
        self.assertTrue(run.stdout.rstrip().split("\n")[-1].startswith("unfit-nothing: fit to be loaded: "), run.stdout)

    def test_someChecks_verifyNothing(self):
        run = self.run_with("--only", "file-", UNFIT / "unfit-nothing.so")
        self.assertEqual(run.returncode, 0)
        self.assertNotIn("verified", run.stdout)

    def test_inProcess_saysTheSame(self):
        run = self.run_with("--level", "1", "--in-process", UNFIT / "unfit-nothing.so")
        self.assertEqual(run.returncode, 0, run.stdout)


if __name__ == "__main__":
    unittest.main()
