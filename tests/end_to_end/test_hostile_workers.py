"""Hostile plugins that end or stop the process they are in: in workers, where the host survives them."""
import time
import unittest

import hostile_sins
from host_process import wait_for
from hostile_host import SPEAK, HostileHost, WithHostileHost, add_cases, give_manifest, plugin, voice_of
from hostile_sins import GOOD_SAMPLES
from raw_stream import RawStream

FAILED = {"SCAISPEAK_BACKEND_ERROR", "SCAISPEAK_BACKEND_TIMEOUT", "SCAISPEAK_BACKEND_UNAVAILABLE"}
PATIENT = {"speak": {"timeouts": {"first_audio_s": 2, "between_chunks_s": 2}}}


def in_worker(name, **settings):
    return plugin(name, isolation="worker", workers=1, **settings)


def worker_refusal():
    """Why this host runs no workers, of its own words; None when it does."""
    host = HostileHost([in_worker("hostile-begin-never")])
    try:
        item = host.listed()["hostile-begin-never"]
        return item["error"] if item["status"] == "failed" and item["error"].startswith("isolation: ") else None
    finally:
        host.host.close()


class NeedsWorkers(unittest.TestCase):
    """Skips itself as long as the host refuses `isolation: worker`."""

    @classmethod
    def setUpClass(cls):
        refusal = worker_refusal()
        if refusal:
            raise unittest.SkipTest(refusal)
        super().setUpClass()


class Speaking(NeedsWorkers, WithHostileHost):
    @classmethod
    def make(cls):
        return HostileHost([in_worker(row.plugin) for row in hostile_sins.WORKER_SPEAKERS], **PATIENT)

    def check(self, row):
        with self.bystander.unharmed():
            answer = self.hostile.say(row.plugin, "Sin now.")
            self.assertIn(answer.status, (502, 503, 504), answer.body[:300])
            self.assertIn(answer.code(), FAILED)
            # The dead worker is replaced.
            wait_for(lambda: self.hostile.say(row.plugin, "A good text.").status == 200, 15, "a new worker")
            self.assert_speaks_well(row.plugin, GOOD_SAMPLES)
        item = self.hostile.listed()[row.plugin]
        self.assertEqual(("loaded", "worker"), (item["status"], item["isolation"]))
        self.assert_up()


add_cases(Speaking, hostile_sins.WORKER_SPEAKERS, Speaking.check, "costsItsWorkerAlone")


class Starting(NeedsWorkers):
    """What goes wrong before there is a plugin to speak with, or after."""

    def host(self, name):
        hostile = HostileHost([in_worker(name)], **PATIENT)
        self.addCleanup(hostile.host.close)
        return hostile

    def check(self, row):
        give_manifest(row.plugin)
        hostile = self.host(row.plugin)
        begin = time.monotonic()
        self.assertEqual(200, hostile.say("", "Others speak.", hostile.tone).status)
        self.assertEqual(200, hostile.host.ask("GET", "/health").status)
        self.assertLess(time.monotonic() - begin, 10)
        # Its voice was never seen, or nobody is there to speak it.
        self.assertIn(hostile.say(row.plugin, "A good text.").status, (404, 502))
        self.assertEqual(0, hostile.host.stop())

    def test_healthNeverReturns_doesNotStopOthersFromBeingReady(self):
        hostile = self.host("hostile-health-never-returns")
        begin = time.monotonic()
        self.assertEqual(200, hostile.host.ask("GET", "/v1/modules/scaispeak/readyz", timeout=20).status)
        self.assertEqual(200, hostile.say("", "Others speak.", hostile.tone).status)
        self.assertLess(time.monotonic() - begin, 10)

    def test_cancelNeverReturns_keepsNobodyElseWaiting(self):
        hostile = self.host("hostile-cancel-never-returns")
        stream = RawStream(hostile.host.port, SPEAK, hostile.key,
                           {"voice_id": voice_of("hostile-cancel-never-returns"), "text": "Sin now.",
                            "response_format": "pcm"})
        self.assertEqual(200, stream.head()[0])
        stream.close()
        for _ in range(3):
            self.assertEqual(200, hostile.say("", "Others speak.", hostile.tone).status)
        self.assertEqual(0, hostile.host.stop())

    def test_forks_areNoSecondVoice(self):
        # Refused by the kernel, the plugin speaks well; else two processes answer one call, which is against the protocol.
        hostile = self.host("hostile-forks")
        self.assertIn(hostile.say("hostile-forks", "Sin now.").status, (200, 502))
        wait_for(lambda: hostile.say("hostile-forks", "A good text.").status == 200, 15, "a worker that speaks well")
        self.assertEqual(200, hostile.say("", "Others speak.", hostile.tone).status)
        self.assertEqual(0, hostile.host.stop())

    def test_destroyNeverReturns_doesNotKeepTheHostFromEnding(self):
        hostile = self.host("hostile-destroy-never-returns")
        self.assertEqual(200, hostile.say("hostile-destroy-never-returns", "A good text.").status)
        self.assertEqual(0, hostile.host.stop())


add_cases(Starting, hostile_sins.WORKER_STARTERS, Starting.check, "costsItsWorkerAlone")

if __name__ == "__main__":
    unittest.main()
