"""What engine-tone says, computed a second time: the samples an answer is held against."""
import math

import numpy

ENGINE_VOICE = "tone-a"


def pitch(text):
    """FNV-1a of text and voice, as the engine has it. Hz."""
    value = 2166136261
    for byte in (text + ENGINE_VOICE).encode():
        value = (value ^ byte) * 16777619 % 2 ** 32
    return 200 + value % 1800


class ToneSignal:
    """One sine a segment, at -6 dBFS; the segments are given as the host cuts them."""

    def __init__(self, segments, ms_per_char, engine_rate):
        self.engine_rate = engine_rate
        lengths = [math.floor(ms_per_char * engine_rate / 1000 * len(segment) + 0.5) for segment in segments]
        self.starts = numpy.concatenate(([0], numpy.cumsum(lengths)))
        self.pitches = numpy.array([pitch(segment) for segment in segments])

    @property
    def frames(self):
        return int(self.starts[-1])

    def samples_at(self, rate):
        """How many the contract wants at another rate: the rounded ratio, halves up."""
        return (2 * self.frames * rate + self.engine_rate) // (2 * self.engine_rate)

    def joints(self):
        """Seconds, the two ends left out."""
        return self.starts[1:-1] / self.engine_rate

    def at(self, rate, count):
        """`count` samples at `rate`, between -0.5 and 0.5; silence after the end."""
        frame = numpy.arange(count) * (self.engine_rate / rate)
        segment = numpy.clip(numpy.searchsorted(self.starts, frame, side="right") - 1, 0, len(self.pitches) - 1)
        turns = self.pitches[segment] * (frame - self.starts[segment]) / self.engine_rate
        return numpy.where(frame < self.frames, 0.5 * numpy.sin(2 * numpy.pi * turns), 0.0)

    def away_from_joints(self, rate, count, seconds):
        """Where a filter has no joint and no end in its reach."""
        edges = self.starts / self.engine_rate
        time = numpy.arange(count) / rate
        nearest = numpy.abs(time[:, None] - edges[None, :]).min(axis=1)
        return nearest > seconds
