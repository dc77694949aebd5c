"""scaispeakctl speak with a real host behind a proxy that cuts and delays: the whole clip, or none and a status that says so."""
import os
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from cutting_proxy import CuttingProxy
from host_process import wait_for
from running_host import BUILD, RunningHost

TEXT = "The old clock stood behind the green door at noon."
STREAM_BROKEN = 4


class SpeakClient(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = RunningHost(plugins=[{"id": "engine-tone", "config": {"ms_per_char": 20}}])
        cls.addClassCleanup(cls.host.close)
        cls.key = cls.host.key()
        cls.voice = cls.host.voice(cls.key, "en")

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.clip = self.folder / "clip.pcm"

    def proxy(self, **way):
        proxy = CuttingProxy(self.host.port, **way)
        self.addCleanup(proxy.close)
        return proxy.port

    def speak(self, port, *words, output=None, **running):
        command = [BUILD / "bin/scaispeakctl", "--url", f"http://127.0.0.1:{port}", "speak", "--voice", self.voice,
                   "--format", "pcm", "-o", output or self.clip, *words]
        return subprocess.run(command, capture_output=True, timeout=60,
                              env={**os.environ, "SCAISPEAK_KEY": self.key}, **running)

    def utterances(self):
        return sum(self.host.metric(f'scaispeak_utterances_total{{outcome="{outcome}"}}')
                   for outcome in ("completed", "failed", "cancelled"))

    def test_text_fromAnArgumentAFileAndStandardInputIsTheSame(self):
        source = self.folder / "text"
        source.write_text(TEXT)
        clips = []
        for words, given in (([TEXT], None), (["--file", source], None), (["-f", source], None), (["-"], TEXT.encode())):
            done = self.speak(self.proxy(), *words, input=given)
            self.assertEqual(0, done.returncode, done.stderr)
            clips.append(self.clip.read_bytes())
            self.clip.unlink()
        # 20 ms a character, 24 kHz, 16 bit.
        self.assertEqual({len(TEXT) * 960}, {len(clip) for clip in clips})
        self.assertEqual(1, len(set(clips)))

    def test_cutAnywhere_leavesNoClipAndIsNotTriedAgain(self):
        whole = len(TEXT) * 960
        ways = ({"drop_after": 1000}, {"drop_after": whole // 2}, {"drop_before": b"\r\n0\r\n"},
                {"drop_before": b"X-Scaispeak-Samples: "}, {"drop_before": b"X-Scaispeak-Crc32: "})
        for way in ways:
            with self.subTest(way):
                before = self.utterances()
                done = self.speak(self.proxy(longest_pause_s=0, **way), TEXT)
                self.assertEqual(STREAM_BROKEN, done.returncode, done.stderr)
                self.assertEqual([], list(self.folder.iterdir()))
                wait_for(lambda: self.utterances() > before, 10, "the utterance's end")
                self.assertEqual(1, self.utterances() - before)

    def test_cut_leavesTheFileThatWasThere(self):
        self.clip.write_text("mine")
        self.assertEqual(STREAM_BROKEN, self.speak(self.proxy(drop_after=9000), TEXT).returncode)
        self.assertEqual("mine", self.clip.read_text())

    def test_trailersOfOtherAudio_areSeen(self):
        # A byte of the audio changed on the way.
        port = self.proxy(longest_pause_s=0, flip_after=5000)
        done = self.speak(port, TEXT)
        self.assertEqual(STREAM_BROKEN, done.returncode, done.stderr)
        self.assertEqual([], list(self.folder.iterdir()))

    def test_audio_isWrittenAsItComes(self):
        # A pipe shows the first audio while the proxy holds the rest back.
        held = threading.Event()
        port = self.proxy(longest_pause_s=0, hold_after=(20000, held))
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        done = []
        client = threading.Thread(target=lambda: done.append(self.speak(port, TEXT, output=pipe)))
        client.start()
        self.addCleanup(client.join)
        self.addCleanup(held.set)
        with open(pipe, "rb") as audio:
            first = audio.read(10000)
            self.assertEqual(10000, len(first))
            self.assertEqual([], done)
            held.set()
            rest = audio.read()
        client.join()
        self.assertEqual(0, done[0].returncode, done[0].stderr)
        self.assertEqual(len(TEXT) * 960, len(first) + len(rest))


if __name__ == "__main__":
    unittest.main()
