"""Listens to an audio file without knowing what made it: is it speech, and which words were said?"""
import subprocess
import tempfile
from pathlib import Path

import numpy

RATE = 16000
FRAME = RATE // 50

# A listener that must choose its words is a fair judge of an engine from the 1990s, whose speech an open dictation
# model does not take. Each slot has four words, so chance is right once in four, and noise is right in none.
SLOTS = (
    ("quick", "slow", "old", "happy"),
    ("brown", "white", "green", "yellow"),
    ("fox", "bear", "table", "river"),
    ("jumps", "sings", "waits", "falls"),
    ("over", "under", "behind", "without"),
    ("lazy", "tiny", "broken", "purple"),
    ("dog", "house", "window", "mountain"),
)


def samples(file):
    """Mono, 16 kHz, -1 to 1; the decoder is not the one whose library encoded."""
    pcm = subprocess.run(["ffmpeg", "-v", "error", "-xerror", "-i", str(file), "-f", "s16le", "-ac", "1",
                          "-ar", str(RATE), "-"], check=True, stdout=subprocess.PIPE).stdout
    return numpy.frombuffer(pcm, dtype="<i2").astype(float) / 32768


def loudness(sound):
    """dB below full scale."""
    return 20 * numpy.log10(max(numpy.sqrt(numpy.mean(sound ** 2)), 1e-6)) if len(sound) else -120.0


def voiced_share(sound):
    """The share of 40 ms frames that repeat themselves at the pitch of a voice, 70 to 350 Hz."""
    voiced = 0
    frames = range(0, len(sound) - 2 * FRAME, FRAME)
    for start in frames:
        frame = sound[start:start + 2 * FRAME]
        frame = frame - frame.mean()
        if loudness(frame) < -45:
            continue
        likeness = numpy.correlate(frame, frame, "full")[len(frame) - 1:]
        if likeness[RATE // 350:RATE // 70].max() > 0.4 * likeness[0]:
            voiced += 1
    return voiced / max(len(frames), 1)


def words_understood(file):
    """What pocketsphinx hears, when every sentence has the form of "the quick brown fox jumps over the lazy dog"."""
    slots = ["(" + " | ".join(words) + ")" for words in SLOTS]
    sentence = "the {} {} {} {} {} the {} {}".format(*slots)
    with tempfile.TemporaryDirectory() as folder:
        wav, grammar = Path(folder, "heard.wav"), Path(folder, "sentence.gram")
        subprocess.run(["ffmpeg", "-v", "error", "-i", str(file), "-ac", "1", "-ar", str(RATE), str(wav)], check=True)
        grammar.write_text(f"#JSGF V1.0;\ngrammar sentence;\npublic <sentence> = {sentence};\n")
        heard = subprocess.run(["pocketsphinx_continuous", "-infile", str(wav), "-jsgf", str(grammar),
                                "-logfn", "/dev/null"], check=True, capture_output=True, text=True, timeout=60)
    return [word for word in heard.stdout.split() if word != "the"]
