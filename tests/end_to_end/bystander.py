"""Somebody else's streams, all the time: whoever misbehaves meanwhile, they must be what they are alone."""
import contextlib
import threading
import zlib

from raw_stream import RawStream
from running_host import MODULE

# 4 s of audio in 200 chunks of 20 ms, which take the engine about 0.25 s.
ENGINE = {"id": "engine-tone", "config": {"ms_per_char": 50, "chunk_bytes": 960, "delay_ms_per_chunk": 1}}
TEXT = "Whatever others do meanwhile, this is spoken to the very end, and sounds as it does alone."


def speak_alone(host, key, voice):
    """The whole audio of one stream, checked against its trailers."""
    stream = RawStream(host.port, f"{MODULE}/speak", key,
                       {"voice_id": voice, "text": TEXT, "response_format": "pcm", "sample_rate": 24000})
    try:
        status, head = stream.head()
        assert status == 200, (status, head)
        audio, trailers = stream.all()
    finally:
        stream.close()
    assert int(trailers["x-scaispeak-samples"]) == len(audio) // 2, trailers
    assert trailers["x-scaispeak-crc32"] == f"{zlib.crc32(audio):08x}", trailers
    return audio


class Bystander:
    """One stream after the other on two threads, from start() to close()."""

    def __init__(self, host, key, voice, solo):
        self.speak = lambda: speak_alone(host, key, voice)
        self.solo = solo
        self.changed = threading.Condition()
        self.begun = self.ended = 0
        self.running = set()
        self.faults = []
        self.closing = False
        self.threads = [threading.Thread(target=self._run) for _ in range(2)]
        for thread in self.threads:
            thread.start()

    def _run(self):
        while not self.closing:
            with self.changed:
                self.begun += 1
                number = self.begun
                self.running.add(number)
            try:
                fault = None if self.speak() == self.solo else "other samples than alone"
            except Exception as error:  # Whatever it is, the stream was not whole.
                fault = repr(error)
            with self.changed:
                self.running.discard(number)
                self.ended += 1
                if fault:
                    self.faults.append(fault)
                self.changed.notify_all()
            if fault:
                return

    @contextlib.contextmanager
    def unharmed(self):
        """What happens within happens while streams run; all that ran meanwhile are whole."""
        with self.changed:
            assert not self.faults, self.faults
            assert self.changed.wait_for(lambda: self.running, 10), "nobody speaks"
        yield
        with self.changed:
            meanwhile = set(self.running)
            assert self.changed.wait_for(lambda: self.faults or not meanwhile & self.running, 30), "a stream hangs"
            assert not self.faults, self.faults

    def close(self):
        self.closing = True
        for thread in self.threads:
            thread.join()
