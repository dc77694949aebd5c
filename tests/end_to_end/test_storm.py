"""Callers of every kind at once, and a host that is told to stop among them: nobody hangs, and nothing is left."""
import concurrent.futures
import random
import socket
import time
import unittest
import zlib

from extent import rounds
from host_process import wait_for
from raw_stream import RawStream
from running_host import MODULE, RunningHost

SPEAK = MODULE + "/speak"
CALLERS = 64
ROUNDS = rounds(1, 20)
ACTIVE = "scaispeak_utterances_active"
CALLS = "scaispeak_engine_calls_active"
# Text that takes several segments; a word more or less makes it another one for each caller.
SENTENCE = "The old clock stood behind the green door at noon, number {}. "
DRAIN_S = 2


class Caller:
    """One of them: what it asks for and how it behaves is drawn by lot."""

    WAYS = ("whole", "whole", "whole", "json", "leaves before the head", "leaves after the head", "leaves in the middle",
            "half-closes", "slow")

    def __init__(self, host, key, voice, number, draw):
        self.way = draw.choice(self.WAYS)
        self.host, self.key = host, key
        self.pause = draw.random() * 0.3
        self.body = {"voice_id": voice, "text": SENTENCE.format(number) * draw.randint(1, 12),
                     "response_format": draw.choice(("mp3", "opus", "wav", "flac", "pcm", "mulaw", "alaw")),
                     "sample_rate": draw.choice((8000, 16000, 24000, 48000))}

    def call(self):
        """The way, where it went as it should; else what went wrong. 503s are an answer too."""
        try:
            return self.json() if self.way == "json" else self.streamed()
        except (EOFError, ConnectionError) as error:
            return f"{self.way}: cut ({type(error).__name__})"
        except TimeoutError:
            return f"{self.way}: HANGS"

    def json(self):
        status = self.host.ask("POST", SPEAK, self.key, self.body, timeout=60).status
        return self.way if status in (200, 503) else f"json: {status}"

    def streamed(self):
        stream = RawStream(self.host.port, SPEAK, self.key, self.body)
        try:
            if self.way == "leaves before the head":
                time.sleep(self.pause)
                return self.way
            if self.way == "half-closes":
                stream.socket.shutdown(socket.SHUT_WR)
                return self.way
            status, _ = stream.head()
            if status != 200:
                return self.way if status == 503 else f"{self.way}: {status}"
            return self.listen(stream)
        finally:
            stream.close()

    def listen(self, stream):
        if self.way == "leaves after the head":
            return self.way
        crc, chunks = 0, 0
        while chunk := stream.chunk():
            crc = zlib.crc32(chunk, crc)
            chunks += 1
            if self.way == "leaves in the middle" and chunks == 3:
                return self.way
            if self.way == "slow":
                time.sleep(self.pause / 100)
        told = stream.trailers()["x-scaispeak-crc32"]
        return self.way if told == f"{crc:08x}" else f"{self.way}: CRC {crc:08x} instead of {told}"


class Storm(unittest.TestCase):
    ENGINES = ({"id": "backend-espeak"}, {"id": "engine-tone", "config": {"ms_per_char": 20, "chunk_bytes": 960}})

    def start(self, engine):
        # Small buffers and a short patience, so that callers wait for room and are refused, too.
        host = RunningHost(plugins=[engine], speak={"buffer_total_mb": 32, "admission_wait_ms": 20000,
                                                    "drain_s": DRAIN_S})
        self.addCleanup(host.close)
        key = host.key()
        return host, key, host.ask("GET", f"{MODULE}/voices?language=en&limit=1", key).data()["items"][0]["voice_id"]

    def callers(self, host, key, voice, draw):
        return [Caller(host, key, voice, number, draw) for number in range(CALLERS)]

    def test_callersOfEveryKind_allGetWhatTheyAskedFor(self):
        for engine in self.ENGINES:
            host, key, voice = self.start(engine)
            for number in range(ROUNDS):
                draw = random.Random(number)
                with concurrent.futures.ThreadPoolExecutor(CALLERS) as pool:
                    said = list(pool.map(Caller.call, self.callers(host, key, voice, draw)))
                wrong = [word for word in said if word not in Caller.WAYS]
                self.assertEqual([], wrong, (engine["id"], number))
                wait_for(lambda: host.metric(ACTIVE) == 0 and host.metric(CALLS) == 0, 10, "an idle engine")
            self.assertEqual(0, host.stop(DRAIN_S + 8))

    def test_stopAmongThem_endsWithinItsDrain(self):
        for engine in self.ENGINES:
            for number in range(ROUNDS):
                draw = random.Random(1000 + number)
                host, key, voice = self.start(engine)
                with concurrent.futures.ThreadPoolExecutor(CALLERS) as pool:
                    calls = [pool.submit(caller.call) for caller in self.callers(host, key, voice, draw)]
                    time.sleep(draw.random())
                    code = host.stop(DRAIN_S + 8)
                    said = [call.result() for call in calls]
                self.assertEqual(0, code, (engine["id"], number))
                self.assertEqual([], [word for word in said if "HANGS" in word or "CRC" in word])


if __name__ == "__main__":
    unittest.main()
