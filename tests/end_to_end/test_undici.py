"""undici, the HTTP client below Node's fetch, as a package of its own: with the host itself, over HTTP and HTTPS, and through
proxies in front of it."""
import json
import subprocess
import tempfile
import unittest
import zlib
from pathlib import Path

import caller
from caller import SPEAK, SPOKEN, pcm_of, spoken
from host_process import wait_for
from proxies import haproxy, nginx
from running_host import ROOT, RunningHost
from test_tls import SecureHost, make_certificate

PROGRAM = ROOT / "tests/npm/undici.mjs"
STREAMING = 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; proxy_request_buffering off;'
SIZE = len(pcm_of(SPOKEN))


class Undici(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.certificate = make_certificate(Path(folder.name), "front")
        cls.host = RunningHost(plugins=["engine-faulty"])
        cls.addClassCleanup(cls.host.close)

    def check(self, host, origin, secure=False, trailers=True):
        key, _ = caller.use(host)
        order = {"key": key, "path": SPEAK, "spoken": json.dumps(spoken(SPOKEN)), "stopped": json.dumps(spoken("hang:3")),
                 "failing": json.dumps(spoken("fail:30"))}
        if secure:
            order["ca"] = self.certificate[0].read_text()
        done = subprocess.run(["node", PROGRAM, origin], input=json.dumps(order), capture_output=True, text=True, timeout=60,
                              check=False)
        self.assertEqual(("", 0), (done.stderr, done.returncode))
        seen = json.loads(done.stdout)
        audio = {"samples": str(SIZE // 2), "crc32": f"{zlib.crc32(pcm_of(SPOKEN)):08x}"} if trailers else {}
        self.assertEqual({
            "keepAlive": {"sizes": [SIZE, 200] * 3, "connects": 1},
            "pipelining": {"order": [[at, 404 if at % 2 else 200] for at in range(8)], "connects": 1},
            "head": {"statusCode": 200, "length": "15", "bytes": 0, "after": "ok"},
            "chunkedUpload": {"sizes": [SIZE, SIZE], "connects": 1},
            "trailers": {"bytes": SIZE, **audio},
            "cutStream": {"statusCode": 200, "end": "UND_ERR_SOCKET", "after": SIZE},
            "leaving": {"after": SIZE},
            "crowd": [SIZE],
            "expectation": {"continued": True, "bytes": SIZE, "trailers": trailers},
        }, seen)
        wait_for(lambda: host.metric("scaispeak_engine_calls_active") == 0, 5, "the engine's return")

    def test_host_itself(self):
        self.check(self.host, f"http://127.0.0.1:{self.host.port}")

    def test_host_withTls(self):
        host = SecureHost(*self.certificate, plugin="engine-faulty")
        self.addCleanup(host.close)
        self.check(host, f"https://localhost:{host.port}", secure=True)

    def test_nginx_withTls(self):
        proxy = nginx(self.host.port, STREAMING, self.certificate)
        self.addCleanup(proxy.close)
        self.check(self.host, f"https://localhost:{proxy.port}", secure=True, trailers=False)

    def test_haproxy_withTls(self):
        proxy = haproxy(self.host.port, "", self.certificate)
        self.addCleanup(proxy.close)
        self.check(self.host, f"https://localhost:{proxy.port}", secure=True)


if __name__ == "__main__":
    unittest.main()
