#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asks pyHanko about every signature of a PDF.

usage: pyhanko_judge.py FILE ROOT.pem...
One line for each signature: field, intact, valid, trusted, docmdp_ok, change
level, coverage, time stamp; exit 0 only if all are good."""
import logging
import sys

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

logging.disable(logging.CRITICAL)


def roots(paths):
    for path in paths:
        with open(path, "rb") as f:
            for _, _, der in pem.unarmor(f.read(), multiple=True):
                yield x509.Certificate.load(der)


def main():
    trust = list(roots(sys.argv[2:]))
    good = True
    with open(sys.argv[1], "rb") as f:
        reader = PdfFileReader(f, strict=True)
        sigs = reader.embedded_regular_signatures
        for i, sig in enumerate(sigs):
            vc = ValidationContext(trust_roots=trust, allow_fetching=False, revocation_mode="soft-fail")
            s = validate_pdf_signature(sig, vc, ts_validation_context=vc)
            level = s.modification_level
            fine = (s.intact and s.valid and s.trusted and s.docmdp_ok
                    and level <= ModificationLevel.FORM_FILLING)
            stamp = s.timestamp_validity
            if stamp is not None:
                fine = fine and stamp.intact and stamp.valid and stamp.trusted
            good = good and fine
            print(f"{sig.field_name} intact={s.intact} valid={s.valid} trusted={s.trusted} "
                  f"docmdp={s.docmdp_ok} level={level.name} coverage={s.coverage.name} "
                  f"stamp={'none' if stamp is None else stamp.timestamp.isoformat()} "
                  f"{'good' if fine else 'BAD'}")
        stamps = reader.embedded_timestamp_signatures
        for sig in stamps:
            s = validate_pdf_timestamp(sig, ValidationContext(trust_roots=trust, allow_fetching=False,
                                                              revocation_mode="soft-fail"))
            fine = s.intact and s.valid and s.trusted
            good = good and fine
            print(f"{sig.field_name} intact={s.intact} valid={s.valid} trusted={s.trusted} "
                  f"coverage={s.coverage.name} time={s.timestamp.isoformat()} {'good' if fine else 'BAD'}")
        print(f"stamps={len(stamps)}")
        print(f"signatures={len(sigs)}")
    sys.exit(0 if good and sigs else 1)


main()
