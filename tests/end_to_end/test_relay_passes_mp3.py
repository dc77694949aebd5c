"""A relay's MP3 goes to a caller who asked for MP3 as it came, where that is right; else it is made here."""
import base64
import sys
import unittest
import zlib

from decoding import decoded
from raw_stream import RawStream
from running_host import MODULE, ROOT, RunningHost
from running_relay import RunningRelay
from test_relay import BROKEN, FRAMES_PER_CHARACTER, SPEAK, TEXT

sys.path.append(str(ROOT / "tests/peers/relay"))
import mp3  # noqa: E402
import tone  # noqa: E402

SAMPLES = FRAMES_PER_CHARACTER * len(TEXT)


def host_of(port, formats, **plugin):
    entry = {"id": "backend-relay", **plugin, "config": {
        "url": f"http://127.0.0.1:{port}", "api_key": "relay-key", "model": "tts-1", "voices": {"narrator": "alloy"},
        "formats": formats}}
    return RunningHost(plugins=[entry], slots={"B": {"plugin": "backend-relay", "class": "relay"}},
                       policy_default={"allowed_backends": ["B"], "default_backend": "B"})


class RelayPassesMp3(unittest.TestCase):
    def start(self, formats=("mp3",), **plugin):
        self.relay = RunningRelay()
        self.addCleanup(self.relay.close)
        self.host = host_of(self.relay.port, list(formats), **plugin)
        self.addCleanup(self.host.close)
        self.key = self.host.key()
        self.voice = self.host.ask("GET", f"{MODULE}/voices", self.key).data()["items"][0]["voice_id"]

    def body(self, **fields):
        return {"voice_id": self.voice, "text": TEXT, "response_format": "mp3", **fields}

    def speak(self, **fields):
        return self.host.ask("POST", SPEAK, self.key, self.body(**fields))

    def spoken(self, **fields):
        data = self.speak(**fields).data()
        return base64.b64decode(data["audio_base64"]), data

    def stream(self):
        stream = RawStream(self.host.port, SPEAK, self.key, self.body())
        self.addCleanup(stream.close)
        return stream

    def relays_own(self):
        return mp3.encode(tone.pcm("alloy", TEXT, 1), tone.RATE)

    def assert_passes(self):
        audio, data = self.spoken()
        self.assertEqual(self.relays_own(), audio)
        self.assertEqual((SAMPLES, "B", f"{zlib.crc32(audio):08x}"), (data["samples"], data["backend_used"], data["crc32"]))
        self.assertEqual(SAMPLES, len(decoded(audio, "mp3", tone.RATE)[0]))

    def assert_made_here(self, audio, samples, rate=tone.RATE):
        self.assertNotEqual(self.relays_own(), audio)
        self.assertEqual(samples, len(decoded(audio, "mp3", rate)[0]))

    def test_mp3AskedFor_isTheRelaysOwnToTheByte(self):
        self.start()
        self.assert_passes()

    def test_stream_isTheRelaysOwnToTheByte(self):
        self.start()
        stream = self.stream()
        status, headers = stream.head()[:2]
        audio, trailers = stream.all()
        self.assertEqual((200, "B"), (status, headers["x-scaispeak-backend"]))
        self.assertEqual(self.relays_own(), audio)
        self.assertEqual((str(SAMPLES), f"{zlib.crc32(audio):08x}"),
                         (trailers["x-scaispeak-samples"], trailers["x-scaispeak-crc32"]))

    def test_worker_passesItAsWell(self):
        self.start(isolation="worker", workers=1)
        self.assert_passes()
        self.relay.misbehave("short_audio")
        answer = self.speak()
        self.assertEqual(BROKEN[:2], (answer.status, answer.code()))
        self.assert_passes()

    def test_pcmIsTheFirstFormat_mp3IsMadeHere(self):
        self.start(["pcm", "mp3"])
        audio, data = self.spoken()
        self.assertEqual("pcm", self.relay.calls()[-1]["response_format"])
        self.assertEqual(SAMPLES, data["samples"])
        self.assert_made_here(audio, SAMPLES)

    def test_otherRate_isMadeHere(self):
        self.start()
        audio, data = self.spoken(sample_rate=48_000)
        self.assertEqual(2 * SAMPLES, data["samples"])
        self.assert_made_here(audio, 2 * SAMPLES, 48_000)

    def test_severalSentences_areJoinedHere(self):
        self.start()
        audio, data = self.spoken(text=f"{TEXT} And this is another one, of some length too.")
        calls = self.relay.calls()
        self.assertEqual(["mp3", "mp3"], [call["response_format"] for call in calls])
        samples = FRAMES_PER_CHARACTER * sum(call["characters"] for call in calls)
        self.assertEqual(samples, data["samples"])
        self.assert_made_here(audio, samples)

    def test_faults_areToldAndTheNextCallPasses(self):
        self.start()
        for fault in ("short_audio", "wrong_label", "empty", "short_length", "cut_chunks", "endless"):
            with self.subTest(fault):
                self.relay.misbehave(fault)
                answer = self.speak()
                self.assertEqual(BROKEN[:2], (answer.status, answer.code()))
                self.assert_passes()

    def test_streamThatIsCut_isCutForItsCaller(self):
        self.start()
        for fault in ("short_audio", "short_length", "cut_chunks"):
            with self.subTest(fault):
                self.relay.misbehave(fault)
                stream = self.stream()
                self.assertEqual(200, stream.head()[0])
                with self.assertRaises((EOFError, ConnectionError)):
                    stream.all()
                self.assert_passes()


if __name__ == "__main__":
    unittest.main()
