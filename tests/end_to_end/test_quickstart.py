"""packaging/quickstart, from a sentence to speech that an independent listener understands."""
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import host_process
import listener
from host_process import READY, Place, free_port, mode, status_of, wait_for

BUILD = Path(os.environ.get("BUILD_DIR", host_process.ROOT / "build"))
FOX = "The quick brown fox jumps over the lazy dog."
TABLE = "The happy green table waits without the tiny mountain."
RIVER = "The old white river sings under the broken window."


class Quickstart(unittest.TestCase):
    """In the order of their names: each goes on where the one before it ended."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.place = Place(Path(folder.name), BUILD)
        cls.port = free_port()

    def hello(self):
        return self.place.here / "hello.mp3"

    def key(self):
        return (self.place.state / "key").read_text().strip()

    def config(self):
        return (self.place.state / "scaispeakd.yaml").read_text()

    def assert_understood(self, text):
        said = [word for word in re.findall(r"[a-z]+", text.lower()) if word != "the"]
        heard = listener.words_understood(self.hello())
        right = sum(one == other for one, other in zip(said, heard))
        self.assertGreaterEqual(right, len(said) - 1, f"said {said}, heard {heard}")

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=30)
        self.assertEqual(0, process.returncode, output + self.place.host_log())
        return output

    def test_1_once_speaks_and_ends(self):
        status, output = self.place.run(FOX, "--once", port=self.port)
        self.assertEqual(0, status, output)
        self.assertIsNone(status_of(self.port, READY), "the host is still there")
        self.assertIn("curl ", output)
        self.assertNotIn(self.key(), output)

    def test_2_what_it_spoke_is_speech(self):
        sound = listener.samples(self.hello())
        subprocess.run(["mpg123", "--quiet", "--test", self.hello()], check=True)
        seconds = len(sound) / listener.RATE
        self.assertTrue(1.8 < seconds < 6, f"{seconds:.2f} s for {len(FOX)} characters")
        self.assertTrue(-35 < listener.loudness(sound) < -6, f"{listener.loudness(sound):.1f} dBFS")
        self.assertLess(abs(sound).max(), 0.999, "clipped")
        self.assertLess(listener.loudness(sound[-listener.RATE // 25:]), -45, "does not end in silence")
        self.assertGreater(listener.voiced_share(sound), 0.35, "not a voice")
        self.assert_understood(FOX)

    def test_3_its_state_is_private(self):
        state = self.place.state
        self.assertEqual(0o700, mode(state))
        for name in ("scaispeakd.yaml", "key", "master.key", "host.log"):
            self.assertEqual(0o600, mode(state / name), name)
        self.assertRegex(self.key(), r"^sgk_\S{32,}$")
        written_last = (state / "key").stat().st_ctime_ns
        self.assertGreaterEqual(written_last, self.hello().stat().st_ctime_ns)
        log = self.place.host_log()
        self.assertTrue(log)
        for secret in (self.key(), (state / "master.key").read_text().strip(), "lazy dog"):
            self.assertNotIn(secret, log)
        self.assertIn(str(self.port), self.config())
        self.assertIn(str(state).replace("'", "''"), self.config())

    def test_4_again_it_is_ready_in_3_s_without_a_network(self):
        key = self.key()
        ready_after = []
        for _ in range(2):
            begin, begin_on_the_clock = time.monotonic(), time.time()
            process = self.place.start(TABLE, network=False)
            try:
                wait_for(lambda: status_of(self.port, READY) == 200, 20, "readiness")
                ready_after.append(time.monotonic() - begin)
                wait_for(lambda: self.hello().stat().st_mtime > begin_on_the_clock, 20, "speech")
                me = host_process.get(self.port, "/v1/me", key)
                command = Path(f"/proc/{process.pid}/cmdline").read_text()
            finally:
                output = self.stop(process)
            self.assertIn("scaispeakd", command, "the host is not the process that was started")
            self.assertNotIn(key, output)
        self.assertLess(min(ready_after), 3.0)
        self.assertEqual(key, self.key())
        self.assertEqual(("tnt_demo", "usr_demo"), (me["tenant_id"], me["user_id"]))
        self.assertIn("tenant_admin", me["roles"])
        self.assertEqual("", self.place.called_out())
        self.assert_understood(TABLE)

    def test_5_a_second_host_with_the_same_state_is_refused(self):
        process = self.place.start(FOX)
        try:
            wait_for(lambda: status_of(self.port, READY) == 200, 20, "readiness")
            for port, reason in ((free_port(), "this STATE_DIR is running"), (self.port, "this STATE_DIR is running")):
                status, output = self.place.run("--once", port=port)
                self.assertEqual(1, status, output)
                self.assertIn(reason, output)
        finally:
            self.stop(process)

    def test_6_a_port_in_use_is_refused_with_a_remedy(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            status, output = self.place.run("--once", port=port)
        self.assertEqual(1, status, output)
        self.assertRegex(output, f"port {port} on 127.0.0.1 is in use.*PORT=")
        self.assertIn(str(self.port), self.config(), "a refused start must not change the file")

    def test_7_a_new_port_changes_the_file_and_the_host_starts_from_it_alone(self):
        old, self.__class__.port = self.port, free_port()
        status, output = self.place.run(RIVER, "--once", port=self.port, network=False)
        self.assertEqual(0, status, output)
        self.assert_understood(RIVER)
        self.assertNotIn(f"port: {old}", self.config())
        self.assertEqual(0o600, mode(self.place.state / "scaispeakd.yaml"))
        process = subprocess.Popen([BUILD / "bin/scaispeakd", "--config", self.place.state / "scaispeakd.yaml"],
                                   cwd="/", stdin=subprocess.DEVNULL, text=True, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, env=self.place.environment())
        try:
            wait_for(lambda: status_of(self.port, READY) == 200, 20, "readiness")
            self.assertEqual(200, status_of(self.port, "/v1/me", self.key()))
        finally:
            self.stop(process)

    def test_8_a_lost_database_gets_a_new_key(self):
        old = self.key()
        for file in self.place.state.glob("scaispeak.db*"):
            file.unlink()
        status, output = self.place.run(FOX, "--once", port=self.port)
        self.assertEqual(0, status, output)
        self.assertNotEqual(old, self.key())

    def test_9_a_host_that_cannot_start_is_explained(self):
        config = self.place.state / "scaispeakd.yaml"
        good = config.read_text()
        config.write_text(good + "\nno_such_key_at_all: [\n")
        try:
            status, output = self.place.run(FOX, "--once")
        finally:
            config.write_text(good)
        self.assertEqual(1, status, output)
        self.assertIn("scaispeakd.yaml", output)


if __name__ == "__main__":
    unittest.main()
