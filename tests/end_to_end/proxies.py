"""nginx and HAProxy of a test's own in front of a host, on free ports and with their files in a folder that goes with them."""
import socket
import subprocess
import tempfile
from pathlib import Path

from host_process import free_port, wait_for

# `listen`: parameters of the port. `target`: the address of the host with its scheme, `settings`: what stands beside it.
NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/proxy.log;
events {{ worker_connections 256; }}
http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
        uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
        upstream host {{ server 127.0.0.1:{target}; keepalive 4; }}
        server {{ listen 127.0.0.1:{port} {listen}; {server}
                 location / {{ proxy_pass {scheme}://host; {settings} }} }} }}
"""

HAPROXY = """
defaults
    mode http
    option abortonclose
    timeout connect 5s
    timeout client 30s
    timeout server 30s
frontend callers
    bind 127.0.0.1:{port} {listen}
    {settings}
    default_backend host
backend host
    server host 127.0.0.1:{target} {upstream}
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


def nginx(target, settings, certificate=None, upstream_ca=None, listen=""):
    """`settings`: what stands beside proxy_pass. With TLS for its callers where there is a certificate (and its key), and
    to the host where there is what it trusts. `listen`: what stands beside the port, as `http2`."""
    server = ""
    if certificate:
        listen, server = listen + " ssl", "ssl_certificate {}; ssl_certificate_key {};".format(*certificate)
    if upstream_ca:
        settings += f" proxy_ssl_verify on; proxy_ssl_trusted_certificate {upstream_ca}; proxy_ssl_name localhost;"
    return Proxy(target, NGINX, ["/usr/sbin/nginx", "-p", "/", "-c"], settings=settings, listen=listen, server=server,
                 scheme="https" if upstream_ca else "http")


def haproxy(target, settings="", certificate=None, upstream_ca=None):
    """`settings`: of its front. With TLS as nginx()."""
    listen = upstream = ""
    if certificate:
        both = certificate[0].with_suffix(".both")
        both.write_text(certificate[0].read_text() + certificate[1].read_text())
        listen = f"ssl crt {both}"
    if upstream_ca:
        upstream = f"ssl verify required ca-file {upstream_ca} verifyhost localhost"
    return Proxy(target, HAPROXY, ["/usr/sbin/haproxy", "-db", "-f"], settings=settings, listen=listen, upstream=upstream)
