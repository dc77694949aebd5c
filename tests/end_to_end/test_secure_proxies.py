"""nginx and HAProxy that speak TLS with their callers, and with the host as well, and tell it who calls."""
import ssl
import tempfile
import unittest
from pathlib import Path

import caller
from caller import Caller, Spoken
from host_process import free_port, wait_for
from proxies import haproxy, nginx
from raw_connection import RawConnection
from running_host import RunningHost
from test_tls import SecureHost, make_certificate

STREAMING = 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; proxy_request_buffering off;'
TELLING = STREAMING + " proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;"
UNSIGNED = "GET /v1/me HTTP/1.1\r\nHost: h\r\n{}\r\n"
ALLOWED_401S = 30


def setUpModule():
    global PLAIN, SECURE, FRONT, FOLDER
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    FOLDER = Path(folder.name)
    FRONT = make_certificate(FOLDER, "front")
    PLAIN = RunningHost(plugins=["engine-faulty"], listen={"address": "127.0.0.1", "port": free_port(),
                                                           "trusted_proxies": ["127.0.0.1"]})
    unittest.addModuleCleanup(PLAIN.close)
    SECURE = SecureHost(*make_certificate(FOLDER, "behind"), plugin="engine-faulty")
    unittest.addModuleCleanup(SECURE.close)


def trust():
    return ssl.create_default_context(cafile=FRONT[0])


class BehindSecure(Caller):
    """With TLS to the proxy; how it goes on to the host is the subclass's matter."""

    @classmethod
    def start(cls, proxy, host):
        caller.use(host)
        cls.addClassCleanup(proxy.close)
        cls.port, cls.tls = proxy.port, trust()


class BehindNginx(BehindSecure, Spoken):
    trailers_pass = False

    @classmethod
    def setUpClass(cls):
        cls.start(nginx(PLAIN.port, STREAMING, FRONT), PLAIN)


class BehindNginxWithTlsBehind(BehindSecure, Spoken):
    trailers_pass = False

    @classmethod
    def setUpClass(cls):
        cls.start(nginx(SECURE.port, STREAMING, FRONT, FOLDER / "behind.pem"), SECURE)


class BehindHaproxy(BehindSecure, Spoken):
    @classmethod
    def setUpClass(cls):
        cls.start(haproxy(PLAIN.port, "", FRONT), PLAIN)


class BehindHaproxyWithTlsBehind(BehindSecure, Spoken):
    @classmethod
    def setUpClass(cls):
        cls.start(haproxy(SECURE.port, "", FRONT, FOLDER / "behind.pem"), SECURE)


class Callers(unittest.TestCase):
    """A proxy that is trusted says who calls: limits by address, and the log, go by that."""

    def unsigned(self, port, address, fields=""):
        """The status of a call without a credential from that address of this machine."""
        connection = RawConnection(port, trust(), address)
        try:
            return connection.send(UNSIGNED.format(fields)).answer().status
        finally:
            connection.close()

    def check(self, proxy, first, second):
        self.addCleanup(proxy.close)
        # Whatever a caller says of itself stands before what the proxy says of it.
        forged = "X-Forwarded-For: 192.0.2.{}\r\n"
        said = [self.unsigned(proxy.port, first, forged.format(at)) for at in range(ALLOWED_401S + 1)]
        self.assertEqual([401] * ALLOWED_401S + [429], said)
        self.assertEqual(401, self.unsigned(proxy.port, second))
        for address in (first, second):
            wait_for(lambda told=f'"client_address":"{address}"': told in PLAIN.log(), 5, "the address in the log")
        self.assertNotIn("192.0.2.", PLAIN.log())

    def test_nginx_tellsWhoCalls(self):
        self.check(nginx(PLAIN.port, TELLING, FRONT), "127.2.0.1", "127.2.0.2")

    def test_haproxy_tellsWhoCalls(self):
        self.check(haproxy(PLAIN.port, "option forwardfor", FRONT), "127.2.0.3", "127.2.0.4")

    def test_proxyThatIsNotTrusted_isTheCallerItself(self):
        proxy = nginx(SECURE.port, TELLING, FRONT, FOLDER / "behind.pem")
        self.addCleanup(proxy.close)
        said = [self.unsigned(proxy.port, f"127.3.0.{at + 1}") for at in range(ALLOWED_401S + 1)]
        self.assertEqual(429, said[-1])
        self.assertNotIn("127.3.0.", SECURE.log())

    def test_hostWhoseCertificateIsAnothers_isNotAsked(self):
        for make in (lambda: nginx(SECURE.port, STREAMING, FRONT, FRONT[0]), lambda: haproxy(SECURE.port, "", FRONT, FRONT[0])):
            proxy = make()
            self.addCleanup(proxy.close)
            self.assertIn(self.unsigned(proxy.port, "127.0.0.1"), (502, 503))


if __name__ == "__main__":
    unittest.main()
