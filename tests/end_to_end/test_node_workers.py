"""A node runs its engine in worker processes as a host does: one that dies costs its own call alone."""
import os
import signal
import time
import unittest
import zlib
from pathlib import Path

from host_process import wait_for
from hostile_host import SPEAK, plugin, voice_of
from raw_stream import RawStream
from running_node import RunningNode
from test_nodes import host_of

TONE = plugin("engine-tone-alone", folder="test-plugins", config={"chunk_bytes": 960, "delay_ms_per_chunk": 5})
LONG = "Spoken slowly enough that something can happen to one of two."


def processor_time(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class NodeWorkers(unittest.TestCase):
    def start(self, engine, *options, plugins=(), timeouts=None, voice=None):
        self.node = RunningNode(engine=engine, config={"plugins": list(plugins)} if plugins else None, options=options)
        self.addCleanup(self.node.close)
        settings = {"speak": {"timeouts": timeouts}} if timeouts else {}
        self.host = host_of([self.node], engine=engine, host=settings)
        self.addCleanup(self.host.close)
        self.key = self.host.key()
        self.order = {"voice_id": voice_of(engine, voice), "response_format": "pcm"}

    def begin(self, text):
        stream = RawStream(self.host.port, SPEAK, self.key, self.order | {"text": text})
        self.addCleanup(stream.close)
        self.assertEqual(200, stream.head()[0])
        return stream

    def speak(self, text):
        return self.host.ask("POST", SPEAK, self.key, self.order | {"text": text})

    def rows(self):
        return self.host.ask("GET", "/v1/infra/nodes", self.key).data()["items"]

    def test_an_engine_that_prefers_workers_gets_one_a_core_without_a_configuration(self):
        self.start("espeak-ng")
        ready = self.node.events("ready")[0]
        self.assertEqual(("worker", os.cpu_count()), (ready["isolation"], ready["calls_at_once"]))
        self.assertEqual(os.cpu_count(), len(self.node.workers()))
        self.assertEqual(os.cpu_count(), self.rows()[0]["engines"][0]["max_concurrency"])

    def test_options_say_where_the_engine_runs_and_in_how_many(self):
        for options, isolation, workers in ((("--workers", "3"), "worker", 3), (("--isolation", "process"), "process", 0)):
            with self.subTest(options):
                node = RunningNode(options=options)
                self.addCleanup(node.close)
                ready = node.events("ready")[0]
                self.assertEqual((isolation, max(workers, 1)), (ready["isolation"], ready["calls_at_once"]))
                wait_for(lambda: len(node.workers()) == workers, 10, "its workers")

    def test_two_workers_speak_at_once(self):
        self.start("tone", "--isolation", "worker", "--workers", "2", plugins=[TONE], voice="tone-a")
        streams = [self.begin(LONG) for _ in range(2)]
        self.assertEqual(2, max(self.inflight() for _ in range(3)))
        self.assertEqual(1, len({stream.all()[0] for stream in streams}))

    def test_load_uses_each_worker(self):
        self.start("espeak-ng", "--workers", "2", voice="gmw/en-US")
        before = {pid: processor_time(pid) for pid in self.node.workers()}
        begun = time.monotonic()
        for stream in [self.begin(LONG * 60) for _ in range(4)]:
            self.assertTrue(stream.all()[0])
        took = time.monotonic() - begun
        used = [processor_time(pid) - start for pid, start in before.items()]
        print(f"two workers computed {used[0]:.2f} and {used[1]:.2f} s within {took:.2f} s")
        self.assertGreater(min(used), 0.2 * max(used))

    def inflight(self):
        time.sleep(0.1)
        root = self.host.key("super_admin")
        return self.host.ask("GET", "/v1/infra/nodes", root).data()["items"][0]["inflight"]

    def test_a_worker_that_dies_cuts_its_own_call_alone(self):
        self.start("tone", "--isolation", "worker", "--workers", "2", plugins=[TONE], voice="tone-a")
        solo = self.begin(LONG).all()[0]
        streams = [self.begin(LONG) for _ in range(2)]
        os.kill(self.node.workers()[0], signal.SIGKILL)
        whole = []
        for stream in streams:
            try:
                audio, trailers = stream.all()
            except (EOFError, AssertionError):
                continue
            self.assertEqual(f"{zlib.crc32(audio):08x}", trailers["x-scaispeak-crc32"])
            whole.append(audio)
        self.assertEqual([solo], whole)
        wait_for(lambda: self.speak("Good again.").status == 200, 10, "a call after it")
        wait_for(lambda: len(self.node.workers()) == 2, 10, "the new worker")
        self.assertEqual(1, len(self.node.events("worker_died")))
        self.assertIsNone(self.node.process.poll())

    def test_an_engine_that_ends_its_process_fails_its_call_and_the_node_goes_on(self):
        self.start("hostile-segfaults", "--isolation", "worker", "--workers", "1", plugins=[plugin("hostile-segfaults")])
        answer = self.speak("Sin now.")
        self.assertIn(answer.status, (502, 503), answer.body)
        wait_for(lambda: self.speak("A good text.").status == 200, 15, "a new worker")
        self.assertIsNone(self.node.process.poll())

    def test_an_engine_that_never_returns_is_ended_and_its_place_is_free_again(self):
        self.start("hostile-never-returns", "--isolation", "worker", "--workers", "1",
                   plugins=[plugin("hostile-never-returns")], timeouts={"first_audio_s": 1, "between_chunks_s": 1})
        begun = time.monotonic()
        answer = self.speak("Sin now.")
        self.assertIn(answer.status, (502, 503, 504), answer.body)
        wait_for(lambda: self.node.events("worker_killed"), 10, "its end")
        wait_for(lambda: self.speak("A good text.").status == 200, 10, "a new worker")
        print(f"an engine that hung speaks again after {time.monotonic() - begun:.1f} s")
        root = self.host.key("super_admin")
        idle = lambda: self.host.ask("GET", "/v1/infra/nodes", root).data()["items"][0]["inflight"] == 0
        wait_for(idle, 5, "its place")


if __name__ == "__main__":
    unittest.main()
