#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asks pyHanko for the verdict of ETSI EN 319 102-1 §5.6.3 (signatures with
archive data) on every signature of a PDF, offline, with revocation data required
for every certificate; now and years ahead.

usage: pyhanko_lta.py [--last] [--past NEWS.der] YEARS FILE ROOT.pem...
--last: only the last signature has a time stamp, the others are judged without.
--past: certificates have ended since; NEWS.der: what the OCSP responder says today of
the newest stamp's.
One line each: field, now, ahead, change level; then the document time stamps.
Exit 0 only if all passed."""
import asyncio
import datetime
import logging
import sys

from asn1crypto import ocsp, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.ades import ades_lta_validation, simulate_future_ades_lta_validation
from pyhanko.sign.validation.policy_decl import (LocalKnowledge, PdfSignatureValidationSpec,
                                                 RevinfoOnlineFetchingRule, RevocationInfoGatheringSpec,
                                                 SignatureValidationSpec)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import OCSPContainer

logging.disable(logging.CRITICAL)


def roots(paths):
    for path in paths:
        with open(path, "rb") as f:
            for _, _, der in pem.unarmor(f.read(), multiple=True):
                yield x509.Certificate.load(der)


def word(status):
    return status.ades_subindic.name


async def main():
    only_last, past, known = False, False, []
    while sys.argv[1].startswith("--"):
        option = sys.argv.pop(1)
        only_last |= option == "--last"
        if option == "--past":
            past = True
            with open(sys.argv.pop(1), "rb") as f:
                known = OCSPContainer.load_multi(ocsp.OCSPResponse.load(f.read()))
    trust = list(roots(sys.argv[3:]))
    policy = CertValidationPolicySpec(trust_manager=SimpleTrustManager.build(trust),
                                      revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO))
    offline = RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY)
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(
        cert_validation_policy=policy, revinfo_gathering_policy=offline,
        local_knowledge=LocalKnowledge(known_ocsps=list(known))))
    ahead = (datetime.datetime.now(datetime.timezone.utc)
             + datetime.timedelta(days=365.25 * float(sys.argv[1])))
    good = True
    with open(sys.argv[2], "rb") as f:
        reader = PdfFileReader(f, strict=True)
        sigs, stamps = reader.embedded_regular_signatures, reader.embedded_timestamp_signatures
        for i, sig in enumerate(sigs):
            now = await ades_lta_validation(sig, spec)
            then = await simulate_future_ades_lta_validation(sig, spec, ahead)
            vc = ValidationContext(trust_roots=trust, allow_fetching=False, revocation_mode="soft-fail")
            plain = await async_validate_pdf_signature(sig, vc, ts_validation_context=vc)
            long_term = word(now) == word(then) == "OK" or (only_last and i + 1 < len(sigs))
            fine = (long_term and plain.docmdp_ok and plain.intact and plain.valid and (plain.trusted or past)
                    and plain.modification_level <= (ModificationLevel.FORM_FILLING if i + 1 < len(sigs)
                                                     else ModificationLevel.LTA_UPDATES))
            good = good and fine
            print(f"{sig.field_name} now={word(now)} ahead={word(then)} "
                  f"level={plain.modification_level.name} {'good' if fine else 'BAD'}")
        for i, stamp in enumerate(stamps):
            vc = ValidationContext(trust_roots=trust, allow_fetching=False, revocation_mode="soft-fail")
            s = await async_validate_pdf_timestamp(stamp, vc)
            want = "ENTIRE_FILE" if i + 1 == len(stamps) else "ENTIRE_REVISION"
            fine = s.intact and s.valid and (s.trusted or past) and s.coverage.name == want
            good = good and fine
            print(f"{stamp.field_name} coverage={s.coverage.name} {'good' if fine else 'BAD'}")
        print(f"signatures={len(sigs)} stamps={len(stamps)}")
    sys.exit(0 if good and sigs and stamps else 1)


asyncio.run(main())
