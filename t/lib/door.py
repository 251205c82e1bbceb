# SPDX-License-Identifier: AGPL-3.0-or-later
"""A door in front of a server: open, shut (refuses connections), mute (takes them
and says nothing) or with fixed bytes as the answer."""
import socket
import threading


class Door:
    def __init__(self, target):
        self.target, self.mode, self.answer, self.visits = target, "open", b"", 0
        self.held, self.lock, self.listener = [], threading.Lock(), None
        with socket.create_server(("127.0.0.1", 0)) as s:
            self.port = s.getsockname()[1]
        self.listen()

    def listen(self):
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.serve, args=(self.listener,), daemon=True).start()

    def set(self, mode, answer=b""):
        with self.lock:
            self.mode, self.answer = mode, answer
            held, self.held = self.held, []
        for s in held:
            s.close()
        if mode == "shut" and self.listener:
            self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            self.listener = None
        elif mode != "shut" and not self.listener:
            self.listen()

    def serve(self, listener):
        while True:
            try:
                s, _ = listener.accept()
            except OSError:
                return
            self.visits += 1
            with self.lock:
                mode = self.mode
                if mode == "mute":
                    self.held.append(s)
            if mode == "open":
                threading.Thread(target=self.forward, args=(s,), daemon=True).start()
            elif mode == "answer":
                threading.Thread(target=self.reply, args=(s,), daemon=True).start()

    def reply(self, s):
        try:
            s.settimeout(1)
            if self.answer.startswith(b"HTTP"):
                s.recv(65536)
            s.sendall(self.answer)
            s.shutdown(socket.SHUT_WR)
            s.recv(65536)
        except OSError:
            pass
        s.close()

    def forward(self, s):
        try:
            t = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            s.close()
            return

        def pump(a, b):
            try:
                while True:
                    data = a.recv(65536)
                    if not data:
                        break
                    b.sendall(data)
                b.shutdown(socket.SHUT_WR)
            except OSError:
                pass
        x = threading.Thread(target=pump, args=(s, t), daemon=True)
        x.start()
        pump(t, s)
        x.join(10)
        s.close()
        t.close()
