"""Starts packaging/quickstart and scaispeakd as a person would, and asks them over HTTP."""
import json
import os
import socket
import stat
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY = "/v1/modules/scaispeak/readyz"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status_of(port, path, key=None):
    """The HTTP status, or None while nobody listens."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    if key:
        request.add_header("Authorization", f"Bearer {key}")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def get(port, path, key):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)["data"]


def whole_lines(file):
    """What is in a log, but for a line that is being written."""
    text = file.read_text(errors="replace")
    return text[:text.rfind("\n") + 1]


def wait_for(condition, seconds, what):
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"{what} did not come about within {seconds} s")
        time.sleep(0.01)


def mode(file):
    return stat.S_IMODE(os.stat(file).st_mode)


class Place:
    """A folder to stand in, a state folder, and a build; the ways to the network are barred when it says so."""

    def __init__(self, folder, build):
        self.here = folder / "a folder, elsewhere"
        self.state = folder / "the state's folder"
        self.build = build
        self.here.mkdir()
        self.barred = folder / "barred"
        self.barred.mkdir()
        for name in ("apt-get", "apt", "sudo", "npm", "curl", "wget"):
            program = self.barred / name
            program.write_text(f"#!/bin/sh\necho {name} \"$@\" >>'{self.barred}/called'\nexit 100\n")
            program.chmod(0o755)

    def environment(self, port=None, network=True):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SCAISPEAK_")}
        kept.update(STATE_DIR=str(self.state), BUILD_DIR=str(self.build))
        kept.pop("PORT", None)
        if port:
            kept["PORT"] = str(port)
        if not network:
            kept["PATH"] = f"{self.barred}:{kept['PATH']}"
        return kept

    def start(self, *arguments, port=None, network=True):
        return subprocess.Popen([ROOT / "packaging/quickstart", *arguments], cwd=self.here, text=True,
                                env=self.environment(port, network), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, *arguments, port=None, network=True, seconds=1500):
        process = self.start(*arguments, port=port, network=network)
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.terminate()
            raise
        return process.returncode, output

    def called_out(self):
        called = self.barred / "called"
        return called.read_text() if called.exists() else ""

    def host_log(self):
        return "".join(file.read_text(errors="replace") for file in self.state.glob("host.log*"))
