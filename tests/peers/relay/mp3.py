"""MP3 as an encoder makes it, by the LAME library that ScaiSpeak needs as well: the first frame says what to cut off."""

import ctypes
import functools

KBITS = 64


@functools.cache
def library():
    """None where LAME is not installed."""
    try:
        lame = ctypes.CDLL("libmp3lame.so.0")
    except OSError:
        return None
    lame.lame_init.restype = ctypes.c_void_p
    lame.lame_get_lametag_frame.restype = ctypes.c_size_t
    return lame


def encode(samples, rate):
    """`samples` is s16le, mono."""
    lame = library()
    encoder = ctypes.c_void_p(lame.lame_init())
    try:
        for option, value in (("in_samplerate", rate), ("out_samplerate", rate), ("num_channels", 1), ("mode", 3), ("brate", KBITS),
                              ("bWriteVbrTag", 1)):
            getattr(lame, f"lame_set_{option}")(encoder, value)
        if lame.lame_init_params(encoder) < 0:
            raise OSError("LAME takes no such settings")
        room = len(samples) + 16_384
        out = ctypes.create_string_buffer(room)
        pcm = ctypes.create_string_buffer(samples, len(samples))
        size = lame.lame_encode_buffer(encoder, pcm, None, len(samples) // 2, out, room)
        body = out.raw[:size]
        size = lame.lame_encode_flush(encoder, out, room)
        body += out.raw[:size]
        size = lame.lame_get_lametag_frame(encoder, out, ctypes.c_size_t(room))
        return out.raw[:size] + body[size:]
    finally:
        lame.lame_close(encoder)
