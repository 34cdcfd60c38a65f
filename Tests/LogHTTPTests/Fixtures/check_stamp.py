"""PyPI's rfc3161-client verifies a stored reply over a file: check_stamp.py REPLY DATA ROOT.pem"""
import sys

from cryptography import x509
from rfc3161_client import VerifierBuilder, decode_timestamp_response

reply, data, root = (open(path, "rb").read() for path in sys.argv[1:4])
response = decode_timestamp_response(reply)
verifier = VerifierBuilder().add_root_certificate(x509.load_pem_x509_certificate(root)).build()
print(verifier.verify_message(response, data))
