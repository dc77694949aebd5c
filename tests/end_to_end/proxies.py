"""nginx and HAProxy of a test's own in front of a host, on free ports and with their files in a folder that goes with them."""
import socket
import subprocess
import tempfile
from pathlib import Path

from host_process import free_port, wait_for

NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/proxy.log;
events {{ worker_connections 256; }}
http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
        uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
        upstream host {{ server 127.0.0.1:{target}; keepalive 4; }}
        server {{ listen 127.0.0.1:{port} {server}; location / {{ proxy_pass http://host; {settings} }} }} }}
"""

HAPROXY = """
defaults
    mode http
    option abortonclose
    timeout connect 5s
    timeout client 30s
    timeout server 30s
frontend callers
    bind 127.0.0.1:{port}
    default_backend host
backend host
    server host 127.0.0.1:{target}
"""


class Proxy:
    def __init__(self, target, config, command, **settings):
        self.folder = tempfile.TemporaryDirectory()
        place = Path(self.folder.name)
        self.port = free_port()
        (place / "proxy.conf").write_text(config.format(folder=place, port=self.port, target=target, **settings))
        with open(place / "started.log", "wb") as log:
            self.process = subprocess.Popen([*command, str(place / "proxy.conf")], cwd=place, stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL)
        try:
            wait_for(self._listens, 10, f"{command[0]}'s listening")
        except AssertionError:
            self.close()
            raise

    def _listens(self):
        assert self.process.poll() is None, Path(self.folder.name, "started.log").read_text(errors="replace")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def close(self):
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()


def nginx(target, settings, server=""):
    """`settings`: what stands beside proxy_pass; `server`: from the port on, as `ssl http2; ssl_certificate ...`."""
    return Proxy(target, NGINX, ["/usr/sbin/nginx", "-p", "/", "-c"], settings=settings, server=server)


def haproxy(target):
    return Proxy(target, HAPROXY, ["/usr/sbin/haproxy", "-db", "-f"])
