#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""ctl check asks the signer through a page: an ancestor of the pages with
no_new_privs switches the setuid bit off silently, and only a page can tell."""
import http.server
import os
import re
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import Browser, Site, Tap  # noqa: E402

if os.geteuid():
    print("1..0 # SKIP needs root: two real users")
    sys.exit(0)
t = Tap()


def check(site, conf):
    r = subprocess.run([site.run + "/libexec/ctl", "-c", conf, "-s", site.run + "/etc/sign.conf", "check"],
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return r.returncode, r.stdout


def crippled(site):
    """A web server whose pages have an ancestor with no_new_privs."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            name, _, rest = self.path.lstrip("/").partition("/")
            env = {"REQUEST_METHOD": "GET", "SCRIPT_NAME": "/" + name, "PATH_INFO": "/" + rest,
                   "SERVER_PROTOCOL": "HTTP/1.1", "TEIKETSU_CONF": site.run + "/etc/site.conf"}
            out = subprocess.run(["/usr/bin/setpriv", "--reuid", "teiketsu-web", "--regid", "teiketsu-web",
                                  "--clear-groups", "--no-new-privs", site.run + "/cgi-bin/" + name],
                                 env=env, stdout=subprocess.PIPE).stdout
            head, _, body = out.partition(b"\r\n\r\n")
            status = re.search(rb"(?m)^Status: (\d+)", head)
            self.send_response(int(status.group(1)) if status else 200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


with Site() as s:
    p = Browser().open(s.url("/help/signer"))
    t.same((p.status, p.body), (200, b"ok\n"), "through a page the signer works")
    code, said = check(s, s.run + "/etc/site.conf")
    t.ok("signer through a page: it works there, too" in said, "ctl check says so", said)
    server = crippled(s)
    with open(s.run + "/etc/site.conf") as f:
        conf = re.sub(r"(?m)^base = .*", f"base = http://127.0.0.1:{server.server_port}", f.read())
    path = s.run + "/etc/crippled.conf"
    with open(path, "w") as f:
        f.write(conf)
    os.chmod(path, 0o644)
    code, said = check(s, path)
    t.ok(code == 2 and re.search(r"BAD +signer through a page: its setuid bit has no effect there", said),
         "an ancestor with no_new_privs is reported", said)
    t.ok(re.search(r"ok +signer: user \d+, called by user \d+", said), "although asked directly it works", said)
    server.shutdown()
    code, said = check(s, path)
    t.ok("cannot be reached" in said, "a web server that is away is a warning", said)
t.done()
