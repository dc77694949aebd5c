"""Many callers that ask for a stream, take its head, and then nothing more."""
import json
import selectors
import socket
import time


class StalledReaders:
    def __init__(self, port, path, key, body, count):
        payload = json.dumps(body).encode()
        request = (f"POST {path} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {key}\r\nAccept: audio/*\r\n"
                   f"Content-Length: {len(payload)}\r\n\r\n").encode() + payload
        self.sockets = []
        self.statuses = {}
        for _ in range(count):
            one = socket.socket()
            # Little room in the kernel, so that the audio has to wait in the host.
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            one.connect(("127.0.0.1", port))
            one.sendall(request)
            self.sockets.append(one)

    def wait_for_heads(self, seconds):
        """How many were answered with which status by then; 0 stands for none yet."""
        with selectors.DefaultSelector() as waiting:
            for one in self.sockets:
                if one not in self.statuses:
                    waiting.register(one, selectors.EVENT_READ)
            until = time.monotonic() + seconds
            while waiting.get_map() and time.monotonic() < until:
                for ready, _ in waiting.select(0.2):
                    self.statuses[ready.fileobj] = int(ready.fileobj.recv(12).split()[1])
                    waiting.unregister(ready.fileobj)
        found = list(self.statuses.values()) + [0] * (len(self.sockets) - len(self.statuses))
        return {status: found.count(status) for status in set(found)}

    def close(self):
        for one in self.sockets:
            one.close()
