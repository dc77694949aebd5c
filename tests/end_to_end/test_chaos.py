"""Workers that are killed under sixteen callers: who had heard nothing is served all the same, one call at most is cut by a
death, and nobody hears anything but his own words."""
import os
import random
import signal
import threading
import time
import unittest
import zlib

from extent import rounds
from hostile_host import voice_of
from raw_stream import RawStream
from running_host import MODULE, RunningHost

CALLERS = 16
WORKERS = 4
SECONDS = rounds(8, 60)
# 15 s of audio in 750 chunks, which take the engine about a second; its pitch follows from the text.
ENGINE = {"id": "engine-tone-alone", "isolation": "worker", "workers": WORKERS,
          "config": {"ms_per_char": 50, "chunk_bytes": 960, "delay_ms_per_chunk": 1}}
TEXT = "Caller {0:02} says this and nothing else, in {0} words of his own. "


class Caller(threading.Thread):
    """One call after the other until it is told to stop."""

    def __init__(self, chaos, number):
        super().__init__()
        self.chaos = chaos
        self.text = (TEXT.format(number) * 4).strip()
        self.solo = None
        self.whole = self.cut = 0
        self.faults = []

    def stream(self):
        return RawStream(self.chaos.host.port, f"{MODULE}/speak", self.chaos.key,
                         {"voice_id": voice_of("tone", "tone-a"), "text": self.text, "response_format": "pcm",
                          "sample_rate": 24000})

    def listen(self):
        """What was heard, and whether it was whole."""
        stream, heard = self.stream(), bytearray()
        try:
            status, _ = stream.head()
            if status != 200:
                raise AssertionError(f"refused with {status}, having heard nothing")
            while chunk := stream.chunk():
                heard += chunk
            crc = stream.trailers()["x-scaispeak-crc32"]
            if crc != f"{zlib.crc32(heard):08x}":
                raise AssertionError("another checksum than was told")
            return bytes(heard), True
        except (EOFError, ConnectionError):
            return bytes(heard), False
        finally:
            stream.close()

    def run(self):
        while not self.chaos.over:
            try:
                heard, whole = self.listen()
            except Exception as error:  # Whatever it is, it is not what a caller may meet.
                self.faults.append(repr(error))
                return
            if whole:
                self.whole += 1
            else:
                self.cut += 1
                if not heard:
                    self.faults.append("cut before the first sample")
            if not self.solo.startswith(heard) or (whole and heard != self.solo):
                self.faults.append("other samples than alone")


class Chaos(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = RunningHost(plugins=[ENGINE])
        cls.addClassCleanup(cls.host.close)
        cls.key = cls.host.key()
        cls.root = cls.host.key(role="super_admin")
        cls.over = False

    def workers(self):
        items = self.host.ask("GET", "/v1/infra/plugins", self.root).data()["items"]
        return next(item for item in items if item["id"] == ENGINE["id"])["workers"]

    def test_workersAreKilled_nobodyElseLosesASample(self):
        callers = [Caller(self, number) for number in range(CALLERS)]
        for caller in callers:
            caller.solo, whole = caller.listen()
            self.assertTrue(whole and len(caller.solo) > 24000 * 2 * 10)
        self.assertEqual(CALLERS, len({caller.solo for caller in callers}))
        for caller in callers:
            caller.start()
        killed = self.kill_each_second()
        Chaos.over = True
        for caller in callers:
            caller.join(120)
        self.assertEqual([], [fault for caller in callers for fault in caller.faults])
        cut, whole = sum(caller.cut for caller in callers), sum(caller.whole for caller in callers)
        print(f"{killed} workers killed in {SECONDS} s: {whole} streams whole, {cut} cut", flush=True)
        # One call at a time in a worker, so one stream at most is under way in each that dies.
        self.assertLessEqual(cut, killed)
        self.assertGreater(whole, SECONDS)
        self.assertEqual(killed, self.host.log().count('"event":"worker_died"'))
        self.assertNotIn("worker_crash_loop", self.host.log())
        self.assertEqual(0, self.host.stop())

    def kill_each_second(self):
        draw = random.Random(7)
        end, killed = time.monotonic() + SECONDS, 0
        while time.monotonic() < end:
            time.sleep(1)
            ready = [worker["pid"] for worker in self.workers() if worker["state"] == "ready"]
            self.assertGreaterEqual(len(ready), WORKERS - 1, "who died is replaced at once")
            os.kill(draw.choice(ready), signal.SIGKILL)
            killed += 1
        return killed


if __name__ == "__main__":
    unittest.main()
