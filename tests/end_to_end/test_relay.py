"""A host with a relay alone: it speaks, and what the relay does wrong is answered as such and harms nobody else."""
import base64
import json
import threading
import unittest

from host_process import wait_for
from raw_stream import RawStream
from running_host import MODULE, RunningHost
from running_relay import RunningRelay

SPEAK = MODULE + "/speak"
TEXT = "Good morning, this is one sentence of some length."
FRAMES_PER_CHARACTER = 1_200
BROKEN = (502, "SCAISPEAK_BACKEND_ERROR", [])
LATE = (504, "SCAISPEAK_BACKEND_TIMEOUT", [])
QUICK_FAULTS = {
    "redirected": BROKEN,
    "payment_required": BROKEN,
    "request_timeout": BROKEN,
    "too_large": BROKEN,
    "not_found": (502, "SCAISPEAK_BACKEND_UNAVAILABLE", ["voice_not_supported"]),
    "rate_limited": (503, "SCAISPEAK_OVERLOADED", ["saturated"]),
    "server_error": BROKEN,
    "unavailable": BROKEN,
    "short_length": BROKEN,
    "cut_chunks": BROKEN,
    "odd_bytes": BROKEN,
    "wrong_type": BROKEN,
    "wrong_label": BROKEN,
    "empty": BROKEN,
    "endless": BROKEN,
}
SLOW_FAULTS = {
    "drip": LATE,
    "stall": LATE,
    "silent": (502, "SCAISPEAK_BACKEND_UNAVAILABLE", ["relay_unreachable"]),
}


def host_of(url="", api_key="relay-key", expect_ready=True, timeouts=None, **settings):
    plugin = {"id": "backend-relay",
              "config": {"url": url, "api_key": api_key, "model": "tts-1", "voices": {"narrator": "alloy"}, **settings}}
    return RunningHost(plugins=[plugin], slots={"B": {"plugin": "backend-relay", "class": "relay"}}, expect_ready=expect_ready,
                       policy_default={"allowed_backends": ["B"], "default_backend": "B"},
                       speak={"timeouts": timeouts or {}})


class Relay(unittest.TestCase):
    def setUp(self):
        self.relay = RunningRelay()
        self.addCleanup(lambda: self.relay.close())
        self.host = host_of(f"http://127.0.0.1:{self.relay.port}/")
        self.addCleanup(self.host.close)
        self.key = self.host.key()
        self.voice = self.host.ask("GET", f"{MODULE}/voices", self.key).data()["items"][0]["voice_id"]

    def speak(self, headers=None):
        return self.host.ask("POST", SPEAK, self.key, {"voice_id": self.voice, "text": TEXT, "response_format": "pcm"}, headers)

    def reasons(self, answer):
        return [row["code"] for row in answer.json()["error"].get("details") or [] if row["field"] == "B"]

    def told(self, answer):
        return (answer.status, answer.code(), self.reasons(answer))

    def test_speaks_wholeThroughOneConnectionWithTheCallersId(self):
        for _ in range(3):
            answer = self.speak({"X-Request-Id": "req_mine_12345"})
            self.assertEqual(200, answer.status)
            self.assertEqual("B", answer.data()["backend_used"])
            self.assertEqual(2 * FRAMES_PER_CHARACTER * len(TEXT), len(base64.b64decode(answer.data()["audio_base64"])))
        calls = self.relay.calls()
        self.assertEqual({"alloy"}, {call["voice"] for call in calls})
        self.assertEqual({"req_mine_12345"}, {call["request_id"] for call in calls})
        self.assertEqual(1, len({call["connection"] for call in calls}))

    def test_faults_areToldAsWhatTheyAreAndTheNextCallIsWhole(self):
        for fault, told in QUICK_FAULTS.items():
            with self.subTest(fault):
                self.relay.misbehave(fault)
                self.assertEqual(told, self.told(self.speak()))
                self.assertEqual(200, self.speak().status)
        self.assertNotIn("Good morning", self.host.log())
        self.assertNotIn("relay-key", self.host.log())

    def test_manyCalls_shareFewConnections(self):
        def some():
            for _ in range(25):
                self.assertEqual(200, self.speak().status)

        self.relay.misbehave("rate_limited", 3)
        for _ in range(3):
            self.assertEqual(503, self.speak().status)
        threads = [threading.Thread(target=some) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        calls = self.relay.calls()
        self.assertEqual(203, len(calls))
        self.assertLessEqual(len({call["connection"] for call in calls}), 8)

    def test_traceparent_goesOn(self):
        trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        self.speak({"traceparent": trace})
        self.assertEqual(trace[:35], (self.relay.calls()[-1]["traceparent"] or "")[:35])

    def test_tooManyCalls_areToldWhenToComeBack(self):
        self.relay.misbehave("rate_limited")
        answer = self.speak()
        self.assertEqual(("7", 7), (answer.headers["Retry-After"], answer.json()["error"]["retry_after"]))

    def test_slowness_isToldApartFromSilenceAndHarmsNobodyElse(self):
        answers = {}
        threads = []
        for fault in SLOW_FAULTS:
            asked = len(self.relay.calls())
            self.relay.misbehave(fault)
            threads.append(threading.Thread(target=lambda name=fault: answers.update({name: self.told(self.speak())})))
            threads[-1].start()
            wait_for(lambda: len(self.relay.calls()) > asked, 5, "the relay to be asked")
        for _ in range(5):
            answer = self.speak()
            self.assertEqual((200, FRAMES_PER_CHARACTER * len(TEXT)), (answer.status, answer.data()["samples"]), "beside the slow ones")
        self.assertEqual({}, answers)
        for thread in threads:
            thread.join()
        self.assertEqual(SLOW_FAULTS, answers)

    def test_failuresInARow_openTheCircuit(self):
        self.relay.misbehave("server_error", 5)
        for _ in range(5):
            self.speak()
        asked = len(self.relay.calls())
        answer = self.speak()
        self.assertEqual((502, "circuit_open"), (answer.status, self.reasons(answer)[-1]))
        self.assertEqual(asked, len(self.relay.calls()))
        wait_for(lambda: self.speak().status == 200, 10, "the trial after 5 s")

    def test_goneAndBack_isUnreachableThenSpeaks(self):
        port = self.relay.port
        self.relay.close()
        answer = self.speak()
        self.assertEqual((502, "relay_unreachable"), (answer.status, self.reasons(answer)[-1]))
        self.relay = RunningRelay(port)
        wait_for(lambda: self.speak().status == 200, 8, "the next connect")

    def test_callerWhoLeaves_endsTheRelaysWork(self):
        self.relay.misbehave("stall")
        stream = RawStream(self.host.port, SPEAK, self.key, {"voice_id": self.voice, "text": TEXT, "response_format": "pcm"})
        self.assertEqual(200, stream.head()[0])
        stream.close()
        wait_for(lambda: self.relay.calls()[-1]["abandoned"], 2, "the relay to see that nobody listens")


class Patience(unittest.TestCase):
    """The relay's time limits are a little below the host's, whatever those are."""

    def start(self, fault, **timeouts):
        relay = RunningRelay()
        self.addCleanup(relay.close)
        self.host = host_of(f"http://127.0.0.1:{relay.port}", timeouts=timeouts)
        self.addCleanup(self.host.close)
        key = self.host.key()
        voice = self.host.ask("GET", f"{MODULE}/voices", key).data()["items"][0]["voice_id"]
        relay.misbehave(fault)
        return self.host.ask("POST", SPEAK, key, {"voice_id": voice, "text": TEXT, "response_format": "pcm"})

    def test_hostThatWaits_hearsALateRelay(self):
        answer = self.start("late", first_audio_s=30)
        self.assertEqual((200, FRAMES_PER_CHARACTER * len(TEXT)), (answer.status, answer.data()["samples"]))

    def test_hostThatDoesNotWait_isToldThatTheRelayIsSilent(self):
        answer = self.start("silent", first_audio_s=2)
        self.assertEqual((502, "relay_unreachable"), (answer.status, answer.json()["error"]["details"][-1]["code"]))

    def test_pauseWithinTheAudio_hasItsOwnLimit(self):
        answer = self.start("stall", first_audio_s=30, between_chunks_s=2)
        self.assertEqual((504, "SCAISPEAK_BACKEND_TIMEOUT"), (answer.status, answer.code()))
        wait_for(lambda: "too little audio for first_audio_s and between_chunks_s" in self.host.log(), 5, "the plugin's own verdict in the log")


class NotSetUp(unittest.TestCase):
    def test_withoutUrlOrKey_saysSoAndStarts(self):
        for settings in ({}, {"url": "http://127.0.0.1:9", "api_key": ""}):
            with self.subTest(settings):
                host = host_of(expect_ready=False, **settings)
                self.addCleanup(host.close)
                answer = host.ask("GET", MODULE + "/readyz")
                self.assertEqual((503, "relay_credentials_missing"), (answer.status, answer.json()["data"]["checks"]["B"]["reason"]))


if __name__ == "__main__":
    unittest.main()
