#!/usr/bin/python3
"""CPU per POST /speak of a 20 KB answer from the null engine, beside nginx serving 20 KB, in the same run.

usage: tests/bench/speak/bench_speak.py [--rounds N] [--seconds S] [--build DIR]

The client is wrk with one thread on the same machine, so requests a second say little; CPU time of the server a request
is what compares. Figures are medians over the rounds, with the range. The host authenticates, validates, counts and logs
each call; nginx sends a file and logs nothing.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
SIZE = 20480


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


def load(url, connections, seconds, script=None):
    """Requests that succeeded, and wrk's p50 and p99 in ms."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "10s"]
    if script:
        command += ["-s", str(script)]
    said = subprocess.run(command + [url], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"the load met errors:\n{said}")

    def milliseconds(percentile):
        value, unit = re.search(rf"{percentile}%\s+([\d.]+)(us|ms|s)", said).groups()
        return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    return int(re.search(r"(\d+) requests in", said).group(1)), milliseconds(50), milliseconds(99)


class Nginx:
    name = "nginx, static 20 KB"

    def __init__(self, folder, port):
        (folder / "www").mkdir()
        (folder / "www/answer").write_bytes(bytes(SIZE))
        config = folder / "nginx.conf"
        config.write_text(f"""
            user root; worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
            events {{ worker_connections 2048; }}
            http {{ access_log off; keepalive_requests 1000000000; sendfile on; tcp_nopush on;
                    client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
                    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
                    server {{ listen 127.0.0.1:{port}; root {folder}/www; }} }}""")
        self.process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(config)], stderr=subprocess.DEVNULL)
        self.url, self.script = f"http://127.0.0.1:{port}/answer", None
        time.sleep(1)

    def pids(self):
        return children(self.process.pid)

    def close(self):
        self.process.terminate()
        self.process.wait()


class Speak:
    def __init__(self, host, folder, name, accept):
        self.name, self.host = name, host
        key = host.key()
        voice = host.ask("GET", "/v1/modules/scaispeak/voices", key).data()["items"][0]["voice_id"]
        self.script = folder / f"{name.split()[-1]}.lua"
        self.script.write_text(f"""
            wrk.method = "POST"
            wrk.body = '{{"voice_id":"{voice}","text":"Hello, how are you today?","response_format":"pcm"}}'
            wrk.headers["Authorization"] = "Bearer {key}"
            wrk.headers["Content-Type"] = "application/json"
            wrk.headers["Accept"] = "{accept}"
        """)
        self.url = f"http://127.0.0.1:{host.port}/v1/modules/scaispeak/speak"

    def pids(self):
        return [self.host.process.pid]

    def close(self):
        pass


def measure(server, connections, seconds):
    load(server.url, connections, 1, server.script)
    before = cpu_seconds(server.pids())
    done, p50, p99 = load(server.url, connections, seconds, server.script)
    return {"cpu_us": (cpu_seconds(server.pids()) - before) / done * 1e6, "rps": done / seconds, "p50": p50, "p99": p99}


def row(name, connections, rounds):
    def middle(key):
        return statistics.median(one[key] for one in rounds)

    costs = [one["cpu_us"] for one in rounds]
    return (f"| {name} | {connections} | {middle('cpu_us'):.1f} [{min(costs):.1f}-{max(costs):.1f}] | {middle('rps'):.0f} | "
            f"{middle('p50'):.2f} | {middle('p99'):.2f} |")


def start_up(running_host):
    """Median ms from exec to the first 200 of readyz, and resident MiB then, of the embedded defaults with espeak-ng."""
    times, sizes = [], []
    for _ in range(5):
        host = running_host.RunningHost()
        try:
            # The first start makes the database and stores the voices; what operators see is every later one.
            host.stop()
            begin = time.monotonic()
            host.start()
            times.append((time.monotonic() - begin) * 1000)
            sizes.append(resident_mib(host.process.pid))
        finally:
            host.close()
    return statistics.median(times), statistics.median(sizes)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--build", default=str(ROOT / "build"))
    chosen = options.parse_args()
    os.environ["BUILD_DIR"] = chosen.build
    sys.path.insert(0, str(ROOT / "tests/end_to_end"))
    import running_host

    ready, resident = start_up(running_host)
    print(f"start to ready (embedded, espeak-ng): {ready:.0f} ms; resident then: {resident:.1f} MiB\n", flush=True)
    host = running_host.RunningHost(plugins=["engine-null"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        servers = [Nginx(folder, running_host.free_port()), Speak(host, folder, "scaispeakd, audio streamed", "audio/*"),
                   Speak(host, folder, "scaispeakd, in JSON", "application/json")]
        try:
            print("| server | connections | CPU us/request, median [range] | rps | p50 ms | p99 ms |\n|---|---|---|---|---|---|")
            for connections in (16, 256):
                rounds = {server.name: [] for server in servers}
                for _ in range(chosen.rounds):
                    for server in servers:
                        rounds[server.name].append(measure(server, connections, chosen.seconds))
                for server in servers:
                    print(row(server.name, connections, rounds[server.name]), flush=True)
            print(f"\nresident after the load: {resident_mib(host.process.pid):.1f} MiB, threads: {host.threads()}")
        finally:
            for server in servers:
                server.close()
            host.close()


if __name__ == "__main__":
    main()
