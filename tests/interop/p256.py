"""P-256: ECDH, ECDSA and SEC 1 points, in plain integers.

For tests only. Nothing here takes the same time for every secret, and no secret is wiped.
Sources: SEC 2 (the curve), SEC 1 section 2.3 (points as bytes), FIPS 186-4 (ECDSA), RFC 6979.
"""

import hashlib
import hmac

P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


class BadPoint(ValueError):
    """The bytes are not a compressed point of the curve."""


class BadSignature(ValueError):
    """The signature does not verify."""


class NotLowS(BadSignature):
    """s is above n/2, which the protocol refuses."""


def decompress(data):
    """The affine point (x, y) of 33 compressed bytes."""
    if len(data) != 33 or data[0] not in (2, 3):
        raise BadPoint("not 33 bytes that begin with 02 or 03")
    x = int.from_bytes(data[1:], "big")
    if x >= P:
        raise BadPoint("x is not below p")
    square = (x * x * x - 3 * x + B) % P
    y = pow(square, (P + 1) // 4, P)  # p is 3 mod 4
    if y * y % P != square:
        raise BadPoint("x is not on the curve")
    if y & 1 != data[0] & 1:
        y = P - y
    return x, y


def compress(point):
    x, y = point
    return bytes([2 + (y & 1)]) + x.to_bytes(32, "big")


def secret_scalar(data):
    """A secret key of 32 bytes, as a number from 1 to n - 1."""
    d = int.from_bytes(data, "big")
    if len(data) != 32 or not 0 < d < N:
        raise ValueError("not a secret key")
    return d


def public(secret):
    """The compressed public key of a 32-byte secret key."""
    return compress(multiply(secret_scalar(secret), G))


def dh(secret, public_key):
    """The x-coordinate of secret times public_key, 32 bytes."""
    return multiply(secret_scalar(secret), decompress(public_key))[0].to_bytes(32, "big")


def verify(public_key, message, signature):
    """Check an ECDSA signature r || s with SHA-256 and a low s, or raise."""
    if len(signature) != 64:
        raise BadSignature("not 64 bytes")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not 0 < r < N or not 0 < s < N:
        raise BadSignature("r or s out of range")
    if s > N // 2:
        raise NotLowS("s is above n/2")
    digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
    inverse = pow(s, -1, N)
    left = _multiply(digest * inverse % N, G)
    right = _multiply(r * inverse % N, decompress(public_key))
    total = _affine(_add(left, right))
    if total is None or total[0] % N != r:
        raise BadSignature("does not verify")


def sign(secret, message, additional=b""):
    """A low-s signature of 64 bytes, reproducible: the nonce is that of RFC 6979.

    `additional` is the data that section 3.6 allows to be mixed into the nonce.
    """
    d = secret_scalar(secret)
    digest = hashlib.sha256(message).digest()
    z = int.from_bytes(digest, "big")
    for k in _nonces(d, z % N, additional):
        r = multiply(k, G)[0] % N
        s = pow(k, -1, N) * (z + r * d) % N
        if r and s:
            return r.to_bytes(32, "big") + min(s, N - s).to_bytes(32, "big")


def _nonces(d, z, additional):
    """RFC 6979 section 3.2 with SHA-256."""
    seed = d.to_bytes(32, "big") + z.to_bytes(32, "big") + additional
    key, value = bytes(32), b"\x01" * 32

    def mac(data):
        return hmac.new(key, data, hashlib.sha256).digest()

    for step in (b"\x00", b"\x01"):
        key = mac(value + step + seed)
        value = mac(value)
    while True:
        value = mac(value)
        k = int.from_bytes(value, "big")
        if 0 < k < N:
            yield k
        key = mac(value + b"\x00")
        value = mac(value)


def multiply(k, point):
    """k times an affine point, affine. Never the point at infinity for 0 < k < n."""
    return _affine(_multiply(k, point))


# Jacobian coordinates: (X, Y, Z) is the affine point (X / Z^2, Y / Z^3); Z = 0 is infinity.
_INFINITY = (1, 1, 0)


def _multiply(k, point):
    base = (point[0], point[1], 1)
    result = _INFINITY
    for bit in bin(k)[2:]:
        result = _double(result)
        if bit == "1":
            result = _add(result, base)
    return result


def _double(a):
    x, y, z = a
    if z == 0 or y == 0:
        return _INFINITY
    zz = z * z % P
    slope = 3 * (x - zz) * (x + zz) % P  # a = -3
    yy = y * y % P
    s = 4 * x * yy % P
    x3 = (slope * slope - 2 * s) % P
    return x3, (slope * (s - x3) - 8 * yy * yy) % P, 2 * y * z % P


def _add(a, b):
    x1, y1, z1 = a
    x2, y2, z2 = b
    if z1 == 0:
        return b
    if z2 == 0:
        return a
    zz1, zz2 = z1 * z1 % P, z2 * z2 % P
    u1, u2 = x1 * zz2 % P, x2 * zz1 % P
    s1, s2 = y1 * zz2 * z2 % P, y2 * zz1 * z1 % P
    if u1 == u2:
        return _double(a) if s1 == s2 else _INFINITY
    h, r = u2 - u1, s2 - s1
    hh = h * h % P
    hhh, v = h * hh % P, u1 * hh % P
    x3 = (r * r - hhh - 2 * v) % P
    return x3, (r * (v - x3) - s1 * hhh) % P, h * z1 * z2 % P


def _affine(a):
    x, y, z = a
    if z == 0:
        return None
    inverse = pow(z, -1, P)
    return x * inverse * inverse % P, y * inverse * inverse * inverse % P
