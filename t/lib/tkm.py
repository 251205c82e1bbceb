# SPDX-License-Identifier: AGPL-3.0-or-later
"""Talks with our children in frames (lib/base/msg.h) and writes TAP."""
import os
import struct
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
B = os.path.abspath(os.environ.get("B", os.path.join(ROOT, "build")))


def frame(fields):
    rest = b""
    for key, value in fields:
        if isinstance(value, str):
            value = value.encode()
        elif isinstance(value, int):
            value = str(value).encode()
        rest += bytes([len(key)]) + key.encode() + struct.pack(">I", len(value)) + value
    return b"TKM1" + struct.pack(">I", len(rest)) + rest


def unframe(data):
    assert data[:4] == b"TKM1", data[:40]
    (n,) = struct.unpack(">I", data[4:8])
    assert len(data) == 8 + n
    at, fields = 8, []
    while at < len(data):
        k = data[at]
        key = data[at + 1:at + 1 + k].decode()
        (n,) = struct.unpack(">I", data[at + 1 + k:at + 5 + k])
        fields.append((key, data[at + 5 + k:at + 5 + k + n]))
        at += 5 + k + n
    return fields


def ask(program, fields, fds=(), timeout=60, raw=False, env=None):
    """Runs B/libexec/program; returns (status, fields). fds become 3, 4, …"""
    def place():
        moved = [os.dup2(fd, 100 + i) for i, fd in enumerate(fds)]
        for i, fd in enumerate(moved):
            os.dup2(fd, 3 + i)
            os.close(fd)
    p = subprocess.Popen([os.path.join(B, "libexec", program)], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, preexec_fn=place, close_fds=False,
                         env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", **(env or {})})
    out, _ = p.communicate(fields if raw else frame(fields), timeout=timeout)
    return p.returncode, unframe(out) if out else []


def first(fields, key, fallback=None):
    for k, v in fields:
        if k == key:
            return v.decode("utf-8", "replace")
    return fallback


def every(fields, key):
    return [v.decode("utf-8", "replace") for k, v in fields if k == key]


count = bad = 0


def ok(good, what):
    global count, bad
    count += 1
    bad += not good
    print(("" if good else "not ") + "ok %d - %s" % (count, what), flush=True)
    return good


def same(got, want, what):
    if not ok(got == want, what):
        print("#   got  %r\n#   want %r" % (got, want), flush=True)
        return False
    return True


def done():
    print("1..%d" % count)
    sys.stdout.flush()
    os._exit(1 if bad else 0)


def skip_all(why):
    print("1..0 # SKIP " + why)
    sys.exit(0)
