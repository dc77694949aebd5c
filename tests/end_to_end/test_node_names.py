"""Nodes behind a name: all its addresses, looked up again and again. The name stands in an /etc/hosts that only this host
sees, which root alone can give it."""
import subprocess
import tempfile
import unittest
from pathlib import Path

from host_process import free_port, wait_for
from running_host import MODULE, RunningHost
from running_node import RunningNode

NAME = "nodes.scaispeak.test"
MOUNTED = ["unshare", "--mount", "--propagation", "private", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"']


class NodeNames(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.hosts_file = Path(folder.name) / "hosts"
        self.name("127.0.0.2", "127.0.0.3")
        if subprocess.run([*MOUNTED, self.hosts_file, "true"], capture_output=True).returncode:
            self.skipTest("no file system of its own for a process here")
        port = free_port()
        self.nodes = {address: self.node(address, port) for address in ("127.0.0.2", "127.0.0.3")}
        self.host = RunningHost(within=[*MOUNTED, self.hosts_file],
                                plugins=[{"id": "backend-scaiinfer", "config": {"engine": "espeak-ng", "dns": f"{NAME}:{port}"}}])
        self.addCleanup(self.host.close)
        self.key, self.root = self.host.key(), self.host.key(role="super_admin")

    def node(self, address, port):
        node = RunningNode(address=address, port=port)
        self.addCleanup(node.close)
        return node

    def name(self, *addresses):
        # In place, since it is the file that is mounted, and not its name.
        self.hosts_file.write_text("".join(f"{address} {NAME}\n" for address in addresses))

    def online(self):
        rows = self.host.ask("GET", "/v1/infra/nodes", self.root).data()["items"]
        return {row["address"].split(":")[0] for row in rows if row["status"] == "online"}

    def speaks(self):
        voice = self.host.voice(self.key, "en")
        return self.host.ask("POST", MODULE + "/speak", self.key, {"voice_id": voice, "text": "Hello."}).status == 200

    def test_addresses_areAllUsedAndLookedUpAgain(self):
        wait_for(lambda: self.online() == {"127.0.0.2", "127.0.0.3"}, 15, "both addresses")
        self.assertTrue(self.speaks())
        self.nodes["127.0.0.2"].kill()
        self.assertTrue(self.speaks())
        self.name("127.0.0.3")
        wait_for(lambda: len(self.host.ask("GET", "/v1/infra/nodes", self.root).data()["items"]) == 1, 30, "the name's change")
        self.nodes["127.0.0.2"].start()
        self.nodes["127.0.0.3"].kill()
        wait_for(lambda: not self.speaks(), 10, "nobody left under the name")
        self.name("127.0.0.2")
        wait_for(lambda: self.online() == {"127.0.0.2"}, 30, "the other address")
        self.assertTrue(self.speaks())


if __name__ == "__main__":
    unittest.main()
