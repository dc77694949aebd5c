"""Every change that a permission guards leaves a row in the audit log; one that is refused, or made already, leaves none."""
import json
import re
import sqlite3
import unittest

from running_host import MODULE, ROOT, RunningHost

# Routes with a changing method that change nothing which a permission guards, and why.
UNCHANGING = {
    ("post", MODULE + "/speak"): "audio is made, and counted as usage",
    ("post", MODULE + "/voices/{id}/preview"): "likewise",
    ("post", MODULE + "/admin/policy/explain"): "asks what would be",
}
# What the tests below change; every other route has to be unbuilt.
TESTED = {("post", "/v1/api-keys"), ("delete", "/v1/api-keys/{id}"), ("post", "/v1/iam/custom-roles"),
          ("patch", "/v1/iam/custom-roles/{id}"), ("delete", "/v1/iam/custom-roles/{id}"), ("put", "/v1/iam/users/{id}"),
          ("post", MODULE + "/voices/{id}/evict"),
          ("patch", MODULE + "/admin/policy")}


def documented():
    paths = json.loads((ROOT / "host/http/openapi.json").read_text())["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods
            if method in ("post", "put", "patch", "delete")]


class Audit(unittest.TestCase):
    def setUp(self):
        self.host = RunningHost(plugins=["engine-tone"])
        self.addCleanup(self.host.close)
        self.key = self.host.key("super_admin", user="usr_actor")
        self.seen = len(self.rows())

    def rows(self):
        with sqlite3.connect(f"file:{self.host.place}/host.db?mode=ro", uri=True) as database:
            return database.execute("SELECT tenant_id, actor_user_id, action, resource_id, request_id, at FROM audit "
                                    "ORDER BY at").fetchall()

    def new_rows(self):
        rows = self.rows()
        self.seen, new = len(rows), rows[self.seen:]
        return new

    def changes(self, action, method, path, body=None):
        """The answer to a change that succeeds and leaves exactly this row."""
        self.new_rows()
        answer = self.host.ask(method, path, self.key, body, {"X-Request-Id": "asked-by-the-test"})
        self.assertLess(answer.status, 300, answer.body)
        (row,) = self.new_rows()
        self.assertEqual(("tnt_test", "usr_actor", action, "asked-by-the-test"), row[:3] + row[4:5])
        self.assertGreater(row[5], 1_700_000_000_000_000)
        return answer.data(), row[3]

    def test_apiKeys_ofOneselfAndOfOthers(self):
        for user in ({}, {"user_id": "usr_other"}):
            made, resource = self.changes("api_key.create", "POST", "/v1/api-keys", {"name": "n", **user})
            self.assertEqual(made["id"], resource)
            _, resource = self.changes("api_key.revoke", "DELETE", f"/v1/api-keys/{made['id']}")
            self.assertEqual(made["id"], resource)
            self.assertEqual(200, self.host.ask("DELETE", f"/v1/api-keys/{made['id']}", self.key).status)
            self.assertEqual([], self.new_rows())

    def test_rolesAndGrants(self):
        roles = "/v1/iam/custom-roles"
        made, resource = self.changes("custom_role.create", "POST", roles, {"name": "r", "permissions": []})
        self.assertEqual(made["id"], resource)
        for action, method, body in (("custom_role.change", "PATCH", {"permissions": []}), ("custom_role.delete", "DELETE", None)):
            self.assertEqual(made["id"], self.changes(action, method, f"{roles}/{made['id']}", body)[1])
        self.assertEqual("usr_x", self.changes("user.grant", "PUT", "/v1/iam/users/usr_x", {"roles": [], "permissions": []})[1])

    def test_evictionOfAVoice(self):
        voice = self.host.ask("GET", MODULE + "/voices", self.key).data()["items"][0]["voice_id"]
        _, resource = self.changes("voice.evict", "POST", f"{MODULE}/voices/{voice}/evict")
        self.assertEqual(voice, resource)

    def test_policy_ofTheTenant(self):
        policy = MODULE + "/admin/policy"
        _, resource = self.changes("policy.change", "PATCH", policy, {"allowed_backends": ["A"]})
        self.assertEqual("tnt_test", resource)
        self.assertEqual(200, self.host.ask("PATCH", policy, self.key, {"allowed_backends": ["A"]}).status)
        self.assertEqual([], self.new_rows())

    def test_whatIsRefused_leavesNoRow(self):
        viewer = self.host.key("tenant_viewer", user="usr_viewer")
        self.new_rows()
        for key, method, path, body in ((viewer, "POST", "/v1/api-keys", {"name": "n"}), (self.key, "POST", "/v1/api-keys", {}),
                                        (self.key, "DELETE", "/v1/api-keys/key_none", None),
                                        (self.key, "DELETE", "/v1/iam/custom-roles/role_none", None),
                                        (self.key, "PUT", "/v1/iam/users/usr_x", {"roles": ["none"], "permissions": []})):
            self.assertGreaterEqual(self.host.ask(method, path, key, body).status, 400)
        self.assertEqual([], self.new_rows())

    def test_everyChangingRoute_isTestedHereOrUnbuilt(self):
        for method, path in documented():
            with self.subTest(method=method, path=path):
                if (method, path) not in TESTED | UNCHANGING.keys():
                    asked = re.sub(r"\{\w+\}", "none", path)
                    self.assertEqual(501, self.host.ask(method.upper(), asked, self.key, {}).status,
                                     "it is there, and no test holds its audit row")


if __name__ == "__main__":
    unittest.main()
