#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Started by bench/pages.sh. Prints "name measured goal" lines; for ratios more
is better, for seconds and megabytes less. What was measured in detail goes to
standard error."""
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.parse

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TOP, "t", "lib"))
sys.dont_write_bytecode = True
from demosite import BUILD, Browser, Site, address, confirmation, register, send  # noqa: E402
from fault import as_web, processes, wait_until  # noqa: E402

ROUNDS, SECONDS, VISITORS, WORKERS, LIST = 7, 2, 8, 2, 20


def say(text):
    print("# " + text, file=sys.stderr, flush=True)


def line(name, value, goal):
    print(f"{name} {value} {goal}", flush=True)


def contract_pdf(size):
    """One page with a picture that no filter makes smaller."""
    def build(n):
        picture = random.Random(7).randbytes(n)
        objects = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
                   b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
                   b"<</Length 30>>\nstream\nq 200 0 0 200 50 600 cm /I Do Q\nendstream",
                   b"<</Type/XObject/Subtype/Image/Width 300/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray"
                   b"/Length %d>>\nstream\n" % (n // 300, n) + picture + b"\nendstream")
        out, at = b"%PDF-1.7\n", []
        for i, o in enumerate(objects, 1):
            at.append(len(out))
            out += b"%d 0 obj\n" % i + o + b"\nendobj\n"
        return out + b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % a for a in at) + \
            b"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return build((size - 1000) // 300 * 300)


def add_hello(site):
    """The yardstick as one more page: same nginx, same parameters, same number of workers."""
    program = site.run + "/cgi-bin/hello"
    shutil.copyfile(BUILD + "/bench/page/hello", program)
    os.chmod(program, 0o755)
    serve = subprocess.Popen([site.run + "/libexec/serve", site.run + "/sock/hello.sock", str(WORKERS), program],
                             stdin=subprocess.DEVNULL, cwd="/", **as_web(site))
    conf = site.run + "/nginx/nginx.conf"
    with open(conf) as f:
        text = f.read()
    here = f"location = /hello {{ set $page hello; set $script /hello; set $rest ''; include {site.run}/nginx/page.conf; }}\n"
    text = text.replace("\t\tlocation / {", "\t\t" + here + "\t\tlocation / {", 1)
    with open(conf, "w") as f:
        f.write(text)
    os.kill(processes(site)["nginx"][0], signal.SIGHUP)
    if not wait_until(lambda: Browser().open(site.url("/hello")).body == b"h" * 2000, 20):
        raise RuntimeError("the yardstick does not answer")
    return serve


def cookies(browser):
    return "; ".join(f"{c.name}={c.value}" for h in browser.opener.handlers if hasattr(h, "cookiejar")
                     for c in h.cookiejar)


def load(url, cookie=None):
    """Requests a second; every answer must be good."""
    words = ["wrk", "-t1", f"-c{VISITORS}", f"-d{SECONDS}s", "-H", "Accept-Language: ja"]
    if cookie:
        words += ["-H", "Cookie: " + cookie]
    r = subprocess.run([*words, url], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if "Non-2xx" in r.stdout or "Socket errors" in r.stdout:
        raise RuntimeError(url + ": " + r.stdout)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", r.stdout).group(1))


def press_last(site, owner, pdf, n):
    """Seconds from the answer to 同意して確認完了 to the page that offers the signed file."""
    who = f"last{n}@example.org"
    doc, _ = send(site, owner, f"最後の同意 {n}", [("契約書.pdf", pdf)], [{"メールアドレス": who, "氏名": "丙"}])
    p = confirmation(Browser(), address(site.mail.wait(who, "確認依頼"), "/review/"))
    time.sleep(1)
    start = time.monotonic()
    p = p.press("同意して確認完了")
    answered = time.monotonic()
    if p.status != 200:
        raise RuntimeError(p.text())
    if not wait_until(lambda: "契約が成立しました" in p.browser.open(p.url).h1(), 30, 0.02):
        raise RuntimeError("never concluded")
    page = owner.open(site.url(f"/search/doc/{doc}"))
    if "締結済み" not in " ".join(n.text() for n in page.root.all("main")):
        raise RuntimeError("the owner's page disagrees")
    return time.monotonic() - answered, answered - start


def resting(site):
    """Proportional set size in MB by program, without nginx and the services the demo adds."""
    sizes = {}
    for name, pids in processes(site).items():
        if name in ("nginx", "nginx worker", "mail", "tsa", "demo", "hello", "serve hello"):
            continue
        for pid in pids:
            with open(f"/proc/{pid}/smaps_rollup") as f:
                kb = int(re.search(r"^Pss:\s+(\d+)", f.read(), re.M).group(1))
            sizes[name] = sizes.get(name, 0) + kb / 1024
    return sizes


def run(site):
    owner = register(site, "owner@sender.example", "送信 太郎", "株式会社クラウドサイン")
    pdf = contract_pdf(120 * 1024)
    say(f"the contract has {len(pdf)} bytes")
    for i in range(LIST + 1):
        send(site, owner, f"業務委託契約書 第{i}号", [("契約書.pdf", pdf)],
             [{"メールアドレス": f"r{i}@example.org", "氏名": f"受信 {i}郎", "会社名": "サイン株式会社"}])
    landing = address(site.mail.wait("r5@example.org", "確認依頼"), "/review/")
    if "確認してほしい書類" not in Browser().open(landing).text():
        raise RuntimeError("not the landing page")
    listed = owner.open(site.url("/search/sent")).text().count("業務委託契約書")
    say(f"{listed} documents on the page of the list")
    waits, posts = zip(*(press_last(site, owner, pdf, n) for n in range(5)))
    time.sleep(3)
    rest = resting(site)
    serve = add_hello(site)
    try:
        targets = {"hello": (site.url("/hello"), None), "small": (landing, None),
                   "list": (site.url("/search/sent"), cookies(owner)), "front": (site.url("/"), None)}
        for url, cookie in targets.values():
            load(url, cookie)
        rounds = {name: [] for name in targets}
        for _ in range(ROUNDS):
            for name, (url, cookie) in targets.items():
                rounds[name].append(load(url, cookie))
    finally:
        serve.terminate()
        serve.wait()
    for name, got in rounds.items():
        say(f"{name}: {statistics.median(got):.0f}/s ({', '.join('%.0f' % x for x in got)})")

    def ratio(name):
        return "%.2f" % statistics.median(x / y for x, y in zip(rounds[name], rounds["hello"]))
    line("page-small/hello", ratio("small"), "0.25")
    line("page-list20/hello", ratio("list"), "0.10")
    line("page-front/hello", ratio("front"), "-")
    line("agree-answer-seconds", "%.3f" % statistics.median(posts), "-")
    line("last-agree-to-concluded-seconds", "%.2f" % statistics.median(waits), "1.00")
    for name, mb in sorted(rest.items()):
        say(f"at rest: {name} {mb:.1f} MB")
    line("site-at-rest-mb", "%.1f" % sum(rest.values()), "64")
    line("site-after-load-mb", "%.1f" % sum(resting(site).values()), "64")


with Site() as s:
    run(s)
