"""A connection to which any bytes are sent, and whose answers are read one by one as HTTP/1.1 frames them."""
import socket

from raw_stream import RawStream

BODILESS = (204, 304)


class RawAnswer:
    def __init__(self, status, headers, body, trailers):
        self.status, self.headers, self.body, self.trailers = status, headers, body, trailers


class RawConnection(RawStream):
    def __init__(self, port, tls=None, source=None):
        """`tls`: an ssl.SSLContext, else it is plain. `source`: the address to call from."""
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20, source_address=source and (source, 0))
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_hostname="localhost")
        self.pending = b""

    def send(self, *parts):
        self.socket.sendall("".join(parts).encode("latin-1"))
        return self

    def answer(self, to_head=False):
        """The next answer, and not a byte more; interim ones count as answers."""
        status, headers = self.head()
        body, trailers = b"", {}
        if to_head or status < 200 or status in BODILESS:
            pass
        elif headers.get("transfer-encoding") == "chunked":
            body, trailers = self.all()
        elif "content-length" in headers:
            body = self.counted(headers)
        else:
            body = self.rest()
        return RawAnswer(status, headers, body, trailers)

    def rest(self):
        """All until the other end closes."""
        while got := self.socket.recv(65536):
            self.pending += got
        rest, self.pending = self.pending, b""
        return rest
