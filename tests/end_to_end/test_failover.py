"""One slot fails before it has made a sample: the next one that may speak this voice does, and no other voice is ever taken."""
import threading
import unittest

from host_process import wait_for
from running_host import MODULE
from running_node import RunningNode
from running_relay import RunningRelay
from two_slots import EXACT, LOCKED, MAPPED, NODE_GONE, NOT_ALLOWED, RELAY_VOICE, VOICE, host_of_two, reasons

SPEAK = MODULE + "/speak"
TEXT = "Good morning, this is one sentence of some length."


class Failover(unittest.TestCase):
    def setUp(self):
        self.node = RunningNode()
        self.addCleanup(self.node.close)
        self.relay = RunningRelay()
        self.addCleanup(lambda: self.relay.close())

    def start(self, policy=None, first_audio_s=10):
        self.host = host_of_two([self.node], self.relay, policy, speak={"timeouts": {"first_audio_s": first_audio_s}})
        self.addCleanup(self.host.close)
        self.key = self.host.key()
        wait_for(lambda: self.host.ask("GET", f"{MODULE}/voices/{VOICE}", self.key).status == 200, 10, "the node's voices")

    def speak(self, voice=VOICE, **fields):
        return self.host.ask("POST", SPEAK, self.key, {"voice_id": voice, "text": TEXT, "response_format": "pcm", **fields})

    def by(self, answer):
        self.assertEqual(200, answer.status, answer.body)
        return answer.data()["backend_used"], answer.data()["fidelity"]

    def test_nodeGone_theRelaySpeaksUntilItIsBack(self):
        self.start()
        self.assertEqual(EXACT, self.by(self.speak()))
        self.node.kill()
        for _ in range(5):
            self.assertEqual(MAPPED, self.by(self.speak()))
        self.node.start()
        wait_for(lambda: self.by(self.speak()) == EXACT, 10, "the node")

    def test_relayFailsBeforeASample_theNodeSpeaks(self):
        self.start()
        for fault in ("payment_required", "redirected", "not_found", "rate_limited", "server_error", "wrong_type", "empty"):
            with self.subTest(fault):
                self.relay.misbehave(fault, 1)
                asked = len(self.relay.calls())
                self.assertEqual(EXACT, self.by(self.speak(backend_preference="prefer_relay")))
                self.assertEqual(asked + 1, len(self.relay.calls()))
                self.assertEqual(MAPPED, self.by(self.speak(backend_preference="prefer_relay")))

    def test_relayDoesNotAcceptTheCredential_theNodeSpeaksAndTheRelayIsNotAskedAgain(self):
        self.start()
        self.relay.misbehave("unauthorized", 1)
        for _ in range(3):
            self.assertEqual(EXACT, self.by(self.speak(backend_preference="prefer_relay")))
        self.assertEqual(1, len(self.relay.calls()))
        answer = self.speak(RELAY_VOICE)
        self.assertEqual((502, [("A", "voice_not_supported"), ("B", "relay_credentials_missing")]), (answer.status, reasons(answer)))

    def test_relayFailsAfterASample_noOtherSlotGoesOn(self):
        self.start()
        self.relay.misbehave("cut_chunks", 1)
        answer = self.speak(backend_preference="prefer_relay")
        self.assertEqual((502, "SCAISPEAK_BACKEND_ERROR"), (answer.status, answer.code()))

    def test_voiceOfTheRelayAlone_isNeverSpokenByTheNode(self):
        self.start()
        self.relay.misbehave("rate_limited", 1)
        answer = self.speak(RELAY_VOICE)
        self.assertEqual((503, "SCAISPEAK_OVERLOADED", "7", 7),
                         (answer.status, answer.code(), answer.headers["Retry-After"], answer.json()["error"]["retry_after"]))
        self.assertEqual([("A", "voice_not_supported"), ("B", "saturated")], reasons(answer))
        self.assertEqual(("B", "exact"), self.by(self.speak(RELAY_VOICE)))
        self.relay.close()
        answer = self.speak(RELAY_VOICE)
        self.assertEqual((502, [("A", "voice_not_supported"), ("B", "relay_unreachable")]), (answer.status, reasons(answer)))

    def test_bothGone_eachSaysWhyUntilOneIsBack(self):
        self.start()
        self.node.kill()
        self.relay.close()
        for _ in range(3):
            answer = self.speak()
            self.assertEqual((502, [NODE_GONE, ("B", "relay_unreachable")]), (answer.status, reasons(answer)))
        self.node.start()
        wait_for(lambda: self.speak().status == 200, 10, "the node")

    def test_lockedToTheNode_isRefusedUntilItIsBack(self):
        self.start(LOCKED)
        self.node.kill()
        for _ in range(3):
            answer = self.speak(backend_preference="prefer_relay")
            self.assertEqual((502, "SCAISPEAK_BACKEND_UNAVAILABLE", [NODE_GONE, NOT_ALLOWED]),
                             (answer.status, answer.code(), reasons(answer)))
        self.node.start()
        wait_for(lambda: self.speak().status == 200, 10, "the node")
        self.assertEqual([], self.relay.calls())

    def test_silentRelay_isUnreachableWhileItIsLeftAlone(self):
        self.start({"allowed_backends": ["B"], "default_backend": "B"}, first_audio_s=3)
        self.relay.misbehave("silent", 5)
        threads = [threading.Thread(target=self.speak) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        asked = len(self.relay.calls())
        answer = self.speak()
        self.assertEqual((502, [("A", "not_allowed_by_policy"), ("B", "relay_unreachable")]), (answer.status, reasons(answer)))
        checks = self.host.ask("GET", MODULE + "/readyz").json()["data"]["checks"]
        self.assertEqual(("down", "relay_unreachable"), (checks["B"]["status"], checks["B"]["reason"]))
        self.assertEqual(asked, len(self.relay.calls()))
        wait_for(lambda: self.speak().status == 200, 10, "the trial after 5 s")


if __name__ == "__main__":
    unittest.main()
