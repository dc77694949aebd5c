"""The ids of a call on their whole way: into the answer and the log, to an engine in the host, in a worker and on a node, and
to a relay."""
import json
import unittest

from host_process import wait_for
from running_host import BUILD, MODULE, RunningHost
from running_node import RunningNode
from running_relay import RunningRelay

ENGINE = BUILD / "test-plugins/engine-faulty.so"
SPEAK = MODULE + "/speak"
TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
TRACE = f"00-{TRACE_ID}-b7ad6b7169203331-01"
BAD_TRACES = ("", "00", "evil\tone", TRACE.upper(), TRACE + "0", f"00-{'0' * 32}-b7ad6b7169203331-01", "ff" + TRACE[2:], "x" * 4000)
GOOD_IDS = ("abcdefgh", "A-Z_09-x", "r" * 64)
BAD_IDS = ("short12", "r" * 65, "with space in", "dot.dot.dot", "caf\u00e9-caf\u00e9", "'; DROP TABLE x; --", "a/b/c/d/e/f")


def event(log, name, request_id):
    """The one line of that event and request, whose id a node lengthens; it may come after the answer."""
    def found():
        lines = (json.loads(line) for line in log().splitlines() if line.startswith("{") and line.endswith("}"))
        return [line for line in lines if line["event"] == name and line["request_id"].split(".")[0] == request_id]
    wait_for(found, 5, f"{name} of {request_id}")
    (line,) = found()
    return line


class Speaker:
    def __init__(self, test, host, text="tell:5"):
        self.host = host
        self.text = text
        test.addCleanup(host.close)
        self.key = host.key()
        self.voice = host.ask("GET", f"{MODULE}/voices", self.key).data()["items"][0]["voice_id"]

    def speak(self, trace=None, request_id=None):
        """The request id that the answer names."""
        answer = self.ask(self.text, trace, request_id)
        assert answer.status == 200, answer.body
        return answer.headers["X-Request-Id"]

    def ask(self, text, trace=None, request_id=None):
        headers = {"traceparent": trace, "X-Request-Id": request_id}
        return self.host.ask("POST", SPEAK, self.key, {"voice_id": self.voice, "text": text, "response_format": "pcm"},
                             {name: value.encode("latin-1") for name, value in headers.items() if value is not None})

    def logged(self, request_id):
        return event(self.host.log, "request", request_id)["trace_id"]


class Trace(unittest.TestCase):
    def check_way(self, speaker, heard):
        """`heard(request_id)`: the traceparent that the other end saw in that call."""
        request_id = speaker.speak(TRACE, "asked-by-the-test")
        self.assertEqual("asked-by-the-test", request_id)
        self.assertEqual(TRACE, heard(request_id))
        self.assertEqual(TRACE_ID, speaker.logged(request_id))
        for bad in BAD_TRACES:
            with self.subTest(bad=bad[:60]):
                request_id = speaker.speak(bad)
                self.assertEqual("", heard(request_id) or "")
                self.assertEqual("", speaker.logged(request_id))

    def told(self, log):
        """What the engine said of a request."""
        return lambda request_id: event(log, "told", request_id)["traceparent"]

    def test_engine_inTheHostAndInAWorker_isToldThem(self):
        for isolation in ("process", "worker"):
            with self.subTest(isolation=isolation):
                speaker = Speaker(self, RunningHost(plugins=[{"id": "engine-faulty", "isolation": isolation}]))
                self.check_way(speaker, self.told(speaker.host.log))

    def test_engine_onANode_isToldThem(self):
        node = RunningNode("faulty", {"plugins": [{"id": "engine-faulty", "path": str(ENGINE)}]})
        self.addCleanup(node.close)
        plugin = {"id": "backend-scaiinfer", "config": {"nodes": [node.address], "engine": "faulty"}}
        speaker = Speaker(self, RunningHost(plugins=[plugin]))
        self.check_way(speaker, self.told(node.log))
        self.check_node_lines(speaker, node)

    def check_node_lines(self, speaker, node):
        """The node's own lines have the ids that the host's line has: those that came, or none."""
        for trace, trace_id in ((TRACE, TRACE_ID), (None, ""), ("evil\tone", "")):
            request_id = speaker.speak(trace)
            line = event(node.log, "node_call", request_id)
            self.assertEqual((request_id, trace_id, "ok"), (line["request_id"], line["trace_id"], line["outcome"]))
        refused = speaker.ask("fail", TRACE, "refused-by-engine")
        self.assertNotEqual(200, refused.status)
        for name, outcome in (("node_call", "failed"), ("node_call_failed", None)):
            line = event(node.log, name, "refused-by-engine")
            self.assertEqual((TRACE_ID, outcome), (line["trace_id"], line.get("outcome")))

    def test_relay_isSentThem(self):
        relay = RunningRelay()
        self.addCleanup(relay.close)
        plugin = {"id": "backend-relay", "config": {"url": f"http://127.0.0.1:{relay.port}/", "api_key": "relay-key", "model": "tts-1",
                                                    "voices": {"narrator": "alloy"}}}
        host = RunningHost(plugins=[plugin], slots={"B": {"plugin": "backend-relay", "class": "relay"}},
                           policy_default={"allowed_backends": ["B"], "default_backend": "B"})

        def heard(request_id):
            (call,) = [call for call in relay.calls() if call["request_id"] == request_id]
            return call["traceparent"]

        self.check_way(Speaker(self, host, "Good morning, this is one sentence."), heard)

    def test_requestId_isKeptOrMadeAnew(self):
        speaker = Speaker(self, RunningHost(plugins=["engine-faulty"]))
        heard = self.told(speaker.host.log)
        for given in GOOD_IDS + BAD_IDS:
            with self.subTest(given=given):
                request_id = speaker.speak(request_id=given)
                heard(request_id)
                speaker.logged(request_id)
                if given in GOOD_IDS:
                    self.assertEqual(given, request_id)
                else:
                    self.assertRegex(request_id, r"^req_[a-z2-7]{26}$")
        # Also where nobody is signed in, and where the request cannot be read.
        answer = self.host_answer(speaker, "GET", "/v1/me", "unsigned-1")
        self.assertEqual((401, "unsigned-1", "unsigned-1"), answer)
        self.assertEqual((404, "nowhere-1", "nowhere-1"), self.host_answer(speaker, "GET", "/nowhere", "nowhere-1"))

    def host_answer(self, speaker, method, path, request_id):
        answer = speaker.host.ask(method, path, headers={"X-Request-Id": request_id})
        return answer.status, answer.headers["X-Request-Id"], answer.json()["meta"]["request_id"]


if __name__ == "__main__":
    unittest.main()
