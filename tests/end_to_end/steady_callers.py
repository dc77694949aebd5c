"""Callers that speak one text after the other from start() to stop(), and note of every call what became of it."""
import base64
import json
import threading
import time
import zlib
from dataclasses import dataclass, field

import numpy

from envelope import envelope, likeness
from raw_stream import RawStream
from running_host import MODULE
from two_slots import VOICE, reasons_in

SPEAK = MODULE + "/speak"
RATE = 24000
# Who was refused asks again, but not as fast as he can.
PAUSE_S = 0.02


@dataclass
class Call:
    """`slot`: who spoke. `outcome`: whole, cut, or refused for `why`. `fault`: what a caller may not meet."""

    begun: float
    streams: bool
    ended: float = 0.0
    outcome: str = "cut"
    slot: str = None
    why: tuple = ()
    fault: str = None
    audio: bytes = field(default=b"", repr=False)


def refusal(status, body):
    """Its status, its code, and why each slot could not."""
    return status, json.loads(body)["error"]["code"], tuple(reasons_in(json.loads(body)))


class Caller(threading.Thread):
    """`fields` go with each of its calls; `streams`: it listens to the audio as it is made, else it asks for JSON."""

    def __init__(self, host, key, text, streams=True, **fields):
        super().__init__()
        self.host, self.key, self.streams = host, key, streams
        self.body = {"voice_id": VOICE, "text": text, "response_format": "pcm", "sample_rate": RATE, **fields}
        self.solo = {}
        self.calls = []
        self.over = threading.Event()

    def learn(self, slot, **fields):
        """What its text is like when nobody else speaks."""
        answer = self.host.ask("POST", SPEAK, self.key, {**self.body, **fields})
        assert answer.status == 200 and answer.data()["backend_used"] == slot, answer.body[:300]
        self.solo[slot] = base64.b64decode(answer.data()["audio_base64"])

    def run(self):
        while not self.over.is_set():
            call = Call(time.monotonic(), self.streams)
            try:
                (self._listen if self.streams else self._ask)(call)
                call.fault = call.audio and self._fault(call)
            except Exception as error:  # Whatever it is, it is not what a caller may meet.
                call.fault = repr(error)
            call.ended, call.audio = time.monotonic(), b""
            self.calls.append(call)
            if call.outcome == "refused":
                self.over.wait(PAUSE_S)

    def _ask(self, call):
        answer = self.host.ask("POST", SPEAK, self.key, self.body)
        if answer.status != 200:
            call.outcome, call.why = "refused", refusal(answer.status, answer.body)
            return
        call.outcome, call.slot = "whole", answer.data()["backend_used"]
        call.audio = base64.b64decode(answer.data()["audio_base64"])
        told = answer.data()["samples"], answer.data()["crc32"]
        assert told == (len(call.audio) // 2, f"{zlib.crc32(call.audio):08x}"), told

    def _listen(self, call):
        stream = RawStream(self.host.port, SPEAK, self.key, self.body)
        heard = bytearray()
        try:
            status, head = stream.head()
            if status != 200:
                call.outcome, call.why = "refused", refusal(status, stream.counted(head))
                return
            call.slot = head["x-scaispeak-backend"]
            while chunk := stream.chunk():
                heard += chunk
            told = stream.trailers()
            assert told["x-scaispeak-samples"] == str(len(heard) // 2), told
            assert told["x-scaispeak-crc32"] == f"{zlib.crc32(heard):08x}", told
            call.outcome = "whole"
        except (EOFError, ConnectionError):
            assert call.slot, "cut before its head"
            assert heard, "cut before its first sample"
        finally:
            stream.close()
            call.audio = bytes(heard)

    def _fault(self, call):
        """None where what was heard is the caller's own text, once: all of it, or as much as there was until the cut."""
        own, heard = self.solo[call.slot], call.audio
        if call.outcome == "cut":
            own = own[:len(heard)]
        if call.slot == "B":
            return None if heard == own else "other samples than alone"
        # espeak-ng gives the same text a few samples more or less each time, so that its loudness is compared over time.
        if abs(len(heard) - len(own)) > 0.02 * len(own):
            return f"{len(heard)} bytes, and {len(own)} alone"
        # A cut may come so early that there is next to nothing to compare.
        if len(heard) < RATE:
            return None
        loudness = (envelope(numpy.frombuffer(one[:len(one) // 2 * 2], "<i2"), RATE) for one in (heard, own))
        like = likeness(*loudness)
        return None if like > 0.9 else f"not like alone: {like:.2f}"


class SteadyCallers:
    def __init__(self, callers):
        self.callers = callers

    def start(self):
        for caller in self.callers:
            caller.start()

    def stop(self):
        for caller in self.callers:
            caller.over.set()
        for caller in self.callers:
            caller.join(90)
        assert not any(caller.is_alive() for caller in self.callers), "a call hangs"

    def since(self, begun, callers=None):
        """The calls that began after then and have ended."""
        return [call for caller in callers or self.callers for call in list(caller.calls) if call.begun > begun]
