#!/usr/bin/python3
"""What TLS costs: CPU a request beside plain HTTP, CPU a handshake, memory of idle connections, and how long a request
on an open connection takes while others shake hands as fast as they can.

usage: BUILD_DIR=build tests/bench/tls/bench_tls.py

The clients run on the same machine, so requests a second say little; compare CPU. Figures are medians of five.
"""
import os
import re
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "end_to_end"))
from running_host import RunningHost  # noqa: E402
from test_tls import SecureHost, make_certificate  # noqa: E402

ROUNDS = 5
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(host):
    fields = Path(f"/proc/{host.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_kib(host):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{host.process.pid}/status").read_text())[1])


def request_us(host, scheme):
    before = cpu_seconds(host)
    said = subprocess.run(["wrk", "-t1", "-c16", "-d3", f"{scheme}://127.0.0.1:{host.port}/health"], capture_output=True,
                          text=True, check=True).stdout
    return (cpu_seconds(host) - before) * 1e6 / int(re.search(r"(\d+) requests in", said)[1])


def connect(host):
    return host.trust.wrap_socket(socket.create_connection(("127.0.0.1", host.port)), server_hostname="localhost")


def handshake_ms(host, count=300):
    before = cpu_seconds(host)
    for _ in range(count):
        connect(host).close()
    return (cpu_seconds(host) - before) * 1000 / count


def ask(connection):
    connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
    while not connection.recv(65536).endswith(b"}"):
        pass


def idle_kib(host, count=500):
    before = resident_kib(host)
    connections = [connect(host) for _ in range(count)]
    for connection in connections:
        ask(connection)
    grown = (resident_kib(host) - before) / count
    for connection in connections:
        connection.close()
    return grown


def latency_ms(host, seconds=3):
    """The 99th of a hundred, on one open connection."""
    connection = connect(host)
    took, until = [], time.monotonic() + seconds
    while time.monotonic() < until:
        begin = time.monotonic()
        ask(connection)
        took.append((time.monotonic() - begin) * 1000)
        time.sleep(0.002)
    return statistics.quantiles(took, n=100)[98]


def storm(host, stop):
    """`openssl s_time` shakes hands as fast as it can, from a process of its own."""
    while not stop.is_set():
        subprocess.run(["openssl", "s_time", "-connect", f"127.0.0.1:{host.port}", "-new", "-time", "1"], capture_output=True)


def measure(kind, certificate, key):
    host = SecureHost(certificate, key)
    try:
        rows = {"us CPU a request": lambda: request_us(host, "https"), "ms CPU a handshake": lambda: handshake_ms(host),
                "ms 99th of a request": lambda: latency_ms(host)}
        for name, figure in rows.items():
            print(f"{kind}: {statistics.median(figure() for _ in range(ROUNDS)):8.3f} {name}", flush=True)
        print(f"{kind}: {idle_kib(host):8.1f} KiB an idle connection", flush=True)
        stop = threading.Event()
        crowd = threading.Thread(target=storm, args=(host, stop))
        crowd.start()
        print(f"{kind}: {statistics.median(latency_ms(host) for _ in range(ROUNDS)):8.3f} ms 99th of a request in a storm "
              "of handshakes", flush=True)
        stop.set()
        crowd.join()
    finally:
        host.close()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure("ECDSA P-256", *make_certificate(folder, "ecdsa"))
        measure("RSA 2048", *make_certificate(folder, "rsa", "rsa:2048"))
    host = RunningHost(plugins=["engine-tone"])
    print(f"plain: {statistics.median(request_us(host, 'http') for _ in range(ROUNDS)):8.3f} us CPU a request")
    host.close()


if __name__ == "__main__":
    main()
