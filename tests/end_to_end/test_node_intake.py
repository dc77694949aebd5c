"""What a node holds for those who call it, what it says of them, and of calls that were cut while it drained."""
import os
import re
import signal
import subprocess
import unittest
import urllib.request
from pathlib import Path

from host_process import wait_for
from hostile_host import SPEAK, plugin, voice_of
from raw_stream import RawStream
from running_host import BUILD
from running_node import RunningNode
from test_nodes import host_of

RESOURCE_EXHAUSTED, UNIMPLEMENTED = 8, 12
CLIP = 11_000_000
SLOW = plugin("engine-tone-alone", folder="test-plugins", config={"chunk_bytes": 960, "delay_ms_per_chunk": 20})


def memory_mb(pid, field):
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"^{field}:\s+(\d+) kB", text, re.M)[1]) / 1024


class NodeIntake(unittest.TestCase):
    def start(self, engine="espeak-ng", workers=1, plugins=(), **config):
        settings = {"metrics": {"port": 0}, **config} | ({"plugins": list(plugins)} if plugins else {})
        self.node = RunningNode(engine=engine, config=settings, options=("--isolation", "worker", "--workers", str(workers)))
        self.addCleanup(self.node.close)

    def metrics(self):
        port = self.node.events("ready")[-1]["metrics_port"]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}

    def begin(self, text):
        host = host_of([self.node], engine="tone")
        self.addCleanup(host.close)
        order = {"voice_id": voice_of("tone", "tone-a"), "response_format": "pcm", "text": text}
        stream = RawStream(host.port, SPEAK, host.key(), order)
        self.addCleanup(stream.close)
        self.assertEqual(200, stream.head()[0])
        self.assertTrue(stream.chunk())
        return stream

    def test_clips_areReadOnlyForCallsWithAPlace(self):
        self.start(node={"clip_cache_mb": 1})
        before = memory_mb(self.node.process.pid, "VmHWM")
        crowd = subprocess.run([BUILD / "test-peers/clip-crowd", self.node.address, "24", str(CLIP)], capture_output=True,
                               text=True, check=True, timeout=60)
        codes = dict(map(int, line.split()) for line in crowd.stdout.splitlines())
        # The engine has no voices of clips: it says so to each call that came to it.
        self.assertLessEqual(set(codes), {RESOURCE_EXHAUSTED, UNIMPLEMENTED})
        self.assertEqual(24, sum(codes.values()))
        self.assertGreater(codes.get(UNIMPLEMENTED, 0), 0)
        grown = memory_mb(self.node.process.pid, "VmHWM") - before
        print(f"24 clips of 11 MB together: {codes}, {before:.0f} MB and {grown:.0f} MB more at most")
        # Of one place: the clip as it came and as it is given to the engine; the rest is what the allocator of each
        # thread keeps. All of them took over 200 MB when they were read first.
        self.assertLess(grown, 8 * CLIP / 1e6)
        # The crowd gives its calls no ids.
        wait_for(lambda: len(self.node.events("node_call")) == 24, 5, "a line for each call")
        ids = {line["request_id"] for line in self.node.events("node_call")}
        self.assertEqual(24, len(ids))
        self.assertTrue(all(re.fullmatch("req_[a-z2-7]{26}", one) for one in ids), ids)
        counted = self.metrics()
        self.assertEqual(codes[UNIMPLEMENTED], counted['scaispeak_node_calls_total{outcome="unsupported"}'])
        self.assertEqual(codes.get(RESOURCE_EXHAUSTED, 0), counted['scaispeak_node_refused_total{reason="full"}'])

    def test_metrics_sayWhatTheNodeIsDoing(self):
        self.start(engine="tone", workers=2, plugins=[SLOW])
        said = lambda **expected: wait_for(
            lambda: {name: self.metrics()[f"scaispeak_node_{name}"] for name in expected} == expected, 10, str(expected))
        said(places=2, inflight=0, engine_up=1, workers_ready=2, worker_starts_total=2)
        stream = self.begin("Spoken while the node is looked at.")
        said(inflight=1)
        while stream.chunk():
            pass
        stream.trailers()
        said(inflight=0, call_seconds_count=1, first_audio_seconds_count=1)
        self.assertEqual(1, self.metrics()['scaispeak_node_calls_total{outcome="ok"}'])
        os.kill(self.node.workers()[0], signal.SIGKILL)
        said(workers_ready=2, worker_starts_total=3)

    def test_drain_isNotWholeWhenACallWasCut(self):
        self.start(engine="tone", plugins=[SLOW])
        self.begin("Long enough that its worker can die while the node waits for it to end.")
        self.node.signal(signal.SIGTERM)
        wait_for(lambda: self.node.events("stopping"), 10, "the signal")
        os.kill(self.node.workers()[0], signal.SIGKILL)
        self.assertEqual(0, self.node.process.wait(timeout=40))
        self.assertFalse(self.node.events("stopped")[0]["drained"])

    def test_drain_isNotWholeWhenItsTimeIsOver(self):
        self.start(engine="tone", plugins=[SLOW], speak={"drain_s": 0.2})
        self.begin("Long enough that it is not at its end when the time to drain is over, by far.")
        self.node.signal(signal.SIGTERM)
        self.assertEqual(0, self.node.process.wait(timeout=40))
        self.assertFalse(self.node.events("stopped")[0]["drained"])


if __name__ == "__main__":
    unittest.main()
