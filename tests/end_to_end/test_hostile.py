"""One hostile plugin after the other, in the host's own process: what the host says, and that nobody else is harmed."""
import json
import re
import signal
import tempfile
import unittest

import hostile_sins
from host_process import wait_for
from hostile_host import (SPEAK, HostileHost, WithHostileHost, add_cases, copy_with_manifest, give_manifest, plugin,
                          voice_of)
from hostile_sins import GOOD_SAMPLES
from raw_stream import RawStream


class NotLoaded(WithHostileHost):
    """All that is refused, in one host."""

    @classmethod
    def make(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        paths = {row.plugin: copy_with_manifest(row.plugin, folder.name) for row in hostile_sins.REFUSED
                 if row.folder == "bad"}
        return HostileHost([{"id": row.plugin, "path": paths[row.plugin]} if row.plugin in paths else plugin(row.plugin)
                            for row in hostile_sins.REFUSED])

    def check(self, row):
        item = self.hostile.listed()[row.plugin]
        self.assertEqual("failed", item["status"])
        self.assertTrue(item["error"].startswith(row.step + ": "), item["error"])
        for words in row.words:
            self.assertIn(words, item["error"])
        self.assertTrue(self.hostile.logged(("plugin_refused", f'"{row.plugin}"', f'"{row.step}"')))
        self.assert_up()

    def test_voicesOfWhatIsNotLoaded_areNotThere(self):
        with self.bystander.unharmed():
            self.assertEqual(404, self.hostile.say("hostile-create-throws", "Hello").status)


add_cases(NotLoaded, hostile_sins.REFUSED, NotLoaded.check, "isRefusedWithReasonAndRemedy")


class Speaking(WithHostileHost):
    """All that speak well until they sin, in one host."""

    FURTHER = ("voices-throw", "write-after-stop", "write-after-return", "cancel-throws")

    @classmethod
    def make(cls):
        names = [sin.plugin for sin in hostile_sins.SPEAKERS] + [f"hostile-{name}" for name in cls.FURTHER]
        return HostileHost([plugin(name) for name in names])

    def check(self, sin):
        with self.bystander.unharmed():
            self.assert_answer(sin, self.hostile.say(sin.plugin, sin.text, response_format=sin.response_format))
            if sin.log:
                place = f'"slot":"{self.hostile.slots[sin.plugin]}"'
                whose = place if sin.log[0] in ("backend_failed", "slot_ready") else f'"plugin":"{sin.plugin}"'
                self.hostile.wait_for_log(whose, *sin.log)
            if sin.healthy:
                self.assert_speaks_well(sin.plugin, GOOD_SAMPLES)
        self.assertEqual("loaded", self.hostile.listed()[sin.plugin]["status"])
        self.assert_up()

    def leave_in_the_middle(self, name):
        stream = RawStream(self.hostile.host.port, SPEAK, self.hostile.key,
                           {"voice_id": voice_of(name), "text": "Sin now.", "response_format": "pcm"})
        self.assertEqual(200, stream.head()[0])
        stream.chunk()
        stream.close()

    def metric(self, name, who):
        return self.hostile.host.metric(f'scaispeak_plugin_hostile_{name}{{plugin="{who}"}}')

    def test_voicesThrow_hasNoVoices(self):
        with self.bystander.unharmed():
            self.hostile.wait_for_log("presets_not_registered", "could not list its voices")
            self.assertEqual(404, self.hostile.say("hostile-voices-throw", "Hello").status)
        self.assert_up()

    def test_writeAfterStop_isRefusedEveryTime(self):
        name = "hostile-write-after-stop"
        with self.bystander.unharmed():
            self.leave_in_the_middle(name)
            wait_for(lambda: self.metric("refused_after_stop", name) == 300, 10, "300 refused writes")
            self.assertEqual(0, self.metric("taken_after_stop", name))
            self.assert_speaks_well(name, GOOD_SAMPLES)
        self.assert_up()

    def test_writeAfterReturn_reachesNoLaterCall(self):
        name = "hostile-write-after-return"
        with self.bystander.unharmed():
            # Not whole where the thread was there before the call had returned.
            self.assertIn(self.hostile.say(name, "Sin now.").status, (200, 502))
            while self.metric("refused_later", name) < 400:
                # A call that the thread disturbs fails; one that does not fail is what it should be.
                self.assert_speaks_well(name, GOOD_SAMPLES, or_fails=True)
            self.assertEqual((0, 400), (self.metric("taken_later", name), self.metric("refused_later", name)))
            self.assert_speaks_well(name, GOOD_SAMPLES)
            self.hostile.wait_for_log(f'"plugin":"{name}"', "plugin_fault", "used_after_call")
        self.assert_up()

    def test_cancelThrows_stopsAllTheSame(self):
        name = "hostile-cancel-throws"
        with self.bystander.unharmed():
            self.leave_in_the_middle(name)
            self.hostile.wait_for_log(f'"plugin":"{name}"', "plugin_fault", "cancel threw")
            self.assert_speaks_well(name, GOOD_SAMPLES)
        self.assert_up()

    def test_logFlood_isCutToItsLimit(self):
        self.hostile.say("hostile-log-flood", "Sin now.")
        lines = sum('"event":"flood"' in line for line in self.hostile.host.log().splitlines())
        self.assertLess(lines, 3000)
        dropped = self.hostile.host.metric('scaispeak_plugin_log_lines_dropped_total{plugin="hostile-log-flood"}')
        self.assertGreater(dropped, 90000)

    def test_metricFloods_areCutToTheirLimits(self):
        for name in ("hostile-metric-labels-flood", "hostile-metric-names-flood", "hostile-metric-without-text"):
            self.hostile.say(name, "Sin now.")
        text = self.hostile.host.ask("GET", "/metrics").body.decode()
        self.assertEqual(101, len(re.findall(r"(?m)^scaispeak_plugin_hostile_flood\{", text)))
        self.assertIn('customer="other"', text)
        self.assertLessEqual(len(re.findall(r"(?m)^scaispeak_plugin_hostile_name_\d+\{", text)), 200)
        for line in text.splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) .+|[a-z_0-9]+(\{([a-z_]+="[^"\n]*",?)*\})? \S+)$')

    def test_log_isWholeLinesOfTheHostAlone(self):
        for name in ("hostile-standard-output", "hostile-log-without-text", "hostile-log-forged"):
            self.hostile.say(name, "Sin now.")
        for line in self.hostile.host.log_file.read_text().splitlines():
            keys = [key for key, _ in json.loads(line, object_pairs_hook=list)]
            self.assertEqual(len(keys), len(set(keys)), line)
        self.assertIn("garbage without an end", self.hostile.host.error_file.read_text())

    def test_zzz_host_endsAsItIsAsked(self):
        self.bystander.close()
        self.assertEqual(0, self.hostile.host.stop())
        self.assertTrue(self.hostile.logged(("plugin_fault", '"plugin":"hostile-destroy-throws"', "destroy threw")))


add_cases(Speaking, hostile_sins.SPEAKERS, Speaking.check, "isToldAndHurtsNobody")


class Authenticating(WithHostileHost):
    @classmethod
    def make(cls):
        names = [sin.plugin for sin in hostile_sins.AUTHENTICATORS]
        return HostileHost(others=[plugin(name) for name in names], auth={"chain": ["auth-apikey", *names]})

    def check(self, sin):
        with self.bystander.unharmed():
            self.assert_answer(sin, self.hostile.host.ask("GET", "/v1/me", sin.plugin))
            if sin.log:
                self.hostile.wait_for_log(f'"plugin":"{sin.plugin}"', *sin.log)
        self.assert_up()


add_cases(Authenticating, hostile_sins.AUTHENTICATORS, Authenticating.check, "isNoLeaveToEnter")


class Reloading(WithHostileHost):
    """Plugins that come by SIGHUP while somebody speaks."""

    @classmethod
    def make(cls):
        return HostileHost()

    def reload_with(self, *names, event):
        host = self.hostile.host
        host.config["plugins"] = [entry for entry in host.config["plugins"] if not entry["id"].startswith("hostile-")]
        host.config["plugins"] += [plugin(name) for name in names]
        host.config_file.write_text(json.dumps(host.config))
        before = host.log().count(f'"event":"{event}"')
        host.process.send_signal(signal.SIGHUP)
        wait_for(lambda: host.log().count(f'"event":"{event}"') > before, 20, event)

    def test_refusedPlugins_changeNothing(self):
        for name in ("create-throws", "create-fails-silently", "describe-throws", "describe-absurd-rate"):
            with self.bystander.unharmed():
                self.reload_with(f"hostile-{name}", event="reload_failed")
            self.assertNotIn(f"hostile-{name}", self.hostile.listed())
        self.assert_up()

    def test_pluginsThatChangeTheProcess_areHeldBack(self):
        for name in ("hostile-process-changed", "hostile-constructor-changes-the-process"):
            with self.bystander.unharmed():
                self.reload_with(name, event="reloaded")
                self.hostile.wait_for_log("plugin_fault", f'"plugin":"{name}"', "process_changed")
            self.assertEqual("loaded", self.hostile.listed()[name]["status"])
        self.assert_up()

    def test_threadLeftBehind_speaksToNobodyWhenItsPluginIsGone(self):
        with self.bystander.unharmed():
            self.reload_with("hostile-thread-left-behind", event="reloaded")
            self.hostile.wait_for_log("still_here")
            self.reload_with(event="reloaded")
        lines = self.hostile.host.log().count("still_here")
        with self.bystander.unharmed():
            self.assertNotIn("hostile-thread-left-behind", self.hostile.listed())
        self.assertEqual(lines, self.hostile.host.log().count("still_here"))
        self.assert_up()


class Endings(unittest.TestCase):
    """What shows when the host ends, and what a host of its own is needed for."""

    def host(self, name, **settings):
        hostile = HostileHost([plugin(name)], **settings)
        self.addCleanup(hostile.host.close)
        return hostile

    def test_threadLeftBehind_doesNotBringDownTheHostAtItsEnd(self):
        for _ in range(3):
            hostile = self.host("hostile-thread-left-behind")
            self.assertEqual(200, hostile.say("hostile-thread-left-behind", "Sin now.").status)
            self.assertEqual(0, hostile.host.stop(), hostile.host.log()[-2000:])

    def test_processChangedLater_isPutBackWithinASecond(self):
        hostile = self.host("hostile-process-changed-later")
        self.assertEqual(200, hostile.say("hostile-process-changed-later", "Sin now.").status)
        hostile.wait_for_log("process_changed", "SIGTERM, SIGPIPE, the locale (LC_NUMERIC), the working folder")
        self.assertEqual(200, hostile.say("hostile-process-changed-later", "A good text.").status)
        self.assertEqual(0, hostile.host.stop())

    def test_neverReturns_isGivenUpAndLeftBehind(self):
        hostile = self.host("hostile-never-returns", speak={"timeouts": {"first_audio_s": 1}, "drain_s": 1})
        answer = hostile.say("hostile-never-returns", "Sin now.")
        self.assertEqual((504, "SCAISPEAK_BACKEND_TIMEOUT"), (answer.status, answer.code()))
        self.assertEqual(200, hostile.say("hostile-never-returns", "A good text.").status)
        self.assertEqual(200, hostile.say("", "Others speak.", hostile.tone).status)
        self.assertEqual(3, hostile.host.stop())

    def test_constructorThrows_endsTheHostAtOnceInsteadOfHangingIt(self):
        # The dynamic linker would stay locked.
        give_manifest("hostile-constructor-throws")
        with self.assertRaisesRegex(AssertionError, "a constructor in .*hostile-constructor-throws.so threw"):
            self.host("hostile-constructor-throws")

    def test_voicesAMillion_areCut(self):
        hostile = self.host("hostile-voices-a-million")
        hostile.wait_for_log("plugin_fault", "hostile-voices-a-million", "more than 10000 voices")
        self.assertEqual(200, hostile.say("hostile-voices-a-million", "A good text.").status)
        self.assertEqual(0, hostile.host.stop())


if __name__ == "__main__":
    unittest.main()
