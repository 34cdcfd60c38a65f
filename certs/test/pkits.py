"""NIST's path validation suite (PKITS), judged by `ankur identity inspect --anchors`.

    python3 certs/test/pkits.py .build/release/ankur cryptography_vectors/x509/PKITS_data

The suite is part of PyPI's cryptography-vectors. A file's name says its verdict: Valid…EE.crt or Invalid…EE.crt. Every CA certificate of
the suite is at hand as an intermediate, and every list: a validator must find the right ones by itself. Prints each wrong verdict with the
reason that was given; exit status 1 when an invalid path is accepted, or a valid one is refused for anything but the rules in CHOSEN.
"""

import json
import pathlib
import subprocess
import sys

# Rules that are kept on purpose although RFC 5280 lets such paths pass; each by a part of the file names that it concerns. All of them
# refuse: nothing that the suite calls invalid is accepted for their sake.
CHOSEN = {
    "DSA": "DSA keys are not among those that count (SP 800-131A)",
    "GeneralizedTimenotBeforeDate": "years until 2049 are written as UTCTime (RFC 5280 §4.1.2.5)",
    "ValidPolicyMapping": "policyConstraints must be critical (RFC 5280 §4.2.1.11; x509-limbo refuses it otherwise)",
    "nhibitAnyPolicy": "policyConstraints must be critical (RFC 5280 §4.2.1.11; x509-limbo refuses it otherwise)",
    "basicConstraintsNotCritical": "basicConstraints of an authority must be critical (RFC 5280 §4.2.1.9; x509-limbo refuses it otherwise)",
    "pathLenConstraintTest8": "an authority is no client",
    "pathLenConstraintTest14": "an authority is no client",
    "onlyContainsCACertsTest13": "an authority is no client",
    "NameUIDs": "no unique identifiers (RFC 5280 §4.1.2.8)",
    "IDPwithindirectCRL": "indirect lists are not used",
    "cRLIssuer": "indirect lists are not used",
    "distributionPointTest": "distribution points are compared by full name, not relative to the issuer",
    "onlySomeReasons": "lists for some reasons are not used",
    "deltaCRL": "changes to a list can revoke, and never clear",
    "BasicSelfIssuedCRLSigningKey": "a list is signed by an authority of the path itself",
    "BasicSelfIssuedNewWithOld": "a list is signed by an authority of the path itself",
    "SeparateCertificateandCRLKeys": "a list is signed by an authority of the path itself",
}


def main(program, folder):
    folder = pathlib.Path(folder)
    anchor = folder / "certs" / "TrustAnchorRootCertificate.crt"
    leaves, between = [], []
    for path in sorted((folder / "certs").glob("*.crt")):
        (leaves if path.name.startswith(("Valid", "Invalid")) and path.name.endswith("EE.crt") else between).append(path)
    lists = sorted((folder / "crls").glob("*.crl"))
    wrong = {"accepted": 0, "refused": 0, "chosen": 0}
    right = {"Valid": 0, "Invalid": 0}
    for leaf in leaves:
        command = [program, "identity", "inspect", str(leaf), "--anchors", str(anchor), "--format", "json",
                   "--at", "2026-01-01T00:00:00Z", "--intermediates", *map(str, between), "--crl", *map(str, lists)]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=60)
        isValid = leaf.name.startswith("Valid")
        if answer.returncode not in (0, 1):
            print(f"{leaf.name}: exit status {answer.returncode}: {answer.stderr}")
            wrong["accepted"] += 1
        elif (answer.returncode == 0) == isValid:
            right["Valid" if isValid else "Invalid"] += 1
        else:
            found = json.loads(answer.stdout)
            one = found[0] if isinstance(found, list) else found
            reason = (one.get("path") or one).get("reason")
            chosen = next((why for part, why in CHOSEN.items() if part in leaf.name), None)
            kind = "accepted" if not isValid else "chosen" if chosen else "refused"
            wrong[kind] += 1
            print(f"{kind}: {leaf.name}: {reason}{': ' + chosen if chosen else ''}")
    print(f"valid: {right['Valid']} accepted, {wrong['chosen']} refused by a written rule, {wrong['refused']} refused otherwise; "
          f"invalid: {right['Invalid']} refused, {wrong['accepted']} accepted")
    return 1 if wrong["accepted"] or wrong["refused"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
