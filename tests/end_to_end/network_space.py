"""A piece of the network of its own, joined to ours by one cable that can be pulled. Root alone can have one."""
import os
import subprocess


class NetworkSpace:
    """`refused` says why where there is none; `within` is the command that something is run by to be in it."""

    def __init__(self):
        # Names and addresses that no other test run on this machine has.
        number = os.getpid() % 0x4000
        self.name, self.near, self.far = f"scs{os.getpid()}", f"scsn{os.getpid()}", f"scsf{os.getpid()}"
        place = f"10.213.{number // 64}"
        ours, self.address = f"{place}.{number % 64 * 4 + 1}", f"{place}.{number % 64 * 4 + 2}"
        self.within = ["ip", "netns", "exec", self.name]
        self.refused = None
        try:
            self._ip("netns", "add", self.name)
            self._ip("link", "add", self.near, "type", "veth", "peer", "name", self.far, "netns", self.name)
            self._ip("address", "add", f"{ours}/30", "dev", self.near)
            self._ip("link", "set", self.near, "up")
            self._ip("-n", self.name, "address", "add", f"{self.address}/30", "dev", self.far)
            self._ip("-n", self.name, "link", "set", "lo", "up")
            self.join()
        except OSError as error:
            self.refused = str(error)
        except subprocess.CalledProcessError as error:
            self.refused = error.stderr.decode().strip()

    @staticmethod
    def _ip(*words):
        subprocess.run(["ip", *words], check=True, capture_output=True)

    def cut(self):
        self._ip("-n", self.name, "link", "set", self.far, "down")

    def join(self):
        self._ip("-n", self.name, "link", "set", self.far, "up")

    def close(self):
        if not self.refused or "File exists" not in self.refused:
            for words in (["link", "delete", self.near], ["netns", "delete", self.name]):
                subprocess.run(["ip", *words], capture_output=True)
