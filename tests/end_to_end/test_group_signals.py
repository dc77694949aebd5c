"""A signal to the whole group, as a terminal and systemd send it: calls end as when the host alone is told to stop."""
import os
import signal
import unittest
from pathlib import Path

from host_process import wait_for
from hostile_host import SPEAK, plugin, voice_of
from raw_stream import RawStream
from running_host import RunningHost
from running_node import RunningNode
from test_nodes import host_of

SLOW = {"chunk_bytes": 960, "delay_ms_per_chunk": 10}
TONE = plugin("engine-tone-alone", folder="test-plugins", config=SLOW)
TEXT = "Long enough that it still sounds when the signal comes to each process of the group."


def children(pid):
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return sorted(int(child) for one in threads for child in one.read_text().split())


def gone(pid):
    """Zombies are: nobody has asked yet how they ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


class GroupSignals(unittest.TestCase):
    def host_with(self, entry, **settings):
        host = RunningHost(plugins=(entry | {"isolation": "worker", "workers": 1},), **settings)
        self.addCleanup(host.close)
        return host

    def node(self):
        node = RunningNode(engine="tone", config={"plugins": [TONE]}, options=("--isolation", "worker", "--workers", "2"))
        self.addCleanup(node.close)
        host = host_of([node], engine="tone")
        self.addCleanup(host.close)
        return node, host

    def begin(self, host):
        order = {"voice_id": voice_of("tone", "tone-a"), "response_format": "pcm", "text": TEXT}
        stream = RawStream(host.port, SPEAK, host.key(), order)
        self.addCleanup(stream.close)
        self.assertEqual(200, stream.head()[0])
        self.assertTrue(stream.chunk())
        return stream

    def signal_all(self, process, number):
        workers = children(process.pid)
        self.assertTrue(workers)
        # The workers first, so that a host which cuts their calls at its own end is not what this sees.
        for pid in [*workers, process.pid]:
            os.kill(pid, number)
        return workers

    def assert_whole(self, stream):
        while stream.chunk():
            pass
        trailers = stream.trailers()
        self.assertIn("x-scaispeak-crc32", trailers)

    def test_host_endsItsCallsAndThenItsWorkers(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number):
                host = self.host_with(TONE)
                stream = self.begin(host)
                workers = self.signal_all(host.process, number)
                self.assert_whole(stream)
                self.assertEqual(0, host.process.wait(timeout=40))
                wait_for(lambda: all(map(gone, workers)), 5, "the end of its workers")
                self.assertNotIn('"worker_died"', host.log())
                self.assertIn('"drained":true', host.log())

    def test_node_endsItsCallsAndThenItsWorkers(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number):
                node, host = self.node()
                stream = self.begin(host)
                workers = self.signal_all(node.process, number)
                self.assert_whole(stream)
                self.assertEqual(0, node.process.wait(timeout=40))
                wait_for(lambda: all(map(gone, workers)), 5, "the end of its workers")
                self.assertEqual([], node.events("worker_died"))
                self.assertTrue(node.events("stopped")[0]["drained"])

    def test_hangUp_reloadsTheHostAndLeavesItsWorkers(self):
        host = self.host_with(TONE)
        stream = self.begin(host)
        workers = self.signal_all(host.process, signal.SIGHUP)
        wait_for(lambda: '"reloaded"' in host.log(), 10, "the reload")
        self.assert_whole(stream)
        self.assertEqual(workers, children(host.process.pid))

    def test_worker_diesWithItsHostWhateverItsPluginDoesWithSignals(self):
        for name in ("hostile-process-changed", "hostile-process-changed-later"):
            with self.subTest(name):
                host = self.host_with(plugin(name))
                order = {"voice_id": voice_of(name), "response_format": "pcm", "text": "Change it now."}
                self.assertEqual(200, host.ask("POST", SPEAK, host.key(), order).status)
                workers = children(host.process.pid)
                self.assertTrue(workers)
                host.process.kill()
                wait_for(lambda: all(map(gone, workers)), 2, "the end of its workers")


if __name__ == "__main__":
    unittest.main()
