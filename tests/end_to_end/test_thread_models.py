"""Threading models and exclusive groups through the whole host: shown to operators, and kept when many call at once."""
import concurrent.futures
import unittest

from hostile_host import HostileHost, plugin

BACKENDS = ("overlap-plugin", "overlap-instance", "overlap-concurrent", "overlap-group-one", "overlap-group-two")
DECLARED = {
    "overlap-plugin": ("plugin", ""),
    "overlap-instance": ("instance", ""),
    "overlap-concurrent": ("concurrent", ""),
    "overlap-group-one": ("concurrent", "inside"),
    "overlap-group-two": ("plugin", "inside"),
}


class ThreadModels(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # All of them are authenticators too; two of those are in the chain.
        cls.hostile = HostileHost([plugin(name, "overlap-plugins") for name in BACKENDS],
                                  auth={"chain": ["auth-apikey", "overlap-group-one", "overlap-plugin"]})
        cls.addClassCleanup(cls.hostile.host.close)

    def speak(self, name):
        answer = self.hostile.say(name, "Hello there.")
        return answer.status, answer.body[:300]

    def enter(self, name, number):
        # A credential of its own, so that nothing kept from an earlier one answers.
        answer = self.hostile.host.ask("GET", "/v1/me", f"{name}-{number}")
        return answer.status, answer.body[:300]

    def test_models_areShownToOperators(self):
        listed = self.hostile.listed()
        for name, (threading, group) in DECLARED.items():
            self.assertEqual((threading, group), (listed[name]["threading"], listed[name]["exclusive_group"]), name)

    def test_callsOfAllKinds_neverOverlapWhereTheyMustNot(self):
        with concurrent.futures.ThreadPoolExecutor(24) as callers:
            spoken = {callers.submit(self.speak, name): name for _ in range(16) for name in BACKENDS}
            entered = {callers.submit(self.enter, name, number): name for number in range(16)
                       for name in ("overlap-group-one", "overlap-plugin")}
            for call, name in {**spoken, **entered}.items():
                status, body = call.result()
                self.assertEqual(200, status, (name, body))

    def test_concurrentPlugin_reallyIsOne(self):
        with concurrent.futures.ThreadPoolExecutor(2) as callers:
            meetings = [callers.submit(self.hostile.say, "overlap-concurrent", "Meet me.") for _ in range(2)]
            for meeting in meetings:
                self.assertEqual(200, meeting.result().status)

    def test_pluginOfOneCallAtATime_meetsNobody(self):
        with concurrent.futures.ThreadPoolExecutor(2) as callers:
            meetings = [callers.submit(self.hostile.say, "overlap-plugin", "Meet me.") for _ in range(2)]
            for meeting in meetings:
                self.assertEqual(502, meeting.result().status)


if __name__ == "__main__":
    unittest.main()
