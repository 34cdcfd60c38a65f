"""A time-stamping authority on a free port of loopback: `openssl ts -reply` behind HTTP.

    tsa.py FOLDER [kind [days]]

FOLDER gets ca.crt, tsa.crt and their keys. Prints the port, then serves. Kinds: sound; other (answers for other data);
silent (never answers); error (HTTP 500); nonce (drops the nonce); plain (signs with a certificate that is not for time-stamping
alone: openssl would not, so its token is signed again with CMS).
"""
import pathlib
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

folder = pathlib.Path(sys.argv[1])
kind = sys.argv[2] if len(sys.argv) > 2 else "sound"
days = sys.argv[3] if len(sys.argv) > 3 else "3650"

CONFIGURATION = """
[ca_dn]
[req]
distinguished_name=ca_dn
prompt=no
[ca_ext]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
[tsa_ext]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
[plain_ext]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=timeStamping,clientAuth
[tsa]
default_tsa=tsa1
[tsa1]
serial=./serial
crypto_device=builtin
signer_cert=./tsa.crt
signer_key=./tsa.key
signer_digest=sha256
default_policy=1.3.6.1.4.1.99999.1
digests=sha256,sha384,sha512
accuracy=secs:1
ordering=yes
tsa_name=yes
ess_cert_id_chain=no
ess_cert_id_alg=sha256
"""


def openssl(*words):
    return subprocess.run(("openssl",) + words, cwd=folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def prepare():
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tsa.cnf").write_text(CONFIGURATION)
    (folder / "serial").write_text("01\n")
    openssl("genrsa", "-out", "ca.key", "2048")
    openssl("genrsa", "-out", "tsa.key", "2048")
    openssl("req", "-x509", "-new", "-key", "ca.key", "-sha256", "-days", "7300", "-subj", "/CN=Test TSA root",
            "-config", "tsa.cnf", "-extensions", "ca_ext", "-out", "ca.crt")
    openssl("req", "-new", "-key", "tsa.key", "-subj", "/CN=Test TSA unit", "-config", "tsa.cnf", "-out", "tsa.csr")
    for name in ("tsa", "plain"):
        openssl("x509", "-req", "-in", "tsa.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", days,
                "-sha256", "-extfile", "tsa.cnf", "-extensions", name + "_ext", "-out", name + ".crt")


def sequence(content):
    """A DER SEQUENCE."""
    length = len(content)
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return b"\x30" + (bytes([length]) if length < 128 else bytes([0x80 | len(size)]) + size) + content


def signed_again():
    """The reply in out.tsr, its content signed by plain.crt."""
    openssl("ts", "-reply", "-in", "out.tsr", "-token_out", "-out", "token.der")
    openssl("cms", "-verify", "-noverify", "-inform", "DER", "-in", "token.der", "-out", "content.der")
    openssl("cms", "-sign", "-binary", "-nodetach", "-cades", "-md", "sha256", "-nosmimecap", "-in", "content.der",
            "-econtent_type", "1.2.840.113549.1.9.16.1.4", "-signer", "plain.crt", "-inkey", "tsa.key",
            "-outform", "DER", "-out", "again.der")
    return sequence(sequence(b"\x02\x01\x00") + (folder / "again.der").read_bytes())


lock = threading.Lock()


class Authority(BaseHTTPRequestHandler):
    def log_message(self, *words):
        pass

    def do_POST(self):
        query = self.rfile.read(int(self.headers["content-length"]))
        if kind == "silent":
            time.sleep(600)
        answer, status = b"", 500
        if kind != "error":
            with lock:
                if kind == "other":
                    (folder / "other").write_text("other data")
                    openssl("ts", "-query", "-data", "other", "-sha256", "-cert", "-out", "in.tsq")
                elif kind == "nonce":
                    digest = query.split(b"\x04\x20", 1)[1][:32].hex()
                    openssl("ts", "-query", "-digest", digest, "-sha256", "-cert", "-out", "in.tsq")
                else:
                    (folder / "in.tsq").write_bytes(query)
                openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "in.tsq", "-out", "out.tsr")
                answer, status = signed_again() if kind == "plain" else (folder / "out.tsr").read_bytes(), 200
        self.send_response(status)
        self.send_header("content-type", "application/timestamp-reply")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


prepare()
server = ThreadingHTTPServer(("127.0.0.1", 0), Authority)
print(server.server_address[1], flush=True)
server.serve_forever()
