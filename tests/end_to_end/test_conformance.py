"""HTTP as others understand it: cases over raw sockets, the clients people use, and the proxies that stand in front."""
import http.client
import json
import subprocess
import tempfile
import unittest
from pathlib import Path

from caller import (CONTINUE, CRC, GET, SAMPLES, SPEAK, SPOKEN, Caller, Spoken, chunked, speak, speak_head, spoken, use)
from proxies import haproxy, nginx
from running_host import RunningHost

def setUpModule():
    global HOST, KEY
    HOST = RunningHost(plugins=["engine-faulty"])
    unittest.addModuleCleanup(HOST.close)
    KEY, _ = use(HOST)


class OnTheWire(Caller, Spoken):
    def setUp(self):
        self.port = HOST.port

    def closes(self, connection):
        self.assertEqual(b"", connection.rest())

    def test_everyAnswer_saysHowLongItIs(self):
        connection = self.connection()
        for request, status in ((GET, 200), (GET.replace("GET", "PUT"), 405), (GET.replace("health", "v1/me"), 401),
                                (speak(SPOKEN), 200), (speak(SPOKEN, "Accept: text/html\r\n"), 200)):
            answer = connection.send(request).answer()
            self.assertEqual(status, answer.status)
            self.assertRegex(answer.headers["date"], r"^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$")
            self.assertIn("content-type", answer.headers)
            self.assertEqual(1, ("content-length" in answer.headers) + ("transfer-encoding" in answer.headers))
            self.assertEqual(status == 405, "allow" in answer.headers)
            self.assertEqual(status == 401, "www-authenticate" in answer.headers)

    def test_request_inSingleBytes_isTheSame(self):
        connection = self.connection()
        for byte in speak(SPOKEN):
            connection.send(byte)
        answer = connection.answer()
        self.check_audio(answer.body, answer.trailers)

    def test_unusualButRightRequests_areServed(self):
        for request in ("\r\n" + GET, GET.replace("/health", "http://h/health"), GET.replace("Host: h", "hOST:\t h \t"),
                        GET.replace("Host: h", "Host: h\r\nX-Empty:\r\nX-Latin: \xe9"), GET.replace("Host: h", "Host:"),
                        GET.replace("/health", "/health?a=%20b&&=c?d"), GET.replace("Host: h", "Host: [::1]:80"),
                        GET.replace("HTTP/1.1", "HTTP/1.2"),
                        GET.replace("\r\n\r\n", "\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n"),
                        GET.replace("\r\n\r\n", "\r\nContent-Length: 000\r\n\r\n"),
                        GET.replace("\r\n\r\n", "\r\nTransfer-Encoding: CHUNKED\r\nTE: trailers\r\n\r\n0\r\nX-T: v\r\n\r\n")):
            with self.subTest(request=request):
                connection = self.connection().send(request)
                self.assertEqual(200, connection.answer().status)
                self.assertEqual(200, connection.send(GET).answer().status)

    def test_chunkExtensionsAndTrailers_arePassedOver(self):
        body = json.dumps(spoken(SPOKEN))
        connection = self.connection().send(speak_head("Transfer-Encoding: chunked\r\nTrailer: X-T\r\n"),
                                            f'{len(body):08X};name="a;b"\r\n{body}\r\n000\r\nX-T: v\r\n\r\n', GET)
        answer = connection.answer()
        self.check_audio(answer.body, answer.trailers)
        self.assertEqual(200, connection.answer().status)

    def test_connection_endsWhereItIsToEnd(self):
        for request in (GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"), "GET /health HTTP/1.0\r\n\r\n",
                        GET.replace("\r\n\r\n", "\r\nConnection: x, CLOSE\r\n\r\n"),
                        speak(SPOKEN, "Connection: close\r\n")):
            with self.subTest(request=request[:60]):
                connection = self.connection().send(request, GET)
                answer = connection.answer()
                self.assertEqual((200, "close"), (answer.status, answer.headers["connection"]))
                self.closes(connection)

    def test_oldClient_keepsItsConnectionWhenItAsks(self):
        connection = self.connection()
        for _ in range(2):
            answer = connection.send("GET /health HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").answer()
            self.assertEqual((200, "keep-alive"), (answer.status, answer.headers["connection"]))

    def test_oldClient_getsItsStreamWithoutChunks(self):
        # It asks to keep the connection, in vain: its end is the stream's.
        asked = speak(SPOKEN, "Connection: keep-alive\r\n").replace("HTTP/1.1", "HTTP/1.0")
        answer = self.connection().send(asked).answer()
        self.assertEqual("close", answer.headers["connection"])
        self.assertFalse({"transfer-encoding", "trailer"} & set(answer.headers))
        self.check_audio(answer.body, {})

    def test_expectation_ofABodyThatIsRefused_isNotMet(self):
        answer = self.connection().send(speak_head(f"{CONTINUE}Content-Length: 99999999\r\n")).answer()
        self.assertEqual((413, "close"), (answer.status, answer.headers["connection"]))

    def test_expectation_withTheBodyAtHand_needsNoInterimAnswer(self):
        self.assertEqual(200, self.connection().send(speak(SPOKEN, CONTINUE)).answer().status)

    def test_expectation_ofAnOldClient_isPassedOver(self):
        body = json.dumps(spoken(SPOKEN))
        connection = self.connection().send(speak_head(f"{CONTINUE}Content-Length: {len(body)}\r\n", version="1.0"))
        self.assertEqual(200, connection.send(body).answer().status)


class BehindNginxThatStreams(Caller, Spoken):
    # It passes trailers from 1.27.2 on only, and where it is told to.
    trailers_pass = False
    settings = 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; proxy_request_buffering off;'

    @classmethod
    def setUpClass(cls):
        proxy = nginx(HOST.port, cls.settings)
        cls.addClassCleanup(proxy.close)
        cls.port = proxy.port


class BehindNginxThatBuffers(BehindNginxThatStreams):
    settings = 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering on;'


class BehindNginxAsItComes(BehindNginxThatStreams):
    """It speaks HTTP/1.0 to the host, where only a reset tells a cut stream."""

    settings = ""


class BehindHaproxy(Caller, Spoken):
    @classmethod
    def setUpClass(cls):
        proxy = haproxy(HOST.port)
        cls.addClassCleanup(proxy.close)
        cls.port = proxy.port


class Curl(Spoken):
    def curl(self, *arguments, path=SPEAK):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                ["curl", "--silent", "--http1.1", "--max-time", "20", "--dump-header", f"{folder}/head", "--output",
                 f"{folder}/body",
                 "--write-out", "%{http_code} %{num_connects}\n", "--header", f"Authorization: Bearer {KEY}", "--header",
                 "Accept: audio/*", *arguments, f"http://127.0.0.1:{HOST.port}{path}"],
                capture_output=True, text=True, check=False)
            files = [Path(folder, name) for name in ("head", "body")]
            head, body = [file.read_bytes() if file.exists() else b"" for file in files]
        lines = [line.split(": ", 1) for line in head.decode().splitlines() if ": " in line]
        return done, {name.lower(): value for name, value in lines}, head, body

    def test_stream_arrivesWithItsTrailers(self):
        done, fields, _, audio = self.curl("--data", json.dumps(spoken(SPOKEN)))
        self.assertEqual("200 1\n", done.stdout)
        self.assertIn(SAMPLES, fields)
        self.assertIn(CRC, fields)
        self.check_audio(audio, fields)

    def test_chunkedUpload_withAnExpectation_isServed(self):
        done, fields, head, audio = self.curl("--data", json.dumps(spoken(SPOKEN)), "--header", "Transfer-Encoding: chunked",
                                              "--header", "Expect: 100-continue", "--expect100-timeout", "20")
        self.assertEqual("200 1\n", done.stdout)
        self.assertTrue(head.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"), head)
        self.check_audio(audio, fields)

    def test_secondRequest_usesTheSameConnection(self):
        for request in (("--head",), ()):
            done, _, _, _ = self.curl(*request, "--output", "/dev/null", f"http://127.0.0.1:{HOST.port}/health", path="/health")
            self.assertEqual((0, "200 1\n200 0\n"), (done.returncode, done.stdout))

    def test_failedStream_isAPartialFile(self):
        done, _, _, _ = self.curl("--data", json.dumps(spoken("fail:30")))
        self.assertIn(done.returncode, (18, 56), done)


class Wrk(unittest.TestCase):
    def wrk(self, script, path):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "w.lua").write_text(script)
            done = subprocess.run(["wrk", "-t1", "-c8", "-d1s", "-s", f"{folder}/w.lua", f"http://127.0.0.1:{HOST.port}{path}"],
                                  capture_output=True, text=True, check=True)
        self.assertNotIn("Socket errors", done.stdout)
        self.assertNotIn("Non-2xx", done.stdout)
        self.assertRegex(done.stdout, r"\b[1-9]\d* requests in")

    def test_shortAnswers_comeWithoutErrors(self):
        self.wrk("", "/health")

    def test_pipelinedAnswers_comeWithoutErrors(self):
        self.wrk('init = function() r = string.rep(wrk.format("GET"), 8) end request = function() return r end', "/health")

    def test_streams_comeWithoutErrors(self):
        self.wrk(f"""wrk.method = "POST" wrk.body = [[{json.dumps(spoken("Hi."))}]]
                     wrk.headers["Authorization"] = "Bearer {KEY}" wrk.headers["Accept"] = "audio/*" """, SPEAK)


class PythonClient(Spoken):
    def setUp(self):
        self.connection = HOST.connect()
        self.addCleanup(self.connection.close)
        self.headers = {"Authorization": f"Bearer {KEY}", "Accept": "audio/*"}

    def ask(self, text, pieces=False):
        body = json.dumps(spoken(text)).encode()
        sent = iter([body[:9], body[9:]]) if pieces else body
        self.connection.request("POST", SPEAK, sent, self.headers, encode_chunked=pieces)
        return self.connection.getresponse()

    def test_connection_isKeptOverStreamsUploadsAndHeads(self):
        self.connection.connect()
        wire = self.connection.sock
        for pieces in (False, True):
            self.check_audio(self.ask(SPOKEN, pieces).read(), {})
            self.connection.request("HEAD", "/health")
            self.assertEqual(b"", self.connection.getresponse().read())
        self.assertIs(wire, self.connection.sock)

    def test_failedStream_isIncomplete(self):
        with self.assertRaises((http.client.IncompleteRead, ConnectionError)):
            self.ask("fail:30").read()


if __name__ == "__main__":
    unittest.main()
