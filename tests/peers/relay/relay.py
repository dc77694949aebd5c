#!/usr/bin/env python3
"""A relay to test against: OpenAI's speech call, with tones for voices, and speech for some; and faults on demand.

Needs the standard library alone; with espeak-ng's library the voices ash and coral speak English, and sage Dutch. Prints `ready PORT` when it listens, and ends on SIGTERM.

    POST /v1/audio/speech   as OpenAI's; response_format pcm, wav, or where LAME is installed mp3
    PUT  /fault             {"fault": NAME, "times": N}: the next N speech calls (0 = all) go wrong in that way
    GET  /calls             what was asked so far, without texts and credentials, what of it was abandoned, how many were unfit
"""

import argparse
import json
import signal
import socket
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import fault
import mp3
import speech
import tone

TYPES = {"pcm": "audio/pcm", "wav": "audio/wav", "mp3": "audio/mpeg"}
PIECE = 4_800
MOST_BODY = 1 << 20
MOST_CALLS = 10_000


class Relay(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address, key, pace, formats):
        super().__init__(address, Speech)
        self.key, self.pace, self.formats = key, pace, formats
        self.lock = threading.Lock()
        self.fault, self.left = "none", 0
        self.calls, self.refused = [], 0

    def misbehave(self, name, times):
        with self.lock:
            self.fault, self.left = name, times

    def next_fault(self):
        with self.lock:
            name = self.fault
            if self.left:
                self.left -= 1
                if not self.left:
                    self.fault = "none"
            return name

    def note(self, call):
        with self.lock:
            if len(self.calls) < MOST_CALLS:
                self.calls.append(call)

    def handle_error(self, request, client_address):
        pass  # a caller who leaves is noted in its call


class Speech(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "relay"

    def log_message(self, *_):
        pass

    def body(self):
        length = int(self.headers.get("Content-Length", -1))
        return self.rfile.read(length) if 0 <= length <= MOST_BODY else None

    def json(self, status, value, headers=()):
        data = json.dumps(value).encode()
        self.send_response(status)
        for name, text in (("Content-Type", "application/json"), ("Content-Length", str(len(data))), *headers):
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(data)

    def refuse(self, status, error, headers=()):
        self.json(status, {"error": {"param": None, **error}}, headers)

    def do_GET(self):
        if self.path != "/calls":
            return self.refuse(404, {"message": "no such thing", "type": "invalid_request_error", "code": None})
        with self.server.lock:
            calls, refused = list(self.server.calls), self.server.refused
        self.json(200, {"calls": calls, "refused": refused})

    def do_PUT(self):
        try:
            order = json.loads(self.body())
            name, times = order["fault"], int(order.get("times", 0))
        except (TypeError, ValueError, KeyError):
            name, times = "", 0
        if self.path != "/fault" or name not in fault.NAMES or times < 0:
            return self.refuse(422, {"message": "no such fault", "type": "invalid_request_error", "code": None})
        self.server.misbehave(name, times)
        self.json(200, {"fault": name, "times": times})

    def do_POST(self):
        body = self.body()
        if body is None:
            self.close_connection = True
            return self.refuse(411, {"message": "Content-Length is missing or too much", "type": "invalid_request_error", "code": None})
        if self.path != "/v1/audio/speech":
            return self.refuse(404, {"message": "Invalid URL", "type": "invalid_request_error", "code": None})
        if self.headers.get("Authorization") != f"Bearer {self.server.key}":
            return self.refuse(*fault.ANSWERS["unauthorized"])
        try:
            order = Order(json.loads(body), self.server.formats)
        except ValueError as error:
            with self.server.lock:
                self.server.refused += 1
            return self.refuse(400, {"message": str(error), "type": "invalid_request_error", "code": None})
        call = {"voice": order.voice, "model": order.model, "response_format": order.format, "characters": len(order.text),
                "request_id": self.headers.get("X-Request-Id"), "traceparent": self.headers.get("traceparent"),
                "connection": self.client_address[1], "fault": self.server.next_fault(), "abandoned": False}
        self.server.note(call)
        try:
            self.answer(call["fault"], order)
        except OSError:
            call["abandoned"] = True
            self.close_connection = True

    def answer(self, name, order):
        if name in fault.ANSWERS:
            status, error = fault.ANSWERS[name]
            after = [("Retry-After", str(fault.RETRY_AFTER_S))] if status in (429, 503) else []
            return self.refuse(status, error, after)
        if name == "silent":
            return self.until_left()
        if name == "late":
            self.until_left(fault.LATE_S)
        audio = order.audio()
        self.send_response(200)
        self.send_header("Content-Type", content_type(name, order.format))
        if name == "short_length":
            self.send_header("Content-Length", str(len(audio)))
            self.end_headers()
            self.wfile.write(audio[: len(audio) // 2])
            return self.cut()
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.stream(name, audio)

    def stream(self, name, audio):
        if name == "wrong_type":
            audio = b"<html>sign in</html>"
        if name == "empty":
            audio = b""
        if name == "short_audio":
            audio = audio[: len(audio) * 2 // 3]
        if name == "odd_bytes":
            audio += b"\0"
        if name == "cut_chunks":
            self.chunk(audio[: len(audio) // 4 * 2])
            return self.cut()
        if name == "stall":
            self.chunk(audio[:4_096])
            return self.until_left()
        while name == "endless":
            self.chunk(audio)
        if name == "drip":
            for byte in audio:
                self.chunk(bytes([byte]))
                time.sleep(0.2)
        else:
            for at in range(0, len(audio), PIECE):
                self.chunk(audio[at : at + PIECE])
                if self.server.pace:
                    time.sleep(PIECE / 2 / tone.RATE / self.server.pace)
        self.wfile.write(b"0\r\n\r\n")

    def chunk(self, data):
        if data:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def cut(self):
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def until_left(self, seconds=None):
        """Returns where the caller is still there after that time."""
        self.connection.settimeout(seconds)
        try:
            while self.connection.recv(4_096):
                pass
        except TimeoutError:
            return self.connection.settimeout(None)
        raise ConnectionAbortedError


def voices():
    return [*tone.VOICES, *(speech.VOICES if speech.library() else ())]


def content_type(name, form):
    if name == "wrong_type":
        return "text/html"
    if name == "wrong_label":
        return "audio/mpeg" if form == "pcm" else "audio/pcm;rate=1000000"
    return TYPES[form]


class Order:
    """What a caller asked for. ValueError says what is wrong with it."""

    def __init__(self, value, formats):
        if not isinstance(value, dict):
            raise ValueError("the body is no object")
        self.model, self.text, self.voice = (value.get(key) for key in ("model", "input", "voice"))
        self.format = value.get("response_format", "mp3")
        self.speed = value.get("speed", 1.0)
        if not isinstance(self.model, str) or not self.model:
            raise ValueError("you must provide a model parameter")
        if not isinstance(self.text, str) or not 1 <= len(self.text) <= 4_096:
            raise ValueError("input: 1 to 4096 characters")
        if self.voice not in voices():
            raise ValueError("voice: one of " + ", ".join(voices()))
        if self.format not in formats:
            raise ValueError("response_format: this stand-in makes " + " and ".join(formats))
        if not isinstance(self.speed, (int, float)) or not 0.25 <= self.speed <= 4:
            raise ValueError("speed: 0.25 to 4")

    def audio(self):
        maker = speech if self.voice in speech.VOICES else tone
        samples = maker.pcm(self.voice, self.text, self.speed)
        if self.format == "mp3":
            return mp3.encode(samples, tone.RATE)
        return samples if self.format == "pcm" else tone.wav(samples)


def main():
    meanings = "\n".join(f"  {name:14} {meaning}" for name, meaning in fault.BODIES.items())
    parser = argparse.ArgumentParser(description=__doc__, epilog=f"faults: {', '.join(fault.ANSWERS)},\n{meanings}",
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--key", default="relay-key", help="the bearer credential it expects")
    parser.add_argument("--pace", type=float, default=0, help="times real time; 0 = as fast as it goes")
    parser.add_argument("--formats", default="pcm,wav,mp3", help="what it makes, by commas")
    parser.add_argument("--tls-certificate", help="PEM files: with both it speaks https")
    parser.add_argument("--tls-key")
    options = parser.parse_args()
    formats = [form for form in options.formats.split(",") if form in TYPES and (form != "mp3" or mp3.library())]
    relay = Relay(("127.0.0.1", options.port), options.key, options.pace, formats)
    if options.tls_certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.tls_certificate, options.tls_key)
        relay.socket = context.wrap_socket(relay.socket, server_side=True, do_handshake_on_connect=False)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=relay.shutdown).start())
    print("ready", relay.server_address[1], flush=True)
    relay.serve_forever(poll_interval=0.05)


if __name__ == "__main__":
    main()
