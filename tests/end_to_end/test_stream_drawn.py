"""Conservation for cases drawn by lot: any format, rate, length of text, engine rate, kind of sample and size of chunk.

Half of them come through a proxy that cuts and delays. The first few in every run, more in a long one; a failure names
its seed."""
import random
import subprocess
import tempfile
import unittest

import numpy

from cutting_proxy import CuttingProxy
from decoding import MP3_DELAY, MP3_PADDING, decoded
from extent import rounds
from test_stream_audio import FORMATS, LOSSLESS, MS_PER_CHAR, RATES, ToneHost
from tone_signal import ToneSignal

HOSTS = rounds(6, 60)
# In samples at 48 kHz: half a one of the rate it is coded at, 24 kHz, and half a one of the rate asked for, 22050 Hz.
OPUS_ROUNDING = 2.1
LETTERS = "abcdefghijklmnopqrstuvwxyz      "
# What decoders of other makers are asked, beside the one that all tests use: its arguments, and its samples.
OTHERS = {"mp3": ["mpg123", "-q", "--no-gapless", "-e", "s16", "-s"], "flac": ["flac", "-d", "-s", "-c", "--force-raw-format",
                                                                         "--endian=little", "--sign=signed"],
          "opus": ["opusdec", "--quiet", "--force-wav", "--no-dither", "--rate", "48000"], "wav": ["sox", "--ignore-length", "-t", "wav"]}


def other_count(name, audio):
    """How many samples another decoder finds, and whether it had to complain."""
    with tempfile.NamedTemporaryFile(suffix="." + name) as file:
        file.write(audio)
        file.flush()
        command = [*OTHERS[name], file.name]
        if name == "wav":
            command += ["-t", "raw", "-"]
        if name == "opus":
            command += ["-"]
        done = subprocess.run(command, check=True, capture_output=True)
    return (len(done.stdout) - (44 if name == "opus" else 0)) // 2, done.stderr.decode()


class Drawn(unittest.TestCase):
    def draw_text(self, draw):
        """One segment: words, without an end of a sentence, shorter than the longest one."""
        length = draw.choice((1, 2, 7, draw.randint(10, 60), draw.randint(60, 380)))
        text = "".join(draw.choice(LETTERS) for _ in range(length))
        return " ".join(text.split()) or "x"

    def check(self, seed, tone, engine_rate, text, name, rate, port):
        case = (seed, engine_rate, name, rate, len(text), "direct" if port is None else "proxy")
        signal = ToneSignal([text], MS_PER_CHAR, engine_rate)
        audio, samples = tone.stream(text, name, rate, port)
        self.assertEqual(signal.samples_at(rate), samples, case)
        heard, heard_rate = decoded(audio, name, rate)
        extra = len(heard) - samples * heard_rate / rate
        if name == "mp3":
            self.assertTrue(0 <= extra <= MP3_PADDING, (case, extra))
        else:
            self.assertLessEqual(abs(extra), OPUS_ROUNDING if name == "opus" else 0, case)
        if name in OTHERS:
            count, complaint = other_count(name, audio)
            if name == "mp3":
                self.assertTrue(samples + MP3_DELAY <= count <= samples + MP3_DELAY + MP3_PADDING, (case, count))
            else:
                self.assertLessEqual(abs(count - samples * heard_rate / rate), OPUS_ROUNDING if name == "opus" else 0,
                                     (case, complaint))
        if name in LOSSLESS and len(text) > 6:
            clear = signal.away_from_joints(rate, len(heard), 0.02)
            error = numpy.abs(heard - signal.at(rate, len(heard)))[clear]
            self.assertLess(error.max(), 0.01, case)

    def test_drawnCases_loseAndAddNothing(self):
        for seed in range(HOSTS):
            draw = random.Random(seed)
            engine_rate = draw.choice((8000, 16000, 22050, 24000, 44100, 48000))
            chunk = draw.choice((1, 2, 3, 5, 640, 961, 4096, draw.randint(1, 20000), 1 << 20))
            tone = ToneHost(sample_rate=engine_rate, encoding=draw.choice(("s16", "f32")), chunk_bytes=chunk)
            proxy = CuttingProxy(tone.host.port, seed, longest_pause_s=0.0005)
            try:
                for name in FORMATS:
                    # Single bytes of a long text would be a million calls.
                    text = self.draw_text(draw)[:None if chunk > 16 else 20].strip()
                    rate = draw.choice(RATES)
                    self.check(seed, tone, engine_rate, text, name, rate, draw.choice((None, proxy.port)))
            finally:
                proxy.close()
                tone.host.close()


if __name__ == "__main__":
    unittest.main()
