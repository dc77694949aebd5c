"""A proxy that passes everything on in random pieces after random pauses, and can go away in the middle."""
import random
import socket
import threading
import time


class CuttingProxy:
    """Listens on `port` until close(). A connection is closed both ways after `drop_after` bytes of the answer, or where
    `drop_before` would begin in it. The byte after `flip_after` of them is another one. `hold_after`: a number of bytes,
    and the event that the rest waits for."""

    def __init__(self, target_port, seed=1, longest_pause_s=0.002, drop_after=None, drop_before=None, flip_after=None,
                 hold_after=None):
        self._target = target_port
        self._random = random.Random(seed)
        self._pause = longest_pause_s
        self._drop_after = drop_after
        self._drop_before = drop_before
        self._flip_after = flip_after
        self._hold_after = hold_after
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        # Wakes the thread in accept(), which would keep the port.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self):
        while True:
            try:
                client = self._listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    @staticmethod
    def _all(piece, _):
        return piece, b"", False

    def _answer(self, data, passed):
        """What goes on now, what waits for more, and whether this is the end."""
        if self._flip_after is not None and passed <= self._flip_after < passed + len(data):
            at = self._flip_after - passed
            return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:], b"", False
        if self._hold_after is not None and passed >= self._hold_after[0]:
            self._hold_after[1].wait(60)
        if self._drop_after is not None:
            left = self._drop_after - passed
            return data[:left], b"", len(data) >= left
        if self._drop_before is not None:
            found = data.find(self._drop_before)
            if found >= 0:
                return data[:found], b"", True
            kept = len(self._drop_before) - 1
            return data[:-kept], data[-kept:], False
        return data, b"", False

    def _pass_on(self, source, sink, choose):
        passed, waiting, dropped = 0, b"", False
        try:
            while not dropped and (piece := source.recv(self._random.randint(1, 1500))):
                piece, waiting, dropped = choose(waiting + piece, passed)
                time.sleep(self._random.uniform(0, self._pause))
                sink.sendall(piece)
                passed += len(piece)
            if not dropped:
                sink.sendall(waiting)
                sink.shutdown(socket.SHUT_WR)
                return
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _serve(self, client):
        with client, socket.create_connection(("127.0.0.1", self._target)) as server:
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            up = threading.Thread(target=self._pass_on, args=(client, server, self._all), daemon=True)
            up.start()
            self._pass_on(server, client, self._answer)
            # The client has what there is, and will close.
            up.join()
