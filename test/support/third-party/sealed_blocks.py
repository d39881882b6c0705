"""Sealing and opening blocks in Python with ordinary packages: pyhpke for the key agreement, cryptography for the records."""
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey

SUITE = CipherSuite.new(KEMId.DHKEM_X25519_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.EXPORT_ONLY)
EXPORT = b"fulfilment.crypto.SealedBlock/1"


class Session:
    """One per program and hour, say: the key agreement is the dear part. info: the road, e.g. "fulfilment/orders.events"."""

    def __init__(self, key_id, public_key, info):
        recipient = KEMKey.from_pyca_cryptography_key(X25519PublicKey.from_public_bytes(public_key))
        self.enc, sender = SUITE.create_sender_context(recipient, info=info.encode())
        self.cipher = ChaCha20Poly1305(sender.export(EXPORT, 32))
        self.key_id = key_id
        self.count = 0

    def seal(self, plain, bound_to):
        nonce = self.count.to_bytes(12, "big")  # never twice in a session
        self.count += 1
        return {
            "algorithm": "HPKE-X25519-SHA256+CHACHA20-POLY1305",
            "keyId": self.key_id,
            "nonce": self.enc + nonce,
            "ciphertext": self.cipher.encrypt(nonce, plain, bound_to.encode()),
        }


def open_block(block, private_key, info, bound_to):
    """Raises when the block was altered or belongs elsewhere. A reader of many keeps the cipher per session (the first 32 bytes of the nonce)."""
    enc, nonce = block["nonce"][:32], block["nonce"][32:]
    recipient = KEMKey.from_pyca_cryptography_key(X25519PrivateKey.from_private_bytes(private_key))
    context = SUITE.create_recipient_context(enc, recipient, info=info.encode())
    return ChaCha20Poly1305(context.export(EXPORT, 32)).decrypt(nonce, block["ciphertext"], bound_to.encode())
