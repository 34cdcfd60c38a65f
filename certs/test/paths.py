"""Certification paths, good and bad, judged by `ankur identity inspect --anchors`.

    python3 certs/test/paths.py .build/release/ankur

Needs PyPI's cryptography, which makes each certificate anew. Prints every wrong verdict and a closing line; exit status 0 when there is
none. A case is one path with one respect in which it is special, after RFC 5280; its verdict is that of the exit status.
"""

import datetime
import ipaddress
import pathlib
import random
import subprocess
import sys
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

NOW = datetime.datetime(2024, 1, 1)
DAY = datetime.timedelta(days=1)
USAGES = ("digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign "
          "encipher_only decipher_only").split()
STRANGE = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.999.5"), b"")
CLIENT, SERVER = ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH


def usage(*names):
    return x509.KeyUsage(**{name: name in names for name in USAGES})


def name(text):
    if isinstance(text, x509.Name):
        return text
    return x509.Name.from_rfc4514_string(text) if text else x509.Name([])


class Entity:
    """A certificate with its key. Begun as a good one of its kind; each argument spoils or changes one thing."""

    def __init__(self, subject, issuer=None, ca=False, *, key=None, issuer_name=None, constraints="default",
                 constraints_critical=True, path_length=None, usages="default", purposes="default", names="default",
                 authority_key=True, authority_key_critical=False, subject_key=True, begin=NOW - 100 * DAY,
                 end=NOW + 1000 * DAY, extra=()):
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.name = name(subject)
        above = issuer or self
        builder = (x509.CertificateBuilder().subject_name(self.name).public_key(self.key.public_key())
                   .issuer_name(above.name if issuer_name is None else name(issuer_name))
                   .not_valid_before(begin).not_valid_after(end).serial_number(random.getrandbits(120) | 1))
        if constraints == "default":
            constraints = x509.BasicConstraints(True, path_length) if ca else None
        if usages == "default":
            usages = usage("key_cert_sign", "crl_sign") if ca else usage("digital_signature")
        if purposes == "default":
            purposes = None if ca else [CLIENT]
        if names == "default":
            names = None if ca else [x509.DNSName("example.com")]
        extensions = [(constraints, constraints_critical), (usages, True)]
        extensions.append((x509.ExtendedKeyUsage(purposes) if purposes else None, False))
        extensions.append((x509.SubjectAlternativeName(names) if names else None, False))
        if authority_key:
            identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(above.key.public_key())
            extensions.append((identifier, authority_key_critical))
        if subject_key:
            extensions.append((x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), False))
        for extension, critical in [*extensions, *extra]:
            if extension is not None:
                builder = builder.add_extension(extension, critical)
        self.certificate = builder.sign(above.key, hashes.SHA256())

    @property
    def serial(self):
        return self.certificate.serial_number


def revocation_list(signer, revoked=(), *, begin=NOW - DAY, end=NOW + 30 * DAY, number=True, number_critical=False,
                    key=None, extra=()):
    builder = x509.CertificateRevocationListBuilder().issuer_name(signer.name).last_update(begin).next_update(end)
    if number:
        builder = builder.add_extension(x509.CRLNumber(1), number_critical)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key()), False)
    for serial in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(begin).build())
    for extension, critical in extra:
        builder = builder.add_extension(extension, critical)
    return builder.sign(key or signer.key, hashes.SHA256())


def distribution(**changes):
    fields = dict(full_name=None, relative_name=None, only_contains_user_certs=False, only_contains_ca_certs=False,
                  only_some_reasons=None, indirect_crl=False, only_contains_attribute_certs=False)
    return [(x509.IssuingDistributionPoint(**{**fields, **changes}), True)]


def points(*names):
    return [(x509.CRLDistributionPoints([x509.DistributionPoint(list(names), None, None, None)]), False)]


class Court:
    """Asks the program about one path after the other and counts where it is wrong."""

    def __init__(self, program):
        self.program, self.count, self.wrong = program, 0, 0

    def judge(self, title, accepted, leaf, anchors, between=(), lists=()):
        with tempfile.TemporaryDirectory() as folder:
            def write(file, items):
                path = pathlib.Path(folder, file)
                path.write_bytes(b"".join(item.public_bytes(Encoding.PEM) for item in items))
                return str(path)

            command = [self.program, "identity", "inspect", write("leaf.pem", [leaf.certificate]), "--at",
                       "2024-01-01T00:00:00Z", "--anchors", write("anchors.pem", [a.certificate for a in anchors])]
            if between:
                command += ["--intermediates", write("between.pem", [b.certificate for b in between])]
            if lists:
                command += ["--crl", write("lists.pem", lists)]
            answer = subprocess.run(command, capture_output=True, text=True, timeout=30)
        self.count += 1
        if answer.returncode != (0 if accepted else 1):
            self.wrong += 1
            print(f"wrong: {title}: exit status {answer.returncode}: {answer.stdout.partition(chr(10))[0]}{answer.stderr}")


def paths(court):
    root = Entity("CN=root", ca=True)
    middle = Entity("CN=middle", root, ca=True, path_length=0)
    leaf = Entity("CN=leaf", middle)
    court.judge("root, authority, leaf", True, leaf, [root], [middle])
    court.judge("an authority that is no root as anchor", True, leaf, [middle])
    court.judge("the authority is missing", False, leaf, [root])
    court.judge("another root", False, leaf, [Entity("CN=other", ca=True)], [root, middle])
    court.judge("a root of the same name with another key", False, leaf, [Entity("CN=root", ca=True)], [middle])
    court.judge("the root itself", False, root, [root])
    court.judge("an authority as leaf", False, Entity("CN=x", root, ca=True, purposes=[CLIENT]), [root])

    key = ec.generate_private_key(ec.SECP256R1())
    late = Entity("CN=twin", root, ca=True, key=key, end=NOW - DAY)
    twin = Entity("CN=twin", root, ca=True, key=key)
    court.judge("one expired authority beside a good one of the same key", True, Entity("CN=x", twin), [root], [late, twin])

    # Two authorities that certify one another, once above a leaf that leads nowhere else and once beside a way to the root.
    first, second = Entity("CN=first", ca=True), Entity("CN=second", ca=True)
    crossed = [Entity("CN=first", second, ca=True, key=first.key), Entity("CN=second", first, ca=True, key=second.key)]
    court.judge("a circle of two that leads nowhere", False, Entity("CN=x", crossed[0]), [root], crossed)
    way = Entity("CN=second", root, ca=True, key=second.key)
    court.judge("a circle of two with a way out", True, Entity("CN=x", crossed[0]), [root], [*crossed, way])
    court.judge("a circle of two, its way out with another key", False, Entity("CN=x", crossed[0]), [root],
                [*crossed, Entity("CN=second", root, ca=True)])
    short = Entity("CN=second", root, ca=True, key=second.key, path_length=0)
    court.judge("a circle of two, its way out too short", False, Entity("CN=x", crossed[0]), [root], [*crossed, short])

    levels = [[root]]
    for depth in range(10):
        levels.append([Entity(f"CN=level {depth}", random.choice(levels[-1]), ca=True) for _ in range(4)])
    crowd = sum(levels[1:], [])
    court.judge("a crowd that leads nowhere", False, Entity("CN=x", levels[-1][0]), [Entity("CN=other", ca=True)], crowd)
    line = [root]
    for depth in range(30):
        line.append(Entity(f"CN=depth {depth}", line[-1], ca=True))
    court.judge("ten authorities deep", True, Entity("CN=x", line[10]), [root], line[1:])
    court.judge("thirty authorities deep", False, Entity("CN=x", line[30]), [root], line[1:])


def single_changes(court):
    root = Entity("CN=root", ca=True)
    access = x509.AuthorityInformationAccess(
        [x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, x509.DNSName("example.com"))])
    own_names = x509.NameConstraints([x509.DNSName("example.com")], None)
    for title, accepted, changes in [
        ("no issuer name", False, dict(issuer_name="")), ("no keyUsage", True, dict(usages=None)),
        ("no extendedKeyUsage", True, dict(purposes=None)), ("serverAuth only", False, dict(purposes=[SERVER])),
        ("no authority key identifier", False, dict(authority_key=False)),
        ("a critical one", False, dict(authority_key_critical=True)),
        ("no subject key identifier", True, dict(subject_key=False)), ("expired", False, dict(end=NOW - DAY)),
        ("not yet valid", False, dict(begin=NOW + DAY)), ("unknown critical extension", False, dict(extra=[(STRANGE, True)])),
        ("unknown extension", True, dict(extra=[(STRANGE, False)])), ("critical AIA", False, dict(extra=[(access, True)])),
        ("name constraints", False, dict(extra=[(own_names, True)])),
        ("RSA-1024", False, dict(key=rsa.generate_private_key(65537, 1024))),
        ("RSA-2048", True, dict(key=rsa.generate_private_key(65537, 2048))),
        ("RSA with exponent 3", False, dict(key=rsa.generate_private_key(3, 2048))),
        ("Ed25519", False, dict(key=ed25519.Ed25519PrivateKey.generate())),
        ("secp256k1", False, dict(key=ec.generate_private_key(ec.SECP256K1()))),
        ("brainpoolP384r1", False, dict(key=ec.generate_private_key(ec.BrainpoolP384R1()))),
        ("P-521", True, dict(key=ec.generate_private_key(ec.SECP521R1()))),
        ("P-192", False, dict(key=ec.generate_private_key(ec.SECP192R1()))),
        ("keyCertSign without CA", False, dict(usages=usage("digital_signature", "key_cert_sign"))),
        ("keyAgreement only", False, dict(usages=usage("key_agreement"))),
    ]:
        court.judge(f"leaf: {title}", accepted, Entity("CN=x", root, **changes), [root])
    critical = [(x509.SubjectAlternativeName([x509.DNSName("example.com")]), True)]
    court.judge("leaf: no subject, critical alternative name", True, Entity("", root, names=None, extra=critical), [root])
    court.judge("leaf: no subject, alternative name not critical", False, Entity("", root), [root])

    policy = x509.PolicyConstraints(0, None)
    for title, accepted, changes in [
        ("cA FALSE", False, dict(constraints=x509.BasicConstraints(False, None))), ("no constraints", False, dict(constraints=None)),
        ("constraints not critical", False, dict(constraints_critical=False)),
        ("no keyCertSign", False, dict(usages=usage("digital_signature"))), ("no keyUsage", True, dict(usages=None)),
        ("unknown critical extension", False, dict(extra=[(STRANGE, True)])), ("expired", False, dict(end=NOW - DAY)),
        ("no subject key identifier", False, dict(subject_key=False)), ("serverAuth only", False, dict(purposes=[SERVER])),
        ("wants an explicit policy, there is none", False, dict(extra=[(policy, True)])),
        ("policy constraints not critical", False, dict(extra=[(policy, False)])),
    ]:
        middle = Entity("CN=middle", root, ca=True, **changes)
        court.judge(f"authority: {title}", accepted, Entity("CN=x", middle), [root], [middle])
        if "polic" not in title:  # policies of an anchor are not part of the path (RFC 5280 §6.1)
            anchor = Entity("CN=anchor", ca=True, **changes)
            court.judge(f"anchor: {title}", accepted, Entity("CN=x", anchor), [anchor])
    nameless = Entity("", ca=True)
    court.judge("anchor: no subject", False, Entity("CN=x", nameless), [nameless])

    for title, accepted, first, second, second_name in [
        ("below path length 0", False, 0, None, "CN=b"), ("a longer one below", True, 1, 5, "CN=b"),
        ("self-issued below path length 0", True, 0, 0, "CN=a"),
    ]:
        upper = Entity("CN=a", root, ca=True, path_length=first)
        lower = Entity(second_name, upper, ca=True, path_length=second)
        court.judge(f"path length: {title}", accepted, Entity("CN=x", lower), [root], [upper, lower])


def name_constraints(court):
    dns, mail, uri = x509.DNSName, x509.RFC822Name, x509.UniformResourceIdentifier

    def net(text):
        return x509.IPAddress(ipaddress.ip_network(text))

    def host(text):
        return x509.IPAddress(ipaddress.ip_address(text))

    def directory(text):
        return x509.DirectoryName(name(text))

    for title, accepted, permitted, excluded, names, subject in [
        ("below a domain", True, [dns("example.com")], None, [dns("a.b.example.com")], "CN=x"),
        ("beside a domain", False, [dns("example.com")], None, [dns("not-example.com")], "CN=x"),
        ("excluded", False, None, [dns("example.com")], [dns("example.com")], "CN=x"),
        ("second excluded", False, None, [dns("no.example.com")], [dns("example.com"), dns("no.example.com")], "CN=x"),
        ("permitted and excluded", False, [dns("example.com")], [dns("example.com")], [dns("example.com")], "CN=x"),
        ("wildcard over an excluded host", False, None, [dns("a.example.com")], [dns("*.example.com")], "CN=x"),
        ("address within", True, [net("192.0.2.0/24")], None, [host("192.0.2.7")], "CN=x"),
        ("address outside", False, [net("192.0.2.0/24")], None, [host("192.0.3.7")], "CN=x"),
        ("address of the other family", False, [net("192.0.2.0/24")], None, [host("::1")], "CN=x"),
        ("IPv6 excluded", False, None, [net("::1/128")], [host("::1")], "CN=x"),
        ("another form of name", True, [net("192.0.2.0/24")], None, [dns("example.com")], "CN=x"),
        ("directory name", True, [directory("CN=a")], None, [directory("CN=a")], "CN=a"),
        ("directory name of the subject", False, [directory("CN=a")], None, [directory("CN=a")], "CN=b"),
        ("directory subtree", True, [directory("O=a")], None, None, "CN=x,O=a"),
        ("directory name excluded", False, None, [directory("CN=a")], [directory("CN=b")], "CN=a"),
        ("mail at a host", True, [mail("example.com")], None, [mail("a@example.com")], "CN=x"),
        ("mail below a host", False, [mail("example.com")], None, [mail("a@b.example.com")], "CN=x"),
        ("mail below a domain", True, [mail(".example.com")], None, [mail("a@b.example.com")], "CN=x"),
        ("mailbox", True, [mail("a@example.com")], None, [mail("a@example.com")], "CN=x"),
        ("another mailbox", False, [mail("a@example.com")], None, [mail("b@example.com")], "CN=x"),
        ("mail excluded in capitals", False, None, [mail("example.com")], [mail("a@EXAMPLE.com")], "CN=x"),
        ("URI host", True, [uri("example.com")], None, [uri("https://example.com/x")], "CN=x"),
        ("URI below a host", False, [uri("example.com")], None, [uri("https://a.example.com/x")], "CN=x"),
        ("URI excluded below a domain", False, None, [uri(".example.com")], [uri("https://a.example.com:80/")], "CN=x"),
    ]:
        root = Entity("CN=root", ca=True, extra=[(x509.NameConstraints(permitted, excluded), True)])
        court.judge(f"names: {title}", accepted, Entity(subject, root, names=names), [root])
    # Spellings of an excluded name that a reader takes for it (RFC 5280 §7.1, RFC 4518 §2).
    def organization(text, kind=_ASN1Type.UTF8String):
        return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, text, kind)])

    root = Entity("CN=root", ca=True, extra=[(x509.NameConstraints(None, [directory("O=Blocked")]), True)])
    for title, accepted, subject in [
        ("as it is", False, organization("Blocked")), ("in capitals", False, organization("BLOCKED")),
        ("with spaces", False, organization("  Blocked ")), ("full-width", False, organization("\uff22\uff4c\uff4f\uff43ked")),
        ("with a soft hyphen", False, organization("Block\u00aded")),
        ("with an invisible space", False, organization("Block\u200bed")),
        ("as BMPString", False, organization("Blocked", _ASN1Type.BMPString)),
        ("as UniversalString", False, organization("Blocked", _ASN1Type.UniversalString)),
        ("as T61String", False, organization("Blocked", _ASN1Type.T61String)),
        ("as PrintableString", False, organization("Blocked", _ASN1Type.PrintableString)),
        ("another name", True, organization("Blockade")), ("a Cyrillic letter: another name", True, organization("Bl\u043ecked")),
    ]:
        court.judge(f"excluded: {title}", accepted, Entity(subject, root, names=None), [root])
    loose = Entity("CN=root", ca=True, extra=[(x509.NameConstraints([dns("example.com")], None), False)])
    court.judge("names: constraints not critical", False, Entity("CN=x", loose), [loose])
    for bad, good in [
        (dns("*.example.com"), dns("a.example.com")), (dns(".example.com"), dns("a.example.com")),
        (mail._init_without_validation("a@b@example.com"), mail("a@example.com")), (host("192.0.2.1"), host("192.0.2.1")),
    ]:
        constraints = x509.NameConstraints([dns("example.org")], None)
        constraints._permitted_subtrees = [bad]
        root = Entity("CN=root", ca=True, extra=[(constraints, True)])
        court.judge(f"names: malformed {bad.value}", False, Entity("CN=x", root, names=[good]), [root])


def revocation(court):
    root = Entity("CN=root", ca=True)
    middle = Entity("CN=middle", root, ca=True)
    leaf = Entity("CN=leaf", middle)
    for title, accepted, lists in [
        ("nobody", True, [revocation_list(root), revocation_list(middle)]),
        ("the leaf", False, [revocation_list(root), revocation_list(middle, [leaf.serial])]),
        ("the authority", False, [revocation_list(root, [middle.serial]), revocation_list(middle)]),
        ("one list is missing", False, [revocation_list(root)]),
        ("the serial number of another authority", True, [revocation_list(root, [leaf.serial]), revocation_list(middle)]),
    ]:
        court.judge(f"revoked: {title}", accepted, leaf, [root], [middle], lists)
    place = x509.UniformResourceIdentifier("http://example.com/a.crl")
    elsewhere = x509.UniformResourceIdentifier("http://example.com/b.crl")
    plain = Entity("CN=x", root)
    placed = Entity("CN=x", root, extra=points(place))
    mixed = Entity("CN=x", root, extra=points(place, x509.DNSName("example.com")))
    for title, accepted, subject, changes in [
        ("plain", True, plain, {}), ("no number", False, plain, dict(number=False)),
        ("critical number", False, plain, dict(number_critical=True)),
        ("old", False, plain, dict(begin=NOW - 60 * DAY, end=NOW - 30 * DAY)), ("to come", False, plain, dict(begin=NOW + DAY)),
        ("forged", False, plain, dict(key=ec.generate_private_key(ec.SECP256R1()))),
        ("unknown critical extension", False, plain, dict(extra=[(STRANGE, True)])),
        ("unknown extension", True, plain, dict(extra=[(STRANGE, False)])), ("one serial twice", False, plain, dict(revoked=[5, 5])),
        ("ten thousand", True, plain, dict(revoked=range(1000, 11000))),
        ("its own place", True, placed, dict(extra=distribution(full_name=[place]))),
        ("another place", False, placed, dict(extra=distribution(full_name=[elsewhere]))),
        ("a place, none in the certificate", False, plain, dict(extra=distribution(full_name=[place]))),
        ("a place that is no URI beside", False, mixed, dict(extra=distribution(full_name=[place]))),
        ("authorities only", False, plain, dict(extra=distribution(only_contains_ca_certs=True))),
        ("users only", True, plain, dict(extra=distribution(only_contains_user_certs=True))),
        ("some reasons only", False, plain, dict(extra=distribution(only_some_reasons=frozenset([x509.ReasonFlags.key_compromise])))),
        ("indirect", False, plain, dict(extra=distribution(indirect_crl=True))),
        ("changes only", False, plain, dict(extra=[(x509.DeltaCRLIndicator(1), True)])),
        ("attribute certificates only", False, plain, dict(extra=distribution(only_contains_attribute_certs=True))),
    ]:
        court.judge(f"list: {title}", accepted, subject, [root], (), [revocation_list(root, **changes)])
    delta = [(x509.DeltaCRLIndicator(1), True)]
    for title, accepted, lists in [
        ("a whole list and changes without it", True, [revocation_list(root), revocation_list(root, extra=delta)]),
        ("a whole list and changes with it", False, [revocation_list(root), revocation_list(root, [plain.serial], extra=delta)]),
        ("an old list with it and a new one without", True,
         [revocation_list(root, [plain.serial], begin=NOW - 60 * DAY, end=NOW - 30 * DAY), revocation_list(root)]),
        ("two lists in time, one with it", False, [revocation_list(root), revocation_list(root, [plain.serial])]),
    ]:
        court.judge(f"lists: {title}", accepted, plain, [root], (), lists)
    signer = Entity("CN=root", ca=True, usages=usage("key_cert_sign"))
    court.judge("list: of an authority without cRLSign", False, Entity("CN=x", signer), [signer], (), [revocation_list(signer)])


if __name__ == "__main__":
    court = Court(sys.argv[1])
    for chapter in (paths, single_changes, name_constraints, revocation):
        chapter(court)
    print(f"{court.count} paths, {court.wrong} wrong verdicts")
    sys.exit(1 if court.wrong else 0)
