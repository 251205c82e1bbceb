#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# serve and the FastCGI side of the runner: many requests in one process, the
# end of a worker, nothing left over from one visitor to the next.
import atexit
import os, signal, socket, subprocess, sys, threading, time
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import *
import fcgi_client

build("views")
echo, serve = build("t/page/echo", "libexec/serve")
s = Site()
sock = os.path.join(s.dir, "echo.sock")
logfile = open(os.path.join(s.dir, "log"), "wb")


started = []


def start(workers, program, path):
    p = subprocess.Popen([serve, path, str(workers), program], stderr=logfile,
                         env={"TEIKETSU_CONF": s.conf})
    started.append(p)
    for _ in range(100):  # the name is there a moment before anybody listens
        with socket.socket(socket.AF_UNIX) as c:
            if not c.connect_ex(path) and (len(children(p)) == workers or "false" in program):
                break
        time.sleep(0.05)
    return p


@atexit.register
def leave_nothing():
    for p in started:
        if p.poll() is None:
            p.kill()


def children(p):
    with open("/proc/%d/task/%d/children" % (p.pid, p.pid)) as f:
        return [int(x) for x in f.read().split()]


def ask(method, address, cookie=None, body=b"", **env):
    e = s.env(echo, method, address, cookie, env)
    if method == "POST":
        e.update(CONTENT_TYPE="application/x-www-form-urlencoded", CONTENT_LENGTH=str(len(body)))
    out, err = fcgi_client.ask(sock, e, body)
    return Answer(out, "", 0)


def log():
    with open(os.path.join(s.dir, "log"), encoding="utf-8", errors="replace") as f:
        return f.read()


p = start(2, echo, sock)
is_(oct(os.stat(sock).st_mode & 0o777), "0o660", "the socket's mode")
is_(len(children(p)), 2, "two workers")
r = ask("GET", "/upload")
is_(r.status, 200, "a page through FastCGI")
jar = r.cookies()
token = ask("GET", "/upload?line=token", cookie=jar).text
body = urlencoded({"csrf": token, "need": "x", "line": "契約"})
ok("line=契約" in ask("POST", "/upload", cookie=jar, body=body).text, "a form through FastCGI")
is_(ask("GET", "/upload?line=token").text, "", "the next visitor has nothing of the one before")
is_(ask("HEAD", "/upload").body, b"", "HEAD")
is_(ask("POST", "/upload", cookie=jar, body=b"x" * 3000000).status, 413, "an oversized body, read to its end")
is_(ask("GET", "/upload").status, 200, "and the worker lives on")

bad = []


def many(n):
    for _ in range(n):
        if ask("GET", "/upload").status != 200:
            bad.append(1)


threads = [threading.Thread(target=many, args=(100,)) for _ in range(6)]
for t in threads:
    t.start()
for t in threads:
    t.join()
is_(len(bad), 0, "600 requests from six visitors over two workers")

# someone hangs up in the middle
a = fcgi_client.Ask(sock, dict(s.env(echo, "POST", "/upload", jar, None), CONTENT_LENGTH="100000",
                               CONTENT_TYPE="application/x-www-form-urlencoded"))
a.body(b"x" * 1000)
a.s.close()
is_(ask("GET", "/upload").status, 200, "a visitor who hangs up")

# a worker is killed
before = children(p)
os.kill(before[0], signal.SIGKILL)
time.sleep(1.5)
after = children(p)
ok(len(after) == 2 and before[0] not in after, "a killed worker is replaced")
is_(ask("GET", "/upload").status, 200, "and work goes on")

# SIGTERM in the middle of a request: it is finished
a = fcgi_client.Ask(sock, dict(s.env(echo, "POST", "/upload", jar, None), CONTENT_LENGTH=str(len(body)),
                               CONTENT_TYPE="application/x-www-form-urlencoded"))
a.body(body[:10])
time.sleep(0.3)
p.send_signal(signal.SIGTERM)
time.sleep(0.7)
ok(p.poll() is None, "SIGTERM: serve waits for the request that is under way")
a.body(body[10:])
out, _ = a.end()
ok("line=契約" in out.decode("utf-8", "replace"), "which is answered")
is_(p.wait(10), 0, "then everything ends")
ok(not os.path.exists(sock), "and the socket is gone")

# idle workers end at once
p = start(2, echo, sock)
ask("GET", "/upload")
t0 = time.time()
p.send_signal(signal.SIGTERM)
is_(p.wait(10), 0, "SIGTERM without work")
ok(time.time() - t0 < 2, "takes no time")

# serve is killed: the workers do not outlive it
p = start(2, echo, sock)
kids = children(p)
p.kill()
p.wait()
time.sleep(0.5)
alive = [k for k in kids if os.path.exists("/proc/%d" % k) and "Z" not in open("/proc/%d/stat" % k).read().split()[2]]
is_(alive, [], "workers of a killed serve end")

# a program that dies at once
n = log().count("serve.ended")
p = start(1, "/bin/false", os.path.join(s.dir, "false.sock"))
time.sleep(2.2)
n = log().count("serve.ended") - n
ok(1 <= n <= 4 and p.poll() is None, "a program that dies at once is tried with growing pauses (%d)" % n)
p.terminate()
p.wait(10)
is_(subprocess.run([serve, sock, "0", echo], stderr=subprocess.DEVNULL).returncode, 64, "usage")
open(os.path.join(s.dir, "plain"), "w").close()
is_(subprocess.run([serve, os.path.join(s.dir, "plain"), "1", echo], stderr=subprocess.DEVNULL).returncode, 70,
    "an ordinary file in the socket's place is left alone")
s.close()
done()
