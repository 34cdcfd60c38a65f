"""Checks an exported log and a receipt with PyPI aics-tlog, which knows nothing of us.

check_log.py FOLDER RECEIPT.tlog-proof ENTRY LOG_VKEY WITNESS_VKEY...: every witness must have cosigned within ten minutes.
"""

import base64
import pathlib
import sys

from aics_tlog import (
    FileSystemTileReader, audit_tiles, leaf_hash, parse_checkpoint, parse_note, parse_vkey, verify_checkpoint,
    verify_inclusion,
)

folder, receipt, entry, log, *witnesses = sys.argv[1:]
log_key = parse_vkey(log)
witness_keys = [parse_vkey(key) for key in witnesses]


def checkpoint_in(text):
    note = parse_note(text)
    result = verify_checkpoint(
        note, log_key, witness_keys, len(witness_keys), expected_origin=log_key.name, max_age_seconds=600)
    if not result.ok:
        sys.exit(f"checkpoint: {result}")
    return parse_checkpoint(note.text)


checkpoint = checkpoint_in((pathlib.Path(folder) / "checkpoint").read_text())
report = audit_tiles(FileSystemTileReader(folder), checkpoint.size, checkpoint.root)
print("audit", checkpoint.size, report)

head, _, note = pathlib.Path(receipt).read_text().partition("\n\n")
lines = head.split("\n")
if lines.pop(0) != "c2sp.org/tlog-proof@v1":
    sys.exit("receipt: another format")
if lines[0].startswith("extra "):
    lines.pop(0)
index = int(lines.pop(0).removeprefix("index "))
proof = [base64.b64decode(line, validate=True) for line in lines]
shown = checkpoint_in(note)
leaf = leaf_hash(pathlib.Path(entry).read_bytes())
if not verify_inclusion(leaf, index, shown.size, proof, shown.root):
    sys.exit("receipt: does not verify")
print("OK")
