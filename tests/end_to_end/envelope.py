"""Compares what was said by its loudness over time: engines differ in samples from run to run, but not in that."""
import numpy

FRAME_S = 0.01


def envelope(samples, rate):
    """Loudness in dB each 10 ms."""
    frame = int(rate * FRAME_S)
    count = len(samples) // frame
    frames = numpy.asarray(samples[:count * frame], dtype=float).reshape(count, frame)
    return 20 * numpy.log10(numpy.sqrt((frames ** 2).mean(axis=1)) + 1.0)


def likeness(one, other):
    """1 for equal envelopes; the shorter is padded with silence, shifts of up to 30 ms are forgiven."""
    size = max(len(one), len(other))
    one = numpy.pad(one, (0, size - len(one)))
    other = numpy.pad(other, (0, size - len(other)))
    return max(float(numpy.corrcoef(one, numpy.roll(other, shift))[0, 1]) for shift in range(-3, 4))


def best_match(heard, solos):
    """The index of the solo run that it resembles most."""
    return max(range(len(solos)), key=lambda index: likeness(heard, solos[index]))
