"""HTTPS by the host itself, seen by curl, by openssl s_client and by Python, with certificates of the test's own."""
import json
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest
import http.client
from pathlib import Path

from host_process import free_port, wait_for
from raw_stream import RawStream
from running_host import BUILD, MODULE, RunningHost

SPEAK = MODULE + "/speak"
TONE = {"id": "engine-tone", "config": {"sample_rate": 8000, "chunk_bytes": 1600, "delay_ms_per_chunk": 5}}


def make_certificate(folder, name, kind="ec", names="DNS:localhost,IP:127.0.0.1"):
    """`name`.pem and `name`.key for localhost or other names, self-signed; the name is its common name."""
    files = folder / f"{name}.pem", folder / f"{name}.key"
    curve = ["-pkeyopt", "ec_paramgen_curve:P-256"] if kind == "ec" else []
    subprocess.run(["openssl", "req", "-x509", "-newkey", kind, *curve, "-nodes", "-days", "30", "-subj", f"/CN={name}",
                    "-addext", f"subjectAltName={names}", "-out", files[0], "-keyout", files[1]],
                   check=True, capture_output=True)
    return files


class SecureHost(RunningHost):
    def __init__(self, certificate, key, plugin=TONE, **settings):
        self.trust = ssl.create_default_context(cafile=certificate)
        listen = {"address": "127.0.0.1", "port": free_port(), "tls": {"certificate": str(certificate), "key": str(key)}}
        super().__init__(plugins=[plugin], listen=listen, **settings)

    def is_up(self, expect_ready):
        return '"event":"ready"' in self.log()

    def connect(self, timeout=60, source=None):
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=timeout, source_address=source,
                                           context=self.trust)


class WithSecureHost(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.certificate, cls.key_file = make_certificate(cls.folder, "first")
        cls.host = SecureHost(cls.certificate, cls.key_file)
        cls.addClassCleanup(cls.host.close)
        cls.key = cls.host.key()
        cls.voice = cls.host.ask("GET", f"{MODULE}/voices?limit=1", cls.key).data()["items"][0]["voice_id"]
        cls.url = f"https://localhost:{cls.host.port}"

    def body(self, text="Hello there.", **fields):
        return {"voice_id": self.voice, "text": text, "response_format": "pcm", "sample_rate": 8000, **fields}

    def stream(self, text):
        stream = RawStream(self.host.port, SPEAK, self.key, self.body(text), tls=self.host.trust)
        self.addCleanup(stream.close)
        self.assertEqual(200, stream.head()[0])
        return stream


class Clients(WithSecureHost):
    def curl(self, *arguments):
        done = subprocess.run(["curl", "-sS", "--max-time", "60", "--cacert", self.certificate, *arguments],
                              capture_output=True)
        return done.returncode, done.stdout, done.stderr.decode()

    def s_client(self, *arguments, send=b""):
        done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{self.host.port}", "-CAfile",
                               self.certificate, *arguments], input=send, capture_output=True, timeout=60)
        return done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace")

    def test_curl_keepsItsConnectionAndChecksTheName(self):
        code, out, err = self.curl("-v", f"{self.url}/health", f"{self.url}/health")
        self.assertEqual((0, b'{"status":"ok"}' * 2), (code, out), err)
        self.assertIn("Re-using existing connection", err)
        self.assertIn("SSL certificate verify ok", err)

    def test_curl_hearsAudioWithItsTrailers(self):
        fields = self.folder / "fields"
        code, out, err = self.curl("-D", fields, f"{self.url}{SPEAK}", "-H", f"Authorization: Bearer {self.key}", "-H",
                                   "Accept: audio/*", "-d", json.dumps(self.body("0123456789")), "-H",
                                   "Content-Type: application/json")
        self.assertEqual((0, 10 * 50 * 8 * 2), (code, len(out)), err)
        self.assertIn(f"X-Scaispeak-Samples: {10 * 50 * 8}\nX-Scaispeak-Crc32: ", fields.read_text())

    def test_sClient_agreesOnOnePointThreeAndOnHttp(self):
        said = self.s_client("-alpn", "h2,http/1.1", "-verify_return_error", "-ign_eof",
                             send=b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        for part in ("TLSv1.3", "ALPN protocol: http/1.1", "Verification: OK", "HTTP/1.1 200 OK"):
            self.assertIn(part, said)

    def test_sClient_isRefusedOldVersionsAndForeignProtocols(self):
        self.assertIn("Cipher is (NONE)", self.s_client("-tls1_1", "-cipher", "ALL:@SECLEVEL=0"))
        self.assertIn("no application protocol", self.s_client("-alpn", "h2"))
        self.assertIn("TLSv1.2", self.s_client("-tls1_2"))

    def test_sClient_resumesItsSession(self):
        ticket = self.folder / "session"
        request = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        self.s_client("-sess_out", ticket, "-ign_eof", send=request)
        self.assertIn("Reused, TLSv1.3", self.s_client("-sess_in", ticket, "-ign_eof", send=request))

    def test_plainHttp_isToldWhatToDo(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.host.port, timeout=20)
        self.addCleanup(connection.close)
        connection.request("GET", "/health")
        answer = connection.getresponse()
        self.assertEqual(400, answer.status)
        error = json.load(answer)["error"]
        self.assertEqual("MALFORMED_REQUEST", error["code"])
        self.assertIn("https://", error["message"])

    def test_scaispeakctl_speaksWithTheHost(self):
        def speak(*trust):
            return subprocess.run([BUILD / "bin/scaispeakctl", "--url", self.url, *trust, "speak", "Hello.", "--voice",
                                   self.voice, "-o", self.folder / "hello.mp3"], capture_output=True, text=True,
                                  env={"SCAISPEAK_KEY": self.key}, timeout=60)

        done = speak("--ca-file", self.certificate)
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertGreater((self.folder / "hello.mp3").stat().st_size, 500)
        stranger = speak()
        self.assertEqual(3, stranger.returncode)
        self.assertIn("certificate", stranger.stderr)

    def test_clientThatLeaves_endsItsUtterance(self):
        stream = self.stream("a" * 2000)
        stream.chunk()
        self.assertEqual(1, self.host.metric("scaispeak_utterances_active"))
        stream.close()
        wait_for(lambda: self.host.metric("scaispeak_utterances_active") == 0, 10, "the end of the utterance")

    def test_silentClients_holdUpNeitherCallersNorStreams(self):
        silent = [socket.create_connection(("127.0.0.1", self.host.port)) for _ in range(200)]
        self.addCleanup(lambda: [client.close() for client in silent])
        for client in silent[::2]:
            client.sendall(b"\x16\x03\x01\x02\x00")
        begin = time.monotonic()
        self.assertEqual(200, self.host.ask("GET", "/health").status)
        self.assertLess(time.monotonic() - begin, 2)


class Reload(WithSecureHost):
    """Certificates change while calls run."""

    def shown(self):
        raw = ssl.get_server_certificate(("127.0.0.1", self.host.port))
        return subprocess.run(["openssl", "x509", "-noout", "-subject"], input=raw, text=True, check=True,
                              capture_output=True).stdout.strip().replace(" ", "")

    def hang_up(self, event):
        before = self.host.log().count(f'"event":"{event}"')
        self.host.process.send_signal(signal.SIGHUP)
        wait_for(lambda: self.host.log().count(f'"event":"{event}"') > before, 10, event)

    def put(self, certificate, key):
        """In place of the files that the host was started with."""
        certificate.replace(self.certificate)
        key.replace(self.key_file)

    def test_newCertificate_isShownToNewClientsAndStreamsGoOn(self):
        alone = self.stream("a" * 600).all()
        old = self.host.connect()
        self.addCleanup(old.close)
        old.request("GET", "/health")
        old.getresponse().read()
        streams = [self.stream("a" * 600) for _ in range(5)]
        firsts = [stream.chunk() for stream in streams]
        ends = [None] * 5

        def read(index):
            rest, trailers = streams[index].all()
            ends[index] = firsts[index] + rest, trailers

        readers = [threading.Thread(target=read, args=(index,)) for index in range(5)]
        for reader in readers:
            reader.start()
        self.assertEqual("subject=CN=first", self.shown())
        self.put(*make_certificate(self.folder, "second"))
        self.hang_up("reloaded")
        self.assertEqual("subject=CN=second", self.shown())
        self.host.trust = ssl.create_default_context(cafile=self.certificate)
        for reader in readers:
            reader.join()
        self.assertEqual([alone] * 5, ends)
        # The connection from before is still good.
        old.request("GET", "/health")
        self.assertEqual(200, old.getresponse().status)

    def test_wrongPair_changesNothing(self):
        shown = self.shown()
        kept = self.key_file.read_bytes()
        make_certificate(self.folder, "third")
        self.key_file.write_bytes((self.folder / "third.key").read_bytes())
        self.addCleanup(self.key_file.write_bytes, kept)
        self.hang_up("reload_failed")
        self.assertIn(f"scaispeakd.yaml:1: listen.tls.key: {self.key_file} is not the key of", self.host.log())
        self.assertEqual(shown, self.shown())
        self.assertEqual(200, self.host.ask("GET", "/health").status)

    def test_tlsThatIsTakenAway_needsARestart(self):
        tls = self.host.config["listen"].pop("tls")
        self.host.config_file.write_text(json.dumps(self.host.config))
        self.hang_up("reload_needs_restart")
        self.assertIn('"keys":"listen.tls"', self.host.log())
        self.assertEqual(200, self.host.ask("GET", "/health").status)
        self.host.config["listen"]["tls"] = tls
        self.host.config_file.write_text(json.dumps(self.host.config))


class Start(unittest.TestCase):
    def test_wrongPair_isRefusedAtTheStartAndByCheck(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            certificate = make_certificate(folder, "one")[0]
            key = make_certificate(folder, "other")[1]
            config = folder / "c.yaml"
            config.write_text(f"""
database: {{url: "sqlite:{folder}/host.db"}}
listen:
  port: 0
  tls:
    certificate: {certificate}
    key: {key}
""")
            for option in ([], ["--check"]):
                run = subprocess.run([BUILD / "bin/scaispeakd", "--config", config, *option], capture_output=True,
                                     text=True, timeout=30)
                self.assertEqual(2, run.returncode)
                self.assertIn(f"{config}:7: listen.tls.key: {key} is not the key of {certificate}",
                              run.stdout + run.stderr)


if __name__ == "__main__":
    unittest.main()
