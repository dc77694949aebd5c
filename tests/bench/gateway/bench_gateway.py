#!/usr/bin/python3
"""What a call through a relay costs, beside gateways that only pass it on, all before the same producer.

usage: tests/bench/gateway/bench_gateway.py [--rounds N] [--seconds S] [--streams N,N] [--only WORD,WORD] [--build DIR]

README.md beside this says what is measured and how to read it.
"""
import argparse
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import gateways

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
SIZE = 20480
PIECE = 960
CONNECTIONS = 16
SHORT, LONG = "Hello, how are you today?", "paced 100000"


class Spent:
    """CPU seconds and context switches of some processes, all their threads, since it was made."""

    def __init__(self, pids):
        self.pids = pids
        self.before = self.now()

    def now(self):
        cpu = switches = 0
        for pid in self.pids:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            cpu += int(fields[11]) + int(fields[12])
            for task in Path(f"/proc/{pid}/task").iterdir():
                try:
                    said = (task / "status").read_text()
                except OSError:
                    continue  # it has just ended
                switches += sum(int(count) for count in re.findall(r"ctxt_switches:\s+(\d+)", said))
        return cpu / TICKS, switches

    def since(self):
        return tuple(after - before for after, before in zip(self.now(), self.before))


def expected(size):
    return bytes(index * 31 // 7 % 256 for index in range(size))


def check_bodies(gateway):
    """Every byte, of one whole answer and of one that comes in pieces."""
    for text, size in ((SHORT, SIZE), ("paced 100", 100 * PIECE)):
        connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=20)
        connection.request("POST", gateway.path, gateway.body(text), gateway.headers())
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200 or body != expected(size):
            sys.exit(f"{gateway.name} answered {answer.status} with {len(body)} bytes that are not the producer's {size}")


def lua(folder, gateway):
    script = folder / "load.lua"
    lines = ['wrk.method = "POST"', f"wrk.body = [[{gateway.body(SHORT)}]]"]
    lines += [f'wrk.headers["{name}"] = "{value}"' for name, value in gateway.headers().items()]
    script.write_text("\n".join(lines))
    return script


def load(gateway, script, seconds):
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "10s", "-s", script,
               f"http://127.0.0.1:{gateway.port}{gateway.path}"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"the load on {gateway.name} met errors:\n{said}")

    def milliseconds(percentile):
        value, unit = re.search(rf"{percentile}%\s+([\d.]+)(us|ms|s)", said).groups()
        return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    return int(re.search(r"(\d+) requests in", said).group(1)), milliseconds(50), milliseconds(99)


def unary(folder, gateway, seconds):
    script = lua(folder, gateway)
    load(gateway, script, 1)
    spent = Spent(gateway.pids())
    done, p50, p99 = load(gateway, script, seconds)
    cpu, switches = spent.since()
    return {"cpu": cpu / done * 1e6, "switches": switches / done, "rps": done / seconds, "p50": p50, "p99": p99}


def compare_unary(folder, found, rounds, seconds):
    print(f"20 KB answers, {CONNECTIONS} connections, medians of {rounds} rounds:\n\n| | CPU us/request [range] | "
          "context switches/request | rps | p50 ms | p99 ms |\n|---|---|---|---|---|---|")
    measured = {gateway.name: [] for gateway in found}
    for _ in range(rounds):
        for gateway in found:
            measured[gateway.name].append(unary(folder, gateway, seconds))
    for name, all_rounds in measured.items():
        middle = {key: statistics.median(one[key] for one in all_rounds) for key in all_rounds[0]}
        costs = [one["cpu"] for one in all_rounds]
        print(f"| {name} | {middle['cpu']:.1f} [{min(costs):.1f}-{max(costs):.1f}] | {middle['switches']:.2f} | "
              f"{middle['rps']:.0f} | {middle['p50']:.2f} | {middle['p99']:.2f} |", flush=True)


def request_file(folder, gateway):
    body = gateway.body(LONG)
    headers = "".join(f"{name}: {value}\r\n" for name, value in gateway.headers().items())
    file = folder / "request"
    file.write_text(f"POST {gateway.path} HTTP/1.1\r\nHost: h\r\n{headers}Content-Length: {len(body)}\r\n\r\n{body}")
    return file


def paced(folder, build, gateway, streams, seconds):
    command = [build / "test-bin/paced_client", str(gateway.port), request_file(folder, gateway), str(streams), str(seconds)]
    spent = Spent(gateway.pids())
    client = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    # The switches of threads that end with their streams are lost with them: counted before, for a second of all.
    time.sleep(max(2, streams / 100) + seconds / 2)
    window, begun = Spent(gateway.pids()), time.monotonic()
    time.sleep(1)
    switches = window.since()[1] / (time.monotonic() - begun) / streams / 50
    said = json.loads(client.communicate()[0])
    time.sleep(0.5)
    return {**said, "cpu_ms": spent.since()[0] * 1000 / said["stream_seconds"], "switches": switches}


def compare_paced(folder, build, found, counts, seconds):
    print(f"\nStreams of {PIECE} bytes each 20 ms:\n\n| | streams, begun | CPU ms/stream-second | streams a core has CPU for | "
          "context switches/piece | first audio p50 ms | p99 | gaps > 60 ms | worst ms | refused, ended early |\n"
          "|---|---|---|---|---|---|---|---|---|---|")
    for streams in counts:
        for gateway in found:
            one = paced(folder, build, gateway, streams, seconds)
            print(f"| {gateway.name} | {streams}, {one['streams']} | {one['cpu_ms']:.2f} | {1000 / max(one['cpu_ms'], 0.01):.0f} | "
                  f"{one['switches']:.2f} | {one['first_p50']:.2f} | {one['first_p99']:.2f} | {one['late']} of {one['gaps']} | "
                  f"{one['worst_gap']:.0f} | {one['refused']}, {one['ended']} |", flush=True)
        print(f"load of the machine {os.getloadavg()[0]:.1f}", file=sys.stderr)


def makers(running_host, folder, producer):
    def port():
        return running_host.free_port()

    yield "scaispeakd", lambda: gateways.ScaiSpeak(running_host, producer.port)
    yield "nginx-off", lambda: gateways.Nginx(folder, port(), producer.port, "off")
    yield "nginx-on", lambda: gateways.Nginx(folder, port(), producer.port, "on")
    yield "haproxy", lambda: gateways.HaProxy(folder, port(), producer.port)
    yield "portkey", lambda: gateways.Portkey(port(), producer.port)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--streams", default="100,300,1000")
    options.add_argument("--only", default="scaispeakd,nginx-off,nginx-on,haproxy,portkey")
    options.add_argument("--build", default=str(ROOT / "build"))
    chosen = options.parse_args()
    os.environ["BUILD_DIR"] = chosen.build
    sys.path.insert(0, str(ROOT / "tests/end_to_end"))
    import running_host

    build = Path(chosen.build)
    only = chosen.only.split(",")
    if "portkey" in only and not gateways.PORTKEY.exists():
        sys.exit(f"Portkey is not there: npm ci --ignore-scripts --prefix {HERE}, or leave it out with --only")
    counts = [int(word) for word in chosen.streams.split(",") if int(word) > 0]
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        producer = gateways.Producer(build, SIZE)
        try:
            for word, make in makers(running_host, folder, producer):
                if word in only:
                    found.append(make())
                    check_bodies(found[-1])
            everything = [producer, *found]
            if chosen.rounds > 0:
                compare_unary(folder, everything, chosen.rounds, chosen.seconds)
            compare_paced(folder, build, everything, counts, chosen.seconds)
        finally:
            for gateway in [*found, producer]:
                gateway.close()
    print(f"\nload of the machine at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
