"""Workers that are replaced for their number of calls or their memory, those that die as soon as they begin, and those
whose host is killed."""
import json
import os
import signal
import tempfile
import time
import unittest
import zlib
from pathlib import Path

from host_process import READY, wait_for
from hostile_host import SPEAK, WithHostileHost, HostileHost, plugin, voice_of
from raw_stream import RawStream
from running_host import RunningHost

# 4 s of audio in 200 chunks, which take the engine about a second.
TONE = {"id": "engine-tone", "isolation": "worker", "workers": 1, "worker_calls": 3,
        "config": {"ms_per_char": 50, "chunk_bytes": 960, "delay_ms_per_chunk": 5}}
LONG = "This is spoken slowly enough that nine others come and go meanwhile, and none of them cuts it."


def events(host, name):
    lines = [json.loads(line) for line in host.log().splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == name]


class NumberOfCalls(unittest.TestCase):
    def setUp(self):
        self.host = RunningHost(plugins=[TONE])
        self.addCleanup(self.host.close)
        self.key = self.host.key()

    def order(self, text):
        return {"voice_id": voice_of("tone", "tone-a"), "text": text, "response_format": "pcm", "sample_rate": 24000}

    def begin(self, text):
        stream = RawStream(self.host.port, SPEAK, self.key, self.order(text))
        self.assertEqual(200, stream.head()[0])
        return stream

    def end(self, stream):
        audio, trailers = stream.all()
        stream.close()
        self.assertEqual(f"{zlib.crc32(audio):08x}", trailers["x-scaispeak-crc32"])
        return audio

    def test_limit_replacesAWorkerAndCutsNothing(self):
        solo = self.end(self.begin(LONG))
        answers = []

        def replaced_twice():
            running = self.begin(LONG)
            answers.extend(self.host.ask("POST", SPEAK, self.key, self.order("One.")) for _ in range(5))
            self.assertEqual(solo, self.end(running))
            return len(events(self.host, "worker_retired")) >= 2

        # The number is looked at each second.
        wait_for(replaced_twice, 30, "the third worker")
        self.assertEqual({200}, {answer.status for answer in answers})
        self.assertEqual(1, len({answer.data()["crc32"] for answer in answers}))
        self.assertEqual([], events(self.host, "worker_died"))


class Memory(WithHostileHost):
    @classmethod
    def make(cls):
        # A call leaves 16 MiB behind.
        return HostileHost([plugin("hostile-memory-leak", isolation="worker", workers=1, worker_memory_mb=200)])

    def test_limit_replacesAWorkerAndNoCallFails(self):
        statuses = []

        def replaced():
            # Slowly enough that a second, in which it is looked at once, does not make it far too much.
            time.sleep(0.3)
            statuses.append(self.hostile.say("hostile-memory-leak", "Sin now.").status)
            return events(self.hostile.host, "worker_retired")

        with self.bystander.unharmed():
            wait_for(replaced, 30, "the second worker")
        self.assertEqual({200}, set(statuses))
        self.assertEqual([], events(self.hostile.host, "worker_killed"))
        self.assert_up()


class CrashLoop(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.broken = Path(folder.name) / "broken"
        self.host = RunningHost(plugins=[{"id": "every-kind", "isolation": "worker", "workers": 1,
                                          "config": {"crash_while_there_is": str(self.broken), "healthy": True}}])
        self.addCleanup(self.host.close)
        self.key, self.root = self.host.key(), self.host.key(role="super_admin")

    def speak(self):
        return self.host.ask("POST", SPEAK, self.key, {"voice_id": voice_of("every", "one"), "text": "Good."})

    def listed(self):
        items = self.host.ask("GET", "/v1/infra/plugins", self.root).data()["items"]
        return next(item for item in items if item["id"] == "every-kind")

    def kill(self):
        before = {worker["pid"] for worker in self.listed()["workers"]}
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        return before

    def readiness(self):
        answer = self.host.ask("GET", READY)
        return answer.status, answer.data()["checks"]["A"]["reason"]

    def test_pluginThatDiesAsItBegins_isToldAndTriedAgain(self):
        self.assertEqual(200, self.speak().status)
        self.broken.touch()
        self.kill()
        wait_for(lambda: self.readiness() == (503, "worker_crash_loop"), 20, "the crash loop in readyz")
        answer = self.speak()
        self.assertEqual((502, "SCAISPEAK_BACKEND_UNAVAILABLE"), (answer.status, answer.code()))
        self.assertEqual(["worker_crash_loop"], [row["code"] for row in answer.json()["error"]["details"]
                                                 if row["field"] == "A"])
        self.assertIn("crash_loop", json.dumps(self.listed()))
        wait_for(lambda: len(events(self.host, "worker_crash_loop")) == 1, 5, "its line in the log")
        self.broken.unlink()
        wait_for(lambda: self.readiness()[0] == 200, 15, "the worker that is tried again")
        self.assertEqual(200, self.speak().status)

    def test_deathsOfWorkersThatServed_neverCount(self):
        for _ in range(7):
            wait_for(lambda: self.speak().status == 200, 10, "the next worker")
            before = self.kill()
            wait_for(lambda: not before & {worker["pid"] for worker in self.listed()["workers"]}, 10, "its replacement")
        wait_for(lambda: self.speak().status == 200, 10, "the last worker")
        wait_for(lambda: len(events(self.host, "worker_died")) >= 7, 5, "the deaths in the log")
        self.assertEqual([], events(self.host, "worker_crash_loop"))


class KilledHost(unittest.TestCase):
    def test_itsWorkers_goWithIt(self):
        host = RunningHost(plugins=[TONE | {"workers": 3}])
        self.addCleanup(host.close)
        wait_for(lambda: len(events(host, "worker_ready")) >= 3, 10, "all workers")
        workers = [line["pid"] for line in events(host, "worker_ready")]
        host.process.kill()
        host.process.wait()
        wait_for(lambda: not [pid for pid in workers if self.runs(pid)], 5, "the end of the workers")

    @staticmethod
    def runs(pid):
        try:
            name, _, facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
            # It may be a zombie that nobody has waited for yet.
            return "scaispeak-worke" in name and facts.split()[0] != "Z"
        except OSError:
            return False


if __name__ == "__main__":
    unittest.main()
