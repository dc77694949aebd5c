"""A node whose places are all taken, by this host or by another: a slot with a place speaks, or all say that they are full."""
import base64
import hashlib
import unittest

from host_process import wait_for
from raw_stream import RawStream
from running_host import BUILD, MODULE, RunningHost
from running_node import RunningNode
from running_relay import RunningRelay

SPEAK = MODULE + "/speak"
VOICE = "voc_" + base64.b32encode(hashlib.sha256(b"tone/tone-a").digest()).decode().lower()[:20]
PLACES = 64  # Of engine-tone.
FULL_A = ("A", "saturated")


class FullSlots(unittest.TestCase):
    def setUp(self):
        self.node = RunningNode(engine="tone", config={"plugins": [
            {"id": "engine-tone", "path": str(BUILD / "test-plugins/engine-tone.so"),
             "config": {"sample_rate": 8000, "chunk_bytes": 800, "delay_ms_per_chunk": 500}}]})
        self.addCleanup(self.node.close)
        self.relay = RunningRelay()
        self.addCleanup(lambda: self.relay.close())

    def start(self, *allowed, wait_ms):
        relay = {"url": f"http://127.0.0.1:{self.relay.port}", "api_key": "relay-key", "model": "tts-1", "voices": {VOICE: "onyx"}}
        host = RunningHost(
            plugins=[{"id": "backend-scaiinfer", "config": {"nodes": [self.node.address], "engine": "tone"}},
                     {"id": "backend-relay", "config": relay}],
            slots={"A": {"plugin": "backend-scaiinfer", "class": "self_hosted"}, "B": {"plugin": "backend-relay", "class": "relay"}},
            policy_default={"allowed_backends": list(allowed), "default_backend": "A"}, speak={"admission_wait_ms": wait_ms})
        self.addCleanup(host.close)
        host.caller = host.key()
        wait_for(lambda: host.ask("GET", f"{MODULE}/voices/{VOICE}", host.caller).status == 200, 10, "the node's voices")
        wait_for(lambda: f'"calls_at_once":{PLACES}' in host.log(), 10, "the node's places")
        return host

    def fill(self, host):
        """Every place of the node, for longer than any test asks."""
        body = {"voice_id": VOICE, "text": "word " * 1000, "response_format": "pcm"}
        for _ in range(PLACES):
            self.addCleanup(RawStream(host.port, SPEAK, host.caller, body).close)
        wait_for(lambda: host.metric("scaispeak_engine_calls_active") == PLACES, 20, "the full node")

    def speak(self, host):
        return host.ask("POST", SPEAK, host.caller, {"voice_id": VOICE, "text": "Hello.", "response_format": "pcm"})

    def answer(self, host):
        answer = self.speak(host)
        error = answer.json()["error"]
        return answer.status, error["code"], error["retry_after"], [(row["field"], row["code"]) for row in error["details"]]

    def test_fullByThisHostOrAnother_theRelaySpeaks(self):
        first, second = (self.start("A", "B", wait_ms=10000) for _ in range(2))
        self.fill(first)
        for host in (first, second):
            answer = self.speak(host)
            self.assertEqual((200, "B", "approximate"),
                             (answer.status, answer.data().get("backend_used"), answer.data().get("fidelity")))
            self.assertEqual(1, host.metric('scaispeak_failovers_total{slot="B"}'))
            self.assertEqual(1, host.metric('scaispeak_utterances_total{outcome="completed",slot="B"}'))
        self.assertEqual(1, second.metric('scaispeak_failed_attempts_total{slot="A",reason="saturated"}'))

    def test_fullByThisHostOrAnother_isTheSameRefusal(self):
        first, second = (self.start("A", wait_ms=1000) for _ in range(2))
        self.fill(first)
        for host in (first, second):
            self.assertEqual((503, "SCAISPEAK_OVERLOADED", 1, [FULL_A, ("B", "not_allowed_by_policy")]), self.answer(host))

    def test_relayFullToo_bothSayIt(self):
        host = self.start("A", "B", wait_ms=1000)
        self.fill(host)
        self.relay.misbehave("rate_limited", 1)
        self.assertEqual((503, "SCAISPEAK_OVERLOADED", 1, [FULL_A, ("B", "saturated")]), self.answer(host))


if __name__ == "__main__":
    unittest.main()
