"""What stands before the producer: each gateway as processes of its own, with the request it takes."""
import json
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PORTKEY = HERE / "node_modules/@portkey-ai/gateway/build/start-server.js"
CALL = "/v1/audio/speech"
SPEAK = "/v1/modules/scaispeak/speak"
VOICE, MODEL, KEY = "alloy", "tts-1", "relay-key"


def children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Gateway:
    """Takes OpenAI's speech call, as the producer does."""
    name = "the producer itself"
    path = CALL

    def __init__(self, port, process=None):
        self.port, self.process = port, process

    def headers(self):
        return {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}

    def body(self, text):
        return json.dumps({"model": MODEL, "input": text, "voice": VOICE, "response_format": "pcm"})

    def pids(self):
        return [self.process.pid]

    def close(self):
        self.process.terminate()
        self.process.wait()


class Producer(Gateway):
    def __init__(self, build, size):
        process = subprocess.Popen([build / "test-bin/speech_producer", str(size)], stdout=subprocess.PIPE, text=True)
        super().__init__(int(process.stdout.readline()), process)


class Nginx(Gateway):
    def __init__(self, folder, port, target, buffering):
        self.name = f"nginx, proxy_buffering {buffering}"
        place = folder / f"nginx-{buffering}"
        place.mkdir()
        (place / "nginx.conf").write_text(f"""
            user root; worker_processes 2; daemon off; pid {place}/nginx.pid; error_log {place}/nginx.log;
            events {{ worker_connections 8192; }}
            http {{ access_log off; keepalive_requests 1000000000; client_body_temp_path {place}/b; proxy_temp_path {place}/p;
                    fastcgi_temp_path {place}/f; uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
                    upstream relay {{ server 127.0.0.1:{target}; keepalive 64; keepalive_requests 1000000000; }}
                    server {{ listen 127.0.0.1:{port} backlog=4096;
                              location / {{ proxy_pass http://relay; proxy_http_version 1.1; proxy_set_header Connection "";
                                            proxy_buffering {buffering}; }} }} }}""")
        super().__init__(port, subprocess.Popen(["nginx", "-p", str(place), "-c", str(place / "nginx.conf")],
                                                stderr=subprocess.DEVNULL))
        time.sleep(1)

    def pids(self):
        return children(self.process.pid)


class HaProxy(Gateway):
    name = "HAProxy, http-no-delay"

    def __init__(self, folder, port, target):
        config = folder / "haproxy.cfg"
        config.write_text(f"""
            global
                nbthread 2
                maxconn 8192
            defaults
                mode http
                option http-no-delay
                http-reuse always
                timeout connect 5s
                timeout client 60s
                timeout server 60s
            frontend all
                bind 127.0.0.1:{port}
                default_backend relay
            backend relay
                server relay 127.0.0.1:{target}\n""")
        super().__init__(port, subprocess.Popen(["haproxy", "-db", "-f", str(config)], stderr=subprocess.DEVNULL))
        time.sleep(1)


class Portkey(Gateway):
    name = "Portkey 1.15.2"

    def __init__(self, port, target):
        self.target = target
        super().__init__(port, subprocess.Popen(["node", str(PORTKEY), f"--port={port}", "--headless"],
                                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        time.sleep(3)

    def headers(self):
        return {**super().headers(), "x-portkey-provider": "openai",
                "x-portkey-custom-host": f"http://127.0.0.1:{self.target}/v1"}


class ScaiSpeak(Gateway):
    name = "scaispeakd"
    path = SPEAK

    def __init__(self, running_host, target):
        config = {"url": f"http://127.0.0.1:{target}", "api_key": KEY, "model": MODEL, "voices": {"narrator": VOICE}}
        self.host = running_host.RunningHost(
            plugins=[{"id": "backend-relay", "config": config}], slots={"B": {"plugin": "backend-relay", "class": "relay"}},
            policy_default={"allowed_backends": ["B"], "default_backend": "B"}, speak={"buffer_total_mb": 4096})
        super().__init__(self.host.port, self.host.process)
        self.key = self.host.key()
        self.voice = self.host.ask("GET", "/v1/modules/scaispeak/voices", self.key).data()["items"][0]["voice_id"]

    def headers(self):
        return {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", "Accept": "audio/*"}

    def body(self, text):
        return json.dumps({"voice_id": self.voice, "text": text, "response_format": "pcm"})

    def close(self):
        self.host.close()
