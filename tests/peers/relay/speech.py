"""Speech by the espeak-ng library that ScaiSpeak needs as well, at the rate of tones. A sentence is spoken once and then kept."""

import array
import ctypes
import functools
import threading

import tone

# OpenAI's names that are no tones.
VOICES = {"ash": "en-us", "coral": "en-gb-x-rp", "sage": "nl"}
SYNCHRONOUS, UTF8, RATE = 2, 1, 1
NORMAL_WORDS_A_MINUTE = 175
MOST_KEPT = 1_000
_lock = threading.Lock()
_beginning = threading.Lock()


def library():
    """None where espeak-ng is not installed."""
    # Two first callers at once would begin it twice, of which it dies; a cache alone does not keep them apart.
    with _beginning:
        return _begun()


@functools.cache
def _begun():
    try:
        espeak = ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        return None
    espeak.rate = espeak.espeak_Initialize(SYNCHRONOUS, 0, None, 0)
    return espeak if espeak.rate > 0 else None


@functools.lru_cache(MOST_KEPT)
def pcm(voice, text, speed):
    """s16le, mono, tone.RATE."""
    with _lock:
        return at_rate(spoken(library(), VOICES[voice], text, speed), library().rate)


def spoken(espeak, language, text, speed):
    pieces = []

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
    def take(samples, count, _):
        if samples and count > 0:
            pieces.append(ctypes.string_at(samples, 2 * count))
        return 0

    espeak.espeak_SetSynthCallback(take)
    if espeak.espeak_SetVoiceByName(language.encode()):
        raise ValueError(f"espeak-ng has no voice {language}")
    espeak.espeak_SetParameter(RATE, round(NORMAL_WORDS_A_MINUTE * speed), 0)
    data = text.encode() + b"\0"
    espeak.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, 1, 0, UTF8, None, None)
    return array.array("h", b"".join(pieces))


def at_rate(samples, rate):
    """Between two samples a straight line: it is to be understood, not to be measured."""
    if rate == tone.RATE or not samples:
        return samples.tobytes()
    samples.append(samples[-1])
    out = array.array("h")
    for n in range((len(samples) - 1) * tone.RATE // rate):
        at, part = divmod(n * rate, tone.RATE)
        out.append(samples[at] + (samples[at + 1] - samples[at]) * part // tone.RATE)
    return out.tobytes()
