"""A scaispeakd of a test's own: its configuration, its keys, and the ways to ask it."""
import http.client
import json
import os
import signal
import subprocess
import tempfile
from pathlib import Path

from host_process import READY, free_port, status_of, wait_for, whole_lines

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("BUILD_DIR", ROOT / "build"))
MODULE = "/v1/modules/scaispeak"


def metric_of(page, name):
    for line in page.decode().splitlines():
        if line.startswith(name + " "):
            return float(line.split()[-1])
    return 0.0


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self):
        return json.loads(self.body)

    def data(self):
        return self.json()["data"]

    def code(self):
        return self.json()["error"]["code"]


class RunningHost:
    """Started with the plugins named, stopped by close(); its state is in a folder that goes with it."""

    def __init__(self, plugins=("backend-espeak",), slots=None, expect_ready=True, environment=None, cors_origins=(),
                 within=(), **settings):
        """`within`: the command that it is run by, to see other files than we do."""
        self.folder = tempfile.TemporaryDirectory()
        self.place = Path(self.folder.name)
        self.port = free_port()
        self.log_file = self.place / "host.log"
        self.error_file = self.place / "host.err"
        test_plugins = BUILD / "test-plugins"
        listed = []
        for plugin in plugins:
            entry = dict(plugin) if isinstance(plugin, dict) else {"id": plugin}
            if (test_plugins / f"{entry['id']}.so").exists():
                entry.setdefault("path", str(test_plugins / f"{entry['id']}.so"))
            listed.append(entry)
        first = listed[0]["id"] if listed else None
        self.config = {
            "listen": {"address": "127.0.0.1", "port": self.port, "cors_origins": list(cors_origins)},
            "state_dir": str(self.place),
            "database": {"url": f"sqlite:{self.place}/host.db"},
            "plugin_dir": str(BUILD / "plugins"),
            "plugins": listed + [{"id": "auth-apikey"}],
            "slots": slots if slots is not None else {"A": {"plugin": first, "class": "self_hosted"}},
            "auth": {"chain": ["auth-apikey"]},
            "limits": {"key_per_minute": 0, "user_per_minute": 0, "tenant_per_minute": 0},
            **settings,
        }
        self.port = self.config["listen"]["port"]
        self.config_file = self.place / "scaispeakd.yaml"
        self.config_file.write_text(json.dumps(self.config))
        self.process = None
        self.environment = environment or {}
        self.within = list(within)
        self.strangers = 0
        try:
            self.start(expect_ready)
        except BaseException:
            # Nobody else knows of it.
            self.close()
            raise

    def start(self, expect_ready=True):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SCAISPEAK_")}
        environment.update(self.environment)
        with open(self.log_file, "ab") as log, open(self.error_file, "ab") as errors:
            self.process = subprocess.Popen([*self.within, BUILD / "bin/scaispeakd", "--config", self.config_file], stdout=log,
                                            stderr=errors, stdin=subprocess.DEVNULL, env=environment)

        def up():
            assert self.process.poll() is None, self.log()
            return self.is_up(expect_ready)

        wait_for(up, 30, "readiness")

    def is_up(self, expect_ready):
        return status_of(self.port, READY) == (200 if expect_ready else 503)

    def stop(self, seconds=40):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=seconds)

    def close(self):
        try:
            if self.process and self.process.poll() is None:
                self.process.terminate()
                self.process.wait(timeout=40)
        finally:
            if self.process:
                self.process.kill()
            self.folder.cleanup()

    def log(self):
        return whole_lines(self.log_file) + self.error_file.read_text(errors="replace")

    def key(self, role="tenant_admin", tenant="tnt_test", user="usr_test", permissions=()):
        command = [BUILD / "bin/scaispeakctl", "--config", self.config_file, "key", "create", "--tenant", tenant,
                   "--user", user, "--role", role]
        for permission in permissions:
            command += ["--permission", permission]
        made = subprocess.run(command, check=True, capture_output=True, text=True)
        return made.stdout.strip()

    def connect(self, timeout=60, source=None):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout, source_address=source)

    def ask(self, method, path, key=None, body=None, headers=None, timeout=60):
        # Calls without a key come from addresses of their own: 401s are limited by address.
        self.strangers += 0 if key else 1
        source = None if key else (f"127.1.{self.strangers // 250}.{self.strangers % 250 + 1}", 0)
        connection = self.connect(timeout, source)
        try:
            sent = dict(headers or {})
            if key:
                sent["Authorization"] = f"Bearer {key}"
            if body is not None and not isinstance(body, (bytes, str)):
                body = json.dumps(body)
            connection.request(method, path, body, sent)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def voice(self, key, language="en-us"):
        return self.ask("GET", f"{MODULE}/voices?language={language}&limit=1", key).data()["items"][0]["voice_id"]

    def metric(self, name):
        """The sum of the lines of that name which have the labels it is given with, and perhaps others."""
        wanted, _, labels = name.partition("{")
        labels = set(labels.rstrip("}").split(",")) - {""}
        total = 0.0
        for line in self.ask("GET", "/metrics").body.decode().splitlines():
            series, _, value = line.rpartition(" ")
            given, _, others = series.partition("{")
            if given == wanted and labels <= set(others.rstrip("}").split(",")):
                total += float(value)
        return total

    def threads(self):
        return len(os.listdir(f"/proc/{self.process.pid}/task"))
