"""Metrics on a listener of their own: there for whoever reaches that address, and nowhere else."""
import concurrent.futures
import http.client
import unittest

from host_process import free_port, wait_for
from raw_stream import RawStream
from running_host import MODULE, RunningHost


class OwnListener(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.port = free_port()
        cls.host = RunningHost(plugins=["engine-tone"], metrics={"address": "127.0.0.1", "port": cls.port})
        cls.addClassCleanup(cls.host.close)

    def get(self, path, method="GET"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        self.addCleanup(connection.close)
        connection.request(method, path)
        return connection.getresponse()

    def test_metrics_areThereWithoutACredential(self):
        answer = self.get("/metrics")
        self.assertEqual(200, answer.status)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/plain; version=0.0.4"))
        self.assertIn("# TYPE scaispeak_", answer.read().decode())

    def test_metrics_areNotOnTheMainListener(self):
        self.assertEqual(404, self.host.ask("GET", "/metrics").status)

    def test_otherPaths_areNotOnTheirListener(self):
        for path in ("/health", "/v1/me", "/v1/infra/plugins", "/v1/modules/scaispeak/voices"):
            self.assertEqual(404, self.get(path).status, path)
        self.assertEqual(405, self.get("/metrics", "POST").status)

    def test_requestsOfTheMainListener_areCountedThere(self):
        def counted():
            lines = self.get("/metrics").read().decode().splitlines()
            return sum(float(line.split()[-1]) for line in lines
                       if line.startswith("scaispeak_http_requests_total{") and '"GET /health"' in line)

        before = counted()
        self.host.ask("GET", "/health")
        # Counted when the answer is over, which the client sees first.
        wait_for(lambda: counted() == before + 1, 5, "the request's count")


class OfSpeaking(unittest.TestCase):
    FIRST = 'scaispeak_first_audio_seconds_{}{{share="{}"}}'
    NAMES = {"engine": FIRST.format("sum", "engine"), "gateway": FIRST.format("sum", "gateway"),
             "first audios": FIRST.format("count", "gateway"), "factor": "scaispeak_real_time_factor_sum",
             "factors": "scaispeak_real_time_factor_count",
             **{outcome: f'scaispeak_utterances_total{{outcome="{outcome}"}}'
                for outcome in ("completed", "failed", "cancelled")}}

    @classmethod
    def setUpClass(cls):
        cls.host = RunningHost(plugins=["engine-faulty"])
        cls.addClassCleanup(cls.host.close)
        cls.key = cls.host.key()
        cls.voice = cls.host.voice(cls.key, "en")

    def read(self):
        return {short: self.host.metric(name) for short, name in self.NAMES.items()}

    def growth(self, text, outcome):
        """How much each of them grows by one utterance, which ends like that."""
        before = self.read()
        stream = RawStream(self.host.port, f"{MODULE}/speak", self.key,
                           {"voice_id": self.voice, "text": text, "response_format": "pcm"})
        stream.head()
        if outcome == "completed":
            stream.all()
        if outcome != "failed":
            stream.close()
        wait_for(lambda: self.read()[outcome] > before[outcome], 10, outcome)
        stream.close()
        return {short: value - before[short] for short, value in self.read().items()}

    def test_firstAudio_isTheEnginesShareAndTheGatewaysApart(self):
        grown = self.growth("late:3", "completed")
        self.assertEqual(1, grown["first audios"])
        self.assertGreaterEqual(grown["engine"], 0.3)
        # Nobody else was there to wait for.
        self.assertLess(grown["gateway"], 0.3)

    def test_waitingForTheEngine_isTheGatewaysShare(self):
        # espeak-ng serves one call at a time: of eight callers the last waits for seven whole segments.
        host = RunningHost()
        self.addCleanup(host.close)
        key = host.key()
        body = {"voice_id": host.voice(key), "text": " ".join(["tomorrow"] * 44), "response_format": "pcm"}
        with concurrent.futures.ThreadPoolExecutor(8) as callers:
            answers = list(callers.map(lambda _: host.ask("POST", f"{MODULE}/speak", key, body), range(8)))
        self.assertEqual([200] * 8, [answer.status for answer in answers])
        wait_for(lambda: host.metric(self.NAMES["first audios"]) == 8, 10, "the eight of them")
        self.assertGreater(host.metric(self.NAMES["gateway"]), host.metric(self.NAMES["engine"]))

    def test_realTimeFactor_isEngineTimeForASecondOfAudio(self):
        grown = self.growth("late:3", "completed")
        self.assertEqual(1, grown["factors"])
        # 0.3 s for 0.06 s of audio.
        self.assertGreaterEqual(grown["factor"], 5)

    def test_outcome_isCountedOnce(self):
        for text, outcome in (("late:3", "completed"), ("fail:3", "failed"), ("slow", "cancelled")):
            grown = self.growth(text, outcome)
            self.assertEqual({outcome: 1}, {name: grown[name] for name in ("completed", "failed", "cancelled")
                                            if grown[name]}, text)


if __name__ == "__main__":
    unittest.main()
