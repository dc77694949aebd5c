"""One slot fails before it has made a sample: the next one that may speak this voice does, and no other voice is ever taken."""
import base64
import hashlib
import threading
import unittest

from host_process import wait_for
from running_host import MODULE, RunningHost
from running_node import RunningNode
from running_relay import RunningRelay

SPEAK = MODULE + "/speak"
TEXT = "Good morning, this is one sentence of some length."
ENGINE_VOICE = "gmw/en-US"
EXACT, MAPPED = ("A", "exact"), ("B", "approximate")
BOTH = {"allowed_backends": ["A", "B"], "default_backend": "A"}
NODE_GONE = ("A", "no_node_with_engine")


def voice_id(engine, name):
    digest = hashlib.sha256(f"{engine}/{name}".encode()).digest()
    return "voc_" + base64.b32encode(digest).decode().lower()[:20]


VOICE = voice_id("espeak-ng", ENGINE_VOICE)
RELAY_VOICE = voice_id("tts-1", "narrator")


class Failover(unittest.TestCase):
    def setUp(self):
        self.node = RunningNode()
        self.addCleanup(self.node.close)
        self.relay = RunningRelay()
        self.addCleanup(lambda: self.relay.close())

    def start(self, policy=None, first_audio_s=10):
        relay = {"url": f"http://127.0.0.1:{self.relay.port}", "api_key": "relay-key", "model": "tts-1",
                 "voices": {VOICE: "onyx", "narrator": "alloy"}}
        self.host = RunningHost(
            plugins=[{"id": "backend-scaiinfer", "config": {"nodes": [self.node.address], "engine": "espeak-ng"}},
                     {"id": "backend-relay", "config": relay}],
            slots={"A": {"plugin": "backend-scaiinfer", "class": "self_hosted"}, "B": {"plugin": "backend-relay", "class": "relay"}},
            policy_default=policy or BOTH, speak={"timeouts": {"first_audio_s": first_audio_s}})
        self.addCleanup(self.host.close)
        self.key = self.host.key()
        wait_for(lambda: self.host.ask("GET", f"{MODULE}/voices/{VOICE}", self.key).status == 200, 10, "the node's voices")

    def speak(self, voice=VOICE, **fields):
        return self.host.ask("POST", SPEAK, self.key, {"voice_id": voice, "text": TEXT, "response_format": "pcm", **fields})

    def by(self, answer):
        self.assertEqual(200, answer.status, answer.body)
        return answer.data()["backend_used"], answer.data()["fidelity"]

    def reasons(self, answer):
        return [(row["field"], row["code"]) for row in answer.json()["error"]["details"]]

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
        for fault in ("unauthorized", "not_found", "rate_limited", "server_error", "wrong_type", "empty"):
            with self.subTest(fault):
                self.relay.misbehave(fault, 1)
                asked = len(self.relay.calls())
                self.assertEqual(EXACT, self.by(self.speak(backend_preference="prefer_relay")))
                self.assertEqual(asked + 1, len(self.relay.calls()))
                self.assertEqual(MAPPED, self.by(self.speak(backend_preference="prefer_relay")))

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
        self.assertEqual([("A", "voice_not_supported"), ("B", "saturated")], self.reasons(answer))
        self.assertEqual(("B", "exact"), self.by(self.speak(RELAY_VOICE)))
        self.relay.close()
        answer = self.speak(RELAY_VOICE)
        self.assertEqual((502, [("A", "voice_not_supported"), ("B", "relay_unreachable")]), (answer.status, self.reasons(answer)))

    def test_bothGone_eachSaysWhyUntilOneIsBack(self):
        self.start()
        self.node.kill()
        self.relay.close()
        for _ in range(3):
            answer = self.speak()
            self.assertEqual((502, [NODE_GONE, ("B", "relay_unreachable")]), (answer.status, self.reasons(answer)))
        self.node.start()
        wait_for(lambda: self.speak().status == 200, 10, "the node")

    def test_lockedToTheNode_isRefusedUntilItIsBack(self):
        self.start({"allowed_backends": ["A"], "default_backend": "A"})
        self.node.kill()
        for _ in range(3):
            answer = self.speak(backend_preference="prefer_relay")
            self.assertEqual((502, "SCAISPEAK_BACKEND_UNAVAILABLE", [NODE_GONE, ("B", "not_allowed_by_policy")]),
                             (answer.status, answer.code(), self.reasons(answer)))
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
        self.assertEqual((502, [("A", "not_allowed_by_policy"), ("B", "relay_unreachable")]), (answer.status, self.reasons(answer)))
        checks = self.host.ask("GET", MODULE + "/readyz").json()["data"]["checks"]
        self.assertEqual({"status": "down", "reason": "relay_unreachable"}, {name: checks["B"][name] for name in ("status", "reason")})
        self.assertEqual(asked, len(self.relay.calls()))
        wait_for(lambda: self.speak().status == 200, 10, "the trial after 5 s")


if __name__ == "__main__":
    unittest.main()
