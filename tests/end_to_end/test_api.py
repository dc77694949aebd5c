"""The API of a real host: who may do what, what is refused with which words, and what is not built yet."""
import json
import subprocess
import time
import unittest

from host_process import wait_for
from running_host import BUILD, MODULE, RunningHost

SPEAK = MODULE + "/speak"
ANY_ID = "voc_aaaaaaaaaaaaaaaaaaaa"

# method, path, permission: every route of the contract that this version answers with 501 NOT_IMPLEMENTED.
UNBUILT = [
    ("POST", "/oai/v1/audio/speech", "scaispeak:synthesize"),
    ("POST", MODULE + "/voices", "scaispeak:voice.write"),
    ("GET", MODULE + "/voices/record", "scaispeak:voice.write"),
    ("PATCH", MODULE + "/voices/x", "scaispeak:voice.write"),
    ("DELETE", MODULE + "/voices/x", "scaispeak:voice.write"),
    ("POST", MODULE + "/voices/x/share", "scaispeak:voice.share"),
    ("POST", MODULE + "/voices/x/repromote", "scaispeak:voice.write"),
    ("POST", MODULE + "/voices/x/warm", "scaispeak:voice.write"),
    ("GET", MODULE + "/voices/x/warm", "scaispeak:voice.read"),
    ("GET", MODULE + "/speak/jobs", "scaispeak:synthesize"),
    ("GET", MODULE + "/speak/jobs/x", "scaispeak:synthesize"),
    ("GET", MODULE + "/speak/jobs/x/audio", "scaispeak:synthesize"),
    ("POST", MODULE + "/speak/jobs/x/retry", "scaispeak:synthesize"),
    ("DELETE", MODULE + "/speak/jobs/x", "scaispeak:synthesize"),
    ("GET", MODULE + "/stream/speak", "scaispeak:synthesize"),
    ("GET", MODULE + "/admin/erasure/audit", "scaispeak:admin"),
    ("GET", MODULE + "/admin/blocklist", "scaispeak:admin"),
    ("POST", MODULE + "/admin/blocklist", "scaispeak:admin"),
    ("DELETE", MODULE + "/admin/blocklist/x", "scaispeak:admin"),
    ("GET", MODULE + "/admin/usage", "scaispeak:admin"),
    ("GET", MODULE + "/admin/budget", "scaispeak:admin"),
    ("PUT", MODULE + "/admin/budget", "scaispeak:admin"),
]

# What is wrong with a body of /speak, the status, the code, and the fields named.
BAD_BODIES = [
    ("", 400, "MALFORMED_REQUEST", []),
    ("{", 400, "MALFORMED_REQUEST", []),
    (b'{"text":"\xff"}', 400, "MALFORMED_REQUEST", []),
    (r'{"text":"\ud800"}', 400, "MALFORMED_REQUEST", []),
    ("[" * 40 + "]" * 40, 400, "MALFORMED_REQUEST", []),
    ("[]", 422, "VALIDATION_ERROR", [""]),
    ("{}", 422, "VALIDATION_ERROR", ["text", "voice_id"]),
    ({"voice_id": 1, "text": 2}, 422, "VALIDATION_ERROR", ["text", "voice_id"]),
    ({"voice_id": "v", "text": ""}, 422, "VALIDATION_ERROR", ["text"]),
    ({"voice_id": "v", "text": "a\u0000b"}, 422, "VALIDATION_ERROR", ["text"]),
    ({"voice_id": "v", "text": "a\rb"}, 422, "VALIDATION_ERROR", ["text"]),
    ({"voice_id": "v", "text": "x" * 100001}, 422, "VALIDATION_ERROR", ["text"]),
    ('{"voice_id":"v","text":"a","speed":1e400}', 422, "VALIDATION_ERROR", ["speed"]),
    ({"voice_id": "v", "text": "a", "speed": 2.1, "sample_rate": 12345, "response_format": "aac",
      "language_hint": "english", "cfg_value": -1, "warmup_trim_ms": 0.5, "normalize_text": "yes",
      "backend_preference": "fast", "force_async": 1, "save_to": []}, 422, "VALIDATION_ERROR",
     ["backend_preference", "cfg_value", "force_async", "language_hint", "normalize_text", "response_format", "sample_rate",
      "save_to", "speed", "warmup_trim_ms"]),
    ({"voice_id": "v", "text": "a", "save_to": {"overwrite": 1}}, 422, "VALIDATION_ERROR",
     ["save_to.overwrite", "save_to.share_id"]),
    ({"voice_id": "v", "text": "a", "text_format": "ssml", "timestamps": True}, 422, "VALIDATION_ERROR",
     ["text_format", "timestamps"]),
    ({"voice_id": ANY_ID, "text": "a"}, 404, "SCAISPEAK_VOICE_NOT_FOUND", []),
]


class Api(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = RunningHost()
        cls.addClassCleanup(cls.host.close)
        cls.admin = cls.host.key()
        cls.nobody = cls.host.key("tenant_user", user="usr_nobody")
        cls.platform = cls.host.key("super_admin", user="usr_platform")
        cls.voice = cls.host.voice(cls.admin)

    def refused(self, answer, status, code):
        self.assertEqual((status, code), (answer.status, answer.code()), answer.body[:300])
        body = answer.json()
        self.assertEqual("error", body["status"])
        self.assertTrue(body["error"]["message"])
        self.assertEqual(answer.headers["X-Request-Id"], body["meta"]["request_id"])
        return body["error"]

    def test_unbuiltRoutes_checkCredentialAndPermissionFirst(self):
        for method, path, permission in UNBUILT:
            with self.subTest(method=method, path=path):
                self.refused(self.host.ask(method, path), 401, "AUTH_TOKEN_MISSING")
                denied = self.refused(self.host.ask(method, path, self.nobody), 403, "AUTHZ_PERMISSION_DENIED")
                self.assertIn(permission, denied["message"])
                self.refused(self.host.ask(method, path, self.admin), 501, "NOT_IMPLEMENTED")

    def test_superAdminRoutes_refuseTenantAdmins(self):
        for method, path in (("POST", MODULE + "/admin/voices/global"), ("DELETE", MODULE + "/admin/voices/global/x")):
            self.refused(self.host.ask(method, path, self.admin), 403, "AUTHZ_PERMISSION_DENIED")
            self.refused(self.host.ask(method, path, self.platform), 501, "NOT_IMPLEMENTED")
        self.refused(self.host.ask("GET", "/v1/infra/plugins", self.admin), 403, "AUTHZ_PERMISSION_DENIED")

    def test_webrtc_namesThePackage(self):
        path = MODULE + "/stream/speak/webrtc/sessions"
        self.refused(self.host.ask("POST", path, self.nobody), 403, "AUTHZ_PERMISSION_DENIED")
        for method, one in (("POST", path), ("PATCH", path + "/x"), ("DELETE", path + "/x")):
            error = self.refused(self.host.ask(method, one, self.admin), 501, "SCAISPEAK_WEBRTC_UNAVAILABLE")
            self.assertIn("scaispeak-transport-webrtc", error["message"])

    def test_scaidrive_isNotThere(self):
        for path in ("/scaidrive/shares", "/scaidrive/folders/x/children?share_id=s"):
            self.refused(self.host.ask("GET", MODULE + path, self.admin), 404, "SCAISPEAK_SCAIDRIVE_NOT_AVAILABLE")

    def test_saveTo_withAnApiKeyIsRefusedBeforeTheVoiceIsLookedUp(self):
        body = {"voice_id": ANY_ID, "text": "a", "save_to": {"share_id": "shr_1"}}
        self.refused(self.host.ask("POST", SPEAK, self.admin, body), 403, "SCAISPEAK_SAVE_TO_REQUIRES_JWT")

    def test_bodies_areRefusedWithEveryFault(self):
        for body, status, code, fields in BAD_BODIES:
            with self.subTest(body=str(body)[:80]):
                error = self.refused(self.host.ask("POST", SPEAK, self.admin, body), status, code)
                self.assertEqual(fields, sorted(row["field"] for row in error.get("details", [])))

    def test_duplicateKeys_theLastWins(self):
        body = f'{{"voice_id":"{self.voice}","text":1,"text":"Hello.","response_format":"pcm"}}'
        self.assertEqual(200, self.host.ask("POST", SPEAK, self.admin, body).status)

    def test_largeBodies_areRefusedAfterTheCredential(self):
        large = "x" * (2 * 1024 * 1024 + 1)
        self.refused(self.host.ask("POST", SPEAK, None, large), 401, "AUTH_TOKEN_MISSING")
        self.refused(self.host.ask("POST", SPEAK, self.admin, large), 413, "PAYLOAD_TOO_LARGE")

    def test_accept_ofAnotherAudioTypeIsNotAcceptable(self):
        body = {"voice_id": self.voice, "text": "Hello.", "response_format": "mp3"}
        for accept in ("audio/flac", "text/html"):
            self.refused(self.host.ask("POST", SPEAK, self.admin, body, {"Accept": accept}), 406, "NOT_ACCEPTABLE")

    def test_longTextAsJson_isAJobWhichIsNotThereYet(self):
        body = {"voice_id": self.voice, "text": "x" * 2001}
        self.refused(self.host.ask("POST", SPEAK, self.admin, body), 501, "NOT_IMPLEMENTED")
        body = {"voice_id": self.voice, "text": "x", "force_async": True}
        self.refused(self.host.ask("POST", SPEAK, self.admin, body), 501, "NOT_IMPLEMENTED")

    def test_pathsAndMethods(self):
        self.refused(self.host.ask("GET", "/nowhere"), 404, "NOT_FOUND")
        self.refused(self.host.ask("GET", MODULE + "/speak/../voices"), 404, "NOT_FOUND")
        answer = self.host.ask("DELETE", SPEAK)
        self.refused(answer, 405, "METHOD_NOT_ALLOWED")
        self.assertEqual("POST", answer.headers["Allow"])

    def test_credentials_badOnesAreInvalid(self):
        for credential in ("sgk_" + "a" * 40, "sgk_short", "nonsense", "eyJhbGciOiJub25lIn0.e30."):
            self.refused(self.host.ask("GET", "/v1/me", credential), 401, "AUTH_TOKEN_INVALID")
        answer = self.host.ask("GET", "/v1/me", headers={"Authorization": "Basic dTpw"})
        self.refused(answer, 401, "AUTH_TOKEN_INVALID")

    def test_requestId_ofTheCallerIsKept(self):
        answer = self.host.ask("GET", "/v1/me", self.admin, headers={"X-Request-Id": "my-own-id_123"})
        self.assertEqual("my-own-id_123", answer.json()["meta"]["request_id"])
        wait_for(lambda: '"request_id":"my-own-id_123"' in self.host.log(), 5, "the log line")
        for bad in ("short", "with space in it", "x" * 65):
            answer = self.host.ask("GET", "/health", headers={"X-Request-Id": bad})
            self.assertTrue(answer.headers["X-Request-Id"].startswith("req_"))

    def test_me_saysWhoIsCalling(self):
        data = self.host.ask("GET", "/v1/me", self.platform).data()
        self.assertEqual(("usr_platform", "tnt_test", True), (data["user_id"], data["tenant_id"], data["super_admin"]))
        data = self.host.ask("GET", "/v1/me", self.host.key("tenant_viewer", user="v")).data()
        self.assertEqual((["tenant_viewer"], ["scaispeak:voice.read"]), (data["roles"], data["permissions"]))

    def test_apiKeys_liveAndDie(self):
        made = self.host.ask("POST", "/v1/api-keys", self.admin, {"name": "mine", "permissions": ["scaispeak:voice.read"]})
        self.assertEqual(201, made.status, made.body)
        key = made.data()
        self.assertTrue(key["id"].startswith("key_"))
        self.assertEqual(["scaispeak:voice.read"], self.host.ask("GET", "/v1/me", key["key"]).data()["permissions"])
        self.refused(self.host.ask("POST", SPEAK, key["key"], {}), 403, "AUTHZ_PERMISSION_DENIED")
        self.refused(self.host.ask("POST", "/v1/api-keys", key["key"], {"name": "more"}), 403, "AUTHZ_PERMISSION_DENIED")
        listed = {row["id"]: row for row in self.host.ask("GET", "/v1/api-keys", self.admin).data()["items"]}
        self.assertEqual(key["key"][:8] + "…" + key["key"][-4:], listed[key["id"]]["key"])
        other = self.host.key(tenant="tnt_other")
        self.refused(self.host.ask("DELETE", "/v1/api-keys/" + key["id"], other), 404, "NOT_FOUND")
        gone = self.host.ask("DELETE", "/v1/api-keys/" + key["id"], self.admin)
        self.assertEqual((200, key["id"]), (gone.status, gone.data()["id"]))
        self.refused(self.host.ask("GET", "/v1/me", key["key"]), 401, "AUTH_TOKEN_INVALID")
        self.assertNotIn(key["key"], self.host.log())
        bad = self.host.ask("POST", "/v1/api-keys", self.admin, {"expires_at": "2020-01-01T00:00:00Z", "permissions": "x"})
        error = self.refused(bad, 422, "VALIDATION_ERROR")
        self.assertEqual(["expires_at", "name", "permissions"], sorted(row["field"] for row in error["details"]))

    def test_voices_filtersAndPages(self):
        path = MODULE + "/voices"
        first = self.host.ask("GET", path + "?limit=7", self.admin).json()
        self.assertTrue(first["pagination"]["has_more"])
        self.assertEqual(7, len(first["data"]["items"]))
        german = self.host.ask("GET", path + "?language=de", self.admin).data()["items"]
        self.assertTrue(german and all(voice["language_primary"].startswith("de") for voice in german))
        self.assertEqual([], self.host.ask("GET", path + "?scope=user", self.admin).data()["items"])
        for query in ("limit=0", "limit=201", "limit=x", "scope=world", "gender=x", "embedding_status=x", "cursor=garbage"):
            error = self.refused(self.host.ask("GET", f"{path}?{query}", self.admin), 422, "VALIDATION_ERROR")
            self.assertEqual(query.split("=")[0], error["details"][0]["field"])
        self.refused(self.host.ask("GET", path + "?q=%zz", self.admin), 400, "MALFORMED_REQUEST")
        one = self.host.ask("GET", f"{path}/{self.voice}", self.admin).data()
        self.assertEqual(("preset", "global", "ready"), (one["kind"], one["scope"], one["embedding_status"]))
        self.refused(self.host.ask("GET", f"{path}/{ANY_ID}", self.admin), 404, "SCAISPEAK_VOICE_NOT_FOUND")

    def test_plugins_areListedForThePlatform(self):
        rows = {row["id"]: row for row in self.host.ask("GET", "/v1/infra/plugins", self.platform).data()["items"]}
        self.assertEqual({"backend-espeak", "auth-apikey"}, set(rows))
        espeak = rows["backend-espeak"]
        self.assertEqual(("loaded", "plugin", "worker", ["backend"]),
                         (espeak["status"], espeak["threading"], espeak["isolation"], espeak["kinds"]))

    def test_metrics_areThere(self):
        text = self.host.ask("GET", "/metrics").body.decode()
        self.assertIn("scaispeak_http_requests_total", text)
        self.assertIn("scaispeak_first_audio_seconds", text)

    def test_head_hasNoBody(self):
        answer = self.host.ask("HEAD", "/health")
        self.assertEqual((200, b""), (answer.status, answer.body))


class Limits(unittest.TestCase):
    def test_perKey_isToldAndRefused(self):
        host = RunningHost(limits={"key_per_minute": 5, "user_per_minute": 0, "tenant_per_minute": 0})
        self.addCleanup(host.close)
        key, other = host.key(), host.key()
        for left in (4, 3, 2, 1, 0):
            answer = host.ask("GET", "/v1/me", key)
            self.assertEqual((200, str(left)), (answer.status, answer.headers["X-Scaigrid-Ratelimit-Remaining"]))
        answer = host.ask("GET", "/v1/me", key)
        self.assertEqual((429, "RATE_LIMITED"), (answer.status, answer.code()))
        self.assertTrue(0 < int(answer.headers["Retry-After"]) <= 60)
        self.assertLessEqual(abs(int(answer.headers["X-Scaigrid-Ratelimit-Reset"]) - time.time()), 61)
        self.assertEqual(200, host.ask("GET", "/v1/me", other).status)

    def test_badCredentials_areLimitedByAddress(self):
        host = RunningHost()
        self.addCleanup(host.close)
        key = host.key()
        codes = [host.ask("GET", "/v1/me", "sgk_" + "b" * 40).status for _ in range(32)]
        self.assertEqual([401] * 30 + [429] * 2, codes)
        self.assertEqual(200, host.ask("GET", "/v1/me", key).status)


class Degraded(unittest.TestCase):
    def test_noBackend_isNotReadyAndSaysWhy(self):
        host = RunningHost(plugins=[{"id": "backend-espeak", "path": "/nowhere/backend-espeak.so"}], expect_ready=False)
        self.addCleanup(host.close)
        answer = host.ask("GET", MODULE + "/readyz")
        self.assertEqual((503, "NOT_READY"), (answer.status, answer.code()))
        self.assertEqual("slot_not_configured", answer.json()["data"]["checks"]["A"]["reason"])
        rows = host.ask("GET", "/v1/infra/plugins", host.key("super_admin")).data()["items"]
        failed = next(row for row in rows if row["id"] == "backend-espeak")
        self.assertEqual("failed", failed["status"])
        self.assertIn("/nowhere", failed["error"])

    def test_authPluginThatFailed_letsNobodyIn(self):
        host = RunningHost()
        key = host.key()
        self.addCleanup(host.close)
        host.stop()
        host.config["plugins"] = [row if row["id"] != "auth-apikey" else {"id": "auth-apikey", "path": "/nowhere/auth-apikey.so"}
                                  for row in host.config["plugins"]]
        host.config_file.write_text(json.dumps(host.config))
        host.start()
        answer = host.ask("GET", "/v1/me", key)
        self.assertEqual((503, "AUTH_UNAVAILABLE"), (answer.status, answer.code()))

    def test_configurationThatDoesNotFitThePluginsSchema_endsWithItsKey(self):
        host = RunningHost()
        self.addCleanup(host.close)
        host.stop()
        host.config["plugins"][0]["config"] = {"words_per_minute": "fast"}
        host.config_file.write_text(json.dumps(host.config))
        for arguments in ([], ["--check"]):
            ended = subprocess.run([BUILD / "bin/scaispeakd", "--config", host.config_file, *arguments], capture_output=True,
                                   text=True, timeout=30)
            self.assertEqual(2, ended.returncode, ended)
            self.assertRegex(ended.stdout + ended.stderr, "backend-espeak.*words_per_minute")

    def test_commandLine_thatIsWrongEndsWithTwo(self):
        for arguments in (["--bogus"], [], ["--config"], ["--config", "/nowhere.yaml"], ["word"]):
            ended = subprocess.run([BUILD / "bin/scaispeakd", *arguments], capture_output=True, text=True, timeout=30)
            self.assertEqual(2, ended.returncode, (arguments, ended))
            self.assertTrue(ended.stderr or ended.stdout)
        shown = subprocess.run([BUILD / "bin/scaispeakd", "--help"], capture_output=True, text=True, timeout=30)
        self.assertEqual((0, True), (shown.returncode, "--config" in shown.stdout))

    def test_printConfig_masksSecrets(self):
        host = RunningHost(master_key="a very secret master key 0123456789")
        self.addCleanup(host.close)
        shown = subprocess.run([BUILD / "bin/scaispeakd", "--config", host.config_file, "--print-config"], capture_output=True,
                               text=True, check=True).stdout
        self.assertNotIn("very secret", shown)
        self.assertEqual(host.port, json.loads(shown)["listen"]["port"])


if __name__ == "__main__":
    unittest.main()
