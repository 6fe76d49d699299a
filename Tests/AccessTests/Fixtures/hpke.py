"""Opens what was sealed to a key and seals it again, with the HPKE of Python's cryptography."""

import json
import sys

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

exchange = json.load(sys.stdin)
private_key = X25519PrivateKey.from_private_bytes(bytes.fromhex(exchange["privateKey"]))
public_key = X25519PublicKey.from_public_bytes(bytes.fromhex(exchange["publicKey"]))
suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)

answers = []
for value in exchange["values"]:
    info = value["info"].encode()
    clear = suite.decrypt(bytes.fromhex(value["sealed"]), private_key, info)
    sealed = suite.encrypt(clear, public_key, info)
    answers.append({"info": value["info"], "clear": clear.decode(), "sealed": sealed.hex()})
json.dump(answers, sys.stdout)
