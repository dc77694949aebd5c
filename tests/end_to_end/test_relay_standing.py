"""What a host makes of a relay that is not well: for how long it is left alone, what callers are told meanwhile, and how it comes back."""
import json
import signal
import unittest

from host_process import wait_for
from running_host import MODULE
from running_relay import RunningRelay
from test_relay import FRAMES_PER_CHARACTER, SPEAK, TEXT, host_of

EXPLAIN = MODULE + "/admin/policy/explain"
RETRY_AFTER_S = 7
MISSING = (502, "SCAISPEAK_BACKEND_UNAVAILABLE", "relay_credentials_missing")
FULL = (503, "SCAISPEAK_OVERLOADED", "saturated")


class RelayStanding(unittest.TestCase):
    def start(self, api_key="relay-key"):
        self.relay = RunningRelay()
        self.addCleanup(lambda: self.relay.close())
        self.host = host_of(f"http://127.0.0.1:{self.relay.port}", api_key=api_key)
        self.addCleanup(self.host.close)
        self.key = self.host.key()
        self.voice = self.host.ask("GET", f"{MODULE}/voices", self.key).data()["items"][0]["voice_id"]

    def speak(self):
        return self.host.ask("POST", SPEAK, self.key, {"voice_id": self.voice, "text": TEXT, "response_format": "pcm"})

    def told(self, answer):
        return (answer.status, answer.code(), answer.json()["error"]["details"][-1]["code"])

    def check(self):
        found = self.host.ask("GET", MODULE + "/readyz").json()["data"]["checks"]["B"]
        return found["status"], found["reason"]

    def explained(self):
        answer = self.host.ask("POST", EXPLAIN, self.key, {"voice_id": self.voice}).data()
        return next(slot for slot in answer["slots"] if slot["slot"] == "B")["code"]

    def failures(self):
        lines = [json.loads(line) for line in self.host.log().splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == "backend_failed"]

    def hang_up(self):
        self.host.config_file.write_text(json.dumps(self.host.config))
        self.host.process.send_signal(signal.SIGHUP)

    def test_credentialNotAccepted_isToldToAllAndNotAskedAgainAtOnce(self):
        self.start(api_key="a-wrong-one")
        for _ in range(8):
            answer = self.speak()
            self.assertEqual(MISSING, self.told(answer))
            self.assertIn("does not accept", answer.json()["error"]["details"][-1]["message"])
        self.assertEqual(("down", "relay_credentials_missing"), self.check())
        self.assertEqual("relay_credentials_missing", self.explained())

    def test_credentialNotAccepted_isLoggedWithItsRemedy(self):
        self.start(api_key="a-wrong-one")
        self.speak()
        wait_for(self.failures, 5, "the line that says why")
        line = self.failures()[0]
        self.assertEqual(("relay_credentials_missing", "relay_credentials_missing"), (line["reason"], line["plugin_reason"]))
        self.assertIn("the operator mends api_key", line["plugin_message"])
        self.assertIn("401", line["detail"])
        self.assertNotIn("a-wrong-one", self.host.log())

    def test_credentialNotAccepted_anotherOneIsTakenAtTheReload(self):
        self.start(api_key="a-wrong-one")
        self.assertEqual(MISSING, self.told(self.speak()))
        self.host.config["plugins"][0]["config"]["api_key"] = "relay-key"
        self.hang_up()
        wait_for(lambda: self.check()[0] == "ok", 10, "the new credential")
        self.assertEqual(200, self.speak().status)

    def test_payment_isAskedForInTheRelaysName(self):
        self.start()
        self.relay.misbehave("payment_required")
        answer = self.speak()
        self.assertEqual((502, "SCAISPEAK_BACKEND_ERROR"), (answer.status, answer.code()))
        self.assertIn("the operator settles its account", answer.json()["error"]["message"])
        wait_for(self.failures, 5, "the line that says why")
        self.assertEqual(("", "backend-relay.payment_required"), tuple(self.failures()[0][name] for name in ("reason", "plugin_reason")))

    def test_fullRelay_isLeftAloneForTheTimeThatItNamedAndSoAreCallersTold(self):
        self.start()
        self.relay.misbehave("rate_limited", 5)
        for _ in range(5):
            answer = self.speak()
            self.assertEqual((FULL, RETRY_AFTER_S), (self.told(answer), answer.json()["error"]["retry_after"]))
        asked = len(self.relay.calls())
        self.assertEqual(("down", "saturated"), self.check())
        self.assertEqual("saturated", self.explained())
        waits = []
        for _ in range(3):
            answer = self.speak()
            self.assertEqual(FULL, self.told(answer))
            self.assertEqual(answer.headers["Retry-After"], str(answer.json()["error"]["retry_after"]))
            waits.append(answer.json()["error"]["retry_after"])
        # More than the second that a caller is told who is told nothing of the relay's own.
        self.assertTrue(all(1 < wait <= RETRY_AFTER_S for wait in waits), waits)
        self.assertEqual(asked, len(self.relay.calls()))
        wait_for(lambda: self.speak().status == 200, 15, "the trial after that time")
        self.assertEqual(FRAMES_PER_CHARACTER * len(TEXT), self.speak().data()["samples"])

    def test_refusedConnection_isLookedAtAgainSoon(self):
        self.start()
        port = self.relay.port
        self.relay.close()
        answer = self.speak()
        self.assertEqual((502, "relay_unreachable"), (answer.status, self.told(answer)[2]))
        self.relay = RunningRelay(port)
        wait_for(lambda: self.check()[0] == "ok", 3.5, "the next connect, which comes sooner than the 5 s of a relay that is well")
        self.assertEqual(200, self.speak().status)


if __name__ == "__main__":
    unittest.main()
