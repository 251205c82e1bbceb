# SPDX-License-Identifier: AGPL-3.0-or-later
"""An SMTP server that keeps every byte and misbehaves as asked. aiosmtpd is not
byte-exact, so tests of the wire need this one.

say     verb -> reply (str, or list for the n-th time), or a callable(session, line)
drop    where to close without a word: greeting, ehlo, mail, rcpt, data, body, dot
mute    where to fall silent (same words)
"""
import socket
import ssl
import threading
import time


class Sink:
    def __init__(self, say=None, drop=None, mute=None, ehlo=("PIPELINING", "SIZE 50000000"),
                 tls=None, inject=b"", drip=0.0):
        self.say, self.drop, self.mute = say or {}, drop, mute
        self.ehlo, self.tls, self.inject, self.drip = list(ehlo), tls, inject, drip
        self.lines = []       # (over_tls, command)
        self.messages = []    # exact bytes between DATA and the final dot
        self.sessions = 0
        self.end = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                conn, _ = self.listener.accept()
            except OSError:
                return
            self.sessions += 1
            threading.Thread(target=self.session, args=(conn,), daemon=True).start()

    def close(self):
        self.end.set()
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()

    def at(self, where):
        if self.mute == where:
            self.end.wait(60)
            raise EOFError
        if self.drop == where:
            raise EOFError

    def reply(self, conn, verb, line, fallback):
        text = self.say.get(verb, fallback)
        if isinstance(text, list):
            text = text.pop(0) if text else fallback
        if callable(text):
            text = text(line)
        data = text.encode() if isinstance(text, str) else text
        if not data.endswith(b"\n"):
            data += b"\r\n"
        for i in range(0, len(data), 1 if self.drip else len(data)):
            conn.sendall(data[i:i + 1] if self.drip else data)
            time.sleep(self.drip)
        return data[:1]

    def session(self, conn):
        try:
            self.talk(conn)
        except (EOFError, OSError, ssl.SSLError):
            pass
        finally:
            conn.close()

    def talk(self, conn):
        over_tls, stream = False, conn.makefile("rb")

        def line():
            got = stream.readline()
            if not got.endswith(b"\n"):
                raise EOFError
            return got

        self.at("greeting")
        self.reply(conn, "greeting", b"", "220 sink.test ESMTP")
        while True:
            got = line()
            self.lines.append((over_tls, got))
            verb = got.split()[0].decode("latin-1").lower() if got.split() else ""
            self.at(verb)
            if verb == "ehlo":
                words = ["sink.test"] + self.ehlo
                if self.tls and not over_tls:
                    words.append("STARTTLS")
                text = "".join("250%s%s\r\n" % ("-" if i < len(words) - 1 else " ", w)
                               for i, w in enumerate(words))
                self.reply(conn, verb, got, text)
            elif verb == "starttls":
                if self.reply(conn, verb, got, b"220 go ahead\r\n" + self.inject) == b"2":
                    ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    if len(self.tls) > 2:
                        ctx.minimum_version = ssl.TLSVersion.TLSv1
                        ctx.maximum_version = self.tls[2]
                        ctx.set_ciphers("ALL:@SECLEVEL=0")
                    ctx.load_cert_chain(self.tls[0], self.tls[1])
                    conn = ctx.wrap_socket(conn, server_side=True)
                    over_tls, stream = True, conn.makefile("rb")
            elif verb == "data":
                if self.reply(conn, verb, got, "354 go") != b"3":
                    continue
                self.at("body")
                body = bytearray()
                while True:
                    got = line()
                    if got == b".\r\n":
                        break
                    body += got
                self.messages.append(bytes(body))
                self.at("dot")
                self.reply(conn, "dot", b"", "250 2.0.0 kept as 1")
            elif verb == "quit":
                self.reply(conn, verb, got, "221 bye")
                return
            else:
                self.reply(conn, verb, got, "250 ok")
