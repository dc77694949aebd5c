"""What a caller does with a host, whose engine is engine-faulty, through whatever stands between them."""
import json
import ssl
import unittest
import zlib

from host_process import wait_for
from raw_connection import RawConnection
from raw_stream import RawStream
from running_host import MODULE

SPEAK = MODULE + "/speak"
SPOKEN = "Sixteen letters."
CUT = (EOFError, ConnectionError, ssl.SSLEOFError)
SAMPLES, CRC = "x-scaispeak-samples", "x-scaispeak-crc32"
GET = "GET /health HTTP/1.1\r\nHost: h\r\n\r\n"
HEAD = GET.replace("GET", "HEAD")
CONTINUE = "Expect: 100-continue\r\n"


def use(host):
    """The host of all that is below; gives a key of it, and a voice."""
    global HOST, KEY, VOICE
    HOST, KEY = host, host.key()
    VOICE = HOST.ask("GET", f"{MODULE}/voices?limit=1", KEY).data()["items"][0]["voice_id"]
    return KEY, VOICE


def spoken(text):
    return {"voice_id": VOICE, "text": text, "response_format": "pcm", "sample_rate": 24000}


def speak_head(framing, accept="audio/*", version="1.1"):
    return f"POST {SPEAK} HTTP/{version}\r\nHost: h\r\nAuthorization: Bearer {KEY}\r\nAccept: {accept}\r\n{framing}\r\n"


def speak(text, fields=""):
    body = json.dumps(spoken(text))
    return speak_head(f"Content-Length: {len(body)}\r\n{fields}") + body


def chunked(body, size):
    return "".join(f"{len(piece):x}\r\n{piece}\r\n" for piece in
                   (body[at:at + size] for at in range(0, len(body), size)))


def pcm_of(text):
    return bytes(len(text) * 480 * 2)


class Spoken(unittest.TestCase):
    def check_audio(self, audio, trailers):
        """Whole, and the trailers that have come are about it."""
        self.assertEqual(pcm_of(SPOKEN), audio)
        self.assertEqual(str(len(audio) // 2), trailers.get(SAMPLES, str(len(audio) // 2)))
        self.assertEqual(f"{zlib.crc32(audio):08x}", trailers.get(CRC, f"{zlib.crc32(audio):08x}"))


class Caller:
    """What holds for every caller, whatever stands between: `port` of the class says where to, `tls` is an SSLContext or None."""

    trailers_pass = True
    tls = None

    def connection(self):
        connection = RawConnection(self.port, self.tls)
        self.addCleanup(connection.close)
        return connection

    def stream(self, text):
        stream = RawStream(self.port, SPEAK, KEY, spoken(text), tls=self.tls)
        self.addCleanup(stream.close)
        return stream

    def speaking(self, text):
        stream = self.stream(text)
        self.assertEqual(200, stream.head()[0])
        return stream

    def idle(self):
        wait_for(lambda: HOST.metric("scaispeak_engine_calls_active") == 0, 5, "the engine's return")

    def test_connection_servesOneRequestAfterTheOther(self):
        connection = self.connection()
        for _ in range(3):
            self.assertEqual(200, connection.send(GET).answer().status)
            self.assertEqual(404, connection.send(GET.replace("health", "nowhere")).answer().status)
        answer = connection.send(speak(SPOKEN)).answer()
        self.check_audio(answer.body, answer.trailers)
        self.assertEqual(200, connection.send(GET).answer().status)

    def test_pipelinedRequests_areAnsweredInOrder(self):
        connection = self.connection().send(GET, speak(SPOKEN), HEAD, GET.replace("health", "nowhere"), speak(SPOKEN), GET)
        found = [connection.answer(to_head=at == 2) for at in range(6)]
        self.assertEqual([200, 200, 200, 404, 200, 200], [answer.status for answer in found])
        for at in (1, 4):
            self.check_audio(found[at].body, found[at].trailers)

    def test_head_isAnsweredAsGetWithoutTheBody(self):
        connection = self.connection()
        got, head = connection.send(GET).answer(), connection.send(HEAD).answer(to_head=True)
        self.assertEqual(got.status, head.status)
        for name in ("content-length", "content-type"):
            self.assertEqual(got.headers.get(name), head.headers.get(name), name)
        # Were there a body, it would be taken for the next answer.
        self.assertEqual(200, connection.send(GET).answer().status)

    def test_expectation_isMetBeforeTheBodyIsSent(self):
        body = json.dumps(spoken(SPOKEN))
        connection = self.connection().send(speak_head(f"{CONTINUE}Content-Length: {len(body)}\r\n"))
        self.assertEqual(100, connection.answer().status)
        answer = connection.send(body).answer()
        self.check_audio(answer.body, answer.trailers)

    def test_chunkedUpload_isReadWhole(self):
        body = json.dumps(spoken(SPOKEN))
        for size in (1, 7, len(body)):
            connection = self.connection().send(speak_head("Transfer-Encoding: chunked\r\n"), chunked(body, size), "0\r\n\r\n")
            answer = connection.answer()
            self.assertEqual(200, answer.status, answer.body)
            self.check_audio(answer.body, answer.trailers)
            self.assertEqual(200, connection.send(GET).answer().status)

    def test_stream_endsWithTrailers(self):
        stream = self.speaking(SPOKEN)
        audio, trailers = stream.all()
        self.check_audio(audio, trailers)
        self.assertEqual(self.trailers_pass, SAMPLES in trailers and CRC in trailers, trailers)

    def test_firstAudio_comesBeforeTheEngineIsDone(self):
        # 20 ms are made and then no more: what does not come with them never does.
        stream = self.speaking("hang:1")
        self.assertNotEqual(b"", stream.chunk())
        self.assertEqual(1, HOST.metric("scaispeak_engine_calls_active"))
        stream.close()
        self.idle()

    def test_callerWhoLeaves_freesTheEngine(self):
        for text in ("slow", "hang", "hang:3"):
            with self.subTest(text=text):
                stream = self.speaking(text) if text != "hang" else self.stream(text)
                wait_for(lambda: HOST.metric("scaispeak_engine_calls_active") == 1, 5, "the engine's call")
                stream.close()
                self.idle()

    def test_failedStream_isSeenAsCut(self):
        for text in ("fail:30", "fail:1"):
            with self.assertRaises(CUT, msg=text):
                self.speaking(text).all()

    def test_failureBeforeTheFirstSample_keepsItsStatus(self):
        answer = self.connection().send(speak("fail")).answer()
        self.assertEqual(502, answer.status)
        self.assertEqual("SCAISPEAK_BACKEND_ERROR", json.loads(answer.body)["error"]["code"])
