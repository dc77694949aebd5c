"""Everything in bad_requests.py against one host: each is refused as the table says, and the host is as well as before."""
import os
import socket
import unittest

from bad_requests import (ACCEPTS, BODIES, CREDENTIALS, FORBIDDEN, FORM, GET, KEYS, NEW_KEYS, PLACES, POST, PREVIEW, PREVIEWS,
                          QUERIES, SPEAK, TEXT, WIRE, part, spoken)
from host_process import wait_for
from running_host import RunningHost

# Until the allocator has what it keeps of its own accord.
WARM_UPS = 8
ROUNDS = 12
# Over all rounds: 2 KB for each request, a quarter of the largest body in each round.
FORGIVEN_BYTES = 6 << 20


def raw_answer(port, sent, half_close=True):
    """(status, body) of the first answer to these bytes, after which the host must close."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        wire.sendall(sent)
        if half_close:
            wire.shutdown(socket.SHUT_WR)
        got = b""
        while more := wire.recv(65536):
            got += more
    head, _, body = got.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), body


class BadRequests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = RunningHost(speak={"timeouts": {"slow_body_s": 1}})
        cls.addClassCleanup(cls.host.close)
        cls.key = cls.host.key()
        cls.powerless = cls.host.key("tenant_user", user="usr_powerless")
        cls.voice = cls.host.voice(cls.key)

    def held(self):
        place = f"/proc/{self.host.process.pid}"
        with open(place + "/statm", encoding="ascii") as figures:
            resident = int(figures.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return {"threads": len(os.listdir(place + "/task")), "descriptors": len(os.listdir(place + "/fd")), "bytes": resident}

    def check(self, answer, expected, fields=None):
        status, code = expected
        self.assertEqual(status, answer.status, answer.body[:300])
        if code is None:
            return
        body = answer.json()
        self.assertEqual(("error", code), (body["status"], body["error"]["code"]), answer.body[:300])
        self.assertEqual(answer.headers["X-Request-Id"], body["meta"]["request_id"])
        self.assertGreater(len(body["error"]["message"]), 20)
        if fields is not None:
            self.assertEqual(fields, sorted(row["field"] for row in body["error"].get("details", [])))

    def filled(self, body):
        if isinstance(body, dict) and body.get("voice_id") == "VOICE":
            return {**body, "voice_id": self.voice}
        return body

    def all_of_them(self):
        host, key = self.host, self.key
        for sent, status, reason in WIRE:
            with self.subTest(sent=sent[:80]):
                got, body = raw_answer(host.port, sent.encode("latin-1"))
                self.assertEqual(status, got, body)
                self.assertIn(f'"code":"{reason}"'.encode(), body)
                self.assertIn(b'"code":"MALFORMED_REQUEST"', body)
        for method, target, expected in PLACES:
            with self.subTest(method=method, target=target):
                self.check(host.ask(method, target), expected)
        for credential, expected in CREDENTIALS:
            with self.subTest(credential=credential[:40]):
                sent = credential.encode("latin-1")
                self.check(host.ask("GET", "/v1/me", headers={"Authorization": sent} if credential else {}), expected)
        for method, target in FORBIDDEN:
            with self.subTest(method=method, target=target):
                self.check(host.ask(method, target, self.powerless), (403, "AUTHZ_PERMISSION_DENIED"))
        for body, expected, fields in BODIES:
            with self.subTest(body=str(body)[:80]):
                self.check(host.ask("POST", SPEAK, key, self.filled(body)), expected, fields)
        for accept, expected in ACCEPTS:
            with self.subTest(accept=accept):
                self.check(host.ask("POST", SPEAK, key, self.filled(spoken()), {"Accept": accept}), expected)
        for kind, body, expected, fields in PREVIEWS:
            with self.subTest(kind=kind, body=body[:80]):
                target = PREVIEW.replace("VOICE", self.voice)
                self.check(host.ask("POST", target, key, body, {"Content-Type": kind}), expected, fields)
        for body, expected, fields in NEW_KEYS:
            with self.subTest(body=str(body)[:80]):
                self.check(host.ask("POST", KEYS, key, body), expected, fields)
        for method, target, expected, fields in QUERIES:
            with self.subTest(method=method, target=target[:80]):
                self.check(host.ask(method, target, key), expected, fields)

    def speaks(self):
        answer = self.host.ask("POST", SPEAK, self.key, {"voice_id": self.voice, "text": TEXT, "response_format": "pcm"})
        self.assertEqual(200, answer.status, answer.body[:300])
        self.assertGreater(answer.data()["samples"], 24000)

    def test_all_areRefusedAsTheTablesSay_andLeaveNothingBehind(self):
        for _ in range(WARM_UPS):
            self.all_of_them()
            self.speaks()
        before = self.held()
        for _ in range(ROUNDS):
            self.all_of_them()
            self.speaks()
        wait_for(lambda: self.held()["descriptors"] <= before["descriptors"], 10, "as few descriptors as before")
        after = self.held()
        self.assertLessEqual(after["threads"], before["threads"])
        self.assertLess(after["bytes"], before["bytes"] + FORGIVEN_BYTES, (before, after))
        log = self.host.log()
        for secret in ("Kestrel", "marmalade", self.key, self.powerless, "a" * 40, "passwd"):
            self.assertNotIn(secret, log)

    def test_preview_asAForm_speaks(self):
        target = PREVIEW.replace("VOICE", self.voice)
        answer = self.host.ask("POST", target, self.key, part("text", TEXT), {"Content-Type": FORM})
        self.assertEqual(200, answer.status, answer.body[:300])

    def test_slowHead_andSlowBody_areEndedWith408(self):
        for sent in (GET + "Host: h\r\nX-Slow: ", POST + "Content-Length: 100\r\n\r\n{"):
            status, body = raw_answer(self.host.port, sent.encode(), half_close=False)
            self.assertEqual(408, status)
            self.assertIn(b"slow_request", body)

    def test_largeBody_isRefusedWithoutBeingRead(self):
        head = POST + f"Authorization: Bearer {self.key}\r\nContent-Length: 99999999999\r\n\r\n"
        status, body = raw_answer(self.host.port, head.encode() + b"{", half_close=False)
        self.assertEqual(413, status, body)

    def test_smuggledRequest_isNeverAnswered(self):
        smuggled = "GET /v1/smuggled HTTP/1.1\r\nHost: h\r\n\r\n"
        for fields in (f"Content-Length: {len(smuggled)}\r\nTransfer-Encoding: chunked\r\n",
                       f"Content-Length: 0\r\nContent-Length: {len(smuggled)}\r\n", "Transfer-Encoding: \x0bchunked\r\n"):
            with self.subTest(fields=fields):
                _, body = raw_answer(self.host.port, (POST + fields + "\r\n" + smuggled).encode())
                self.assertNotIn(b"HTTP/1.1", body)

    def test_faultOfTheBody_isToldAfterTheCredential(self):
        self.check(self.host.ask("POST", SPEAK, None, b"{"), (401, "AUTH_TOKEN_MISSING"))
        self.check(self.host.ask("POST", SPEAK, self.powerless, b"{"), (403, "AUTHZ_PERMISSION_DENIED"))


if __name__ == "__main__":
    unittest.main()
