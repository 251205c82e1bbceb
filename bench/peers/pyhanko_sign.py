# SPDX-License-Identifier: AGPL-3.0-or-later
"""pyHanko: signs FILE with KEY.p12 (password "x") as PAdES, ROUNDS times after three
to warm up; prints the milliseconds of each. OUT gets the last one."""
import io
import sys
import time

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

file, p12, out, rounds = sys.argv[1:5]
with open(file, "rb") as f:
    pdf = f.read()
signer = signers.SimpleSigner.load_pkcs12(p12, passphrase=b"x")
meta = signers.PdfSignatureMetadata(field_name="Peer1", md_algorithm="sha256", reason="確定されました。",
                                    name="テスト市役所", subfilter=fields.SigSeedSubFilter.PADES)


def one():
    return signers.PdfSigner(meta, signer=signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), in_place=False,
                                                           bytes_reserved=16384)


n, times = int(rounds), []
for _ in range(3 if n > 1 else 0):
    one()
for _ in range(n):
    t = time.perf_counter()
    signed = one()
    times.append((time.perf_counter() - t) * 1e3)
with open(out, "wb") as f:
    f.write(signed.getvalue())
print(" ".join(map(str, times)))
