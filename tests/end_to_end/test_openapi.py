"""The OpenAPI document of a real host against what that host really answers."""
import json
import subprocess
import unittest

from running_host import MODULE, ROOT, RunningHost

FILE = ROOT / "host/http/openapi.json"
NPM = ROOT / "tests/npm"
SPEAK = MODULE + "/speak"
VOICES = MODULE + "/voices"
ANY_VOICE = "voc_aaaaaaaaaaaaaaaaaaaa"


def escaped(part):
    return part.replace("~", "~0").replace("/", "~1")


def case(method, pattern, answer):
    """An answer, and where the document says what it looks like."""
    media_type = answer.headers["Content-Type"].split(";")[0]
    parts = ["paths", pattern, method.lower(), "responses", str(answer.status), "content", media_type, "schema"]
    body = answer.json() if media_type == "application/json" else answer.body.decode()
    return {"name": f"{method} {pattern} {answer.status}", "pointer": "".join("/" + escaped(part) for part in parts), "body": body}


def node(script, document, given=""):
    ended = subprocess.run(["node", NPM / script, document], input=given, capture_output=True, text=True, timeout=60)
    if ended.returncode != 0:
        raise AssertionError(f"{script} (packaging/setup --tests installs what it needs): {ended.stderr[-2000:]}")
    return json.loads(ended.stdout)


def faults_of(cases):
    return node("validate.mjs", FILE, json.dumps(cases))


class OpenApi(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = RunningHost()
        cls.addClassCleanup(cls.host.close)
        cls.admin = cls.host.key()
        cls.nobody = cls.host.key("tenant_user", user="usr_nobody")
        cls.platform = cls.host.key("super_admin", user="usr_platform")
        cls.voice = cls.host.voice(cls.admin)
        cls.document = json.loads(FILE.read_text())

    def cases(self, calls):
        for status, method, pattern, path, key, body in calls:
            answer = self.host.ask(method, path or pattern, key, body)
            self.assertEqual(status, answer.status, (method, path or pattern, answer.body[:300]))
            yield case(method, pattern, answer)

    def assertDocumented(self, calls):
        self.assertEqual([], faults_of(list(self.cases(calls))))

    def test_document_isTheFileAndNamesItsVersion(self):
        answer = self.host.ask("GET", "/openapi.json")
        self.assertEqual((200, "application/json"), (answer.status, answer.headers["Content-Type"]))
        self.assertEqual(FILE.read_bytes(), answer.body)
        self.assertTrue(answer.json()["openapi"].startswith("3.1."))
        self.assertRegex(answer.json()["info"]["version"], r"^\d+\.\d+\.\d+$")

    def test_document_isWhatOpenApiAllows(self):
        self.assertEqual({"version": "3.1", "valid": True}, node("check_document.mjs", FILE))
        broken = self.host.place / "broken.json"
        broken.write_text(json.dumps({**self.document, "paths": {"me": {"get": {"responses": 200}}}}))
        self.assertFalse(node("check_document.mjs", broken)["valid"])

    def test_everyOperation_isThereAndWantsWhatItSays(self):
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                with self.subTest(method=method, path=path):
                    permission = operation["x-permission"]
                    real = path.replace("{id}", "x")
                    stranger = self.host.ask(method.upper(), real)
                    self.assertEqual(200 if permission is None else 401, stranger.status)
                    if permission in (None, "signed-in"):
                        continue
                    denied = self.host.ask(method.upper(), real, self.nobody)
                    self.assertEqual((403, "AUTHZ_PERMISSION_DENIED"), (denied.status, denied.code()))
                    self.assertIn(permission, denied.json()["error"]["message"])

    def test_successes_lookAsDocumented(self):
        speech = {"voice_id": self.voice, "text": "Hello.", "response_format": "pcm", "sample_rate": 8000}
        self.assertDocumented([
            (200, "GET", "/health", None, None, None),
            (200, "GET", "/health/ready", None, None, None),
            (200, "GET", "/metrics", None, None, None),
            (200, "GET", "/openapi.json", None, None, None),
            (200, "GET", "/v1/me", None, self.admin, None),
            (200, "GET", "/v1/infra/nodes", None, self.platform, None),
            (200, "GET", "/v1/infra/plugins", None, self.platform, None),
            (200, "GET", VOICES, VOICES + "?limit=3", self.admin, None),
            (200, "GET", VOICES + "/{id}", f"{VOICES}/{self.voice}", self.admin, None),
            (200, "POST", VOICES + "/{id}/preview", f"{VOICES}/{self.voice}/preview", self.admin, {"text": "Hello."}),
            (200, "POST", SPEAK, None, self.admin, speech),
            (200, "GET", MODULE + "/healthz", None, None, None),
            (200, "GET", MODULE + "/readyz", None, None, None),
        ])

    def test_apiKeys_lookAsDocumentedFromBirthToRevocation(self):
        made = self.host.ask("POST", "/v1/api-keys", self.admin, {"name": "mine", "expires_at": "2090-01-01T00:00:00Z"})
        self.assertEqual(201, made.status, made.body)
        path = "/v1/api-keys/" + made.data()["id"]
        listed = self.host.ask("GET", "/v1/api-keys?limit=1", self.admin)
        revoked = self.host.ask("DELETE", path, self.admin)
        again = self.host.ask("DELETE", "/v1/api-keys/key_nowhere", self.admin)
        self.assertEqual((200, 200, 404), (listed.status, revoked.status, again.status))
        self.assertEqual([], faults_of([case("POST", "/v1/api-keys", made), case("GET", "/v1/api-keys", listed),
                                        case("DELETE", "/v1/api-keys/{id}", revoked), case("DELETE", "/v1/api-keys/{id}", again)]))

    def test_roles_lookAsDocumentedFromMakingToDeletion(self):
        roles, users = "/v1/iam/custom-roles", "/v1/iam/users/{id}"
        made = self.host.ask("POST", roles, self.admin, {"name": "listener", "permissions": ["scaispeak:voice.read"]})
        self.assertEqual(201, made.status, made.body)
        path = f"{roles}/{made.data()['id']}"
        given = {"roles": ["listener"], "permissions": []}
        self.assertEqual([], faults_of([case("POST", roles, made)]))
        self.assertDocumented([
            (200, "GET", roles, None, self.admin, None),
            (200, "PATCH", roles + "/{id}", path, self.admin, {"permissions": []}),
            (200, "PUT", users, "/v1/iam/users/usr_x", self.admin, given),
            (200, "DELETE", roles + "/{id}", path, self.admin, None),
            (404, "DELETE", roles + "/{id}", path, self.admin, None),
            (422, "PUT", users, "/v1/iam/users/usr_x", self.admin, given),
        ])

    def test_refusals_lookAsDocumented(self):
        self.assertDocumented([
            (401, "GET", "/v1/me", None, None, None),
            (401, "GET", "/v1/me", None, "sgk_" + "a" * 40, None),
            (403, "GET", "/v1/infra/plugins", None, self.admin, None),
            (400, "GET", VOICES, VOICES + "?q=%zz", self.admin, None),
            (422, "GET", VOICES, VOICES + "?limit=0", self.admin, None),
            (404, "GET", VOICES + "/{id}", f"{VOICES}/{ANY_VOICE}", self.admin, None),
            (422, "POST", "/v1/api-keys", None, self.admin, {}),
            (400, "POST", SPEAK, None, self.admin, "{"),
            (413, "POST", SPEAK, None, self.admin, "x" * (2 * 1024 * 1024 + 1)),
            (422, "POST", SPEAK, None, self.admin, {}),
            (404, "POST", SPEAK, None, self.admin, {"voice_id": ANY_VOICE, "text": "a"}),
            (403, "POST", SPEAK, None, self.admin, {"voice_id": ANY_VOICE, "text": "a", "save_to": {"share_id": "s"}}),
            (501, "POST", SPEAK, None, self.admin, {"voice_id": self.voice, "text": "a", "force_async": True}),
        ])

    def test_audio_comesAsDocumentedWithItsTrailers(self):
        said = self.document["paths"][SPEAK]["post"]["responses"]["200"]
        body = {"voice_id": self.voice, "text": "Hello.", "response_format": "pcm"}
        answer = self.host.ask("POST", SPEAK, self.admin, body, {"Accept": "audio/*"})
        self.assertEqual(200, answer.status)
        self.assertIn(answer.headers["Content-Type"].split(";")[0], said["content"])
        self.assertEqual(set(said["x-trailers"]), set(answer.headers["Trailer"].split(", ")))
        self.assertIn(answer.headers["X-Scaispeak-Backend"], ("A", "B"))

    def test_noBackend_looksAsDocumented(self):
        host = RunningHost(plugins=[{"id": "backend-espeak", "path": "/nowhere/backend-espeak.so"}], expect_ready=False)
        self.addCleanup(host.close)
        self.assertEqual([], faults_of([case("GET", MODULE + "/readyz", host.ask("GET", MODULE + "/readyz"))]))

    def test_validator_findsWhatTheDocumentDoesNotSay(self):
        pointer = "/paths/~1v1~1me/get/responses/200/content/application~1json/schema"
        whole = self.host.ask("GET", "/v1/me", self.admin).json()
        more = {**whole, "data": {**whole["data"], "shoe_size": 43}}
        less = {**whole, "data": {name: value for name, value in whole["data"].items() if name != "roles"}}
        found = faults_of([{"name": name, "pointer": pointer, "body": body}
                           for name, body in (("whole", whole), ("more", more), ("less", less))])
        self.assertEqual(["more", "less"], [fault.split(":")[0] for fault in found])


if __name__ == "__main__":
    unittest.main()
