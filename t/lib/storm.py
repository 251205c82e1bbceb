# SPDX-License-Identifier: AGPL-3.0-or-later
"""Journeys while processes are killed: people who try again as people do, a
killer, and the judgement afterwards."""
import http.client
import os
import random
import re
import signal
import subprocess
import threading
import time
import urllib.error

from demosite import ROOT, Browser, accept, address, address_to, attachments, prepare
from fault import Scene, check, copies, kept, processes, wait_until

CHILDREN = ("compose", "sign", "inspect", "stamp", "letter", "intake", "picture")
GONE = (urllib.error.URLError, http.client.HTTPException, OSError)


class Gone(Exception):
    """No answer, or one that says that it is none."""


class Patient(Browser):
    """A browser whose person sees a failure as one."""

    def send(self, request):
        try:
            p = super().send(request)
        except GONE as e:
            raise Gone(repr(e)) from None
        if p.status in (500, 502, 503, 504):
            raise Gone(f"{p.status} {p.h1()}")
        return p


def persist(what, seconds=120):
    """Tries again until it answers something true."""
    until = time.monotonic() + seconds
    last = None
    while time.monotonic() < until:
        try:
            got = what()
            if got:
                return got
        except (Gone, LookupError) as e:
            last = e
        time.sleep(0.2)
    raise TimeoutError(f"gave up: {last}")


class Journey:
    """One document from upload to the mails of its end."""

    def __init__(self, site, owner, n, files, people):
        self.site, self.owner, self.n, self.files = site, owner, n, files
        self.title = f"嵐の契約 {n}"
        self.people = [{"メールアドレス": f"p{i}-{n}@example.org", "氏名": f"受信{i} {n}郎"} for i in range(people)]
        self.doc = self.error = None
        self.acts = []  # mail addresses whose 同意 was answered

    def run(self):
        try:
            self.dispatch()
            for person in self.people:
                self.agree(person["メールアドレス"])
        except Exception as e:
            self.error = e

    def dispatch(self):
        site, owner = self.site, self.owner

        def upload():
            p = prepare(site, owner, self.title, self.files)
            return re.search(r"/upload/(\w+)/to$", p.url)
        self.doc = persist(upload).group(1)

        def fill():
            p = owner.open(site.url(f"/upload/{self.doc}/to"))
            return "/send" in address_to(p, self.people).url
        persist(fill)

        def press():
            p = owner.open(site.url(f"/upload/{self.doc}/send"))
            if "/search/doc/" not in p.url:
                p = p.press("送信する")
            return "/search/doc/" in p.url
        persist(press)

    def agree(self, who):
        link = address(self.site.mail.wait(who, "確認依頼", 150), "/review/")
        browser = Patient()

        def go():
            p = browser.open(link)
            if "同意済み" in p.h1():
                return True  # the press whose answer got lost
            if "利用規約に同意して確認" in p.text():
                p = accept(browser, link)
            if "/done" not in p.url:
                p = p.press("書類の内容に同意").press("同意して確認完了")
            return "/done" in p.url and p.status == 200
        persist(go)
        self.acts.append(who)


class Killer(threading.Thread):
    """kill -9, at random moments, whatever comes to hand; sometimes the parent of all."""

    def __init__(self, site, seed, enough):
        super().__init__(daemon=True)
        self.site, self.random, self.enough = site, random.Random(seed), enough
        self.stop_ = threading.Event()
        self.counts, self.restarts, self.trouble = {}, 0, ""

    def total(self):
        return sum(self.counts.values())

    def kill(self, name, pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.counts[name] = self.counts.get(name, 0) + 1

    def hunt(self, seconds=1.5):
        """A child that lives some milliseconds: the newest processes are looked at, fast."""
        until = time.monotonic() + seconds
        wanted = {self.site.run + "/libexec/" + n: n for n in self.random.sample(CHILDREN, 4)}
        with open("/proc/sys/kernel/pid_max") as f:
            most = int(f.read())
        with open("/proc/loadavg") as f:
            at = int(f.read().split()[-1])
        while time.monotonic() < until:
            with open("/proc/loadavg") as f:
                last = int(f.read().split()[-1])
            for pid in range(max(last - 20, 1), last + 1) if last >= at else range(1, min(last, most)):
                try:
                    name = wanted.get(os.readlink(f"/proc/{pid}/exe"))
                except OSError:
                    continue
                if name:
                    time.sleep(self.random.uniform(0, 0.004))
                    self.kill(name, pid)
                    return

    def all(self):
        """The parent dies; then somebody starts the site again."""
        for pid in processes(self.site).get("demo", []):
            self.kill("demo", pid)
        self.restarts += 1
        for _ in range(60):
            time.sleep(0.3)
            try:
                self.site.start()
                return
            except RuntimeError as e:
                self.trouble = str(e)
        raise RuntimeError("cannot be started again: " + self.trouble)

    def run(self):
        while self.total() < self.enough and not self.stop_.wait(self.random.uniform(0.05, 0.4)):
            dice = self.random.random()
            if dice < 0.015 or not self.restarts and self.total() == self.enough // 2:
                self.all()
            elif dice < 0.4:
                self.hunt()
            else:
                here = {n: p for n, p in processes(self.site).items() if n != "demo" and n not in CHILDREN}
                if here:
                    name = self.random.choice(sorted(here))
                    self.kill(name, self.random.choice(here[name]))

    def end(self):
        self.stop_.set()
        self.join(60)


def judge(t, site, name, pdf, signatures):
    path = os.path.join(site.run, "judged.pdf")
    with open(path, "wb") as f:
        f.write(pdf)
    root = site.run + "/ca/root.pem"
    r = subprocess.run([os.path.join(ROOT, "t/lib/judge.sh"), path, str(signatures), root, root],
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    t.ok(r.returncode == 0, f"{name}: every validator is content with {signatures} signatures", r.stdout)


def settle(site, journeys, seconds):
    """Until every completion mail is there and nothing is in hand."""
    def done():
        return all(site.mail.mails(who, f"「{j.title}」の合意締結が完了しました")
                   for j in journeys for who in j.everybody)
    return wait_until(done, seconds, 0.5)


def storm(t, site, owner, mail_of_owner, files, count, at_once, kills, seed, judged):
    """Runs `count` journeys, `at_once` together, until all have ended and at least
    `kills` processes were killed; then judges everything."""
    scene = Scene(site)
    owner.__class__ = Patient
    killer = Killer(site, seed, kills)
    journeys, threads = [], []
    killer.start()
    n = 0
    while n < count or killer.total() < kills:
        if sum(x.is_alive() for x in threads) >= at_once:
            time.sleep(0.1)
            continue
        n += 1
        j = Journey(site, owner, n, files, 1 + n % 2)
        j.everybody = [p["メールアドレス"] for p in j.people] + [mail_of_owner]
        journeys.append(j)
        threads.append(threading.Thread(target=j.run, daemon=True))
        threads[-1].start()
    for x in threads:
        x.join(240)
    killer.end()
    print(f"# seed {seed}: {killer.total()} kills: " +
          ", ".join(f"{k} {v}" for k, v in sorted(killer.counts.items())), flush=True)
    t.same([(j.n, repr(j.error)) for j in journeys if j.error], [], f"{len(journeys)} journeys came to their end")
    t.ok(settle(site, journeys, 90), "every completion mail arrives",
         [(j.title, w) for j in journeys for w in j.everybody
          if not site.mail.mails(w, f"「{j.title}」の合意締結が完了しました")])
    bad = []
    for j in journeys:
        kinds = scene("events", j.doc)
        if kinds.count("agreed") != len(j.people) or scene("state", j.doc)[0] != "concluded" or \
                kinds.count("sent") != 1 or kinds.count("concluded") != 1:
            bad.append((j.title, kinds))
    t.same(bad, [], "every act that was answered is recorded, none twice, each document was sent and concluded once")
    mails(t, site, journeys, mail_of_owner)
    for j in journeys[:judged] + journeys[-1:]:
        mail = site.mail.mails(j.people[0]["メールアドレス"], "合意締結が完了しました")[-1]
        for name, pdf in attachments(mail):
            judge(t, site, f"{j.title} {name}", pdf, 3 + len(j.people))
    same = {}
    for j in journeys:
        for who in j.everybody:
            for m in site.mail.mails(who, f"「{j.title}」の合意締結が完了しました"):
                same.setdefault(j.title, set()).add(tuple(pdf for _, pdf in attachments(m)))
    t.same([k for k, v in same.items() if len(v) != 1], [], "everybody has the same bytes: there is no second version")
    left = [x for x in kept(site, "work", "incoming") if not x.startswith("draw.")]
    t.same(left, [], "no scratch file is left")
    check(t, site, "after the storm")


def mails(t, site, journeys, owner):
    missing, doubled = [], []
    for j in journeys:
        expected = [(owner, f"「{j.title}」を送信しました"), (owner, f"「{j.title}」の合意締結")]
        for p in j.people:
            who = p["メールアドレス"]
            expected += [(who, f"「{j.title}」の確認依頼"), (who, f"「{j.title}」への同意を受け付けました"),
                         (who, f"「{j.title}」の合意締結")]
        for who, subject in expected:
            got = site.mail.mails(who, subject)
            if not got:
                missing.append((who, subject))
            if len({str(m["Message-ID"]) for m in got}) > 1:
                doubled.append((who, subject))
    t.same(missing, [], "every mail came")
    t.same(doubled, [], "… and a mail that came twice has one Message-ID")
    again = sum(n - 1 for n in copies(site).values())
    print(f"# {len(site.mail.mails())} mails, {again} of them a second time", flush=True)
