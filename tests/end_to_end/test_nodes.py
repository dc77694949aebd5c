"""Hosts that speak through nodes: nodes come, go and come back; under load they do in test_hosts_and_nodes."""
import json
import os
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from host_process import wait_for
from network_space import NetworkSpace
from raw_stream import RawStream
from running_host import BUILD, MODULE, RunningHost
from running_node import RunningNode
from test_tls import make_certificate

SPEAK = MODULE + "/speak"
TEXT = "Good morning, this is one sentence of some length."


def host_of(nodes, **config):
    """`host`: what else the host's configuration says; all others are the plugin's."""
    expect_ready = config.pop("expect_ready", True)
    settings = config.pop("host", {})
    return RunningHost(expect_ready=expect_ready, **settings, plugins=[{
        "id": "backend-scaiinfer",
        "config": {"nodes": [node.address for node in nodes], "engine": "espeak-ng", **config}}])


def ready(host):
    return host.ask("GET", MODULE + "/readyz").status == 200


class Nodes(unittest.TestCase):
    def node(self, **settings):
        node = RunningNode(**settings)
        self.addCleanup(node.close)
        return node

    def host(self, nodes, **config):
        host = host_of(nodes, **config)
        self.addCleanup(host.close)
        return host

    def voice(self, host, key):
        voices = lambda: host.ask("GET", f"{MODULE}/voices?language=en-us&limit=1", key).data()["items"]
        wait_for(voices, 10, "the nodes' voices")
        return voices()[0]["voice_id"]

    def speak(self, host, key, voice):
        return host.ask("POST", SPEAK, key, {"voice_id": voice, "text": TEXT, "response_format": "pcm"})

    def test_speaks_as_the_engine_in_the_host_does(self):
        host = self.host([self.node()])
        local = RunningHost()
        self.addCleanup(local.close)
        answers = []
        for one in (host, local):
            key = one.key()
            answer = self.speak(one, key, self.voice(one, key))
            self.assertEqual(200, answer.status, answer.body)
            answers.append({name: answer.data()[name] for name in ("samples", "crc32", "backend_used")})
        self.assertEqual(answers[1], answers[0])

    def test_finds_nodes_by_name(self):
        node = self.node()
        host = self.host([], dns=f"localhost:{node.port}")
        key, root = host.key(), host.key("super_admin")
        self.assertEqual(200, self.speak(host, key, self.voice(host, key)).status)
        rows = host.ask("GET", "/v1/infra/nodes", root).data()["items"]
        self.assertIn(node.address, {row["address"] for row in rows})

    def test_without_a_node_says_so_and_works_when_one_comes(self):
        node = self.node()
        host = self.host([node])
        key = host.key()
        voice = self.voice(host, key)
        node.kill()
        for _ in range(3):
            answer = self.speak(host, key, voice)
            self.assertEqual((502, "SCAISPEAK_BACKEND_UNAVAILABLE"), (answer.status, answer.code()))
            self.assertIn({"field": "A", "code": "no_node_with_engine"},
                          [{name: row[name] for name in ("field", "code")} for row in answer.json()["error"]["details"]])
        node.start()
        begun = time.monotonic()
        wait_for(lambda: self.speak(host, key, voice).status == 200, 3, "speech within the 3 s that a node has")
        print(f"a node that is back speaks after {time.monotonic() - begun:.2f} s")

    def test_lists_nodes_and_their_addresses_to_the_platform_alone(self):
        up, down = self.node(), self.node()
        down.kill()
        host = self.host([up, down])
        root, admin = host.key("super_admin"), host.key()
        rows = lambda key: host.ask("GET", "/v1/infra/nodes", key).data()["items"]
        wait_for(lambda: {row["status"] for row in rows(root)} == {"online", "offline"} and
                 all(row["last_error"] != "not seen yet" for row in rows(root)), 10, "both nodes")
        by_address = {row["address"]: row for row in rows(root)}
        shown = by_address[up.address]
        self.assertEqual(("online", None), (shown["status"], shown["last_error"]))
        self.assertTrue(shown["last_seen_at"])
        engine = shown["engines"][0]
        self.assertEqual(("tts", "espeak-ng", os.cpu_count(), True),
                         (engine["kind"], engine["name"], engine["max_concurrency"], engine["features"]["preset"]))
        self.assertTrue(by_address[down.address]["last_error"])
        for row in rows(admin):
            self.assertEqual({"node_id", "status", "engines"}, set(row))
            self.assertNotIn("127.0.0.1", str(row))

    def test_evict_asks_every_node_and_names_the_one_that_is_away(self):
        up, down = self.node(), self.node()
        host = self.host([up, down])
        root, admin = host.key("super_admin"), host.key()
        path = f"{MODULE}/voices/{self.voice(host, admin)}/evict"
        self.assertEqual(["not_held"] * 2, [row["outcome"] for row in host.ask("POST", path, root).data()["replicas"]])
        down.kill()
        wait_for(lambda: len([row for row in host.ask("GET", "/v1/infra/nodes", root).data()["items"]
                              if row["status"] == "offline"]) == 1, 10, "its end to be seen")
        rows = {row["outcome"]: row for row in host.ask("POST", path, root).data()["replicas"]}
        self.assertEqual({"not_held", "failed"}, set(rows))
        self.assertEqual("the node is offline", rows["failed"]["error"])
        refused = host.ask("POST", path, admin)
        self.assertEqual((403, "AUTHZ_PERMISSION_DENIED"), (refused.status, refused.code()))
        unknown = host.ask("POST", f"{MODULE}/voices/voc_aaaaaaaaaaaaaaaaaaaa/evict", root)
        self.assertEqual((404, "SCAISPEAK_VOICE_NOT_FOUND"), (unknown.status, unknown.code()))

    def test_a_node_cut_off_from_the_network_is_left_out_until_it_is_back(self):
        space = NetworkSpace()
        self.addCleanup(space.close)
        if space.refused:
            self.skipTest(f"no network namespaces here: {space.refused}")
        node = self.node(within=space.within, address=space.address)
        host = self.host([node])
        key = host.key()
        voice = self.voice(host, key)
        space.cut()
        begun = time.monotonic()
        wait_for(lambda: not ready(host), 20, "the host's notice")
        noticed = time.monotonic() - begun
        answer = self.speak(host, key, voice)
        self.assertEqual((502, "no_node_with_engine"),
                         (answer.status, answer.json()["error"]["details"][0]["code"]))
        space.join()
        begun = time.monotonic()
        wait_for(lambda: self.speak(host, key, voice).status == 200, 20, "speech")
        print(f"a node cut off is noticed after {noticed:.2f} s, and speaks {time.monotonic() - begun:.2f} s after it is back")

    def slow_node(self):
        """Its engine takes 2 s for the call of slow_stream, so that something can happen meanwhile."""
        return self.node(engine="tone", config={
            "metrics": {"port": 0},
            "plugins": [{"id": "engine-tone", "path": str(BUILD / "test-plugins/engine-tone.so"),
                         "config": {"sample_rate": 8000, "chunk_bytes": 1600, "delay_ms_per_chunk": 40}}]})

    def slow_stream(self, host, key):
        voice = host.ask("GET", f"{MODULE}/voices?limit=1", key).data()["items"][0]["voice_id"]
        stream = RawStream(host.port, SPEAK, key, {"voice_id": voice, "text": "word " * 20, "response_format": "pcm"})
        self.addCleanup(stream.close)
        self.assertEqual(200, stream.head()[0])
        return stream

    def test_sigterm_lets_a_running_call_end_and_takes_no_other(self):
        node = self.slow_node()
        host = self.host([node], engine="tone")
        key = host.key()
        wait_for(lambda: host.ask("GET", f"{MODULE}/voices?limit=1", key).data()["items"], 10, "voices")
        stream = self.slow_stream(host, key)
        node.signal(signal.SIGTERM)
        wait_for(lambda: '"stopping"' in node.log(), 10, "the signal")
        wait_for(lambda: not ready(host), 10, "the host's notice")
        self.assertTrue(stream.all()[0])
        self.assertEqual(0, node.process.wait(timeout=40))
        self.assertIn('"drained":true', node.log())

    def test_a_caller_who_leaves_stops_the_engine_on_the_node(self):
        node = self.slow_node()
        host = self.host([node], engine="tone")
        key = host.key()
        wait_for(lambda: host.ask("GET", f"{MODULE}/voices?limit=1", key).data()["items"], 10, "voices")
        self.slow_stream(host, key).close()
        wait_for(lambda: node.metric('scaispeak_node_calls_total{outcome="stopped"}') == 1, 3, "the end of the engine's call")

    def test_mutual_tls_serves_hosts_with_a_certificate_alone(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        place = Path(folder.name)
        (theirs, their_key), (ours, our_key) = make_certificate(place, "node"), make_certificate(place, "host")
        node = self.node(config={"listen": {"tls": {"certificate": str(theirs), "key": str(their_key)}},
                                 "node": {"client_ca": str(ours)}})
        good = self.host([node], tls={"ca": str(theirs), "certificate": str(ours), "key": str(our_key)})
        key = good.key()
        self.assertEqual(200, self.speak(good, key, self.voice(good, key)).status)
        for tls in ({"ca": str(theirs)}, {"ca": str(ours), "certificate": str(ours), "key": str(our_key)}, None):
            stranger = self.host([node], expect_ready=False, **({"tls": tls} if tls else {}))
            rows = lambda: stranger.ask("GET", "/v1/infra/nodes", stranger.root).data()["items"]
            stranger.root = stranger.key("super_admin")
            wait_for(lambda: rows()[0]["last_error"] != "not seen yet", 10, "a probe")
            self.assertEqual("offline", rows()[0]["status"], tls)
            self.assertIn("TLS does not agree", rows()[0]["last_error"])

    def test_an_unknown_engine_ends_the_node_with_its_reason(self):
        with self.assertRaises(AssertionError) as raised:
            RunningNode(engine="no-such-engine")
        self.assertIn("is the engine no-such-engine", str(raised.exception))
        self.assertIn("backend-espeak is the engine espeak-ng", str(raised.exception))

    def test_a_configured_plugin_without_its_file_ends_the_node_with_its_name(self):
        config = {"plugins": [{"id": "engine-gone", "path": "/nowhere/engine-gone.so"}]}
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "node.yaml"
            file.write_text(json.dumps(config))
            ended = subprocess.run([BUILD / "bin/scaispeak-node", "--engine", "espeak-ng", "--port", "0", "--config", file],
                                   capture_output=True, text=True, timeout=30)
        self.assertEqual(2, ended.returncode, ended.stderr)
        self.assertIn("node.yaml:1: plugins.engine-gone: its file /nowhere/engine-gone.so is not there: install it", ended.stderr)
        self.assertIn('"event":"start_failed"', ended.stdout)


if __name__ == "__main__":
    unittest.main()
