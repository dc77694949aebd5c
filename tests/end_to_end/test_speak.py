"""POST /speak of a real host with a real engine: formats, streams, callers beside each other, cancellation, failure."""
import base64
import concurrent.futures
import io
import subprocess
import time
import unittest
import wave
import zlib

import numpy

from envelope import best_match, envelope
from host_process import wait_for
from raw_stream import RawStream
from running_host import MODULE, RunningHost

SPEAK = MODULE + "/speak"
FOX = "The quick brown fox jumps over the lazy dog."
RATES = (8000, 16000, 22050, 24000, 44100, 48000)
SENTENCES = [
    "Please open the window, it is far too warm in here.", "Seven ships sailed slowly past the harbour wall.",
    "My sister bought a yellow bicycle on Tuesday.", "Nobody knows why the clock stopped at noon.",
    "A loaf of bread, two lemons and a bottle of milk.", "The committee will meet again in early autumn.",
    "Rain, rain, and more rain: what a dreadful week!", "He could not remember where he had parked.",
    "Turn left at the church, then take the second right.", "Astronomers discovered a small moon beyond Neptune.",
    "Why would anybody paint a staircase purple?", "Our train leaves from platform nine at six.",
    "The old violin sounded better than the new one.", "Hold the handrail and mind the wet steps.",
    "In spite of everything, they went on laughing.", "Count the apples before you close the basket."]


def samples_of(pcm):
    return numpy.frombuffer(pcm, dtype="<i2")


def decoded(audio):
    """Samples as an independent decoder reads them, at their own rate."""
    return samples_of(subprocess.run(["ffmpeg", "-v", "error", "-i", "-", "-f", "s16le", "-ac", "1", "-"], input=audio,
                                     check=True, stdout=subprocess.PIPE).stdout)


class WithEspeak(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = RunningHost()
        cls.addClassCleanup(cls.host.close)
        cls.key = cls.host.key()
        cls.voice = cls.host.voice(cls.key)

    def speak(self, text, **fields):
        answer = self.host.ask("POST", SPEAK, self.key, {"voice_id": self.voice, "text": text, **fields})
        self.assertEqual(200, answer.status, answer.body[:300])
        data = answer.data()
        audio = base64.b64decode(data["audio_base64"])
        self.assertEqual(data["audio_bytes"], len(audio))
        self.assertEqual(data["crc32"], f"{zlib.crc32(audio):08x}")
        return data, audio

    def stream(self, text, **fields):
        stream = RawStream(self.host.port, SPEAK, self.key, {"voice_id": self.voice, "text": text, **fields})
        self.addCleanup(stream.close)
        return stream

    def test_json_wav_andPcmAtAllRates(self):
        for rate in RATES:
            data, audio = self.speak(FOX, response_format="wav", sample_rate=rate)
            with wave.open(io.BytesIO(audio)) as clip:
                self.assertEqual((rate, 1, 2), (clip.getframerate(), clip.getnchannels(), clip.getsampwidth()))
                self.assertEqual(data["samples"], clip.getnframes())
            self.assertTrue(1.8 < data["samples"] / rate < 6)
            data, audio = self.speak(FOX, response_format="pcm", sample_rate=rate)
            self.assertEqual(data["samples"] * 2, len(audio))
            self.assertEqual(f"audio/pcm;rate={rate}", data["media_type"])
            self.assertEqual(("A", "exact", len(FOX)), (data["backend_used"], data["fidelity"], data["chars"]))

    def test_stream_everyFormatEndsWithTrailersThatFit(self):
        for name in ("mp3", "opus", "wav", "flac", "pcm", "mulaw", "alaw"):
            stream = self.stream(FOX, response_format=name)
            status, head = stream.head()
            self.assertEqual(200, status)
            self.assertEqual("A", head["x-scaispeak-backend"])
            self.assertEqual("chunked", head["transfer-encoding"])
            audio, trailers = stream.all()
            self.assertEqual(f"{zlib.crc32(audio):08x}", trailers["x-scaispeak-crc32"], name)
            if name in ("mp3", "opus", "flac", "wav"):
                extra = 2000 if name == "mp3" else 0
                heard = len(decoded(audio)) / (2 if name == "opus" else 1)
                self.assertTrue(0 <= heard - int(trailers["x-scaispeak-samples"]) <= extra, (name, heard, trailers))

    def test_stream_ofLongTextIsWhole(self):
        text = " ".join(SENTENCES) * 8
        stream = self.stream(text, response_format="pcm", sample_rate=16000)
        self.assertEqual(200, stream.head()[0])
        audio, trailers = stream.all()
        self.assertEqual(len(audio), 2 * int(trailers["x-scaispeak-samples"]))
        self.assertEqual(f"{zlib.crc32(audio):08x}", trailers["x-scaispeak-crc32"])
        self.assertGreater(len(audio) / 32000, 250)

    def test_speed_halvesTheLength(self):
        normal = self.speak(FOX, response_format="pcm")[0]["samples"]
        fast = self.speak(FOX, response_format="pcm", speed=2.0)[0]["samples"]
        self.assertTrue(0.4 < fast / normal < 0.6, fast / normal)

    def test_preview_takesMultipartAndJson(self):
        path = f"{MODULE}/voices/{self.voice}/preview"
        as_json = self.host.ask("POST", path, self.key, {"text": "Hello.", "response_format": "wav"})
        self.assertEqual(200, as_json.status, as_json.body)
        self.assertTrue(base64.b64decode(as_json.data()["audio_base64"]).startswith(b"RIFF"))
        form = ('--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nHello.\r\n'
                '--b\r\nContent-Disposition: form-data; name="response_format"\r\n\r\nwav\r\n--b--\r\n')
        multipart = self.host.ask("POST", path, self.key, form, {"Content-Type": "multipart/form-data; boundary=b"})
        self.assertEqual(200, multipart.status, multipart.body)
        self.assertEqual("wav", multipart.data()["response_format"])
        cut = self.host.ask("POST", path, self.key, form[:-10], {"Content-Type": "multipart/form-data; boundary=b"})
        self.assertEqual((400, "MALFORMED_REQUEST"), (cut.status, cut.code()))

    def test_sixteenCallersAtOnce_eachHearsItsOwnWords(self):
        def spoken(text):
            return envelope(samples_of(self.speak(text, response_format="pcm", sample_rate=16000)[1]), 16000)

        solos = [spoken(text) for text in SENTENCES]
        with concurrent.futures.ThreadPoolExecutor(16) as callers:
            for _ in range(3):
                heard = list(callers.map(spoken, SENTENCES))
                for index, one in enumerate(heard):
                    self.assertEqual(index, best_match(one, solos), SENTENCES[index])

    def test_everyVoice_canSpeak(self):
        voices, cursor = [], ""
        while True:
            page = self.host.ask("GET", f"{MODULE}/voices?limit=50&cursor={cursor}", self.key).json()
            voices += page["data"]["items"]
            if not page["pagination"]["has_more"]:
                break
            cursor = page["pagination"]["next_cursor"]
        self.assertGreater(len(voices), 100)
        self.assertEqual(len(voices), len({voice["voice_id"] for voice in voices}))
        # Seven of them have no digits, and one no Latin letters: it spells this.
        text = "mama"
        for voice in voices:
            answer = self.host.ask("POST", SPEAK, self.key,
                                   {"voice_id": voice["voice_id"], "text": text, "response_format": "pcm"})
            self.assertEqual(200, answer.status, (voice["display_name"], answer.body[:200]))
            self.assertGreater(answer.data()["samples"], 2000, voice["display_name"])

    def test_log_hasNeitherTextNorKey(self):
        secret = "The password of the vault is marmalade."
        self.speak(secret, response_format="pcm")
        log = self.host.log()
        self.assertNotIn("marmalade", log)
        self.assertNotIn(self.key, log)
        self.assertIn('"event":"request"', log)


class WithTone(unittest.TestCase):
    """A deterministic engine that keeps the pace of real time: for what must happen in the middle of a stream."""

    @classmethod
    def setUpClass(cls):
        paced = {"ms_per_char": 50, "chunk_bytes": 960, "delay_ms_per_chunk": 20}
        cls.host = RunningHost(plugins=[{"id": "engine-tone", "config": paced}])
        cls.addClassCleanup(cls.host.close)
        cls.key = cls.host.key()
        cls.voice = cls.host.ask("GET", f"{MODULE}/voices?limit=1", cls.key).data()["items"][0]["voice_id"]

    def body(self, text):
        return {"voice_id": self.voice, "text": text, "response_format": "pcm"}

    def test_leaving_freesTheEngineAtOnce(self):
        active = "scaispeak_utterances_active"
        for moment in ("before the first byte", "in the middle"):
            stream = RawStream(self.host.port, SPEAK, self.key, self.body("x" * 390))
            if moment == "in the middle":
                self.assertEqual(200, stream.head()[0])
                stream.chunk()
            wait_for(lambda: self.host.metric(active) == 1, 5, "the utterance")
            stream.close()
            begin = time.monotonic()
            wait_for(lambda: self.host.metric(active) == 0, 5, "the end of the utterance")
            self.assertLess(time.monotonic() - begin, 2)
        cancelled = self.host.metric('scaispeak_utterances_total{outcome="cancelled"}')
        self.assertGreaterEqual(cancelled, 2)

    def test_firstAudio_comesBeforeTheEngineIsDone(self):
        begin = time.monotonic()
        stream = RawStream(self.host.port, SPEAK, self.key, self.body("x" * 60))
        self.assertEqual(200, stream.head()[0])
        stream.chunk()
        first = time.monotonic() - begin
        audio, trailers = stream.all()
        whole = time.monotonic() - begin
        self.assertEqual(60 * 50 * 24, int(trailers["x-scaispeak-samples"]))
        self.assertLess(first, whole / 4)
        stream.close()

    def test_sigterm_letsAStreamEnd(self):
        host = RunningHost(plugins=[{"id": "engine-tone", "config": {"ms_per_char": 50, "chunk_bytes": 960,
                                                                     "delay_ms_per_chunk": 20}}])
        self.addCleanup(host.close)
        stream = RawStream(host.port, SPEAK, host.key(), self.body("x" * 40))
        self.addCleanup(stream.close)
        self.assertEqual(200, stream.head()[0])
        host.process.terminate()
        _, trailers = stream.all()
        self.assertEqual(40 * 50 * 24, int(trailers["x-scaispeak-samples"]))
        self.assertEqual(0, host.process.wait(timeout=20))

    def test_sigterm_cutsWhatDoesNotEndInTime(self):
        host = RunningHost(plugins=[{"id": "engine-tone", "config": {"ms_per_char": 50, "chunk_bytes": 960,
                                                                     "delay_ms_per_chunk": 20}}],
                           speak={"drain_s": 1})
        self.addCleanup(host.close)
        stream = RawStream(host.port, SPEAK, host.key(), self.body("x" * 390))
        self.addCleanup(stream.close)
        self.assertEqual(200, stream.head()[0])
        host.process.terminate()
        with self.assertRaises((EOFError, ConnectionError)):
            stream.all()
        self.assertEqual(0, host.process.wait(timeout=20))


if __name__ == "__main__":
    unittest.main()
