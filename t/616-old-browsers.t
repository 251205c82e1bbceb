#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""NetSurf and Dillo (without cookies, as it comes) get to 同意: a real window on
a virtual screen, pressed where the main button is seen."""
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
try:
    from PIL import Image, ImageGrab
except ImportError:
    print("1..0 # SKIP no python3-pil")
    sys.exit(0)
from demosite import ROOT, Site, Tap, address, register, send

for tool in ("Xvfb", "xdotool", "netsurf-gtk", "dillo"):
    if not shutil.which(tool):
        print(f"1..0 # SKIP no {tool}")
        sys.exit(0)

t = Tap()
WIDTH, HEIGHT = 900, 1200
BLUE = (0x0b, 0x4a, 0x8f)  # the main button, and nothing else of that size
GALLERY = os.environ.get("GALLERY")


class Screen:
    def __init__(self, number):
        self.name = f":{number}"
        self.home = tempfile.mkdtemp(prefix="teiketsu-screen-")
        self.env = {"PATH": os.environ["PATH"], "HOME": self.home, "DISPLAY": self.name, "LANG": "C.UTF-8"}
        self.server = subprocess.Popen(["Xvfb", self.name, "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.browser = None
        time.sleep(1)

    def start(self, words):
        self.browser = subprocess.Popen(words, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def do(self, *words):
        return subprocess.run(["xdotool", *words], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True, timeout=20).stdout.strip()

    def whole(self):
        """Every window over the whole screen."""
        ids = self.do("search", "--onlyvisible", "--name", ".+").split()
        for i in ids:
            self.do("windowsize", i, str(WIDTH), str(HEIGHT), "windowmove", i, "0", "0")
            self.do("windowfocus", i)

    def titles(self):
        return " | ".join(self.do("getwindowname", i) for i in self.do("search", "--onlyvisible", "--name", ".+").split())

    def picture(self):
        return ImageGrab.grab(xdisplay=self.name).convert("RGB")

    def button(self):
        """Middle of the lowest block of the main button's blue, or None."""
        step = 3  # of a line or column: a button is far larger
        small = self.picture().resize((WIDTH // step, HEIGHT // step), Image.NEAREST)
        px, rows = small.load(), []
        for y in range(small.height):
            run = best = at = 0
            for x in range(small.width):
                run = run + 1 if all(abs(a - b) < 12 for a, b in zip(px[x, y], BLUE)) else 0
                if run > best:
                    best, at = run, x - run // 2
            rows.append((best, at))
        found, y = None, 0
        while y < len(rows):
            h = 0
            while y + h < len(rows) and rows[y + h][0] >= 8:
                h += 1
            if h >= 7:
                found = (max(rows[y:y + h])[1] * step, (y + 1) * step)
            y += h or 1
        return found

    def stop(self):
        for p in (self.browser, self.server):
            if p:
                p.terminate()
                try:
                    p.wait(10)
                except subprocess.TimeoutExpired:
                    p.kill()
                    p.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def press(screen, engine, page):
    """Waits for the main button, scrolling down as a reader does, and presses it."""
    for turn in range(40):
        at = screen.button()
        if at:
            time.sleep(0.5)  # pictures that come late move it
            at = screen.button() or at
            if GALLERY:
                screen.picture().save(os.path.join(GALLERY, f"{engine}-{page}.png"))
            screen.do("mousemove", str(at[0]), str(at[1]), "click", "1")
            return t.ok(True, f"{engine}: {page}: pressed")
        time.sleep(0.25)
        if turn > 3:
            screen.do("mousemove", str(WIDTH // 2), str(HEIGHT // 2))
            screen.do("click", "--repeat", "10", "--delay", "10", "5")
    if GALLERY:
        screen.picture().save(os.path.join(GALLERY, f"{engine}-{page}-failed.png"))
    return t.ok(False, f"{engine}: {page}: a main button is seen", screen.titles())


def agree(site, engine, words, number, mail):
    screen = Screen(number)
    try:
        screen.start(words + [address(site.mail.wait(mail, "確認依頼"), "/review/")])
        time.sleep(3)
        screen.whole()
        time.sleep(1)
        for page in ("landing", "read", "agree"):
            if not press(screen, engine, page):
                return
            time.sleep(1.5)
        try:
            site.mail.wait(mail, "控え")
            t.ok(True, f"{engine}: agreed, the receipt came")
        except Exception as e:
            if GALLERY:
                screen.picture().save(os.path.join(GALLERY, f"{engine}-end.png"))
            t.ok(False, f"{engine}: agreed", f"{screen.titles()} {e}")
    finally:
        screen.stop()


with Site() as site:
    owner = register(site, "jiro@sender.example", "サイン次郎")
    with open(os.path.join(ROOT, "t", "data", "contract-ja.pdf"), "rb") as f:
        pdf = f.read()
    for i, (engine, words) in enumerate((("netsurf", ["netsurf-gtk"]), ("dillo", ["dillo", "-f"]))):
        mail = f"{engine}@a.example"
        send(site, owner, "覚書" + engine, [("覚書.pdf", pdf)], [{"メールアドレス": mail, "氏名": "花子"}])
        agree(site, engine, words, 90 + os.getpid() % 800 + i, mail)
t.done()
