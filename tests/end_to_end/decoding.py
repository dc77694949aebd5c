"""Response bodies as an independent decoder reads them, and what of a body is not its audio."""
import subprocess
import tempfile

import numpy

RAW = {"pcm": "s16le", "mulaw": "mulaw", "alaw": "alaw"}
# LAME's encoder delay and that of every MP3 decoder. A stream announces it: FFmpeg takes it off, mpg123 does not without
# the number of frames, which is not known when a stream begins.
MP3_DELAY = 576 + 529
# A whole frame of padding, and the rest of the last one, which a stream cannot announce.
MP3_PADDING = 2 * 1152


def decoded(body, name, rate):
    """Samples between -1 and 1, and their rate: an Opus stream is always 48 kHz, whatever was put in."""
    shape = ["-f", RAW[name], "-ar", str(rate), "-ac", "1"] if name in RAW else []
    # From a file: where it cannot seek, the decoder leaves an MP3's padding on.
    with tempfile.NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        done = subprocess.run(["ffmpeg", "-v", "error", *shape, "-i", file.name, "-f", "s16le", "-ac", "1", "-"],
                              check=True, capture_output=True)
    if done.stderr:
        raise AssertionError(f"{name} at {rate} Hz: {done.stderr.decode()}")
    return numpy.frombuffer(done.stdout, dtype="<i2") / 32768, 48000 if name == "opus" else rate


def fingerprint(body, name):
    """The body without what is drawn by lot: an Ogg stream's serial number, and the pages' checksums over it."""
    if name != "opus":
        return body
    pages, offset = [], 0
    while offset < len(body):
        assert body[offset:offset + 4] == b"OggS", offset
        count = body[offset + 26]
        size = 27 + count + sum(body[offset + 27:offset + 27 + count])
        page = bytearray(body[offset:offset + size])
        page[14:18] = page[22:26] = bytes(4)
        pages.append(bytes(page))
        offset += size
    return b"".join(pages)
