#!/usr/bin/env python3
"""OpenAI's own client takes the stand-in for what it stands in for."""

import hashlib
import json
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parents[1] / "end_to_end"))

import tone  # noqa: E402
from running_relay import RunningRelay  # noqa: E402

SCRIPT = HERE.parents[1] / "npm/speech.mjs"
ORDER = {"model": "tts-1", "voice": "alloy", "input": "Good day to everybody.", "response_format": "pcm"}


class OpenAiClient(unittest.TestCase):
    def setUp(self):
        self.relay = RunningRelay()
        self.addCleanup(self.relay.close)

    def spoken(self, *orders, key="relay-key"):
        ended = subprocess.run(["node", SCRIPT, f"http://127.0.0.1:{self.relay.port}/v1", key], input=json.dumps(orders),
                               capture_output=True, text=True, timeout=50)
        if ended.returncode != 0:
            raise AssertionError(f"packaging/setup --tests installs what it needs: {ended.stderr[-2000:]}")
        return json.loads(ended.stdout)

    def refused(self, **options):
        answer, = self.spoken({"order": ORDER}, **options)
        return answer.get("error"), answer.get("status"), answer.get("code")

    def test_speech_isTheSameWholeAndStreamed(self):
        whole, streamed = self.spoken({"order": ORDER}, {"order": ORDER, "stream": True})
        wanted = tone.pcm("alloy", ORDER["input"], 1)
        for answer in (whole, streamed):
            self.assertEqual((200, "audio/pcm", len(wanted), hashlib.sha256(wanted).hexdigest()),
                             (answer["status"], answer["type"], answer["bytes"], answer["sha256"]))
        self.assertGreater(streamed["pieces"], 1)

    def test_speech_isMp3WhereNoFormatIsNamed(self):
        order = {name: value for name, value in ORDER.items() if name != "response_format"}
        answer, = self.spoken({"order": order})
        self.assertEqual((200, "audio/mpeg"), (answer["status"], answer["type"]))

    def test_credentialWrong_isItsAuthenticationError(self):
        self.assertEqual(("AuthenticationError", 401, "invalid_api_key"), self.refused(key="other"))

    def test_faults_areTheErrorsThatItKnows(self):
        for fault, told in (("not_found", ("NotFoundError", 404, "model_not_found")),
                            ("rate_limited", ("RateLimitError", 429, "rate_limit_exceeded")),
                            ("server_error", ("InternalServerError", 500, None))):
            with self.subTest(fault):
                self.relay.misbehave(fault)
                self.assertEqual(told, self.refused())
        self.relay.misbehave("rate_limited")
        self.assertEqual("7", self.spoken({"order": ORDER})[0]["retryAfter"])

    def test_orderUnfit_isItsBadRequestError(self):
        answer, = self.spoken({"order": {**ORDER, "voice": "nobody"}})
        self.assertEqual(("BadRequestError", 400, "invalid_request_error"), (answer["error"], answer["status"], answer["type"]))


if __name__ == "__main__":
    unittest.main()
