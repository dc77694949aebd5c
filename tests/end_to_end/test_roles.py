"""What a tenant's administrators give to users and to roles of their own, and when it counts: at once on the host that was
told, within a second on another over the same database."""
import time
import unittest

from host_process import wait_for
from running_host import MODULE, RunningHost

ROLES, USERS = "/v1/iam/custom-roles", "/v1/iam/users/"
VOICES = MODULE + "/voices"
READ, SPEAK, ADMIN = "scaispeak:voice.read", "scaispeak:synthesize", "scaispeak:admin"
WITHIN_S = 1.0


class Roles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = RunningHost(plugins=["engine-tone"])
        cls.addClassCleanup(cls.host.close)
        cls.other = RunningHost(plugins=["engine-tone"], database=cls.host.config["database"])
        cls.addClassCleanup(cls.other.close)

    def setUp(self):
        # Of a tenant and users of its own, whatever other cases do.
        self.tenant = "tnt_" + self.id().rpartition("_")[2].lower()
        self.admin = self.host.key(tenant=self.tenant, user="usr_admin")
        self.user = self.host.key("tenant_user", self.tenant, "usr_user")

    def ask(self, method, path, body=None, key=None, host=None):
        return (host or self.host).ask(method, path, key or self.admin, body)

    def may(self, host=None):
        return self.ask("GET", "/v1/me", key=self.user, host=host).data()["permissions"]

    def give(self, roles=(), permissions=(), user="usr_user", key=None):
        return self.ask("PUT", USERS + user, {"roles": list(roles), "permissions": list(permissions)}, key)

    def made(self, name, permissions):
        answer = self.ask("POST", ROLES, {"name": name, "permissions": permissions})
        self.assertEqual(201, answer.status, answer.body)
        return answer.data()["id"]

    def refused(self, status, code, answer, fields=None):
        self.assertEqual((status, code), (answer.status, answer.code()), answer.body)
        if fields is not None:
            self.assertEqual(fields, sorted(row["field"] for row in answer.json()["error"]["details"]))

    def countsOnBoth(self, permissions):
        changed = time.monotonic()
        self.assertEqual(permissions, self.may())
        wait_for(lambda: self.may(self.other) == permissions, 5, "the change on the other host")
        self.assertLess(time.monotonic() - changed, WITHIN_S + 0.5)

    def test_grant_countsOnBothHosts(self):
        self.assertEqual(([], []), (self.may(), self.may(self.other)))
        self.assertEqual(403, self.ask("GET", VOICES, key=self.user).status)
        answer = self.give(["tenant_viewer"], [SPEAK])
        self.assertEqual({"user_id": "usr_user", "roles": ["tenant_viewer"], "permissions": [SPEAK]}, answer.data())
        self.countsOnBoth([SPEAK, READ])
        self.assertEqual(200, self.ask("GET", VOICES, key=self.user).status)
        self.give()
        self.countsOnBoth([])
        self.assertEqual(403, self.ask("GET", VOICES, key=self.user).status)

    def test_customRole_countsFromMakingToDeletion(self):
        role = self.made("listener", [READ])
        self.assertEqual(200, self.give(["listener"]).status)
        self.countsOnBoth([READ])
        changed = self.ask("PATCH", f"{ROLES}/{role}", {"permissions": [SPEAK, READ]})
        self.assertEqual((200, [SPEAK, READ]), (changed.status, changed.data()["permissions"]))
        self.countsOnBoth([SPEAK, READ])
        self.assertEqual(role, self.ask("DELETE", f"{ROLES}/{role}").data()["id"])
        self.countsOnBoth([])
        # One of the same name that comes later is another role.
        self.made("listener", [READ])
        self.countsOnBoth([])

    def test_list_isByNameInPagesAndPerTenant(self):
        for name in ("c", "a", "b"):
            self.made(name, [])
        first = self.ask("GET", ROLES + "?limit=2").json()
        self.assertEqual(["a", "b"], [row["name"] for row in first["data"]["items"]])
        self.assertTrue(first["pagination"]["has_more"])
        rest = self.ask("GET", f"{ROLES}?limit=2&cursor={first['data']['next_cursor']}").json()
        self.assertEqual(["c"], [row["name"] for row in rest["data"]["items"]])
        stranger = self.host.key(tenant=self.tenant + "_else")
        self.assertEqual([], self.ask("GET", ROLES, key=stranger).data()["items"])
        role = first["data"]["items"][0]["id"]
        for method, body in (("PATCH", {"permissions": []}), ("DELETE", None)):
            self.refused(404, "NOT_FOUND", self.ask(method, f"{ROLES}/{role}", body, stranger))

    def test_refusals_nameWhatIsWrong(self):
        self.made("taken", [])
        for body, fields in (({}, ["name", "permissions"]), ({"name": "A b", "permissions": ["x", "y"]}, ["name", "permissions", "permissions"]),
                             ({"name": "taken", "permissions": []}, ["name"]), ({"name": "tenant_admin", "permissions": []}, ["name"]),
                             ({"name": 1, "permissions": "x"}, ["name", "permissions"])):
            self.refused(422, "VALIDATION_ERROR", self.ask("POST", ROLES, body), fields)
        self.refused(422, "VALIDATION_ERROR", self.ask("PATCH", ROLES + "/x", {"name": "n"}), ["name", "permissions"])
        self.refused(404, "NOT_FOUND", self.ask("PATCH", ROLES + "/x", {"permissions": []}))
        self.refused(422, "VALIDATION_ERROR", self.give(["super_admin", "nobody"], ["scaispeak:fly"]), ["permissions", "roles", "roles"])
        self.refused(422, "VALIDATION_ERROR", self.ask("PUT", USERS + "usr_user", {}), ["permissions", "roles"])
        for user in ("%ff", "%00", "u" * 129):
            self.refused(422, "VALIDATION_ERROR", self.give(user=user), ["user_id"])
        self.assertEqual([], self.may())

    def test_nobody_givesMoreThanTheyHave(self):
        made = self.ask("POST", "/v1/api-keys", {"name": "weak", "permissions": [ADMIN, READ]})
        weak = made.data()["key"]
        self.made("speaker", [SPEAK])
        for answer in (self.give(permissions=[SPEAK], key=weak), self.give(["speaker"], key=weak), self.give(["tenant_admin"], key=weak),
                       self.ask("POST", ROLES, {"name": "n", "permissions": [SPEAK]}, weak)):
            self.refused(403, "AUTHZ_PERMISSION_DENIED", answer)
        self.assertEqual(200, self.give(["tenant_viewer"], [ADMIN], key=weak).status)
        self.assertEqual([ADMIN, READ], self.may())

    def test_keyOfTheApi_keepsWhatItWasMadeWith(self):
        made = self.ask("POST", "/v1/api-keys", {"name": "n", "user_id": "usr_user", "permissions": [READ]})
        self.give(["tenant_admin"])
        self.assertIn(ADMIN, self.may())
        self.assertEqual([READ], self.ask("GET", "/v1/me", key=made.data()["key"]).data()["permissions"])


if __name__ == "__main__":
    unittest.main()
