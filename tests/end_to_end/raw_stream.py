"""A chunked answer as it comes over the wire, with its trailers, so that a cut body is seen as one."""
import json
import socket


class RawStream:
    def __init__(self, port, path, key, body, headers="", tls=None):
        """`tls`: an ssl.SSLContext, else it is plain."""
        payload = json.dumps(body).encode()
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_hostname="localhost")
        self.socket.sendall(
            f"POST {path} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {key}\r\nAccept: audio/*\r\n{headers}"
            f"Content-Length: {len(payload)}\r\n\r\n".encode() + payload)
        self.pending = b""

    def _line(self):
        while b"\r\n" not in self.pending:
            got = self.socket.recv(65536)
            if not got:
                raise EOFError
            self.pending += got
        line, self.pending = self.pending.split(b"\r\n", 1)
        return line

    def _take(self, size):
        while len(self.pending) < size:
            got = self.socket.recv(1 << 20)
            if not got:
                raise EOFError
            self.pending += got
        taken, self.pending = self.pending[:size], self.pending[size:]
        return taken

    def head(self):
        version, status = self._line().split()[:2]
        # Bytes that belong to no answer would stand before it.
        assert version == b"HTTP/1.1", version
        headers = {}
        while line := self._line():
            name, value = line.decode().split(":", 1)
            headers[name.strip().lower()] = value.strip()
        return int(status), headers

    def counted(self, headers):
        """A body of a length that its head has told, as that of a refusal."""
        return self._take(int(headers["content-length"]))

    def chunk(self):
        """The next chunk, b"" at the end; EOFError where the body is cut."""
        size = int(self._line().split(b";")[0], 16)
        if size == 0:
            return b""
        data = self._take(size)
        self._take(2)
        return data

    def trailers(self):
        found = {}
        while line := self._line():
            name, value = line.decode().split(":", 1)
            found[name.strip().lower()] = value.strip()
        return found

    def all(self):
        parts = []
        while part := self.chunk():
            parts.append(part)
        return b"".join(parts), self.trailers()

    def close(self):
        self.socket.close()
