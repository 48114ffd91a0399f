"""Stand-ins for P-256 and AES-256-GCM with the same calls and sizes, a hundred times as fast.

They protect nothing: whoever knows a public key can sign for it. Worlds of hosts run on them,
because what hosts do with lines does not depend on how these were encrypted. `use` puts them in.
"""

import hashlib
import hmac

import aesgcm
import p256

_PRIME = p256.P
_BASE = 5


def public(secret):
    power = pow(_BASE, p256.secret_scalar(secret), _PRIME)
    return b"\x02" + power.to_bytes(32, "big")


def decompress(data):
    if len(data) != 33 or data[0] != 2 or not 1 < int.from_bytes(data[1:], "big") < _PRIME:
        raise p256.BadPoint("not a point of the stand-in")
    return int.from_bytes(data[1:], "big"), 0


def dh(secret, public_key):
    power = pow(decompress(public_key)[0], p256.secret_scalar(secret), _PRIME)
    return power.to_bytes(32, "big")


def sign(secret, message, additional=b""):
    return _signature(public(secret), message)


def verify(public_key, message, signature):
    if not hmac.compare_digest(_signature(public_key, message), signature):
        raise p256.BadSignature("does not verify")


def _signature(public_key, message):
    return hmac.new(public_key, message, hashlib.sha512).digest()


def seal(key, nonce, plaintext, associated):
    stream = hashlib.shake_256(b"stream" + key + nonce).digest(len(plaintext))
    ciphertext = _xor(plaintext, stream)
    return ciphertext + _tag(key, nonce, associated, ciphertext)


def open_(key, nonce, sealed, associated):
    ciphertext, tag = sealed[:-16], sealed[-16:]
    if not hmac.compare_digest(_tag(key, nonce, associated, ciphertext), tag):
        raise aesgcm.BadTag("the tag does not verify")
    stream = hashlib.shake_256(b"stream" + key + nonce).digest(len(ciphertext))
    return _xor(ciphertext, stream)


def _xor(one, other):
    size = len(one)
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).to_bytes(size, "big")


def _tag(key, nonce, associated, ciphertext):
    lengths = len(associated).to_bytes(8, "big")
    return hmac.new(key + nonce, lengths + associated + ciphertext, hashlib.sha256).digest()[:16]


def use():
    """From now on the modules of this folder reckon with the stand-ins."""
    for name in "public", "decompress", "dh", "sign", "verify":
        setattr(p256, name, globals()[name])
    aesgcm.seal, aesgcm.open_ = seal, open_
