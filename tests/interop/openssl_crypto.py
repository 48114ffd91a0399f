"""The points of P-256 and AES-256-GCM from the OpenSSL that Python itself comes with.

The same results as p256.py and aesgcm.py, fifty times as fast: for worlds in which hosts in Python
talk with those of the library. `use` puts them in, where a libcrypto is found.
"""

import ctypes
import ctypes.util

import aesgcm
import p256

_NAMES = "libcrypto.so.3", "libcrypto.so.1.1", ctypes.util.find_library("crypto")
_CURVE = 415  # NID_X9_62_prime256v1
_GET_TAG, _SET_TAG = 0x10, 0x11


def _load():
    for name in filter(None, _NAMES):
        try:
            return ctypes.CDLL(name)
        except OSError:
            pass
    return None


class _OpenSsl:
    def __init__(self, library):
        self.library = library
        pointers = "EC_GROUP_new_by_curve_name", "EC_POINT_new", "BN_new", "BN_bin2bn"
        for name in (*pointers, "EVP_CIPHER_CTX_new", "EVP_aes_256_gcm"):
            getattr(library, name).restype = ctypes.c_void_p
        self.group = self.pointer("EC_GROUP_new_by_curve_name", _CURVE)
        self.base, self.product = (self.pointer("EC_POINT_new", self.group) for _ in range(2))
        self.x, self.y = self.pointer("BN_new"), self.pointer("BN_new")
        self.context = self.pointer("EVP_CIPHER_CTX_new")
        self.gcm = self.pointer("EVP_aes_256_gcm")

    def pointer(self, name, *arguments):
        return ctypes.c_void_p(getattr(self.library, name)(*arguments))

    def number(self, value):
        return self.pointer("BN_bin2bn", value.to_bytes(32, "big"), 32, None)

    def value(self, number):
        data = ctypes.create_string_buffer(32)
        self.library.BN_bn2binpad(number, data, 32)
        return int.from_bytes(data.raw, "big")

    # The curve

    def multiply(self, k, point):
        """As p256._multiply: k times an affine point, in Jacobian coordinates."""
        numbers = [self.number(value) for value in (*point, k)]
        at = self.group, self.base, numbers[0], numbers[1], None
        good = self.library.EC_POINT_set_affine_coordinates(*at) == 1
        times = self.group, self.product, None, self.base, numbers[2], None
        good = good and self.library.EC_POINT_mul(*times) == 1
        at = self.group, self.product, self.x, self.y, None
        good = good and self.library.EC_POINT_get_affine_coordinates(*at) == 1
        for number in numbers:
            self.library.BN_clear_free(number)
        if not good:
            raise ValueError("OpenSSL does not multiply this")
        return self.value(self.x), self.value(self.y), 1

    # The cipher

    def begin(self, key, nonce, associated, seals):
        if len(key) != 32 or len(nonce) != 12:
            raise ValueError("AES-256-GCM takes a key of 32 and a nonce of 12 bytes")
        self.library.EVP_CipherInit_ex(self.context, self.gcm, None, key, nonce, seals)
        self.update(None, associated)

    def update(self, out, data):
        length = ctypes.c_int()
        done = self.library.EVP_CipherUpdate(
            self.context, out, ctypes.byref(length), data, len(data)
        )
        if done != 1:
            raise ValueError("OpenSSL does not encrypt this")

    def finish(self):
        rest, length = ctypes.create_string_buffer(16), ctypes.c_int()
        return self.library.EVP_CipherFinal_ex(self.context, rest, ctypes.byref(length)) == 1

    def seal(self, key, nonce, plaintext, associated):
        self.begin(key, nonce, associated, 1)
        out, tag = (ctypes.create_string_buffer(size) for size in (max(len(plaintext), 1), 16))
        self.update(out, plaintext)
        self.finish()
        self.library.EVP_CIPHER_CTX_ctrl(self.context, _GET_TAG, 16, tag)
        return out.raw[: len(plaintext)] + tag.raw

    def open_(self, key, nonce, sealed, associated):
        if len(sealed) < 16:
            raise aesgcm.BadTag("shorter than a tag")
        ciphertext, tag = sealed[:-16], sealed[-16:]
        self.begin(key, nonce, associated, 0)
        out = ctypes.create_string_buffer(max(len(ciphertext), 1))
        self.update(out, ciphertext)
        self.library.EVP_CIPHER_CTX_ctrl(self.context, _SET_TAG, 16, tag)
        if not self.finish():
            raise aesgcm.BadTag("the tag does not verify")
        return out.raw[: len(ciphertext)]


def use():
    """From now on the modules of this folder reckon with OpenSSL; whether there is one."""
    library = _load()
    if library is None:
        return False
    openssl = _OpenSsl(library)
    p256._multiply = openssl.multiply
    aesgcm.seal, aesgcm.open_ = openssl.seal, openssl.open_
    return True
