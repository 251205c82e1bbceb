#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# The nginx samples as they are, with only their paths and names replaced: a real
# nginx takes them, and a real page answers through them, at the root of a host
# and below a folder.
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
import tkm
from tkm import ok, same

tmp = tempfile.mkdtemp()
ETC = os.path.join(tkm.ROOT, "etc")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


def sample(name):
    with open(os.path.join(ETC, name)) as f:
        text = f.read()
    return (text.replace("/etc/teiketsu/", tmp + "/").replace("/run/teiketsu", tmp)
            .replace("/usr/local/share/teiketsu/htdocs", os.path.join(tkm.ROOT, "htdocs")))


pages = {n for n in os.listdir(os.path.join(tkm.ROOT, "cgi-bin")) if n.endswith(".c")}
for name in ("nginx.conf.example", "nginx-folder.conf.example"):
    named = "|".join(re.findall(r"\(\?<page>([a-z|]+)\)", sample(name))).split("|")
    same(sorted(named), sorted(n[:-2] for n in pages), name + " names every page")

# What /verify takes must come through, with what a form puts around it; more is the page's to refuse in its own words.
with open(os.path.join(tkm.ROOT, "lib/office/proof.h"), encoding="utf-8") as f:
    verify = int(re.search(r"#define PROOF_FILE \(\(int64_t\)(\d+) << 20\)", f.read()).group(1))
for name in ("nginx.conf.example", "nginx-folder.conf.example", "demo/nginx.conf"):
    block = re.search(r"<page>verify\).*?client_max_body_size (\d+)m;", sample(name), re.S)
    ok(verify < int(block.group(1)) <= verify + 20, name + " lets /verify take %d MB" % verify)

with open(tmp + "/nginx-page.conf", "w") as f:
    f.write(sample("nginx-page.conf"))
host_port, folder_port = free_port(), free_port()
subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tmp + "/k.pem", "-out",
                tmp + "/c.pem", "-days", "2", "-subj", "/CN=sign.example.lg.jp"], check=True, capture_output=True)
host = sample("nginx.conf.example").replace("listen 443", "listen 127.0.0.1:%d" % host_port)
host = host.replace("listen 80", "listen 127.0.0.1:%d" % free_port())
host = host.replace("/etc/ssl/sign.example.lg.jp.pem", tmp + "/c.pem")
host = host.replace("/etc/ssl/private/sign.example.lg.jp.key", tmp + "/k.pem")
with open(tmp + "/nginx.conf", "w") as f:
    f.write("daemon off; %s pid %s/pid; error_log %s/error.log; events {}\nhttp {\naccess_log off;\n" %
            ("user root;" if os.geteuid() == 0 else "", tmp, tmp))
    for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
        f.write("%s_temp_path %s/%s;\n" % (name, tmp, name))
    f.write("types { text/css css; }\n" + host + "server { listen 127.0.0.1:%d; access_log off;\n%s} }\n" %
            (folder_port, sample("nginx-folder.conf.example")))

p = subprocess.run(["/usr/sbin/nginx", "-e", tmp + "/error.log", "-t", "-c", tmp + "/nginx.conf"], capture_output=True,
                   text=True)
if not same(p.returncode, 0, "nginx takes both samples"):
    print("# " + p.stderr.replace("\n", "\n# "))
running = []


def site(base):
    conf = dict(base=base, operator="運用者", contact="x", source="https://example.jp/s", signer_name="x",
                secret=tmp + "/secret", var=tmp, xsl=tkm.B + "/xsl", htdocs=tkm.ROOT + "/htdocs", terms=ETC + "/terms",
                **{"from": "a@example.jp"})
    path = tmp + "/site.conf"
    with open(os.open(tmp + "/secret", os.O_WRONLY | os.O_CREAT, 0o600), "wb") as f:
        f.write(b"s" * 64)
    with open(path, "w") as f:
        f.write("".join("%s = %s\n" % kv for kv in conf.items()))
    return subprocess.Popen([tkm.B + "/libexec/serve", tmp + "/help.sock", "1", tkm.B + "/cgi-bin/help"],
                            env={"TEIKETSU_CONF": path, "PATH": "/usr/bin:/bin"})


def fetch(url):
    ctx = ssl.create_default_context()
    ctx.check_hostname, ctx.verify_mode = False, ssl.CERT_NONE
    for _ in range(50):
        try:
            with urllib.request.urlopen(urllib.request.Request(url), timeout=10, context=ctx) as a:
                return a.status, a.headers["Content-Type"], a.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as e:
            if e.code != 502:
                return e.code, e.headers["Content-Type"], e.read().decode("utf-8", "replace")
        except OSError:
            pass
        time.sleep(0.1)
    return 0, "", ""


def says_it_has(url, n):
    """A body of n bytes is announced and not sent: (status, page), (0, "") when nginx waits for it."""
    secure, host, port, path = re.match(r"http(s?)://([^:/]+):(\d+)(/.*)", url).groups()
    with socket.create_connection((host, int(port)), timeout=10) as s:
        if secure:
            ctx = ssl.create_default_context()
            ctx.check_hostname, ctx.verify_mode = False, ssl.CERT_NONE
            s = ctx.wrap_socket(s)
        s.sendall(b"POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" %
                  (path.encode(), n))
        s.settimeout(0.4)
        answer = b""
        try:
            while True:
                more = s.recv(65536)
                if not more:
                    break
                answer += more
        except OSError:
            pass
        s.close()
    return (int(answer[9:12]) if answer else 0), answer.decode("utf-8", "replace")


try:
    running.append(subprocess.Popen(["/usr/sbin/nginx", "-e", tmp + "/error.log", "-c", tmp + "/nginx.conf"]))
    for base, url in (("https://sign.example.lg.jp", "https://127.0.0.1:%d" % host_port),
                      ("https://www.example.lg.jp/sign", "http://127.0.0.1:%d/sign" % folder_port)):
        serve = site(base)
        running.append(serve)
        what = "below a folder" if base.endswith("/sign") else "at the root"
        # Without a store nobody is healthy; the question gets through all the same.
        if not same(fetch(url + "/healthz")[0], 503, what + ": healthz"):
            continue
        status, kind, text = fetch(url + "/")
        same((status, kind), (200, "text/html; charset=UTF-8"), what + ": the front page")
        prefix = "/sign" if base.endswith("/sign") else ""
        links = re.findall(r'(?:href|src)="(/[^"]*)"', text)
        ok(links and all(x.startswith(prefix + "/") for x in links), what + ": every link stays inside")
        same(fetch(url + "/help/terms")[0], 200, what + ": a page with a rest")
        same(fetch(url + "/help?lang=en")[0], 200, what + ": a page with a query")
        same(fetch(url + "/none/such")[0], 404, what + ": nobody's address")
        same(fetch(url + "/style.css")[:2], (200, "text/css"), what + ": the style")
        for page, most in (("help", 8), ("account", 8), ("none", 8), ("verify", 90), ("upload", 1100)):
            same(says_it_has(url + "/" + page, (most << 20) + 1)[0], 413, "%s: %s takes %d MB" % (what, page, most))
            status, text = says_it_has(url + "/" + page, most << 20)
            ok(status != 413, "%s: … and not less (%s)" % (what, status or "waits for it"))
        ok("大きすぎます" in says_it_has(url + "/help", 9 << 20)[1], what + ": refused in the site's own words")
        same(fetch(url + "/%2e%2e/%2e%2e/etc/passwd")[0] in (400, 404), True, what + ": no way out of the folder")
        serve.terminate()
        serve.wait(40)
finally:
    for r in running:
        if r.poll() is None:
            r.terminate()
            r.wait(40)
    if os.path.exists(tmp + "/error.log"):
        print("# " + open(tmp + "/error.log").read().replace("\n", "\n# "))
    shutil.rmtree(tmp)
tkm.done()
