# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journal read and written by other eyes, from its manual page alone: to tamper
with it as somebody who captured the pages, or the disk, could."""
import ctypes
import glob
import hashlib
import os
import struct


class Frame:
    def __init__(self, path, offset, raw):
        self.path, self.offset, self.raw = path, offset, raw
        n, self.seq, self.time = struct.unpack(">IQq", raw[4:24])
        self.chain, self.changes = raw[24:56], []
        p = raw[56:56 + n]
        while p:
            kn, = struct.unpack(">H", p[1:3])
            key = p[3:3 + kn].decode()
            if p[0] == 2:
                self.changes.append((key, None))
                p = p[3 + kn:]
                continue
            vn, = struct.unpack(">I", p[3 + kn:7 + kn])
            self.changes.append((key, p[7 + kn:7 + kn + vn]))
            p = p[7 + kn + vn:]

    @property
    def sum(self):
        return self.raw[-32:]


def build(seq, time, chain, changes):
    p = b""
    for key, value in sorted(changes, key=lambda c: c[0].encode()):
        k = key.encode()
        p += bytes([2 if value is None else 1]) + struct.pack(">H", len(k)) + k
        if value is not None:
            p += struct.pack(">I", len(value)) + value
    size = (56 + len(p) + 32 + 511) // 512 * 512
    raw = b"TKJ1" + struct.pack(">IQq", len(p), seq, time) + chain + p
    raw = raw.ljust(size - 32, b"\0")
    return raw + hashlib.sha256(raw).digest()


def frames(store):
    out = []
    for path in sorted(glob.glob(os.path.join(store, "journal.[0-9]*"))):
        with open(path, "rb") as f:
            data = f.read()
        at = 0
        while at < len(data):
            n, = struct.unpack(">I", data[at + 4:at + 8])
            size = (56 + n + 32 + 511) // 512 * 512
            out.append(Frame(path, at, data[at:at + size]))
            at += size
    return out


def write(store, all_):
    """Frames as they stand, each in the file it came from."""
    for path in {f.path for f in all_}:
        with open(path, "r+b") as out:
            data = b"".join(f.raw for f in all_ if f.path == path)
            out.write(data)
            out.truncate(len(data))


def anew(store, all_, change):
    """change(frame) -> its changes; everything behind is chained again, and the image
    has to be made again: what a captured web user can do."""
    chain = bytes(32)
    for f in all_:
        f.raw = build(f.seq, f.time, chain, change(f))
        chain = f.sum
    write(store, all_)
    forget(store)


def append(store, changes, time=None):
    """One more frame, well-formed, as a captured page could write it."""
    last = frames(store)[-1]
    with open(last.path, "ab") as f:
        f.write(build(last.seq + 1, (time or last.time) + 1, last.sum, changes))


def forget(store):
    for name in ("state", "image.gdbm", "ckpt.0", "ckpt.1"):
        if os.path.exists(os.path.join(store, name)):
            os.unlink(os.path.join(store, name))


def split(store, at):
    """The frames from number `at` on into a file of their own, as if segments were small."""
    all_ = frames(store)
    here = [f for f in all_ if f.seq >= at]
    nxt = os.path.join(store, "journal.%04d" % (len(glob.glob(os.path.join(store, "journal.[0-9]*"))) + 1))
    st = os.stat(here[0].path)
    with open(nxt, "wb") as out:
        out.write(b"".join(f.raw for f in here))
    os.chown(nxt, st.st_uid, st.st_gid)
    os.chmod(nxt, st.st_mode & 0o777)
    os.truncate(here[0].path, here[0].offset)
    forget(store)


def latest(store):
    """Every key with its newest value."""
    out = {}
    for f in frames(store):
        for k, v in f.changes:
            if v is None:
                out.pop(k, None)
            else:
                out[k] = v
    return out


class Datum(ctypes.Structure):
    _fields_ = [("p", ctypes.c_char_p), ("n", ctypes.c_int)]


def image(store, fn):
    """fn(library, handle) on the image, behind the journal's back."""
    lib = ctypes.CDLL("libgdbm.so.6")
    lib.gdbm_open.restype = ctypes.c_void_p
    lib.gdbm_store.argtypes = [ctypes.c_void_p, Datum, Datum, ctypes.c_int]
    lib.gdbm_delete.argtypes = [ctypes.c_void_p, Datum]
    db = ctypes.c_void_p(lib.gdbm_open(os.path.join(store, "image.gdbm").encode(), 0, 1 | 0x20 | 0x40, 0o600, None))
    assert db.value
    fn(lib, db)
    lib.gdbm_close(db)


def image_set(store, key, value):
    """Changes one record of the image, its own sum included; None removes it."""
    k = key.encode()
    if value is None:
        image(store, lambda lib, db: lib.gdbm_delete(db, Datum(k, len(k))))
        return
    data = hashlib.sha256(k + b"\0" + value).digest()[:8] + value
    image(store, lambda lib, db: lib.gdbm_store(db, Datum(k, len(k)), Datum(data, len(data)), 1))
