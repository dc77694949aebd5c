#!/usr/bin/python3
"""CPU, gaps and first bytes of paced streams, beside nginx proxying the same and beside the producers alone.

usage: tests/bench/stream/bench_stream.py [--seconds S] [--streams N,N] [--build DIR] [--cancellations N]

Paced by the engine: it makes 960 bytes each 20 ms (24 kHz), woken by one timer for all its calls (pacer.hpp); what these
threads cost without a host is the row of the producers alone. Paced by the readers: the engine runs ahead into the
buffers, and each reader takes 960 bytes each 20 ms into a small receive buffer. CPU is user and system time of the whole
process a second of a stream. The client is a single thread on the same machine; compare rows of one run.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
SPEAK = "/v1/modules/scaispeak/speak"
PACE = 960
STREAMS_A_SECOND = 100  # as paced_client begins them


def cpu_seconds(pids):
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def resident_mib(pid):
    return next(int(line.split()[1]) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
                if line.startswith("VmRSS")) / 1024


class Nginx:
    def __init__(self, folder, port, target):
        self.port = port
        (folder / "nginx.conf").write_text(f"""
            user root; worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
            events {{ worker_connections 8192; }}
            http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
                    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
                    server {{ listen 127.0.0.1:{port} backlog=4096;
                              location / {{ proxy_pass http://127.0.0.1:{target}; proxy_http_version 1.1;
                                            proxy_buffering off; }} }} }}""")
        self.process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")],
                                        stderr=subprocess.DEVNULL)
        time.sleep(1)

    def pids(self):
        return children(self.process.pid)

    def close(self):
        self.process.terminate()
        self.process.wait()


class Bench:
    def __init__(self, running_host, build, folder, text, **settings):
        self.host = running_host.RunningHost(plugins=["engine-faulty"], **settings)
        self.client = build / "test-bin/paced_client"
        key = self.host.key()
        voice = self.host.voice(key, "en")
        body = json.dumps({"voice_id": voice, "text": text, "response_format": "pcm", "sample_rate": 24000})
        self.request = folder / "request"
        self.request.write_text(f"POST {SPEAK} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {key}\r\nAccept: audio/*\r\n"
                                f"Content-Length: {len(body)}\r\n\r\n{body}")

    def measure(self, port, streams, seconds, paced_reader, pids):
        before = cpu_seconds(pids)
        pace = ["--pace", str(PACE)] if paced_reader else []
        said = subprocess.run([self.client, str(port), self.request, str(streams), str(seconds), *pace], check=True,
                              capture_output=True, text=True).stdout
        time.sleep(0.5)
        found = json.loads(said)
        found["cpu_ms"] = (cpu_seconds(pids) - before) * 1000 / found["stream_seconds"]
        return found


def row(name, streams, found, producers=None):
    own = f"{found['cpu_ms'] - producers:.2f}" if producers is not None else ""
    return (f"| {name} | {streams} | {found['cpu_ms']:.2f} | {own} | {found['first_p50']:.2f} | {found['first_p99']:.2f} | "
            f"{found['late']} of {found['gaps']} | {found['worst_gap']:.0f} | {found['refused']}, {found['ended']} |")


HEAD = ("| | streams | CPU ms/stream-second | less the producers | first byte p50 ms | p99 | gaps > 60 ms | worst ms | "
        "refused, ended early |\n|---|---|---|---|---|---|---|---|---|")


def compare(bench, folder, counts, seconds, paced_reader, running_host):
    print(HEAD)
    nginx = Nginx(folder, running_host.free_port(), bench.host.port)
    own = [bench.host.process.pid]
    try:
        for streams in counts:
            producers = None
            if not paced_reader:
                said = subprocess.run([bench.client, "--producers", str(streams), str(seconds)], check=True,
                                      capture_output=True, text=True).stdout
                alone = json.loads(said)
                producers = alone["cpu_s"] * 1000 / alone["stream_seconds"]
                print(f"| producers alone | {streams} | {producers:.2f} | | | | | | |", flush=True)
            found = bench.measure(bench.host.port, streams, seconds, paced_reader, own)
            print(row("scaispeakd", streams, found, producers), flush=True)
            found = bench.measure(nginx.port, streams, seconds, paced_reader, nginx.pids())
            print(row("nginx before it (its own CPU)", streams, found), flush=True)
            print(f"load of the machine {os.getloadavg()[0]:.1f}, resident {resident_mib(own[0]):.0f} MiB", file=sys.stderr)
    finally:
        nginx.close()


def cancel_to_idle(running_host, raw_stream, count):
    """ms from closing the socket to the return of the engine's call. This engine looks each 20 ms, as the ABI asks."""
    with tempfile.TemporaryDirectory() as name:
        trace = Path(name) / "trace"
        trace.touch()
        host = running_host.RunningHost(plugins=[{"id": "engine-faulty", "config": {"trace": str(trace)}}])
        try:
            key = host.key()
            body = {"voice_id": host.voice(key, "en"), "text": "slow", "response_format": "pcm"}
            took = []
            for _ in range(count):
                stream = raw_stream.RawStream(host.port, SPEAK, key, body)
                stream.head()
                stream.chunk()
                before = trace.stat().st_size
                begin = time.monotonic_ns()
                stream.close()
                while trace.stat().st_size == before:
                    time.sleep(0.002)
                took.append((int(trace.read_text().split()[-1]) - begin) / 1e6)
        finally:
            host.close()
    took.sort()
    print(f"cancel to idle engine over {count}: p50 {statistics.median(took):.1f} ms, "
          f"p99 {took[int(0.99 * (count - 1))]:.1f} ms, worst {took[-1]:.1f} ms")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=int, default=5)
    options.add_argument("--streams", default="100,300,1000")
    options.add_argument("--build", default=str(ROOT / "build"))
    options.add_argument("--cancellations", type=int, default=200)
    chosen = options.parse_args()
    os.environ["BUILD_DIR"] = chosen.build
    sys.path.insert(0, str(ROOT / "tests/end_to_end"))
    import raw_stream
    import running_host

    build = Path(chosen.build)
    counts = [int(word) for word in chosen.streams.split(",")]
    speak = {"buffer_total_mb": 4096}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("Paced by the engine:\n")
        bench = Bench(running_host, build, folder, "slow", speak=speak)
        try:
            compare(bench, folder, counts, chosen.seconds, False, running_host)
        finally:
            bench.host.close()
        print("\nPaced by the readers:\n")
        # 20 ms a character, and all streams last until the end.
        bench = Bench(running_host, build, folder, "x" * (50 * (chosen.seconds + max(2, max(counts) // STREAMS_A_SECOND) + 1)), speak=speak)
        try:
            compare(bench, folder, counts, chosen.seconds, True, running_host)
        finally:
            bench.host.close()
    print()
    cancel_to_idle(running_host, raw_stream, chosen.cancellations)
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
