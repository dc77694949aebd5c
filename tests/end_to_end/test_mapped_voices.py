"""A preset of one engine that the operator has the relay speak as well: approximately, and never unsaid."""
import base64
import copy
import json
import signal
import subprocess
import unittest

from host_process import wait_for
from running_host import BUILD, MODULE, RunningHost
from running_node import RunningNode
from running_relay import RunningRelay

SPEAK = MODULE + "/speak"
TEXT = "Good morning."
RELAY_FRAMES = 1_200 * len(TEXT)
SLOTS = {"A": {"plugin": "engine-tone", "class": "self_hosted"}, "B": {"plugin": "backend-relay", "class": "relay"}}
UNKNOWN = "voc_" + "a" * 20
# Of SHA-256("tone/tone-a").
TONE_VOICE = "voc_2kw7gf62tw7i4eoesjpd"


class MappedVoices(unittest.TestCase):
    isolation = "process"

    def setUp(self):
        self.relay = RunningRelay()
        self.addCleanup(self.relay.close)
        settings = {"url": f"http://127.0.0.1:{self.relay.port}", "api_key": "relay-key", "model": "tts-1", "voices": {}}
        plugin = {"id": "backend-relay", "isolation": self.isolation, "config": settings}
        self.host = RunningHost(plugins=["engine-tone", plugin], slots=copy.deepcopy(SLOTS),
                                policy_default={"allowed_backends": ["A", "B"], "default_backend": "A"})
        self.addCleanup(self.host.close)
        self.key = self.host.key()
        self.voice = self.host.ask("GET", f"{MODULE}/voices?limit=1", self.key).data()["items"][0]["voice_id"]
        self.relay_settings = next(plugin for plugin in self.host.config["plugins"] if plugin["id"] == "backend-relay")["config"]

    def write(self):
        self.host.config_file.write_text(json.dumps(self.host.config))

    def reload(self):
        before = self.host.log().count('"event":"reloaded"')
        self.write()
        self.host.process.send_signal(signal.SIGHUP)
        wait_for(lambda: self.host.log().count('"event":"reloaded"') > before, 20, "the reload")

    def map_voices(self, **voices):
        self.relay_settings["voices"] = voices
        self.reload()

    def speak(self, **fields):
        return self.host.ask("POST", SPEAK, self.key, {"voice_id": self.voice, "text": TEXT, "response_format": "pcm", **fields})

    def said(self, answer):
        self.assertEqual(200, answer.status, answer.body)
        return answer.data()["backend_used"], answer.data()["fidelity"]

    def listed(self):
        return {voice["voice_id"]: voice for voice in self.host.ask("GET", f"{MODULE}/voices", self.key).data()["items"]}

    def test_mappedVoice_isSpokenByTheRelayAndCalledApproximate(self):
        self.assertEqual(("A", "exact"), self.said(self.speak(backend_preference="prefer_relay")))
        before = self.listed()
        self.map_voices(**{self.voice: "onyx"})
        self.assertEqual(("A", "exact"), self.said(self.speak()))
        answer = self.speak(backend_preference="prefer_relay")
        self.assertEqual(("B", "approximate"), self.said(answer))
        self.assertEqual(2 * RELAY_FRAMES, len(base64.b64decode(answer.data()["audio_base64"])))
        self.assertEqual("onyx", self.relay.calls()[-1]["voice"])
        self.assertEqual(before, self.listed(), "a mapped voice is no voice more")

    def test_mappedVoice_outlivesItsOwnEngineAndGoesWithTheMap(self):
        own = self.listed()[self.voice]
        self.map_voices(**{self.voice: "onyx", "narrator": "alloy", UNKNOWN: "nova"})
        self.host.config["slots"]["A"] = {"class": "self_hosted"}
        self.reload()
        self.assertEqual(("B", "approximate"), self.said(self.speak()))
        self.assertEqual(own, self.host.ask("GET", f"{MODULE}/voices/{self.voice}", self.key).data())
        self.assertEqual({self.voice, next(key for key, voice in self.listed().items() if voice["display_name"] == "narrator")},
                         set(self.listed()))
        self.map_voices(narrator="alloy")
        self.assertEqual(404, self.speak().status)
        self.assertNotIn(self.voice, self.listed())

    def test_notMapped_theRelayIsNoCandidate(self):
        self.host.config["slots"]["A"] = {"plugin": "engine-tone", "class": "self_hosted"}
        self.host.ask("PATCH", f"{MODULE}/admin/policy", self.key, {"allowed_backends": ["B"], "default_backend": "B"})
        self.reload()
        answer = self.speak()
        self.assertEqual((502, [("A", "not_allowed_by_policy"), ("B", "voice_not_supported")]),
                         (answer.status, [(row["field"], row["code"]) for row in answer.json()["error"]["details"]]))
        self.assertEqual([], self.relay.calls())

    def test_keyThatIsNoWholeId_isRefused(self):
        self.relay_settings["voices"] = {"voc_tooshort": "alloy"}
        self.write()
        check = subprocess.run([BUILD / "bin/scaispeakd", "--config", self.host.config_file, "--check"], capture_output=True, text=True)
        self.assertNotEqual(0, check.returncode)
        self.assertIn("voices", check.stdout + check.stderr)

    def test_languages_areTheOperators(self):
        self.relay_settings["languages"] = ["nl", "en"]
        self.map_voices(narrator="alloy")
        voice = next(voice for voice in self.listed().values() if voice["display_name"] == "narrator")
        self.assertEqual(("nl", ["nl", "en"]), (voice["language_primary"], voice["language_supported"]))


class MappedVoicesInAWorker(MappedVoices):
    isolation = "worker"


class MappedVoicesOnANode(unittest.TestCase):
    def test_mappedVoice_isSpokenByANodeThatIsARelay(self):
        relay = RunningRelay()
        self.addCleanup(relay.close)
        settings = {"url": f"http://127.0.0.1:{relay.port}", "api_key": "relay-key", "model": "tts-1", "voices": {TONE_VOICE: "onyx"}}
        node = RunningNode(engine="tts-1", config={"plugin_dir": str(BUILD / "plugins"), "metrics": {"port": 0}, "plugins": [{"id": "backend-relay", "config": settings}]})
        self.addCleanup(node.close)
        far = {"id": "backend-scaiinfer", "config": {"nodes": [node.address], "engine": "tts-1"}}
        host = RunningHost(plugins=["engine-tone", far], slots={"A": {"plugin": "engine-tone", "class": "self_hosted"},
                                                                "B": {"plugin": "backend-scaiinfer", "class": "relay"}},
                           policy_default={"allowed_backends": ["A", "B"], "default_backend": "B"})
        self.addCleanup(host.close)
        body = {"voice_id": TONE_VOICE, "text": TEXT, "response_format": "pcm"}
        answers = []

        def by_the_relay():
            answers.append(host.ask("POST", SPEAK, host.key(), body).data())
            return answers[-1]["backend_used"] == "B"

        wait_for(by_the_relay, 10, "the node")
        self.assertEqual("approximate", answers[-1]["fidelity"])
        self.assertEqual({"onyx"}, {call["voice"] for call in relay.calls()})


if __name__ == "__main__":
    unittest.main()
