"""What a relay sends, as samples: PCM to the byte, MP3 without what its encoder added, and the format it can do."""
import base64
import sys
import unittest

from running_host import MODULE, ROOT
from running_relay import RunningRelay
from test_relay import BROKEN, FRAMES_PER_CHARACTER, SPEAK, TEXT, host_of

sys.path.append(str(ROOT / "tests/peers/relay"))
import speech  # noqa: E402
import tone  # noqa: E402

SENTENCES = ["Good morning to you.", "This is a second sentence, which is a little longer.", "Good bye!"]


class RelayFormats(unittest.TestCase):
    def start(self, wanted, voice="alloy", **options):
        self.relay = RunningRelay(**options)
        self.addCleanup(self.relay.close)
        self.host = host_of(f"http://127.0.0.1:{self.relay.port}", formats=wanted, voices={"narrator": voice})
        self.addCleanup(self.host.close)
        self.key = self.host.key()
        self.voice = self.host.ask("GET", f"{MODULE}/voices", self.key).data()["items"][0]["voice_id"]

    def speak(self, text=TEXT, **fields):
        body = {"voice_id": self.voice, "text": text, "response_format": "pcm", **fields}
        return self.host.ask("POST", SPEAK, self.key, body)

    def asked(self):
        return [call["response_format"] for call in self.relay.calls()]

    def test_pcmAskedFor_isTheRelaysOwnToTheByte(self):
        self.start(["pcm"])
        spoken = base64.b64decode(self.speak(" ".join(SENTENCES)).data()["audio_base64"])
        heard = [tone.pcm("alloy", sentence, 1) for sentence in SENTENCES]
        if b"".join(heard) != spoken:
            # Segments may carry the space that follows them.
            heard = [tone.pcm("alloy", sentence + " ", 1) for sentence in SENTENCES[:-1]] + heard[-1:]
        self.assertEqual(b"".join(heard), spoken)

    def test_speech_isTheRelaysOwnToTheByte(self):
        self.start(["pcm"], "ash")
        text = SENTENCES[0]
        self.assertEqual(speech.pcm("ash", text, 1), base64.b64decode(self.speak(text).data()["audio_base64"]))

    def test_mp3_isAsLongAsWhatWasSpoken(self):
        self.start(["mp3"])
        pcm = self.speak(" ".join(SENTENCES)).data()
        calls = self.relay.calls()
        self.assertEqual(["mp3"] * len(SENTENCES), [call["response_format"] for call in calls])
        self.assertEqual(FRAMES_PER_CHARACTER * sum(call["characters"] for call in calls), pcm["samples"])
        self.assertEqual(pcm["samples"], self.speak(" ".join(SENTENCES), response_format="mp3").data()["samples"])

    def test_mp3CutShort_isNotPassedOffAsWhole(self):
        self.start(["mp3"])
        for fault in ("short_audio", "wrong_label", "empty", "short_length", "cut_chunks"):
            with self.subTest(fault):
                self.relay.misbehave(fault)
                answer = self.speak()
                self.assertEqual(BROKEN[:2], (answer.status, answer.code()))
                self.assertEqual(200, self.speak().status)

    def test_formatRefused_theNextIsAskedForAndKept(self):
        self.start(["pcm", "mp3"], formats="mp3")
        for _ in range(3):
            self.assertEqual(FRAMES_PER_CHARACTER * len(TEXT), self.speak().data()["samples"])
        self.assertEqual(["mp3"] * 3, self.asked())
        self.assertEqual(1, self.relay.refused())

    def test_formatRefused_withoutAnotherIsTold(self):
        self.start(["pcm"], formats="wav,mp3")
        answer = self.speak()
        self.assertEqual((502, "voice_not_supported"), (answer.status, answer.json()["error"]["details"][-1]["code"]))


if __name__ == "__main__":
    unittest.main()
