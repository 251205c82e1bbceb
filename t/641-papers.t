#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Certificate, receipt and evidence of a real contract, by the buttons of the
pages. The archive is checked with stock tools alone: by running exactly the
commands that its README.txt states, on good files and on spoilt ones."""
import hashlib
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import ROOT, Browser, Site, Tap, address, agree, register, send  # noqa: E402

t = Tap()
FILES = [("契約書.pdf", "contract-ja.pdf"), ("別紙.pdf", "boxes-8p.pdf")]


def data(name):
    with open(os.path.join(ROOT, "t", "data", name), "rb") as f:
        return f.read()


def run(*words, **more):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


def press(site, browser, page, label):
    """The body behind the link of this label."""
    links = [a.attrs["href"] for a in page.root.all("a") if label in a.text()]
    if not t.ok(len(links) == 1, f"one button 「{label}」", page.text()[:400]):
        return b""
    answer = browser.open(site.url(links[0]))
    t.same(answer.status, 200, f"{label}: is handed out")
    return answer.body


def text(site, pdf):
    path = os.path.join(site.run, "look.pdf")
    with open(path, "wb") as f:
        f.write(pdf)
    words = run("pdftotext", "-raw", path, "-").stdout.decode()
    return re.sub(r"\s+", "", words), re.search(r"Pages:\s+(\d+)", run("pdfinfo", path).stdout.decode()).group(1)


def told(page, words, what):
    missing = [w for w in words if re.sub(r"\s+", "", w) not in page]
    t.same(missing, [], what)


def commands(readme):
    """One shell script for each language of README.txt."""
    half = readme.index("\nEvidence of a contract")
    return ["\n".join(l[4:] for l in part.split("\n") if l.startswith("    ")) for part in (readme[:half], readme[half:])]


def unpack(site, archive, name="evidence"):
    folder = os.path.join(site.run, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    path = folder + ".zip"
    with open(path, "wb") as f:
        f.write(archive)
    r = run("unzip", "-q", path, "-d", folder)
    t.ok(r.returncode == 0, "unzip is content", r.stdout.decode())
    return folder


def check(folder, script):
    r = run("sh", "-c", script, cwd=folder)
    return r.stdout.decode()


def good(output, signatures, stamps):
    return (output.count("CAdES Verification successful") == signatures and output.count("Verification: OK") == stamps
            and "NG" not in output and "FAILED" not in output)


def spoil(folder, name, at=None):
    path = os.path.join(folder, name)
    with open(path, "rb+") as f:
        whole = f.read()
        at = len(whole) // 2 if at is None else whole.index(at)
        f.seek(at)
        f.write(bytes([whole[at] ^ 1]))


def evidence(site, archive, certificate):
    folder = unpack(site, archive)
    with open(folder + "/README.txt", encoding="utf-8") as f:
        readme = f.read()
    scripts = commands(readme)
    t.same(scripts[0], scripts[1], "the commands are the same in both languages")
    t.ok(len(scripts[0]) > 800, "and they are there")
    output = check(folder, scripts[0])
    t.ok(good(output, 10, 4), "the commands of README.txt find ten signatures, two time stamps on them and two on all good", output)
    answers = [f for f in os.listdir(folder + "/evidence/revocation") if f.endswith(".ocsp")]
    t.ok(len(answers) >= 2, "revocation data is in it")
    t.same(output.count("Response verify OK"), len(answers), "… found good by the commands")
    lists(site, unpack(site, archive, "lists"), scripts[0])
    listed = set(re.findall(r"(\S+): OK", output))
    there = {os.path.relpath(os.path.join(d, f), folder) for d, _, fs in os.walk(folder) for f in fs
             if "/check" not in d} - {"SHA256SUMS"}
    t.same(there - listed, set(), "every file is in SHA256SUMS")
    with open(folder + "/certificate.pdf", "rb") as f:
        t.ok(f.read() == certificate, "the certificate inside is the one that is downloaded")
    head = re.findall(r"^[0-9a-f]{64}$", output, re.M)[-1]
    words, _ = text(site, certificate)
    with open(folder + "/history.txt", encoding="utf-8") as f:
        chain = re.findall("^prev ([0-9a-f]{64})", f.read(), re.M) + [head]
    t.ok(sum(h in words for h in chain[1:]) >= 8, "the hashes of the history are those of the certificate")
    everything = b"".join(open(os.path.join(folder, f), "rb").read() for f in there)
    t.ok(b"/review/" not in everything and b"code_salt" not in everything, "no link and no code is in it")
    for name, at in (("document-1.pdf", b"/Reason"), ("evidence/document-2-v003.cms", None),
                           ("evidence/document-1-v005.tst", None), ("evidence/document-2-v006.tst", None), ("history.txt", b"note request")):
        spoilt = unpack(site, archive, "spoilt")
        spoil(spoilt, name, at)
        output = check(spoilt, scripts[0])
        t.ok("NG" in output and "FAILED" in output, f"a changed bit in {name} is found by its own check and by its sum", output)


def lists(site, folder, script):
    """The same with lists instead of answers: good, changed, and one that names a certificate."""
    ca, revocation = site.run + "/ca/", folder + "/evidence/revocation/"
    answers = sorted(f for f in os.listdir(revocation) if f.endswith(".ocsp"))
    with open(revocation + answers[0], "rb+") as f:
        whole = f.read()
        f.seek(len(whole) // 3)
        f.write(bytes([whole[len(whole) // 3] ^ 1]))
    output = check(folder, script)
    t.ok("NG evidence/revocation/" + answers[0] in output, "a changed answer is found", output)
    for name in answers:
        os.remove(revocation + name)
    shutil.copy(ca + "root.crl", revocation + "list.crl")
    output = check(folder, script)
    t.ok("verify OK" in output and "NG " not in output, "a list instead of answers", output)
    with open(revocation + "list.crl", "rb+") as f:
        f.seek(-9, 2)
        f.write(b"x")
    t.ok("NG evidence/revocation/list.crl" in check(folder, script), "a changed list")
    work = site.run + "/revoking"
    os.mkdir(work)
    with open(ca + "index.txt") as f:
        fields = f.readline().split("\t")
    with open(work + "/index", "w") as f:
        f.write("\t".join(["R", fields[1], "261101000000Z"] + fields[3:]))
    with open(work + "/cnf", "w") as f:
        f.write(f"[ca]\ndefault_ca = a\n[a]\ndatabase = {work}/index\ncrlnumber = {work}/number\ncertificate = {ca}root.pem\n"
                f"private_key = {ca}root.key\ndefault_md = sha256\ndefault_crl_days = 30\n")
    with open(work + "/number", "w") as f:
        f.write("01\n")
    r = run("sh", "-c", f"openssl ca -config {work}/cnf -gencrl | openssl crl -outform DER -out {revocation}list.crl")
    output = check(folder, script)
    t.ok("NG revoked evidence/certificates/" in output, "a list that names a certificate", r.stdout.decode() + output)


def outsiders(site, doc, link):
    for path in ("certificate", "receipt", "zip"):
        t.ok(Browser().open(site.url(f"/fetch/{doc}/{path}")).root.all("form"), f"{path} of an owner asks strangers to sign in")
        t.same(Browser().open(site.url(f"/fetch/{'a' * 26}/{path}")).status, 404, f"{path} of no link")
    other = register(site, "other@sender.example", "別人")
    t.same(other.open(site.url(f"/fetch/{doc}/certificate")).status, 404, "nor is it another owner's")


def not_for_ever(site, browser, doc):
    """Each paper starts children: a crowd of requests does not."""
    seen = [browser.open(site.url(f"/fetch/{doc}/receipt")).status for _ in range(24)]
    t.ok(200 in seen and seen[-1] == 429 and sorted(seen) == seen, "after some twenty papers in ten minutes: 429", seen)
    t.same(browser.open(site.url(f"/fetch/{doc}/pdf/1")).status, 200, "the signed file itself is still handed out")


def journey(site):
    owner = register(site, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン")
    people = [{"メールアドレス": "a@example.jp", "氏名": "髙﨑𠮷子", "会社名": "サイン株式会社", "アクセスコード": "abc-42"},
              {"メールアドレス": "b@example.com", "氏名": "受信 <二郎> & 子"}]
    doc, _ = send(site, owner, "秘密保持契約書", [(n, data(f)) for n, f in FILES], people, "ご確認ください")
    first = Browser()
    link = address(site.mail.wait("a@example.jp", "確認依頼"), "/review/")
    t.same(first.open(link.replace("/review/", "/fetch/") + "/receipt").status, 403, "no receipt before agreeing")
    page = agree(first, link, "abc-42")
    words, pages = text(site, press(site, first, page, "控えのPDFをダウンロード"))
    t.same(pages, "1", "a receipt is one page")
    told(words, ["秘密保持契約書", doc, "髙﨑𠮷子様（サイン株式会社）", "a@example.jp", "アクセスコード", "2名のうち1名"],
         "it says what, who and how far")
    t.same(first.open(site.url(page.url.split("/agree/")[1].split("/")[0].join(("/fetch/", "/certificate")))).status, 404,
           "no certificate before the conclusion")
    agree(Browser(cookies=False), address(site.mail.wait("b@example.com", "確認依頼"), "/review/"))
    mail = site.mail.wait("b@example.com", "合意締結が完了しました")
    second = Browser()
    result = address(mail, "/agree/")
    page = second.open(result)
    certificate = press(site, second, page, "締結証明書をダウンロード")
    words, pages = text(site, certificate)
    t.ok(3 <= int(pages) <= 8, f"a certificate of {pages} pages, {len(certificate)} bytes")
    hashes = [hashlib.sha256(data(f)).hexdigest() for _, f in FILES]
    told(words, ["合意締結証明書", "秘密保持契約書", doc + "-1", doc + "-2", "契約書", "別紙", "髙﨑𠮷子", "サイン株式会社", "a@example.jp",
                 "b@example.com", "受信 <二郎> & 子", "サイン次郎(jiro@sender.example)によって", "に作成されました。認証方法：メール認証",
                 "に承認されました。認証方法：メール認証、アクセスコード", "全2名の同意がそろい", "に締結されました。", "Demo TSA", "PAdES-B-LTA", "文書タイムスタンプ", "本人の身元"] + hashes,
         "it tells everything, in the words of the Reason")
    released = [press(site, second, page, f"締結済みPDFをダウンロード（{n[:-4]}）") for n, _ in FILES]
    told(words, [hashlib.sha256(r).hexdigest() for r in released], "and the hashes of the released files")
    told(words, ["同意した内容のハッシュ値（第2版）", "会社名、部署・役職、メールアドレス、権限の確認、決裁番号、利用規約の版"], "and what the hash of what was agreed to covers")
    t.ok("第1版" not in words, "… by the rules of today only")
    words, pages = text(site, press(site, second, page, "控えのPDFをダウンロード"))
    t.same(pages, "1", "the last receipt is one page")
    told(words, ["締結されました", "受信 <二郎> & 子様", "髙﨑𠮷子様", hashlib.sha256(released[0]).hexdigest()], "with all that counts")
    english = second.open(result + "?lang=en")
    words, _ = text(site, press(site, second, english, "Download the certificate"))
    told(words, ["Certificate of conclusion", "に承認されました。認証方法：メール認証"], "in English, with the Reason as it is signed")
    page = owner.open(site.url(f"/search/doc/{doc}"))
    t.ok(press(site, owner, page, "締結証明書") == certificate, "the owner's certificate is the same, byte for byte")
    archive = press(site, owner, page, "まとめて（ZIP）")
    t.ok(press(site, second, second.open(result + "?lang=ja"), "まとめて（ZIP）")[:4] == b"PK\3\4", "the recipient gets the evidence too")
    t.ok(press(site, owner, page, "まとめて（ZIP）") == archive, "an archive made again is the same, byte for byte")
    t.ok(press(site, owner, page, "控えのPDF")[:5] == b"%PDF-", "the owner's receipt")
    evidence(site, archive, certificate)
    outsiders(site, doc, result)
    not_for_ever(site, owner, doc)


def longest(site):
    """Every name as long as it may be: still one page, and nothing is cut."""
    owner = register(site, "long@sender.example", "送" * 60, "社" * 100)
    people = [{"メールアドレス": f"{'x' * 60}{i}@{'y' * 60}.example.jp", "氏名": "名" * 60, "会社名": "会" * 100} for i in range(6)]
    title = "題" * 96 + "<&>\""
    doc, _ = send(site, owner, title, [("契" * 80 + ".pdf", data("contract-ja.pdf"))], people)
    words, pages = text(site, owner.open(site.url(f"/fetch/{doc}/receipt")).body)
    t.same(pages, "1", "a receipt with the longest names is one page")
    told(words, [title, "送" * 60, "社" * 100, "名" * 60, "会" * 100, "ほか2名", "6名のうち0名"], "with all of them")
    t.same(owner.open(site.url(f"/fetch/{doc}/zip")).status, 404, "no evidence before the conclusion")


with Site() as s:
    journey(s)
    longest(s)
t.done()
