"""A scaispeak-node of a test's own."""
import json
import os
import signal
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from host_process import free_port, wait_for, whole_lines
from running_host import BUILD, metric_of


class RunningNode:
    """Keeps its port over restarts."""

    def __init__(self, engine="espeak-ng", config=None, within=(), address="127.0.0.1",
                 options=(), port=None):
        """`within`: the command that it is run by, to be elsewhere in the network. `options`: of its command line."""
        self.folder = tempfile.TemporaryDirectory()
        self.log_file = Path(self.folder.name) / "node.log"
        self.port = port or free_port()
        self.listens = address
        self.address = f"{address}:{self.port}"
        self.within = list(within)
        self.options = list(options)
        self.engine = engine
        self.config = None
        if config:
            self.config = Path(self.folder.name) / "node.yaml"
            self.config.write_text(json.dumps(config))
        self.process = None
        self.start()

    def start(self):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SCAISPEAK_")}
        command = [*self.within, BUILD / "bin/scaispeak-node", "--address", self.listens, "--port", str(self.port),
                   "--engine", self.engine, *self.options]
        if self.config:
            command += ["--config", self.config]
        ready = self.log().count('"ready"')
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment)

        def up():
            assert self.process.poll() is None, self.log()
            return self.log().count('"ready"') > ready

        wait_for(up, 30, "the node")
        return self

    def log(self):
        return whole_lines(self.log_file) if self.log_file.exists() else ""

    def events(self, name):
        lines = [json.loads(line) for line in self.log().splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == name]

    def metric(self, name):
        """The value of a metric line, which is named with its labels as they stand; `metrics` of its configuration has a port."""
        ready = self.events("ready")[-1]
        where = f"http://{self.listens}:{ready['metrics_port']}/metrics"
        with urllib.request.urlopen(where, timeout=10) as answer:
            return metric_of(answer.read(), name)

    def drain(self):
        """Asks it to, as a host would. There is no gRPC in Python's library, but an empty message is five zeros."""
        subprocess.run(["curl", "--silent", "--show-error", "--fail", "--http2-prior-knowledge", "--max-time", "10",
                        "--header", "content-type: application/grpc", "--header", "te: trailers", "--data-binary", "@-",
                        "--output", os.devnull, f"http://{self.address}/scaiinfer.v1.Speech/Drain"],
                       input=bytes(5), check=True)

    def workers(self):
        """The process ids of its engines, where they are in workers."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return sorted(int(pid) for children in threads for pid in children.read_text().split())

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        self.process.kill()
        self.process.wait(timeout=10)

    def terminate(self, seconds=40):
        self.process.terminate()
        return self.process.wait(timeout=seconds)

    def close(self):
        if self.process.poll() is None:
            self.signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait(timeout=10)
        self.folder.cleanup()
