"""What a stream does when something goes wrong, and to others: failures, deadlines, fairness, memory."""
import concurrent.futures
import socket
import statistics
import threading
import time
import unittest
from pathlib import Path

from host_process import wait_for
from raw_stream import RawStream
from running_host import MODULE, RunningHost
from stalled_readers import StalledReaders

SPEAK = MODULE + "/speak"
FORMATS = ("mp3", "opus", "wav", "flac", "pcm", "mulaw", "alaw")
CUT = (EOFError, ConnectionError)
ACTIVE = "scaispeak_utterances_active"
CALLS = "scaispeak_engine_calls_active"
ORPHANED = "scaispeak_engine_orphaned_seconds_total"


class WithHost(unittest.TestCase):
    """`settings` of the class say which host."""

    settings = {}

    @classmethod
    def setUpClass(cls):
        cls.host = RunningHost(**cls.settings)
        cls.addClassCleanup(cls.host.close)
        cls.key = cls.host.key()
        cls.voice = cls.host.ask("GET", f"{MODULE}/voices?limit=1", cls.key).data()["items"][0]["voice_id"]

    def body(self, text, **fields):
        return {"voice_id": self.voice, "text": text, "response_format": "pcm", **fields}

    def stream(self, text, key=None, **fields):
        stream = RawStream(self.host.port, SPEAK, key or self.key, self.body(text, **fields))
        self.addCleanup(stream.close)
        return stream

    def speaking(self, text, **fields):
        """A stream whose head is there."""
        stream = self.stream(text, **fields)
        status, head = stream.head()
        self.assertEqual(200, status, head)
        return stream

    def collected(self, text, key=None):
        return self.host.ask("POST", SPEAK, key or self.key, self.body(text))

    def wait_until_idle(self, seconds):
        wait_for(lambda: self.host.metric(ACTIVE) == 0 and self.host.metric(CALLS) == 0, seconds,
                 "the end of every utterance and call")


class Failures(WithHost):
    settings = {"plugins": ["engine-faulty"]}

    def test_failedStream_ofEveryFormatIsCutBeforeItsLastChunk(self):
        for name in FORMATS:
            stream = self.speaking("fail:30", response_format=name)
            with self.assertRaises(CUT, msg=name):
                stream.all()
        self.assertEqual(0, self.host.metric(ACTIVE))

    def test_failedStream_ofAnOldClientIsReset(self):
        # HTTP/1.0 has no chunks: only a reset tells a cut body from a whole one.
        body = '{"voice_id":"%s","text":"fail:30","response_format":"pcm"}' % self.voice
        with socket.create_connection(("127.0.0.1", self.host.port), timeout=30) as old:
            old.sendall((f"POST {SPEAK} HTTP/1.0\r\nAuthorization: Bearer {self.key}\r\nAccept: audio/*\r\n"
                         f"Content-Length: {len(body)}\r\n\r\n{body}").encode())
            with self.assertRaises(ConnectionResetError):
                while old.recv(65536):
                    pass

    def test_audioThatIsNone_isAFailure(self):
        for text in ("nan:3", "odd:3"):
            with self.assertRaises(CUT, msg=text):
                self.speaking(text).all()
            self.assertEqual((502, "SCAISPEAK_BACKEND_ERROR"), (self.collected(text).status, self.collected(text).code()))

    def test_failureBeforeTheFirstSample_hasItsOwnStatus(self):
        answer = self.host.ask("POST", SPEAK, self.key, self.body("fail"), {"Accept": "audio/*"})
        self.assertEqual((502, "SCAISPEAK_BACKEND_ERROR"), (answer.status, answer.code()))
        self.assertNotIn("asked_to_fail", answer.body.decode())

    def test_failureBeforeTheFirstByte_hasItsOwnStatusToo(self):
        # 20 ms are a sample delivered, and less than an MP3 frame.
        answer = self.host.ask("POST", SPEAK, self.key, self.body("fail:1", response_format="mp3"), {"Accept": "audio/*"})
        self.assertEqual((502, "SCAISPEAK_BACKEND_ERROR"), (answer.status, answer.code()))

    def test_failureInALaterSegment_cutsTheStream(self):
        # The first sentence is good; the second one says how it fails.
        for text in ("Five good chunks. Fail:3", "Five good chunks. Fail"):
            stream = self.speaking(text)
            with self.assertRaises(CUT, msg=text):
                stream.all()

    def test_failedJson_hasNoAudio(self):
        answer = self.collected("fail:30")
        self.assertEqual((502, "SCAISPEAK_BACKEND_ERROR"), (answer.status, answer.code()))
        self.assertNotIn(b"audio_base64", answer.body)


class FirstAudio(WithHost):
    settings = {"plugins": ["engine-faulty"]}

    def test_opus_firstPageComesWithTheFirst20Milliseconds(self):
        # The engine makes 20 ms and then no more: what does not leave with them never does.
        stream = self.speaking("hang:1", response_format="opus", sample_rate=24000)
        stream.socket.settimeout(5)
        audio = b""
        while audio.count(b"OggS") < 3:
            audio += stream.chunk()
        first = audio.split(b"OggS")[3]
        position, segments = int.from_bytes(first[2:10], "little"), first[22]
        # Counted at 48 kHz: the first packet has 10 ms, and is not empty.
        self.assertEqual((480, 1), (position, segments))
        self.assertGreater(first[23], 0)

    def test_everyFormat_soundsBeforeTheEngineIsDone(self):
        for name in FORMATS:
            stream = self.speaking("slow", response_format=name, sample_rate=24000)
            size = sum(len(stream.chunk()) for _ in range(3))
            self.assertGreater(size, 100, name)
            self.assertEqual(1, self.host.metric(CALLS), name)
            stream.close()
            self.wait_until_idle(5)


class Deadlines(WithHost):
    settings = {"plugins": ["engine-faulty"],
                "speak": {"timeouts": {"first_audio_s": 1, "between_chunks_s": 1, "stall_s": 2}}}

    def test_silentEngine_isGivenUp(self):
        for text in ("hang", "deaf"):
            begin = time.monotonic()
            answer = self.collected(text)
            took = time.monotonic() - begin
            self.assertEqual((504, "SCAISPEAK_BACKEND_TIMEOUT"), (answer.status, answer.code()))
            self.assertTrue(1 <= took < 6, took)

    def test_engineThatDoesNotListen_isCountedAsOrphaned(self):
        before = self.host.metric(ORPHANED)
        self.assertEqual(504, self.collected("deaf").status)
        wait_for(lambda: self.host.metric(ORPHANED) - before > 0.2, 10, "the engine's return")

    def test_engineSilentInTheMiddle_cutsTheStream(self):
        stream = self.speaking("hang:3")
        begin = time.monotonic()
        with self.assertRaises(CUT):
            stream.all()
        self.assertLess(time.monotonic() - begin, 6)
        self.wait_until_idle(5)

    def test_readerThatTakesNothing_isClosedAndTheEngineFreed(self):
        # Far more than the buffer and the kernel take, so that the engine waits for the reader.
        stream = self.speaking("slow:1000000", sample_rate=48000)
        time.sleep(1)
        self.assertEqual(1, self.host.metric(ACTIVE))
        self.wait_until_idle(15)
        with self.assertRaises(CUT):
            stream.all()

    def test_slowReader_isNotStalled(self):
        # Longer than stall_s, and the engine waits for it for longer than between_chunks_s.
        stream = self.speaking("slow:1000000", sample_rate=48000)
        until = time.monotonic() + 5
        while time.monotonic() < until:
            stream._take(400000)
            time.sleep(0.2)
        self.assertEqual(1, self.host.metric(ACTIVE))


class Fairness(WithHost):
    """espeak-ng serves one call at a time: whoever waits behind others waits for all of them. Callers
    may wait for long here, so that the crowd stays one."""

    settings = {"speak": {"admission_wait_ms": 60000}}

    def first_audio(self, key):
        begin = time.monotonic()
        stream = self.stream("Hello there.", key)
        self.assertEqual(200, stream.head()[0])
        stream.chunk()
        took = time.monotonic() - begin
        stream.close()
        return took

    def read_slowly(self, sockets):
        """2 kB/s of each, until the test's end."""
        over = threading.Event()

        def read():
            while not over.wait(0.05):
                for reader in sockets:
                    try:
                        reader.recv(100, socket.MSG_DONTWAIT)
                    except OSError:
                        pass

        reading = threading.Thread(target=read)
        reading.start()
        self.addCleanup(reading.join)
        self.addCleanup(over.set)

    def test_aCrowdOfOneTenant_holdsUpNobodyOfAnother(self):
        other = self.host.key(tenant="tnt_other", user="usr_other")
        # Segments as long as there can be, dearly encoded, and more of them than a minute of audio.
        long_text = " ".join(["tomorrow"] * 1000)
        costly = {"response_format": "mp3", "sample_rate": 48000}
        begin = time.monotonic()
        one_segment = self.stream(" ".join(["tomorrow"] * 44), **costly)
        one_segment.head()
        one_segment.all()
        segment_s = time.monotonic() - begin
        crowd = StalledReaders(self.host.port, SPEAK, self.key, self.body(long_text, **costly), 68)
        self.addCleanup(crowd.close)
        wait_for(lambda: self.host.metric(ACTIVE) > 50, 20, "the crowd")
        self.read_slowly(crowd.sockets[:4])
        waits = [self.first_audio(other) for _ in range(5)]
        busy = self.host.metric(ACTIVE)
        answer = self.collected("Hello there.", other)
        self.assertEqual(200, answer.status)
        self.assertEqual(200, self.host.ask("GET", "/health").status)
        self.assertGreater(busy, 50)
        # Its turn comes after the segment in flight; behind the crowd it would be after more than fifty.
        self.assertLess(statistics.median(waits), 8 * segment_s + 0.5, waits)


class Crowd(WithHost):
    """Answers in JSON keep their audio until it is whole: together these would take three times the tenant's share."""

    settings = {"plugins": [{"id": "engine-tone", "config": {"ms_per_char": 50}}],
                "speak": {"buffer_total_mb": 64, "admission_wait_ms": 60000}}

    def test_jsonAnswersThatDoNotFitTogether_waitForEachOtherInTurn(self):
        # Nineteen segments each, so that each could hold a part and wait for the rest.
        text = " ".join(["The old clock stood behind the green door at noon."] * 19)
        body = self.body(text, response_format="wav", sample_rate=48000)
        with concurrent.futures.ThreadPoolExecutor(12) as callers:
            answers = list(callers.map(lambda _: self.host.ask("POST", SPEAK, self.key, body, timeout=90), range(12)))
        self.assertEqual([200] * 12, [answer.status for answer in answers])
        self.wait_until_idle(5)


class Memory(WithHost):
    settings = {"plugins": [{"id": "engine-tone", "config": {"sample_rate": 8000, "chunk_bytes": 4800}}],
                "speak": {"buffer_total_mb": 64, "admission_wait_ms": 3000}}
    READERS = 1000
    # A quarter of buffer_total_mb for the tenant of all these readers, and what a connection and its stream take.
    BOUND_KIB = 64 * 1024 // 4 + READERS * 40

    def resident_kib(self):
        lines = Path(f"/proc/{self.host.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    def stalled(self, text, before):
        readers = StalledReaders(self.host.port, SPEAK, self.key, self.body(text, sample_rate=8000), self.READERS)
        self.addCleanup(readers.close)
        found = readers.wait_for_heads(20)
        growth = self.resident_kib() - before
        print(f"{self.READERS} stalled readers of {len(text)} characters: {found}, {growth / 1024:.1f} MiB more resident",
              flush=True)
        self.assertLess(growth, self.BOUND_KIB)
        other = self.host.key(tenant="tnt_other", user="usr_other")
        self.assertEqual(200, self.collected("Somebody else.", other).status)
        self.assertEqual(200, self.host.ask("GET", "/health").status)
        readers.close()
        self.wait_until_idle(20)
        return found

    def test_aThousandStalledReaders_takeNoMoreThanTheirBound(self):
        # As many engine calls at once as there can be, so that what the engine itself keeps is there before.
        with_all = StalledReaders(self.host.port, SPEAK, self.key, self.body("Warm it up, please.", sample_rate=8000), 100)
        with_all.wait_for_heads(20)
        with_all.close()
        self.wait_until_idle(20)
        before = self.resident_kib()
        # A second of audio each: there is room for all of them.
        self.assertEqual({200: self.READERS}, self.stalled("Twenty letters, no.", before))
        # Twenty seconds each: the tenant's share is full, and those who find no room are told so.
        long_text = " ".join(["Twenty letters, yes."] * 20)
        self.assertLessEqual(set(self.stalled(long_text, before)), {200, 503})


if __name__ == "__main__":
    unittest.main()
