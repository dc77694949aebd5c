"""A node that lies harms its own call alone, is named in the log, and a call without a sample goes to another node."""
import json
import subprocess
import unittest

from host_process import free_port, wait_for
from running_host import BUILD, MODULE
from running_node import RunningNode
from test_nodes import SPEAK, host_of

# The fault, the word that the log has for it, and whether audio went out before it showed.
LIES = [
    ("wrong_rate", "sample rate", False),
    ("nan", "finite", False),
    ("begins_twice", "begins twice", False),
    ("marks_outside", "word marks", False),
    ("garbage", "without its trailer", False),
    ("fails", "gRPC status", False),
    ("closes_early", "without its trailer", True),
    ("wrong_checksum", "checksum", True),
    ("wrong_count", "not as long", True),
    ("goes_on", "goes on", True),
    ("endless", "does not end", True),
    ("drip", "drips", True),
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

    def speak(self, text):
        return self.host.ask("POST", SPEAK, self.key,
                             {"voice_id": self.voice, "text": text, "response_format": "pcm"})

    def complaints(self):
        lines = [json.loads(line) for line in self.host.log().splitlines() if line.startswith("{")]
        return [line["reason"] for line in lines if line["event"] in ("node_lied", "node_failed")]

    def test_each_lie_fails_its_own_call_and_is_reported(self):
        self.start([self.liar()])
        for fault, word, _ in LIES:
            with self.subTest(fault):
                answer = self.speak(f"{fault} some words")
                self.assertNotEqual(200, answer.status, fault)
                wait_for(lambda: any(word in reason for reason in self.complaints()), 5, f"a complaint of {word}")
                good = self.speak("good some words")
                self.assertEqual(200, good.status, good.body)
                self.assertEqual(500, good.data()["duration_ms"])

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
        self.start([self.liar(), good])
        for fault, _, sounded in LIES:
            if sounded:
                continue
            for _ in range(4):
                answer = self.speak(f"{fault} some words")
                self.assertEqual(200, answer.status, (fault, answer.body))
        self.assertTrue(self.complaints(), "the liar was never asked")


if __name__ == "__main__":
    unittest.main()
