#!/usr/bin/env python3
"""Checks a certificate of erasure with the public key alone: python3 check-certificate.py CERTIFICATE.json KEY.pem

Shares no code with what wrote the certificate. Needs Python 3 and openssl. Exit code 0: it proves what it says; 1: it does not; 64: usage.
"""
import hashlib
import json
import os
import struct
import subprocess
import sys
import tempfile


def counted(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def text(value: str) -> bytes:
    return counted(value.encode("utf-8"))


def number(value: int) -> bytes:
    return counted(struct.pack(">q", value))


def texts(values: list) -> bytes:
    return struct.pack(">I", len(values)) + b"".join(text(value) for value in values)


def entry_hash(entry: dict) -> bytes:
    """SHA-256 over the fields in a fixed order, each preceded by its length."""
    return hashlib.sha256(
        text("fulfilment.erasure.LedgerEntry/1")
        + number(entry["sequence"])
        + text(entry["erasureId"])
        + text(entry["orderRef"])
        + text(entry["kind"])
        + text(entry["reason"])
        + texts(entry["categories"])
        + texts(entry["participants"])
        + number(entry["policyVersion"])
        + number(entry["at"])
        + counted(bytes.fromhex(entry["previousHash"]))
    ).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from(leaf: bytes, index: int, size: int, path: list):
    """RFC 9162, 2.1.3.2: the root that follows from a leaf and its path; None when the path does not fit."""
    place, last, value = index, size - 1, hashlib.sha256(b"\x00" + leaf).digest()
    for sibling in path:
        if last == 0:
            return None
        if place % 2 == 1 or place == last:
            value = node(sibling, value)
            while place % 2 == 0 and place != 0:
                place, last = place >> 1, last >> 1
        else:
            value = node(value, sibling)
        place, last = place >> 1, last >> 1
    return value if last == 0 else None


def is_signed(checkpoint: dict, key_file: str) -> bool:
    lines = ["fulfilment.erasure.LedgerCheckpoint/1", checkpoint["size"], checkpoint["root"], checkpoint["head"], checkpoint["at"]]
    message = "".join(f"{line}\n" for line in lines).encode("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("message", "signature")]
        for path, content in zip(paths, (message, bytes.fromhex(checkpoint["signature"]))):
            with open(path, "wb") as file:
                file.write(content)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key_file, "-rawin", "-in", paths[0], "-sigfile", paths[1]]
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def fault_of(certificate: dict, key_file: str):
    checkpoint = certificate["checkpoint"]
    if certificate["format"] != "fulfilment.erasure.Certificate/1":
        return "its format is unknown"
    if not is_signed(checkpoint, key_file):
        return "the signature is not that of the key"
    if not certificate["entries"]:
        return "it holds no entry"
    for entry in certificate["entries"]:
        name = f"entry {entry['sequence']}"
        if entry["orderRef"] != certificate["orderRef"]:
            return f"{name} is about another order"
        digest = entry_hash(entry)
        if digest.hex() != entry["hash"]:
            return f"{name} does not agree with its hash"
        if not 0 < entry["sequence"] <= checkpoint["size"]:
            return f"{name} is not in the signed ledger"
        path = [bytes.fromhex(sibling) for sibling in entry["path"]]
        root = root_from(digest, entry["sequence"] - 1, checkpoint["size"], path)
        if root is None or root.hex() != checkpoint["root"]:
            return f"{name} is not in the signed ledger"
    return None


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 64
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            certificate = json.load(file)
        fault = fault_of(certificate, sys.argv[2])
    except (OSError, KeyError, TypeError, ValueError, struct.error) as error:
        fault = f"it can't be read ({type(error).__name__})"
    if fault is not None:
        print(f"NOT PROVEN: {fault}")
        return 1
    completed = sum(entry["kind"] == "COMPLETED" for entry in certificate["entries"])
    print(f"Proven: {completed} completed erasure(s) of {certificate['orderRef']} are in the signed ledger.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
