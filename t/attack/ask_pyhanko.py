#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""pyHanko's opinion on many files: every signature intact, valid, trusted and
within what the certification allows, every stamp good, the last one over the
entire file. usage: ask_pyhanko.py ROOT.pem FILE...; prints "FILE accept|refuse why"."""
import logging
import sys
import warnings

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


def judge(path, roots):
    with open(path, "rb") as f:
        reader = PdfFileReader(f, strict=True)
        sigs = list(reader.embedded_signatures)
        if not sigs:
            return "no signature"
        for sig in sigs:
            vc = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
            name = sig.field_name
            if sig.sig_object.get("/Type") == "/DocTimeStamp":
                s = validate_pdf_timestamp(sig, vc)
            else:
                s = validate_pdf_signature(sig, vc, ts_validation_context=vc)
                if s.modification_level > ModificationLevel.FORM_FILLING or not s.docmdp_ok:
                    return f"{name} {s.modification_level.name} docmdp={s.docmdp_ok}"
                stamp = s.timestamp_validity
                if stamp is not None and not (stamp.intact and stamp.valid and stamp.trusted):
                    return f"{name} stamp"
            if not (s.intact and s.valid and s.trusted):
                return f"{name} intact={s.intact} valid={s.valid} trusted={s.trusted}"
            if s.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
                return f"{name} covers {s.coverage.name}"
    return ""


def main():
    roots = []
    with open(sys.argv[1], "rb") as f:
        for _, _, der in pem.unarmor(f.read(), multiple=True):
            roots.append(x509.Certificate.load(der))
    for path in sys.argv[2:]:
        try:
            why = judge(path, roots)
        except Exception as e:  # whatever a hostile file makes it say
            why = "%s: %s" % (type(e).__name__, str(e).replace("\n", " ")[:90])
        print(path, "refuse " + why if why else "accept", flush=True)


main()
