"""A relay behind HTTPS: known by the certificates that the operator names, for the name of its url, and by no others."""
import tempfile
import unittest
from pathlib import Path

from host_process import wait_for
from proxies import nginx
from raw_stream import RawStream
from running_host import MODULE
from running_relay import RunningRelay
from test_relay import SPEAK, TEXT, host_of
from test_tls import make_certificate


class RelayOverTls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.right = make_certificate(Path(folder.name), "relay")
        cls.elsewhere = make_certificate(Path(folder.name), "elsewhere", names="DNS:elsewhere.example")

    def start(self, certificate, settings, expect_ready):
        self.relay = RunningRelay(tls_certificate=certificate[0], tls_key=certificate[1])
        self.addCleanup(self.relay.close)
        self.start_host(self.relay.port, settings, expect_ready)

    def start_host(self, port, settings, expect_ready=True):
        self.host = host_of(f"https://127.0.0.1:{port}", expect_ready=expect_ready, **settings)
        self.addCleanup(self.host.close)
        self.key = self.host.key()
        self.voice = self.host.ask("GET", f"{MODULE}/voices", self.key).data()["items"][0]["voice_id"]

    def speak(self):
        return self.host.ask("POST", SPEAK, self.key, {"voice_id": self.voice, "text": TEXT, "response_format": "pcm"})

    def test_namedCertificate_speaksOverOneConnection(self):
        self.start(self.right, {"tls": {"ca": str(self.right[0])}}, True)
        for _ in range(3):
            self.assertEqual(200, self.speak().status)
        self.assertEqual(1, len({call["connection"] for call in self.relay.calls(self.right[0])}))

    def test_callerWhoLeaves_endsTheWorkBehindAProxyThatKnowsHttp2(self):
        self.relay = RunningRelay()
        self.addCleanup(self.relay.close)
        proxy = nginx(self.relay.port, "proxy_buffering off;", self.right, listen="http2")
        self.addCleanup(proxy.close)
        self.start_host(proxy.port, {"tls": {"ca": str(self.right[0])}})
        self.assertEqual(200, self.speak().status)
        self.relay.misbehave("stall")
        stream = RawStream(self.host.port, SPEAK, self.key, {"voice_id": self.voice, "text": TEXT, "response_format": "pcm"})
        self.assertEqual(200, stream.head()[0])
        stream.close()
        wait_for(lambda: self.relay.calls()[-1]["abandoned"], 2, "the relay to see that nobody listens")

    def test_unknownCertificate_orForAnotherName_isNotSpokenTo(self):
        for certificate, settings in ((self.right, {}), (self.right, {"tls": {"ca": str(self.elsewhere[0])}}),
                                      (self.elsewhere, {"tls": {"ca": str(self.elsewhere[0])}})):
            with self.subTest(settings):
                self.start(certificate, settings, False)
                answer = self.speak()
                self.assertEqual((502, "relay_unreachable"), (answer.status, answer.json()["error"]["details"][-1]["code"]))
                ready = self.host.ask("GET", MODULE + "/readyz").json()["data"]["checks"]["B"]
                self.assertEqual("relay_unreachable", ready["reason"])
                self.assertEqual([], self.relay.calls(certificate[0]))


if __name__ == "__main__":
    unittest.main()
