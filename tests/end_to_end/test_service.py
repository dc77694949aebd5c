"""The host as a service manager sees it: it says when it is ready, reloads and stops."""
import json
import signal
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

from running_host import BUILD, RunningHost


class Service(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def listen(self, name):
        manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(manager.close)
        manager.bind(name)
        manager.settimeout(30)
        return manager

    def heard(self, manager):
        return dict(line.split("=", 1) for line in manager.recv(4096).decode().splitlines())

    def follow(self, name, address):
        """The life of a host that tells it to the socket of that address."""
        manager = self.listen(address)
        host = RunningHost(plugins=["engine-tone"], environment={"NOTIFY_SOCKET": name})
        self.addCleanup(host.close)
        self.assertEqual("1", self.heard(manager)["READY"])
        host.process.send_signal(signal.SIGHUP)
        reloading = self.heard(manager)
        self.assertEqual("1", reloading["RELOADING"])
        self.assertGreater(int(reloading["MONOTONIC_USEC"]), 0)
        self.assertEqual("1", self.heard(manager)["READY"])
        self.assertEqual(0, host.stop())
        self.assertEqual("1", self.heard(manager)["STOPPING"])

    def test_socketOfAPath_isToldOfItsLife(self):
        self.follow(str(self.folder / "notify"), str(self.folder / "notify"))

    def test_abstractSocket_isToldOfItsLife(self):
        name = f"scaispeak-test-{self.folder.name}"
        self.follow("@" + name, "\0" + name)

    def test_hostThatCannotStart_isNeverReady(self):
        manager = self.listen(str(self.folder / "notify"))
        taken = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(taken.close)
        config = self.folder / "c.yaml"
        config.write_text(json.dumps({"listen": {"port": taken.getsockname()[1]}, "state_dir": str(self.folder)}))
        run = subprocess.run([BUILD / "bin/scaispeakd", "--config", config], capture_output=True, text=True, timeout=30,
                             env={"NOTIFY_SOCKET": str(self.folder / "notify")})
        self.assertEqual(1, run.returncode, run.stderr)
        manager.settimeout(0)
        self.assertRaises(BlockingIOError, manager.recv, 4096)

    def test_nobodyListening_isNoHindrance(self):
        for name in (str(self.folder / "nobody"), "@scaispeak-nobody", "", "relative", "/" + "x" * 200):
            host = RunningHost(plugins=["engine-tone"], environment={"NOTIFY_SOCKET": name})
            self.addCleanup(host.close)
            self.assertEqual(0, host.stop(), name)


if __name__ == "__main__":
    unittest.main()
