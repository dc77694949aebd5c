"""The validator says of each unfit plugin what is wrong with it and nothing else, and survives all of them.

    test_plugin_check.py BUILD
"""
import json
import subprocess
import sys
import tempfile
import time
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
    "more-exports": (["file-exports"], "unfit_more"),
    "unique-symbol": (["file-exports", "file-unique"], "unfit_unique"),
    "host-library": (["file-libraries"], "libPocoFoundation"),
    "nameless": (["backend-describe"], "no name"),
    "voice-twice": (["backend-voices"], "unfit twice"),
    "refuses-blank": (["backend-odd-texts"], "nothing to say"),
    "down-without-reason": (["backend-health"], "without a reason"),
    "stray-cancel": (["backend-stop-stray"], "stops the next one"),
    "slow-cancel": (["backend-stop-cancel"], "cancel"),
    "auth-nothing": ([], ""),
    "auth-allows-all": (["auth-garbage"], "allows"),
    "auth-emits-denied": (["auth-garbage"], "emits a principal"),
    "auth-odd-decision": (["auth-garbage"], "decides 7"),
    "auth-logs-credential": (["auth-discreet"], "log line"),
    "auth-error-with-credential": (["auth-discreet"], "error's text"),
    "objects-nothing": ([], ""),
    "objects-short-write": (["objects-pieces"], "not what was written"),
    "objects-reads-from-start": (["objects-pieces"], "not what was written"),
    "objects-visible-before-commit": (["objects-abort"], "before its commit"),
    "objects-abort-commits": (["objects-abort"], "leaves an object behind"),
    "objects-mixes-writers": (["objects-pieces", "objects-abort", "objects-writers"], ""),
    "objects-removes-once": (["objects-pieces"], "remove failed"),
    "objects-lists-as-stored": (["objects-list"], "order of bytes"),
    "destination-nothing": ([], ""),
    "destination-any-token": (["destination-token"], "nobody gave out"),
    "destination-lists-nothing": (["destination-put", "destination-siblings"], "share's children"),
    "destination-prepare-stores": (["destination-put"], "look only"),
    "destination-short-put": (["destination-put", "destination-broken", "destination-siblings"], "another file"),
    "destination-any-share": (["destination-shares"], "that there is not"),
    "destination-keeps-half": (["destination-broken"], "broke off"),
    "destination-overwrites": (["destination-siblings"], "SCS_CONFLICT"),
    "destination-deaf-fetch": (["destination-put"], "after the reader had said stop"),
    "preflight-nothing": ([], ""),
    "preflight-endless-decibels": (["preflight-silence"], "peak_dbfs"),
    "preflight-refuses-clipping": (["preflight-clipping"], "a check that did not pass"),
    "preflight-measures-nan": (["preflight-not-finite"], "peak_dbfs"),
    "preflight-empty-passes": (["preflight-empty"], "pass unseen"),
    "preflight-believes-rate": (["preflight-wrong-rate"], "SIGABRT"),
    "transport-nothing": ([], ""),
    "transport-slow-stop": (["transport-stop"], "longer than 2 s"),
    "transport-pulls-on": (["transport-stop"], "after stop returned"),
    "transport-lingers": (["transport-stop"], "run after stop"),
    "transport-knows-every-session": (["transport-unknown"], "SCS_NOT_FOUND"),
}

# Plugins that fail much or slowly, and are asked for one check alone.
ALONE = {
    "slow-load": ("load-time", "of 1000 ms"),
    "create-hangs": ("lifecycle-two", "did not end within 5 s"),
    "one-instance": ("lifecycle-two", "SIGABRT"),
    "begins-twice": ("backend-speaks", "begin came twice"),
    "not-finite": ("backend-speaks", "no finite number"),
    "leaked-calls": ("backend-soak", "bytes behind"),
    "says-stopped": ("backend-fuzz", "says it was stopped"),
}

# Checks of what lies around the plugin, which fail for a copy of one that is right.
FAILED_BY_A_COPY = {"file-owner": "test_fileThatOthersCanWrite_isRefused",
                    "file-manifest": "test_missingManifest_isRefused"}

# Those that are verified without a skip, with what they talk to. The examples: end_to_end/test_examples.py.
VERIFIED = [f"plugins/{name}.so" for name in ("auth-apikey", "backend-espeak", "backend-relay", "backend-scaiinfer")] + [
    f"unfit-plugins/unfit-{kind}-nothing.so" for kind in ("auth", "objects", "destination", "preflight", "transport")]


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

    def test_sinsAlone_failTheirCheck(self):
        with ThreadPoolExecutor(4) as pool:
            reports = dict(zip(ALONE, pool.map(
                lambda sin: check(UNFIT / f"unfit-{sin}.so", "--only", ALONE[sin][0]), ALONE)))
        for sin, (name, words) in ALONE.items():
            with self.subTest(sin):
                self.assertEqual([one["check"] for one in failed(reports[sin][1])], [name])
                self.assertIn(words, failed(reports[sin][1])[0]["text"])

    def test_everyCheck_hasAPluginThatFailsIt(self):
        listed = subprocess.run([CHECK, "--list"], capture_output=True, text=True, timeout=60).stdout.splitlines()
        names = {line.split()[1] for line in listed}
        seen = {name for checks, _ in SINS.values() for name in checks} | {name for name, _ in ALONE.values()}
        self.assertEqual(names - seen - set(FAILED_BY_A_COPY), set())
        for test in FAILED_BY_A_COPY.values():
            self.assertTrue(hasattr(PluginCheckOfACopy, test))

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
        for name in VERIFIED:
            plugin = BUILD / name
            if plugin.stem == "backend-scaiinfer" and not plugin.exists():
                continue  # Built without gRPC.
            with self.subTest(name):
                began = time.monotonic()
                status, report = check(plugin, "--level", "2")
                self.assertEqual((status, failed(report), report["conclusion"]), (0, [], "verified"))
                self.assertNotIn("skipped", [one["outcome"] for one in report["checks"]])
                if plugin.parent.name == "plugins":
                    print(f"{plugin.stem}: level 2 in {time.monotonic() - began:.1f} s")

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
