"""The relay of tests/peers as a process."""
import http.client
import json
import ssl
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent / "peers" / "relay" / "relay.py"


class RunningRelay:
    def __init__(self, port=0, **options):
        arguments = [text for name, value in options.items() for text in (f"--{name.replace('_', '-')}", str(value))]
        self.process = subprocess.Popen([sys.executable, PROGRAM, "--port", str(port), *arguments],
                                        stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def ask(self, method, path, body=None, certificate=None):
        if certificate:
            trust = ssl.create_default_context(cafile=certificate)
            trust.check_hostname = False
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=5, context=trust)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request(method, path, json.dumps(body) if body else None)
            return json.load(connection.getresponse())
        finally:
            connection.close()

    def misbehave(self, fault, times=1):
        self.ask("PUT", "/fault", {"fault": fault, "times": times})

    def calls(self, certificate=None):
        """What was asked and was fit; `certificate` where it speaks HTTPS."""
        return self.ask("GET", "/calls", certificate=certificate)["calls"]

    def refused(self):
        """How many were unfit."""
        return self.ask("GET", "/calls")["refused"]
