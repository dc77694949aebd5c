"""Audio that can be told apart: every voice has a pitch of its own, every character lasts 50 ms."""

import io
import math
import struct
import wave

RATE = 24_000
FRAMES_PER_CHARACTER = RATE // 20
VOICES = {"alloy": 300, "echo": 400, "fable": 500, "onyx": 200, "nova": 600, "shimmer": 700}


def pcm(voice, text, speed):
    """s16le, mono, RATE."""
    frames = round(len(text) * FRAMES_PER_CHARACTER / speed)
    period = RATE // math.gcd(RATE, VOICES[voice])
    step = 2 * math.pi * VOICES[voice] / RATE
    once = struct.pack(f"<{period}h", *(round(8_000 * math.sin(step * n)) for n in range(period)))
    return (once * (frames // period + 1))[: 2 * frames]


def wav(samples):
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(samples)
    return file.getvalue()
