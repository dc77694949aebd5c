"""SIGHUP: what changes while calls run, what waits for a restart, and that no call notices."""
import copy
import json
import os
import shutil
import signal
import socket
import threading
import time
import unittest
from pathlib import Path

from host_process import free_port, wait_for
from raw_stream import RawStream
from running_host import BUILD, MODULE, RunningHost

SPEAK = MODULE + "/speak"
TEXT = " ".join(["The old clock stood behind the green door."] * 20)
SLOW_TONE = {"id": "engine-tone", "config": {"sample_rate": 8000, "chunk_bytes": 1600, "delay_ms_per_chunk": 5}}


class ReloadTest(unittest.TestCase):
    plugins = [SLOW_TONE]
    settings = {}

    def setUp(self):
        self.host = RunningHost(plugins=copy.deepcopy(self.plugins), **self.settings)
        self.addCleanup(self.host.close)
        self.key = self.host.key()
        self.voice = self.host.ask("GET", f"{MODULE}/voices?limit=1", self.key).data()["items"][0]["voice_id"]

    def events(self, name):
        lines = [json.loads(line) for line in self.host.log().splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == name]

    def hang_up(self, event="reloaded"):
        """Sends SIGHUP with the configuration as it is now; the new line of the log."""
        before = len(self.events(event))
        failures = len(self.events("reload_failed"))
        self.host.config_file.write_text(json.dumps(self.host.config))
        self.host.process.send_signal(signal.SIGHUP)

        def logged():
            if event != "reload_failed":
                self.assertEqual(failures, len(self.events("reload_failed")), self.host.log())
            return len(self.events(event)) > before

        wait_for(logged, 20, event)
        return self.events(event)[-1]

    def plugin(self, plugin_id):
        return next(plugin for plugin in self.host.config["plugins"] if plugin["id"] == plugin_id)

    def body(self, text="Hello there.", **fields):
        return {"voice_id": self.voice, "text": text, "response_format": "pcm", "sample_rate": 8000, **fields}

    def speak(self, text="Hello there.", headers=None, **fields):
        return self.host.ask("POST", SPEAK, self.key, self.body(text, **fields), headers)

    def stream(self, text=TEXT, **fields):
        stream = RawStream(self.host.port, SPEAK, self.key, self.body(text, **fields))
        self.addCleanup(stream.close)
        self.assertEqual(200, stream.head()[0])
        return stream


class Settings(ReloadTest):
    def test_limits_ofTextAndCalls(self):
        self.host.config["speak"] = {"max_text_chars": 5}
        self.host.config["limits"] = {"key_per_minute": 2, "user_per_minute": 0, "tenant_per_minute": 0}
        self.hang_up()
        self.assertEqual((422, "VALIDATION_ERROR"), (self.speak().status, self.speak().code()))
        self.assertEqual(429, self.speak().status)

    def test_whatAnswersWithinTheThreshold_becomesAJobBeyondIt(self):
        self.assertEqual(200, self.speak().status)
        self.host.config["speak"] = {"async_text_threshold_chars": 3}
        self.hang_up()
        self.assertNotEqual(200, self.speak().status)

    def test_trustedProxies(self):
        # 401s are counted by the address that counts: with a proxy that is believed, by the one it tells.
        def refused(address):
            connection = socket.create_connection(("127.0.0.1", self.host.port), timeout=10)
            self.addCleanup(connection.close)
            connection.sendall(f"GET /v1/me HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: {address}\r\n\r\n".encode())
            return connection.recv(65536).split()[1]

        self.assertEqual({b"401", b"429"}, {refused(f"198.51.100.{host}") for host in range(40)})
        self.host.config["listen"]["trusted_proxies"] = ["127.0.0.1"]
        self.hang_up()
        self.assertEqual({b"401"}, {refused(f"198.51.100.{host}") for host in range(40)})

    def test_corsOrigins(self):
        origin = {"Origin": "https://app.example.org"}
        self.assertNotIn("Access-Control-Allow-Origin", self.host.ask("GET", "/v1/me", self.key, headers=origin).headers)
        self.host.config["listen"]["cors_origins"] = [origin["Origin"]]
        self.hang_up()
        answer = self.host.ask("GET", "/v1/me", self.key, headers=origin)
        self.assertEqual(origin["Origin"], answer.headers["Access-Control-Allow-Origin"])

    def test_timeouts_ofSlowBodies(self):
        self.host.config["speak"] = {"timeouts": {"slow_body_s": 0.2}}
        self.hang_up()
        connection = socket.create_connection(("127.0.0.1", self.host.port), timeout=10)
        self.addCleanup(connection.close)
        connection.sendall(b"GET /health HTTP/1.1\r\nHost:")
        self.assertIn(b" 408 ", connection.recv(65536).split(b"\r\n")[0])

    def test_drain_ofTheEnd(self):
        self.host.config["speak"] = {"drain_s": 0.25}
        self.hang_up()
        self.assertEqual(0, self.host.stop())
        self.assertEqual(250, self.events("stopping")[0]["drain_ms"])

    def test_policyDefault_andSlots(self):
        self.host.config["policy_default"] = {"allowed_backends": ["B"], "default_backend": "B"}
        self.hang_up()
        # Tenants that were seen have a policy of their own.
        self.key = self.host.key(tenant="tnt_new")
        refused = self.speak().json()["error"]
        self.assertEqual(["not_allowed_by_policy", "slot_not_configured"], [row["code"] for row in refused["details"]])
        self.host.config["slots"]["B"] = {"plugin": "engine-tone", "class": "relay"}
        self.hang_up()
        self.assertEqual("B", self.speak().data()["backend_used"])

    def test_authChain_emptyLetsNobodyIn(self):
        self.host.config["auth"]["chain"] = []
        self.hang_up()
        self.assertEqual((401, "AUTH_TOKEN_INVALID"), (self.speak().status, self.speak().code()))
        self.host.config["auth"]["chain"] = ["auth-apikey"]
        self.hang_up()
        self.assertEqual(200, self.speak().status)


class Refusals(ReloadTest):
    def test_invalidFile_changesNothingAndIsLoggedWithEveryFault(self):
        self.host.config["speak"] = {"max_text_chars": 5, "drain_s": -1}
        self.host.config["lissen"] = {}
        line = self.hang_up("reload_failed")
        self.assertEqual("error", line["level"])
        for fault in (":1: lissen: unknown key; did you mean 'listen'?", ":1: speak.drain_s: a number"):
            self.assertIn(str(self.host.config_file) + fault, line["reason"])
        self.assertEqual(200, self.speak().status)

    def test_configurationThatItsPluginRefuses_changesNothing(self):
        self.host.config["speak"] = {"max_text_chars": 5}
        self.plugin("engine-tone")["config"]["sample_rate"] = 1
        line = self.hang_up("reload_failed")
        self.assertIn("engine-tone", line["reason"])
        self.assertIn("sample_rate", line["reason"])
        self.assertEqual(200, self.speak().status)

    def test_newPluginThatIsMissing_changesNothing(self):
        self.host.config["speak"] = {"max_text_chars": 5}
        self.host.config["plugins"].append({"id": "engine-none"})
        self.assertIn("engine-none", self.hang_up("reload_failed")["reason"])
        self.assertEqual(200, self.speak().status)

    def test_fileThatIsGone_changesNothing(self):
        self.host.config_file.unlink()
        self.host.process.send_signal(signal.SIGHUP)
        wait_for(lambda: self.events("reload_failed"), 10, "reload_failed")
        self.assertEqual(200, self.speak().status)

    def test_whatNeedsARestart_isNamedEachTimeAndTheRestIsDone(self):
        self.host.config["listen"]["port"] = free_port()
        self.host.config["master_key"] = "a-key-that-nobody-may-read"
        self.host.config["speak"] = {"max_text_chars": 5}
        for _ in range(2):
            self.hang_up()
            self.assertEqual("listen.port, master_key", self.events("reload_needs_restart")[-1]["keys"])
        self.assertEqual(422, self.speak().status)
        self.assertNotIn("a-key-that-nobody-may-read", self.host.log())


class RunningStreams(ReloadTest):
    """Each takes some seconds, reads as it comes, and must end whole, with the very samples of an undisturbed one."""

    STREAMS = 8
    ENDS = 1  # lines of the log for each instance that ends

    def while_streaming(self, change):
        """The endings of streams that began before `change` and ended after it, beside an undisturbed one's."""
        alone = self.stream().all()
        streams = [self.stream() for _ in range(self.STREAMS)]
        firsts = [stream.chunk() for stream in streams]
        done = [None] * self.STREAMS

        def read(index):
            rest, trailers = streams[index].all()
            done[index] = (firsts[index] + rest, trailers)

        readers = [threading.Thread(target=read, args=(index,)) for index in range(self.STREAMS)]
        for reader in readers:
            reader.start()
        change()
        self.assertTrue(all(reader.is_alive() for reader in readers), "the streams ended before the change")
        for reader in readers:
            reader.join(60)
        for ending in done:
            self.assertEqual(alone, ending)
        return alone

    def test_changedPlugin_isANewInstanceAndTheOldOneDrains(self):
        def change():
            self.plugin("engine-tone")["config"]["ms_per_char"] = 10
            self.assertEqual("engine-tone", self.hang_up()["plugins"])
            # The new one speaks five times as fast, while the old one still works for those who began with it.
            self.assertEqual(100 * 8, self.speak("0123456789").data()["samples"])
            self.assertEqual([], self.events("plugin_ended"))

        self.while_streaming(change)
        wait_for(lambda: self.events("plugin_ended"), 10, "the end of the old instance")
        wait_for(lambda: len(self.events("plugin_ended")) == self.ENDS, 10, "the end of all of it")

    def test_slotThatIsTakenAway_servesItsStreamsToTheirEnd(self):
        def change():
            self.host.config["slots"] = {"A": {"class": "self_hosted"}}
            self.host.config["plugins"] = [{"id": "auth-apikey"}]
            self.hang_up()
            # No slot names the engine any more, so its voices are not there for new callers.
            self.assertEqual(404, self.speak().status)

        self.while_streaming(change)

    def test_manyReloads_loseNothingAndLeaveNothingBehind(self):
        done = []

        def reload_often():
            # Until the first of them is nearly over, and at least five times.
            until = time.monotonic() + 1
            while len(done) < 5 or time.monotonic() < until:
                self.plugin("engine-tone")["config"]["ms_per_char"] = 20 + len(done) % 20
                self.hang_up()
                self.assertEqual((20 + len(done) % 20) * 8, self.speak("x").data()["samples"])
                done.append(True)

        self.while_streaming(reload_often)
        ended = len(done)
        wait_for(lambda: len(self.events("plugin_ended")) == ended * self.ENDS, 10, "the end of the old instances")
        descriptors = len(os.listdir(f"/proc/{self.host.process.pid}/fd"))
        threads = self.host.threads()
        for count in range(10):
            self.plugin("engine-tone")["config"]["ms_per_char"] = 50 + count
            self.hang_up()
        wait_for(lambda: len(self.events("plugin_ended")) == (ended + 10) * self.ENDS, 10, "the end of the old instances")
        self.assertLessEqual(len(os.listdir(f"/proc/{self.host.process.pid}/fd")), descriptors)
        self.assertLessEqual(self.host.threads(), threads)


class InWorkers(RunningStreams):
    """The same with the engine in processes of its own, which begin a moment after they are made."""

    plugins = [{**SLOW_TONE, "isolation": "worker", "workers": 2}]
    ENDS = 3  # the host's and each worker's

    def test_workersOfTheOldInstance_end(self):
        def workers():
            children = Path(f"/proc/{self.host.process.pid}/task/{self.host.process.pid}/children").read_text().split()
            return set(children)

        before = workers()
        self.plugin("engine-tone")["config"]["ms_per_char"] = 20
        self.hang_up()
        self.assertEqual(200, self.speak().status)
        wait_for(lambda: not before & workers(), 10, "the end of the old workers")
        self.assertEqual(len(before), len(workers()))

    def test_isolation_mayChange(self):
        self.assertEqual(200, self.speak().status)
        self.plugin("engine-tone")["isolation"] = "process"
        del self.plugin("engine-tone")["workers"]
        self.hang_up()
        self.assertEqual(200, self.speak().status)
        self.plugin("engine-tone")["isolation"] = "worker"
        self.hang_up()
        self.assertEqual(200, self.speak().status)


class Callers(ReloadTest):
    plugins = [{"id": "engine-tone", "config": {"sample_rate": 8000}}]

    def test_callsDuringReloads_areAllAnswered(self):
        over = threading.Event()
        statuses = []

        def call():
            while not over.is_set():
                statuses.append(self.speak().status)

        callers = [threading.Thread(target=call) for _ in range(4)]
        for caller in callers:
            caller.start()
        for count in range(30):
            self.plugin("engine-tone")["config"]["ms_per_char"] = 10 + count
            self.hang_up()
        over.set()
        for caller in callers:
            caller.join(30)
        self.assertGreater(len(statuses), 30)
        self.assertEqual({200}, set(statuses))


class CallersOfWorkers(Callers):
    plugins = [{"id": "engine-tone", "isolation": "worker", "config": {"sample_rate": 8000}}]


class Engines(ReloadTest):
    plugins = [SLOW_TONE, "backend-espeak"]

    def voices(self):
        items = self.host.ask("GET", f"{MODULE}/voices?limit=200", self.key).data()["items"]
        return {item["voice_id"] for item in items}

    def test_slotWithAnotherPlugin_hasItsVoicesAndNotTheOldOnes(self):
        tones = self.voices()
        self.assertEqual(2, len(tones))
        self.host.config["slots"]["A"]["plugin"] = "backend-espeak"
        self.hang_up()
        voices = self.voices()
        self.assertGreater(len(voices), 100)
        self.assertFalse(tones & voices)
        self.assertEqual((404, "SCAISPEAK_VOICE_NOT_FOUND"), (self.speak().status, self.speak().code()))

    def test_pluginThatCouldNotBeLoaded_isTriedAgain(self):
        place = self.host.place / "late/backend-espeak.so"
        place.parent.mkdir()
        self.host.stop()
        self.plugin("backend-espeak")["path"] = str(place)
        self.host.config["slots"]["A"]["plugin"] = "backend-espeak"
        self.host.config_file.write_text(json.dumps(self.host.config))
        self.host.start(expect_ready=False)
        for ending in (".so", ".json"):
            shutil.copy(BUILD / f"plugins/backend-espeak{ending}", place.with_suffix(ending))
        self.hang_up()
        self.assertEqual(200, self.host.ask("GET", f"{MODULE}/readyz").status, self.host.log())
        self.assertGreater(len(self.voices()), 100)


if __name__ == "__main__":
    unittest.main()
