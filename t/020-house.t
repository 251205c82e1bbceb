#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# House rules that a text search can hold: calls that are banned, licence lines,
# no sentences and no markup in C, nothing left unfinished.
import os, shutil, re, subprocess, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import ROOT, ok, is_, done

os.chdir(ROOT)
BANNED = r"\b(atoi|atol|atof|gets|strcpy|strcat|sprintf|vsprintf|strtok|system|popen|tmpnam|mktemp|rand|srand|alloca|scanf|fscanf|setjmp|longjmp|strncpy|readdir_r|gmtime|localtime|ctime|asctime)\s*\("
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff01-\uff5e]")
# Japanese in C: the Reason (rules.md 2.8); what people type (eras, units).
# the name of the service, the names of fonts.
# words of other people's forms.
CJK_OK = {"libexec/picturing/words.c", "lib/base/act.c", "lib/web/input_text.c", "lib/web/autofill.c", "lib/base/conf.c", "lib/port/mupdf.c"}
# libjpeg and libpng report an error in no other way.
JUMP_OK = {"lib/port/jpeg.c", "lib/port/png.c"}


def sources(*tops, ends=(".c", ".h")):
    for top in tops:
        for d, _, files in os.walk(top):
            if "__pycache__" in d:
                continue
            for f in sorted(files):
                if f.endswith(ends):
                    yield os.path.join(d, f)


def code(path):
    """Without comments, line numbers kept."""
    s = open(path, encoding="utf-8").read()
    blank = lambda m: m.group(0) if m.group(0)[0] in "\"'" else re.sub(r"[^\n]", " ", m.group(0))
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, s, flags=re.S)


C = list(sources("lib", "libexec", "cgi-bin"))
found = {k: [] for k in ("banned", "cjk", "markup", "env", "todo", "spdx", "test", "columns", "space")}
for p in C:
    whole, body = open(p, encoding="utf-8").read(), code(p)
    strings = "\n".join(re.findall(r'"(?:\\.|[^"\\\n])*"', body))
    plain = re.sub(r'"(?:\\.|[^"\\\n])*"', '""', body)
    found["banned"] += ["%s: %s" % (p, m) for m in re.findall(BANNED, plain) if not ("jmp" in m and p in JUMP_OK)]
    if p not in CJK_OK and CJK.search(strings):
        found["cjk"].append("%s: %s" % (p, CJK.search(strings).group(0)))
    found["markup"] += ["%s: %s" % (p, m) for m in re.findall(r'"</?(?:a|b|p|div|td|tr|h1|br|html|form|input)\b[^"]*"', body)]
    if "getenv" in plain and p not in ("lib/base/conf.c", "lib/port/fcgi.c"):
        found["env"].append(p)
    found["todo"] += ["%s: %s" % (p, m) for m in re.findall(r"\b(TODO|FIXME|XXX|HACK)\b", whole)]
    if "SPDX-License-Identifier: AGPL-3.0-or-later" not in whole[:200]:
        found["spdx"].append(p)
    found["test"] += ["%s: %s" % (p, m) for m in re.findall(r"#\s*ifn?def\s+(TEST\w*|UNIT\w*|FUZZ\w*|DEBUG)\b", whole)]
    for i, line in enumerate(whole.split("\n"), 1):
        if len(line.expandtabs(8)) > 112:
            found["columns"].append("%s:%d" % (p, i))
        if re.search(r"[ \t]+$", line):
            found["space"].append("%s:%d" % (p, i))
is_(found["banned"], [], "no banned call")
is_(found["cjk"], [], "no sentence in C")
is_(found["markup"], [], "no markup in C")
is_(found["env"], [], "the environment is read in two places only")
is_(found["todo"], [], "nothing left for later")
is_(found["test"], [], "no test switch in shipped code")
is_(found["columns"], [], "lines fit on a screen")
is_(found["space"], [], "no blanks at line ends")
if os.path.isdir(".git") and shutil.which("git"):
    tracked = subprocess.run(["git", "ls-files"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode().split("\n")
else:  # a tarball, or a machine without git
    tracked = [os.path.join(d, f)[2:] for d, _, names in os.walk(".") for f in names
               if not re.match(r"\./(build|run|\.git|t/peers/(venv|node_modules))", d)]
tracked = [p for p in tracked if p and os.path.isfile(p)]
other = [p for p in tracked if p.startswith(("xsl/", "t/", "etc/", "bench/")) and
         p.endswith((".xsl", ".xml", ".t", ".c", ".h", ".py", ".sh", ".mk", ".def")) and
         "SPDX-License-Identifier: AGPL-3.0-or-later" not in open(p, encoding="utf-8", errors="replace").read(400)]
is_(found["spdx"] + other, [], "every source names its licence")

def long_functions(p):
    start, name, out = None, "", []
    for i, line in enumerate(open(p, encoding="utf-8").read().split("\n"), 1):
        if line == "{":
            start = i
        elif line == "}" and start:
            if i - start - 1 > 70:
                out.append("%s:%d (%d lines)" % (p, start, i - start - 1))
            start = None
    return out


is_(sum((long_functions(p) for p in C if p.endswith(".c")), []), [], "no function over 70 lines (50 is the aim)")
words = re.compile("|".join(["/" + "work/(main|shared)", "/" + "root/", "/tmp/" + "b-"]))
is_([p for p in tracked if os.path.getsize(p) < 1 << 20 and p != "t/020-house.t" and
     words.search(open(p, encoding="utf-8", errors="replace").read())], [], "no path of one machine")
done()
