#!/usr/bin/env python3
"""Holds every odd certificate, list and answer of PyPI cryptography-vectors against `ankur identity inspect`: a verdict each, and no crash.

    python3 certs/test/odd.py ANKUR

The vectors are those with which the cryptography package is tested (PKITS among them): wrong versions, negative serial numbers, broken
names, unknown critical extensions, strange keys. Accepted (0) and refused (1) are both right here; anything else is not.
"""
import os
import subprocess
import sys

import cryptography_vectors

BATCH = 25


def run(arguments):
    done = subprocess.run(
        [ankur, "identity", "inspect", *arguments], capture_output=True, timeout=120,
        env=dict(os.environ, SWIFT_BACKTRACE="enable=no"))
    return done.returncode, done.stderr.decode(errors="replace").strip()


def judge(name, files, before=(), after=()):
    """Batches of files; a batch that ends otherwise than with 0 or 1 is gone through one by one."""
    wrong = 0
    for start in range(0, len(files), BATCH):
        batch = files[start:start + BATCH]
        if run([*before, *batch, *after])[0] in (0, 1):
            continue
        for file in batch:
            status, errors = run([*before, file, *after])
            if status not in (0, 1):
                wrong += 1
                print(f"FAIL {os.path.relpath(file, folder)}: status {status} {errors[:200]}")
    print(f"{len(files)} {name}: {wrong} crashes or other wrong endings")
    return wrong


ankur = sys.argv[1]
folder = os.path.join(os.path.dirname(cryptography_vectors.__file__), "x509")
found = sorted(os.path.join(place, name) for place, _, names in os.walk(folder) for name in names)
certificates = [file for file in found if file.endswith((".pem", ".der", ".crt"))]
anchor = next(file for file in certificates if file.endswith("TrustAnchorRootCertificate.crt"))
leaf = next(file for file in certificates if "ValidCertificatePathTest1EE" in file)
wrong = judge("files by path", certificates, after=["--anchors", anchor])
wrong += judge("files by the Estonian profile", certificates, after=["--trust", "ee"])
lists = [file for file in found if file.endswith(".crl") or "crl" in os.path.basename(file)]
answers = [file for file in found if f"{os.sep}ocsp{os.sep}" in file]
for name, option, files in [("lists", "--crl", lists), ("answers", "--ocsp", answers)]:
    bad = 0
    for start in range(0, len(files), BATCH):
        batch = files[start:start + BATCH]
        if run([leaf, "--anchors", anchor, option, *batch])[0] not in (0, 1):
            for file in batch:
                status, errors = run([leaf, "--anchors", anchor, option, file])
                if status not in (0, 1):
                    bad += 1
                    print(f"FAIL {os.path.relpath(file, folder)}: status {status} {errors[:200]}")
    print(f"{len(files)} {name}: {bad} crashes or other wrong endings")
    wrong += bad

wrong += judge("files as anchors", [leaf], after=["--anchors", *certificates[:200]])
wrong += judge("files as intermediates", [leaf], after=["--anchors", anchor, "--intermediates", *certificates[:400]])
print(f"{wrong} wrong endings")
sys.exit(1 if wrong else 0)
