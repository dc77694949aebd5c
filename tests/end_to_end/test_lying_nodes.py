"""A node that lies harms its own call alone, is named in the log, and a call without a sample goes to another node."""
import json
import subprocess
import threading
import unittest

from host_process import free_port, wait_for
from running_host import BUILD, MODULE
from running_node import RunningNode
from test_nodes import SPEAK, host_of

# The fault, the event of the log and what it says, and whether audio went out before it showed.
LIES = [
    ("wrong_rate", "node_lied", "its sample rate is none of its engine's", False),
    ("nan", "node_lied", "its audio is not of finite numbers", False),
    ("begins_twice", "node_lied", "it begins twice", False),
    ("audio_first", "node_lied", "its audio comes before it begins", False),
    ("marks_outside", "node_lied", "its word marks are not in the text", False),
    ("garbage", "node_lied", "it sends what cannot be read", False),
    ("huge", "node_lied", "it sends too long a message, or is full without a hint", False),
    ("fails", "node_failed", "gRPC status 13", False),
    ("closes_early", "node_lied", "it ends without its trailer", True),
    ("wrong_checksum", "node_lied", "its checksum is wrong", True),
    ("wrong_count", "node_lied", "its audio is not as long as it says", True),
    ("goes_on", "node_lied", "it goes on after its end", True),
    ("endless", "node_lied", "its audio does not end", True),
    ("drip", "node_lied", "its audio drips", True),
]


class LyingNode:
    def __init__(self):
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.process = subprocess.Popen([BUILD / "test-peers/lying-node", str(self.port)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        self.process.stdout.readline()

    def close(self):
        self.process.kill()
        self.process.communicate()


class LyingNodes(unittest.TestCase):
    def start(self, nodes):
        host = host_of(nodes)
        self.addCleanup(host.close)
        key = host.key()
        voices = lambda: host.ask("GET", f"{MODULE}/voices?language=en-us&limit=200", key).data()["items"]
        wait_for(voices, 10, "the nodes' voices")
        self.host, self.key = host, key
        self.voice = next(voice["voice_id"] for voice in voices())

    def liar(self):
        liar = LyingNode()
        self.addCleanup(liar.close)
        return liar

    def speak(self, text, request_id=None):
        return self.host.ask("POST", SPEAK, self.key, {"voice_id": self.voice, "text": text, "response_format": "pcm"},
                             {"X-Request-Id": request_id} if request_id else {})

    def lines(self, *events):
        lines = [json.loads(line) for line in self.host.log().splitlines() if line.startswith("{") and line.endswith("}")]
        return [line for line in lines if line["event"] in events]

    def complaints(self):
        return [(line["event"], line["reason"]) for line in self.lines("node_lied", "node_failed")]

    def check_good(self):
        good = self.speak("good some words")
        self.assertEqual(200, good.status, good.body)
        self.assertEqual(500, good.data()["duration_ms"])

    def check_lie(self, fault, event, reason):
        """One complaint more, of this call; those that are spoken meanwhile and afterwards are whole."""
        before = len(self.complaints())
        request_id = f"request-{fault}"
        answers = []
        call = threading.Thread(target=lambda: answers.append(self.speak(f"{fault} some words", request_id)))
        call.start()
        self.check_good()
        call.join()
        self.assertEqual((502, "SCAISPEAK_BACKEND_ERROR"), (answers[0].status, answers[0].code()), answers[0].body)
        wait_for(lambda: len(self.complaints()) > before, 5, "a complaint")
        self.assertEqual([(event, reason)], self.complaints()[before:])
        failed = lambda: [line for line in self.lines("backend_failed") if line["request_id"] == request_id]
        wait_for(failed, 5, "the host's line")
        self.assertEqual([("A", "SCAISPEAK_BACKEND_ERROR")], [(line["slot"], line["code"]) for line in failed()])
        self.assertIn(reason, failed()[0]["detail"])
        self.check_good()

    def test_each_lie_fails_its_own_call_and_is_reported(self):
        self.start([self.liar()])
        for fault, event, reason, _ in LIES:
            with self.subTest(fault):
                self.check_lie(fault, event, reason)

    def test_a_node_that_keeps_failing_is_left_alone_for_a_while(self):
        self.start([self.liar()])
        for _ in range(3):
            self.assertNotEqual(200, self.speak("fails some words").status)
        answer = self.speak("good some words")
        self.assertEqual((502, "circuit_open"), (answer.status, answer.json()["error"]["details"][0]["code"]))
        wait_for(lambda: self.speak("good some words").status == 200, 15, "another try")
        self.assertEqual(200, self.speak("good some words").status)

    def test_a_call_without_a_sample_goes_to_another_node(self):
        good = RunningNode()
        self.addCleanup(good.close)
        for fault, event, reason, sounded in LIES:
            if sounded:
                continue
            with self.subTest(fault):
                # Another liar for each: one that lied three times would be left alone.
                self.start([self.liar(), good])
                for _ in range(60):
                    answer = self.speak(f"{fault} some words")
                    self.assertEqual(200, answer.status, answer.body)
                    if self.complaints():
                        break
                self.assertEqual({(event, reason)}, set(self.complaints()), "the liar was never asked")


if __name__ == "__main__":
    unittest.main()
