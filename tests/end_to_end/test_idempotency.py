"""`Idempotency-Key`: what is sent twice is done once, on one host and on two over one database."""
import sqlite3
import threading
import unittest

from running_host import MODULE, RunningHost

SPEAK = MODULE + "/speak"
KEYS = "/v1/api-keys"


class Idempotency(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = RunningHost()
        cls.addClassCleanup(cls.host.close)
        cls.other = RunningHost(database=cls.host.config["database"])
        cls.addClassCleanup(cls.other.close)
        cls.key = cls.host.key()
        cls.voice = cls.host.voice(cls.key)

    def send(self, path, body, idempotency_key, host=None, key=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return (host or self.host).ask("POST", path, key or self.key, body, {"Idempotency-Key": idempotency_key, **headers})

    def speech(self, text="Hello."):
        return {"voice_id": self.voice, "text": text}

    def refused(self, answer, status, code, reason=None):
        self.assertEqual((status, code), (answer.status, answer.code()), answer.body[:300])
        row = answer.json()["error"]["details"][0]
        self.assertEqual("Idempotency-Key", row["field"])
        if reason:
            self.assertEqual(reason, row["code"])

    def test_newKey_isMadeOnce_andShownAgainToWhoHasTheCredential(self):
        first = self.send(KEYS, {"name": "once"}, "make-1")
        again = self.send(KEYS, {"name": "once"}, "make-1")
        elsewhere = self.send(KEYS, {"name": "once"}, "make-1", self.other)
        self.assertEqual((201, 201, 201), (first.status, again.status, elsewhere.status))
        self.assertEqual([first.data()] * 2, [again.data(), elsewhere.data()])
        self.assertEqual((None, "true"), (first.headers["Idempotent-Replayed"], again.headers["Idempotent-Replayed"]))
        names = [row["name"] for row in self.host.ask("GET", KEYS + "?limit=200", self.key).data()["items"]]
        self.assertEqual(1, names.count("once"))
        self.refused(self.send(KEYS, {"name": "once"}, "make-1", key=self.host.key()), 422, "VALIDATION_ERROR",
                     "key_used_otherwise")

    def test_database_holdsNeitherAnswersNorKeysInTheClear(self):
        made = self.send(KEYS, {"name": "sealed"}, "make-sealed").data()["key"]
        self.send(SPEAK, self.speech("A sealed word."), "speak-sealed")
        with sqlite3.connect(self.host.place / "host.db") as database:
            rows = database.execute("SELECT * FROM idempotency").fetchall()
        held = repr(rows)
        self.assertIn("kept", held)
        for secret in (made, "audio_base64", "sealed", "make-"):
            self.assertNotIn(secret, held)

    def test_anotherBody_isRefused(self):
        self.assertEqual(200, self.send(SPEAK, self.speech(), "speak-1").status)
        for body, path in ((self.speech("Other."), SPEAK), ({"name": "n"}, KEYS)):
            self.refused(self.send(path, body, "speak-1"), 422, "VALIDATION_ERROR", "key_used_otherwise")
        self.refused(self.send(SPEAK, self.speech(), "speak-1", Accept="audio/*"), 422, "VALIDATION_ERROR")

    def test_speech_isGivenAgain(self):
        first = self.send(SPEAK, self.speech("Twice."), "speak-2")
        again = self.send(SPEAK, self.speech("Twice."), "speak-2", self.other)
        self.assertEqual(first.body, again.body)

    def test_largeAudio_andStreams_areSpokenAgain(self):
        large = {**self.speech("A long sentence that goes on. " * 10), "response_format": "wav"}
        for headers in ({}, {"Accept": "audio/*"}):
            with self.subTest(headers=headers):
                name = f"large-{len(headers)}"
                for _ in range(2):
                    answer = self.send(SPEAK, large, name, **headers)
                    self.assertEqual((200, None), (answer.status, answer.headers["Idempotent-Replayed"]))
                    self.assertGreater(len(answer.body), 300000)
                self.refused(self.send(SPEAK, self.speech(), name, **headers), 422, "VALIDATION_ERROR")

    def test_failure_freesTheKey(self):
        self.assertEqual(422, self.send(SPEAK, {"text": "No voice."}, "speak-3").status)
        self.assertEqual(404, self.send(SPEAK, {"voice_id": "voc_x", "text": "No voice."}, "speak-3").status)
        self.assertEqual(501, self.send(MODULE + "/voices", b"", "speak-3").status)
        self.assertEqual(200, self.send(SPEAK, self.speech(), "speak-3").status)

    def test_keysThatAreNone_areRefused(self):
        for bad in ("", "k" * 129, "\u00e9", "tab\there"):
            with self.subTest(key=bad):
                self.refused(self.send(SPEAK, self.speech(), bad.encode("latin-1")), 422, "VALIDATION_ERROR")
        for good in ("k", "k" * 128, 'a "quoted" key'):
            self.assertEqual(200, self.send(SPEAK, self.speech(), good).status)

    def test_users_haveKeysOfTheirOwn(self):
        stranger = self.host.key(user="usr_stranger")
        self.assertEqual(200, self.send(SPEAK, self.speech("Mine."), "shared").status)
        self.assertEqual(200, self.send(SPEAK, self.speech("Yours."), "shared", key=stranger).status)

    def test_manyAtOnce_makeOneKey(self):
        answers = []

        def make(host):
            answers.append(self.send(KEYS, {"name": "race"}, "race", host))

        threads = [threading.Thread(target=make, args=(host,)) for host in (self.host, self.other) * 8]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for answer in answers:
            if answer.status == 503:
                self.refused(answer, 503, "SCAISPEAK_OVERLOADED", "first_call_running")
                self.assertEqual("1", answer.headers["Retry-After"])
            else:
                self.assertEqual(201, answer.status, answer.body)
        self.assertEqual(1, len({answer.data()["id"] for answer in answers if answer.status == 201}))


if __name__ == "__main__":
    unittest.main()
