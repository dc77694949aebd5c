#!/usr/bin/env python3
"""The stand-in speaks as OpenAI's call does, and goes wrong exactly as it is told."""

import array
import concurrent.futures
import http.client
import json
import pathlib
import subprocess
import sys
import unittest

import fault
import speech
import tone

PROGRAM = pathlib.Path(__file__).with_name("relay.py")
SPEECH = {"model": "tts-1", "input": "Good day.", "voice": "alloy", "response_format": "pcm"}


class RelayTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.process = subprocess.Popen([sys.executable, PROGRAM], stdout=subprocess.PIPE, text=True)
        word, port = cls.process.stdout.readline().split()
        assert word == "ready"
        cls.port = int(port)

    @classmethod
    def tearDownClass(cls):
        cls.process.terminate()
        cls.process.stdout.close()
        assert cls.process.wait(10) == 0

    def setUp(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        self.addCleanup(self.connection.close)

    def call(self, order=SPEECH, key="relay-key", **headers):
        self.connection.request("POST", "/v1/audio/speech", json.dumps(order), {"Authorization": f"Bearer {key}", **headers})
        return self.connection.getresponse()

    def misbehave(self, name):
        self.connection.request("PUT", "/fault", json.dumps({"fault": name, "times": 1}))
        answer = self.connection.getresponse()
        answer.read()
        self.assertEqual(answer.status, 200)

    def last_call(self):
        other = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        self.addCleanup(other.close)
        other.request("GET", "/calls")
        return json.load(other.getresponse())["calls"][-1]

    def error(self, answer):
        return json.load(answer)["error"]

    def test_speech_is_the_voices_tone(self):
        answer = self.call()
        self.assertEqual((answer.status, answer.getheader("Content-Type")), (200, "audio/pcm"))
        self.assertEqual(answer.read(), tone.pcm("alloy", SPEECH["input"], 1))

    def test_speech_of_another_voice_is_another_tone(self):
        self.assertNotEqual(self.call({**SPEECH, "voice": "onyx"}).read(), tone.pcm("alloy", SPEECH["input"], 1))

    def test_speech_of_a_speaking_voice_is_espeaks_each_time(self):
        order = {**SPEECH, "voice": "ash", "input": "Good morning, this is one sentence."}
        spoken = self.call(order).read()
        self.assertEqual(speech.pcm("ash", order["input"], 1), spoken)
        self.assertEqual(spoken, self.call(order).read())
        self.assertGreater(len(self.call({**order, "speed": 0.5}).read()), len(spoken))
        self.assertNotEqual(spoken, self.call({**order, "voice": "coral"}).read())

    def test_speech_of_a_speaking_voice_is_no_tone(self):
        samples = array.array("h", speech.pcm("ash", "Yes. No.", 1))
        self.assertTrue(0.5 < len(samples) / tone.RATE < 5, len(samples))
        parts = [max(abs(sample) for sample in samples[at:at + 1_200]) for at in range(0, len(samples), 1_200)]
        self.assertGreater(max(parts), 5_000, "it is heard")
        self.assertLess(min(parts), 500, "and pauses between its words")

    def test_speech_of_a_speaking_voice_comes_in_every_format(self):
        order = {**SPEECH, "voice": "sage", "input": "Goede morgen."}
        self.assertEqual(tone.wav(speech.pcm("sage", order["input"], 1)), self.call({**order, "response_format": "wav"}).read())
        self.assertEqual(b"\xff\xf3", self.call({**order, "response_format": "mp3"}).read(2))

    def test_speech_speed_shortens(self):
        self.assertEqual(len(self.call({**SPEECH, "speed": 2}).read()) * 2, len(tone.pcm("alloy", SPEECH["input"], 1)))

    def test_speech_wav_is_a_file(self):
        answer = self.call({**SPEECH, "response_format": "wav"})
        self.assertEqual(answer.getheader("Content-Type"), "audio/wav")
        self.assertEqual(answer.read(), tone.wav(tone.pcm("alloy", SPEECH["input"], 1)))

    def test_speech_mp3_is_one_stream(self):
        answer = self.call({**SPEECH, "response_format": "mp3"})
        self.assertEqual((answer.status, answer.getheader("Content-Type")), (200, "audio/mpeg"))
        self.assertEqual(answer.read(2), b"\xff\xf3")

    def test_connection_is_kept_and_ids_are_noted(self):
        self.call(**{"X-Request-Id": "req_one"}).read()
        first = self.last_call()
        self.call(**{"traceparent": "00-aa-bb-01"}).read()
        second = self.last_call()
        self.assertEqual((first["request_id"], second["traceparent"]), ("req_one", "00-aa-bb-01"))
        self.assertEqual(first["connection"], second["connection"])
        self.assertNotIn("Good day.", json.dumps([first, second]))

    def test_credential_wrong_is_401(self):
        answer = self.call(key="other")
        self.assertEqual((answer.status, self.error(answer)["code"]), (401, "invalid_api_key"))

    def test_order_unfit_is_400(self):
        for change in ({"voice": "nobody"}, {"input": ""}, {"input": "a" * 4_097}, {"model": 1}, {"speed": 5}, {"response_format": "ogg"}):
            with self.subTest(change):
                answer = self.call({**SPEECH, **change})
                self.assertEqual((answer.status, self.error(answer)["type"]), (400, "invalid_request_error"))

    def test_fault_unknown_is_422(self):
        self.connection.request("PUT", "/fault", json.dumps({"fault": "tired"}))
        self.assertEqual(self.connection.getresponse().status, 422)

    def test_fault_answers_are_openais_once(self):
        for name, (status, error) in fault.ANSWERS.items():
            with self.subTest(name):
                self.misbehave(name)
                answer = self.call()
                after = answer.getheader("Retry-After")
                self.assertEqual((answer.status, self.error(answer)["message"]), (status, error["message"]))
                self.assertEqual(after, str(fault.RETRY_AFTER_S) if status in (429, 503) else None)
                whole = self.call()
                whole.read()
                self.assertEqual(whole.status, 200)

    def test_fault_half_bodies_are_cut(self):
        for name in ("short_length", "cut_chunks"):
            with self.subTest(name):
                self.misbehave(name)
                with self.assertRaises(http.client.IncompleteRead):
                    self.call().read()
                self.connection.close()

    def test_fault_odd_bytes_is_no_whole_sample(self):
        self.misbehave("odd_bytes")
        self.assertEqual(len(self.call().read()) % 2, 1)

    def test_fault_wrong_type_is_a_page(self):
        self.misbehave("wrong_type")
        answer = self.call()
        self.assertEqual((answer.status, answer.getheader("Content-Type")), (200, "text/html"))
        answer.read()

    def test_fault_wrong_label_is_another_type(self):
        for form, label in (("pcm", "audio/mpeg"), ("mp3", "audio/pcm;rate=1000000")):
            self.misbehave("wrong_label")
            answer = self.call({**SPEECH, "response_format": form})
            answer.read()
            self.assertEqual(answer.getheader("Content-Type"), label)

    def test_fault_empty_and_short_audio_end_well(self):
        whole = len(tone.pcm("alloy", SPEECH["input"], 1))
        for name, size in (("empty", 0), ("short_audio", whole * 2 // 3)):
            self.misbehave(name)
            self.assertEqual(len(self.call().read()), size)

    def test_fault_endless_outlasts_the_text(self):
        self.misbehave("endless")
        wanted = 4 * len(tone.pcm("alloy", SPEECH["input"], 1))
        self.assertEqual(len(self.call().read(wanted)), wanted)

    def test_fault_drip_sends_byte_by_byte(self):
        self.misbehave("drip")
        self.assertEqual(len(self.call().read1(1_000)), 1)

    def test_fault_late_gives_no_head_at_first(self):
        self.misbehave("late")
        self.connection.timeout = 0.3
        self.connection.close()
        with self.assertRaises(TimeoutError):
            self.call()

    def test_fault_silent_gives_no_head(self):
        self.misbehave("silent")
        self.connection.timeout = 0.3
        self.connection.close()
        with self.assertRaises(TimeoutError):
            self.call()

    def test_fault_stall_stops_after_its_start(self):
        self.misbehave("stall")
        self.connection.timeout = 0.3
        self.connection.close()
        answer = self.call()
        self.assertEqual(len(answer.read(4_096)), 4_096)
        with self.assertRaises(TimeoutError):
            answer.read(1)


class FirstCallers(unittest.TestCase):
    def test_whoever_come_first_at_once_are_all_answered(self):
        for _ in range(5):
            RelayTest.setUpClass()
            try:
                with concurrent.futures.ThreadPoolExecutor(8) as pool:
                    self.assertEqual([200] * 8, list(pool.map(self.status, [RelayTest.port] * 8)))
            finally:
                RelayTest.tearDownClass()

    @staticmethod
    def status(port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("POST", "/v1/audio/speech", json.dumps(SPEECH), {"Authorization": "Bearer relay-key"})
            return connection.getresponse().status
        finally:
            connection.close()


if __name__ == "__main__":
    unittest.main()
