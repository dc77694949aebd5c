"""The scripts whose pieces the documents show, run as a reader would run them."""
import json
import os
import re
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

from host_process import ROOT, free_port
from running_host import BUILD, RunningHost

EXAMPLES = ROOT / "docs/examples"


class Documents(unittest.TestCase):
    def run_script(self, name, folder, **variables):
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SCAISPEAK_")}
        environment.update(PATH=f"{BUILD / 'bin'}:{environment['PATH']}", **variables)
        process = subprocess.Popen([EXAMPLES / name], cwd=folder, env=environment, text=True, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, start_new_session=True)
        try:
            output, errors = process.communicate(timeout=120)
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.assertEqual(0, process.returncode, output + errors)
        return output

    def test_operations(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            config = (ROOT / "config/embedded.yaml").read_text().replace("../build/state", "state")
            (folder / "scaispeakd.yaml").write_text(config + f"plugin_dir: {BUILD}/plugins\n")
            output = self.run_script("operations.sh", folder, PORT=str(free_port()))
            log = [json.loads(line) for line in (folder / "host.log").read_text().splitlines()]
        self.assertIn("scaispeakd.yaml: good", output)
        self.assertIn('"key_per_minute": 0', output)
        self.assertIn('"status": "ok"', output)
        self.assertIn('{"route":"/v1/me","status":401,', output)
        self.assertEqual([29, 29, 89], [line["days_left"] for line in log if line["event"] == "tls_certificate"])
        self.assertEqual("stopped", [line["event"] for line in log if not line["event"].startswith("plugin")][-1])

    def test_firstMinutes(self):
        host = RunningHost()
        self.addCleanup(host.close)
        place = host.place / "build/quickstart"
        place.mkdir(parents=True)
        (place / "key").write_text(host.key())
        # The same script, but for the port, which the quickstart's reader has free.
        text = (EXAMPLES / "first-minutes.sh").read_text()
        self.assertIn("127.0.0.1:8080", text)
        script = host.place / "script.sh"
        script.write_text(text.replace("127.0.0.1:8080", f"127.0.0.1:{host.port}"))
        run = subprocess.run(["bash", script], cwd=host.place, capture_output=True, text=True, timeout=60)
        self.assertEqual(0, run.returncode, run.stderr)
        self.assertEqual(5, len(json.loads(run.stdout)["data"]["items"]))
        probe = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0",
                                host.place / "hello-again.mp3"], capture_output=True, text=True, check=True)
        self.assertEqual("mp3", probe.stdout.strip())

    def test_systemdUnits_startWhatThereIs(self):
        for program, unit in (("scaispeakd", "scaispeakd.service"), ("scaispeak-node", "scaispeak-node@.service")):
            help_text = subprocess.run([BUILD / "bin" / program, "--help"], capture_output=True, text=True, check=True).stdout
            text = (ROOT / "packaging/systemd" / unit).read_text()
            starts = re.findall(rf"^ExecStart\w*=/usr/bin/{program} (.*)$", text, re.M)
            self.assertTrue(starts, unit)
            for option in re.findall(r"--[a-z-]+", " ".join(starts)):
                self.assertIn(option, help_text)

    def test_systemdUnits_stopTheMainProcessAloneAndAreInASandbox(self):
        # systemd tells all processes of a unit to stop if it is not told otherwise.
        for unit in (ROOT / "packaging/systemd").glob("*.service"):
            lines = unit.read_text().splitlines()
            for line in ("KillMode=mixed", "RestartPreventExitStatus=2", "NoNewPrivileges=yes", "ProtectSystem=strict",
                         "ProtectHome=yes", "PrivateTmp=yes", "User=scaispeak"):
                self.assertIn(line, lines, unit.name)

    def test_systemdUnit_reloadsTheHost(self):
        self.assertIn("ExecReload=/bin/kill -HUP $MAINPID", (ROOT / "packaging/systemd/scaispeakd.service").read_text())


if __name__ == "__main__":
    unittest.main()
