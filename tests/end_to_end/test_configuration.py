"""scaispeakd --check and --print-config as an operator uses them; secrets in everything that the host shows."""
import json
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from host_process import ROOT
from running_host import BUILD, RunningHost

SECRETS = ("open-sesame", "from-a-file", "from-the-environment", "in-the-url", "the-master-key", "the-client-secret")


def secretive_plugin(folder):
    """An engine whose schema knows a text `greeting` and a secret text `token`."""
    plugin = folder / "bad-nothing.so"
    shutil.copy(BUILD / "bad-plugins/bad-nothing.so", plugin)
    subprocess.run([BUILD / "bin/scaispeak-plugin-check", "--emit-manifest", plugin], check=True, capture_output=True)
    return plugin


def run(config, option, **environment):
    return subprocess.run([BUILD / "bin/scaispeakd", "--config", config, option], capture_output=True, text=True, timeout=30,
                          env={"PATH": "/usr/bin:/bin", **environment})


class CommandLine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "c.yaml"

    def check(self, text, **environment):
        self.file.write_text(text)
        done = run(self.file, "--check", **environment)
        return done.returncode, (done.stdout + done.stderr).replace(f"{self.folder}/", "")

    def test_check_ofAGoodFile_saysSoAndChangesNothing(self):
        self.assertEqual((0, "c.yaml: good\n"),
                         self.check(f"plugin_dir: {BUILD}/plugins\nstate_dir: state\nplugins: [{{id: auth-apikey}}]\n"))
        self.assertEqual(["c.yaml"], [file.name for file in self.folder.iterdir()])

    def test_check_saysEveryFaultOfTheFilesAtOnce(self):
        (self.folder / "conf.d").mkdir()
        (self.folder / "conf.d/more.yaml").write_text("limits:\n  key_per_minute: -1\n")
        code, said = self.check("lissen: {}\nslots: {A: {plugin: none}}\nmaster_key: ${file:none}\n",
                                SCAISPEAK_SPEAK__DRAIN_S="never")
        self.assertEqual(2, code)
        for line in ("c.yaml:1: lissen: unknown key; did you mean 'listen'?", "c.yaml:2: slots.A.plugin: plugin 'none' is",
                     "c.yaml:3: master_key: ", "conf.d/more.yaml:2: limits.key_per_minute: an integer",
                     "environment SCAISPEAK_SPEAK__DRAIN_S: speak.drain_s: a number"):
            self.assertIn(line, said)
        self.assertEqual(5, len(said.splitlines()), said)

    def test_check_saysEveryFaultOfPluginsAndCertificateAtOnce(self):
        plugin = secretive_plugin(self.folder)
        code, said = self.check(f"""listen:
  tls:
    certificate: none.pem
    key: none.key
plugins:
- id: bad-nothing
  path: {plugin}
  config:
    greeting: [hello]
    token: 7
- id: engine-tone
  path: {BUILD}/test-plugins/engine-tone.so
  config: {{chunk_bytes: 0,
    unknown: 1}}
- id: engine-gone
""")
        self.assertEqual(2, code)
        for line in ("c.yaml:3: listen.tls.certificate: none.pem cannot be read: No such file",
                     "c.yaml:9: plugins.bad-nothing.config.greeting: must be string",
                     "c.yaml:10: plugins.bad-nothing.config.token: must be string",
                     "c.yaml:13: plugins.engine-tone.config.chunk_bytes: ",
                     "c.yaml:15: plugins.engine-gone: plugin engine-gone refused (path): "):
            self.assertIn(line, said)
        self.assertIn("c.yaml:14: plugins.engine-tone.config.unknown: unknown key; known here: sample_rate, ", said)

    def backend_faults(self, plugin, **config):
        """What --check says of a backend's configuration, each as KEY: REASON."""
        code, said = self.check(json.dumps({"plugin_dir": str(BUILD / "plugins"), "state_dir": "state",
                                            "plugins": [{"id": plugin, "config": config}]}))
        self.assertEqual(2 if "plugins." in said else 0, code, said)
        return re.findall(rf"plugins\.{plugin}\.config\.?(.*)", said)

    def test_check_ofARelay_saysWhatItCouldNotUse(self):
        for url in ("http://h:99999", "http://h:0", "http://user:word@h", "ftp://h", "http://h/?key=1", "http://", "h:80", "http://h:80:80"):
            with self.subTest(url):
                fault, = self.backend_faults("backend-relay", url=url)
                self.assertRegex(fault, "^url: .*port from 1 to 65535")
        for url in ("", "http://h", "https://relay.example.org:65535/some/way/", "http://[::1]:8080", "http://127.0.0.1:9"):
            with self.subTest(url):
                self.assertEqual([], self.backend_faults("backend-relay", url=url))
        fault, = self.backend_faults("backend-relay", tls={"ca": "/nope"})
        self.assertRegex(fault, "^tls.ca: the file cannot be read: No such file or directory; name one")

    def test_check_ofNodes_saysWhatItCouldNotUse(self):
        fault = self.backend_faults("backend-scaiinfer", engine="e")[-1]
        self.assertRegex(fault, "nodes: .*or dns: name:port")
        for nothing in ({"nodes": []}, {"dns": ""}, {"nodes": [], "dns": ""}):
            with self.subTest(nothing):
                self.assertIn("nodes: [host:port]", self.backend_faults("backend-scaiinfer", engine="e", **nothing)[-1])
        for port in (0, 65536, 99999):
            with self.subTest(port):
                node, = self.backend_faults("backend-scaiinfer", engine="e", nodes=["h:1", f"h:{port}"])
                self.assertRegex(node, r"^nodes\[1\]: is expected to be host:port, with a port from 1 to 65535")
                name, = self.backend_faults("backend-scaiinfer", engine="e", nodes=["h:1"], dns=f"n:{port}")
                self.assertRegex(name, "^dns: is expected to be name:port")
        for good in ({"nodes": ["h:65535", "[::1]:1"]}, {"dns": "n:50051"}, {"nodes": [], "dns": "n:1"}):
            self.assertEqual([], self.backend_faults("backend-scaiinfer", engine="e", **good))

    def test_check_ofNodesTls_saysWhatIsMissing(self):
        def of(**tls):
            return self.backend_faults("backend-scaiinfer", engine="e", nodes=["h:1"], tls=tls)

        pem = self.folder / "c.pem"
        pem.write_text("a certificate")
        for tls, wanted in (({"certificate": str(pem)}, "^tls.key: is missing"), ({"key": str(pem)}, "^tls.certificate: is missing"),
                            ({"ca": "/nope"}, "^tls.ca: the file cannot be read: No such file")):
            fault, = of(**tls)
            self.assertRegex(fault, wanted)
        self.assertEqual([], of(ca=str(pem), certificate=str(pem), key=str(pem)))

    def test_start_withAFaultyPluginConfiguration_endsWithAllOfThem(self):
        plugin = secretive_plugin(self.folder)
        self.file.write_text(f"""database: {{url: "sqlite:host.db"}}
plugins:
- {{id: bad-nothing, path: {plugin}, config: {{greeting: 1}}}}
- {{id: engine-tone, path: {BUILD}/test-plugins/engine-tone.so, config: {{sample_rate: 1}}}}
""")
        done = subprocess.run([BUILD / "bin/scaispeakd", "--config", self.file], capture_output=True, text=True, timeout=30)
        self.assertEqual(2, done.returncode)
        for line in (":3: plugins.bad-nothing.config.greeting: must be string", ":4: plugins.engine-tone.config.sample_rate: "):
            self.assertIn(f"{self.file}{line}", done.stderr)

    def test_printConfig_isAConfigurationAgain(self):
        self.file.write_text("speak: {drain_s: 1.5}\nlisten: {port: 81}\n")
        first = run(self.file, "--print-config", SCAISPEAK_LIMITS__KEY_PER_MINUTE="7")
        self.assertEqual(0, first.returncode, first.stderr)
        shown = json.loads(first.stdout)
        self.assertEqual((1.5, 81, 7, 120), (shown["speak"]["drain_s"], shown["listen"]["port"],
                                             shown["limits"]["key_per_minute"], shown["limits"]["user_per_minute"]))
        self.file.write_text(first.stdout)
        self.assertEqual(shown, json.loads(run(self.file, "--print-config").stdout))


def family(pid):
    """What ps shows of a process and of its children: the command line and the environment of each."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            if pid in (parent, int(place.name)):
                yield [(place / name).read_text(errors="replace") for name in ("cmdline", "environ")]
        except OSError:
            continue  # it has ended


def leaves(value, path=()):
    """The paths of all keys that have no keys below them; what is a list or a plugin's is one."""
    if not isinstance(value, dict) or not value:
        yield path
        return
    for key, below in value.items():
        yield from leaves(below, path + (key,))


class Explained(unittest.TestCase):
    """config/scaispeak.yaml explains every key, and its values are the defaults."""

    TEXT = (ROOT / "config/scaispeak.yaml").read_text()

    def printed(self, text):
        with tempfile.TemporaryDirectory() as name:
            file = Path(name) / "c.yaml"
            file.write_text(text)
            return json.loads(run(file, "--print-config").stdout)

    def test_everyKey_isInTheFile(self):
        shown = self.printed("metrics: {port: 1}\nlisten: {tls: {certificate: c, key: k}}\n"
                             "plugins: [{id: a, workers: 1, config: {x: 1}}]\n")
        shown["plugins"] = shown["plugins"][0]
        paths = [path for path in leaves(shown) if path[:2] != ("plugins", "config")]
        self.assertGreater(len(paths), 50)
        for path in paths:
            self.assertRegex(self.TEXT, rf"(?m)(^|[#{{,\s]){path[-1]}:|^\s*#\s+{path[-1]} ", ".".join(path))

    def test_itsValues_areTheDefaults(self):
        wanted, shown = self.printed("{}"), self.printed(self.TEXT)
        for own in ("plugin_dir", "plugins", "slots", "auth"):
            wanted.pop(own), shown.pop(own)
        self.assertEqual(wanted, shown)


class Secrets(unittest.TestCase):
    """However they are written, they stand in nothing that the host shows."""

    def test_secrets_areShownNowhere(self):
        for isolation in ("process", "worker"):
            with self.subTest(isolation):
                self.check_secrets(isolation)

    def check_secrets(self, isolation):
        with tempfile.TemporaryDirectory() as name:
            secret_file = Path(name) / "secret"
            secret_file.write_text("from-a-file\n")
            plugins = [{"id": "bad-nothing", "path": str(secretive_plugin(Path(name))), "isolation": isolation,
                        "config": {"greeting": f"${{file:{secret_file}}}", "token": "open-sesame"}}]
            host = RunningHost(plugins=plugins, expect_ready=True, master_key="the-master-key",
                               scaikey={"client_id": "us", "client_secret": "the-client-secret"})
            self.addCleanup(host.close)
            key = host.key(role="super_admin")
            everything = [text for process in family(host.process.pid) for text in process]
            self.assertEqual(isolation == "worker", len(everything) > 2)
            shown = host.ask("GET", "/v1/infra/plugins", key)
            config = next(row["config"] for row in shown.data()["items"] if row["id"] == "bad-nothing")
            self.assertEqual("***", config["token"])
            # A reload that fails because of them says where, not what.
            host.config["plugins"][0]["config"]["token"] = ["open-sesame"]
            host.config["database"]["url"] = "postgresql://us:in-the-url@"
            host.config_file.write_text(json.dumps(host.config))
            host.process.send_signal(1)
            printed = run(host.config_file, "--print-config")
            everything += [host.ask("GET", path, key).body.decode() for path in
                          ("/v1/infra/plugins", "/metrics", "/v1/modules/scaispeak/readyz", "/v1/me")]
            host.stop()
            everything += [printed.stdout, printed.stderr, host.log()]
            self.assertIn("reload_failed", host.log())
            # A pattern is told of, never what it does not match.
            host.config["plugins"].append({"id": "backend-relay", "config": {"api_key": "open-sesame with a space"}})
            host.config_file.write_text(json.dumps(host.config))
            checked = run(host.config_file, "--check")
            self.assertIn("plugins.backend-relay.config.api_key", checked.stdout + checked.stderr)
            everything += [checked.stdout, checked.stderr]
            self.assertEqual('"***"', json.dumps(json.loads(printed.stdout)["plugins"][0]["config"]["token"]))
            for secret in SECRETS:
                for text in everything:
                    self.assertNotIn(secret, text)


if __name__ == "__main__":
    unittest.main()
