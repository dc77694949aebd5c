"""Which browser pages may read the host's answers: those of the origins named, and no others."""
import unittest

from running_host import MODULE, RunningHost

APP = "https://app.example.org"
STRANGER = "https://stranger.example.org"
SPEAK = MODULE + "/speak"


def allowed(answer):
    return answer.headers["Access-Control-Allow-Origin"]


class Cors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = RunningHost(cors_origins=(APP, "http://localhost:3000"))
        cls.addClassCleanup(cls.host.close)
        cls.key = cls.host.key()

    def preflight(self, origin, path=SPEAK, method="POST"):
        return self.host.ask("OPTIONS", path, headers={"Origin": origin, "Access-Control-Request-Method": method,
                                                       "Access-Control-Request-Headers": "authorization, idempotency-key"})

    def test_origin_thatIsNamed_mayReadEveryAnswer(self):
        voice = self.host.voice(self.key)
        body = {"voice_id": voice, "text": "Hello."}
        origin = {"Origin": APP}
        for answer in (self.host.ask("GET", "/health", headers=origin), self.host.ask("GET", "/v1/me", headers=origin),
                       self.host.ask("GET", "/nowhere", headers=origin), self.host.ask("POST", SPEAK, self.key, body, origin),
                       self.host.ask("POST", SPEAK, self.key, body, {**origin, "Accept": "audio/*"})):
            self.assertEqual((APP, "Origin"), (allowed(answer), answer.headers["Vary"]))
            self.assertIn("X-Request-Id", answer.headers["Access-Control-Expose-Headers"])
            self.assertNotIn("Access-Control-Allow-Credentials", answer.headers)

    def test_otherOrigins_mayNot(self):
        for origin in (STRANGER, "null", APP + ".evil.example", APP.upper(), "http://app.example.org", APP + "/", ""):
            with self.subTest(origin=origin):
                answer = self.host.ask("GET", "/health", headers={"Origin": origin})
                self.assertEqual((200, None, "Origin"), (answer.status, allowed(answer), answer.headers["Vary"]))

    def test_preflight_tellsMethodsAndHeaders(self):
        answer = self.preflight(APP)
        self.assertEqual((204, APP, "POST"), (answer.status, allowed(answer), answer.headers["Access-Control-Allow-Methods"]))
        self.assertEqual(b"", answer.body)
        for header in ("Authorization", "Idempotency-Key", "Content-Type"):
            self.assertIn(header, answer.headers["Access-Control-Allow-Headers"])
        answer = self.preflight(APP, MODULE + "/voices/x", "DELETE")
        self.assertEqual((204, "GET, HEAD, PATCH, DELETE"), (answer.status, answer.headers["Access-Control-Allow-Methods"]))

    def test_preflight_ofStrangersAndOfNoPath_isRefused(self):
        self.assertEqual((405, None), (self.preflight(STRANGER).status, allowed(self.preflight(STRANGER))))
        self.assertEqual(404, self.preflight(APP, "/nowhere").status)
        self.assertEqual(405, self.host.ask("OPTIONS", SPEAK, headers={"Origin": APP}).status)


class Closed(unittest.TestCase):
    def test_withoutOrigins_nothingIsSaid(self):
        host = RunningHost()
        self.addCleanup(host.close)
        answer = host.ask("GET", "/health", headers={"Origin": APP})
        self.assertEqual((None, None), (allowed(answer), answer.headers["Vary"]))
        asked = {"Origin": APP, "Access-Control-Request-Method": "POST"}
        self.assertEqual(405, host.ask("OPTIONS", SPEAK, headers=asked).status)


if __name__ == "__main__":
    unittest.main()
