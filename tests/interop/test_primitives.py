"""Known answers for the primitives of the Python implementation.

    python3 -m unittest discover -s tests/interop
"""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import aesgcm
import openssl_crypto
import p256
from subrosa_document import SealingKey
from subrosa_wire import hkdf


def unhex(text):
    return bytes.fromhex(text)


class Primitives(unittest.TestCase):
    def test_aes_256_gives_the_answer_of_fips_197(self):
        cipher = aesgcm._Aes256(bytes(range(32)))
        block = cipher.encrypt(unhex("00112233445566778899aabbccddeeff"))
        self.assertEqual(block.hex(), "8ea2b7ca516745bfeafc49904b496089")

    def test_gcm_gives_the_answers_of_the_specification_and_opens_them(self):
        # McGrew and Viega, The Galois/Counter Mode of Operation, test cases 13, 14 and 16.
        key = "feffe9928665731c6d6a8f9467308308" * 2
        text = (
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
        )
        sealed = (
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            "76fc6ece0f4e1768cddf8853bb2d551b"
        )
        aad = "feedfacedeadbeeffeedfacedeadbeefabaddad2"
        zero = "00" * 32
        one_block = "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
        for case in (
            (zero, "00" * 12, "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
            (zero, "00" * 12, "00" * 16, "", one_block),
            (key, "cafebabefacedbaddecaf888", text, aad, sealed),
        ):
            key_, nonce, plaintext, associated, wanted = map(unhex, case)
            self.assertEqual(aesgcm.seal(key_, nonce, plaintext, associated), wanted)
            self.assertEqual(aesgcm.open_(key_, nonce, wanted, associated), plaintext)
            for at in range(len(wanted)):
                damaged = bytearray(wanted)
                damaged[at] ^= 1
                with self.assertRaises(aesgcm.BadTag):
                    aesgcm.open_(key_, nonce, bytes(damaged), associated)

    def test_hkdf_gives_the_answer_of_rfc_5869(self):
        # Appendix A.1
        output = hkdf(
            unhex("000102030405060708090a0b0c"), b"\x0b" * 22, unhex("f0f1f2f3f4f5f6f7f8f9"), 42
        )
        self.assertEqual(
            output.hex(),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        )
        # Appendix A.3: no salt, no info
        output = hkdf(0, b"\x0b" * 22, b"", 42)
        self.assertEqual(
            output.hex(),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        )

    def test_ecdsa_signs_as_rfc_6979_and_verifies(self):
        # Appendix A.2.5, SHA-256, "sample"; s is above n/2 there and taken from n here.
        secret = unhex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
        r = 0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716
        s = 0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8
        low = r.to_bytes(32, "big") + (p256.N - s).to_bytes(32, "big")
        high = r.to_bytes(32, "big") + s.to_bytes(32, "big")
        public = unhex("0360FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6")
        self.assertEqual(p256.public(secret), public)
        self.assertEqual(p256.sign(secret, b"sample"), low)
        p256.verify(public, b"sample", low)
        with self.assertRaises(p256.NotLowS):
            p256.verify(public, b"sample", high)
        with self.assertRaises(p256.BadSignature):
            p256.verify(public, b"simple", low)

    def test_ecdh_gives_the_answer_of_nist(self):
        # NIST CAVS ECC CDH primitive, P-256, COUNT = 0
        secret = unhex("7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534")
        peer = (
            0x700C48F77F56584C5CC632CA65640DB91B6BACCE3A4DF6B42CE7CC838833D287,
            0xDB71E509E3FD9B060DDB20BA5C51DCC5948D46FBF640DFE0441782CAB85FA4AC,
        )
        wanted = "46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b"
        self.assertEqual(p256.dh(secret, p256.compress(peer)).hex(), wanted)
        negative = (peer[0], p256.P - peer[1])
        self.assertEqual(p256.dh(secret, p256.compress(negative)).hex(), wanted)

    def test_points_off_the_curve_are_refused(self):
        not_on_it = b"\x02" + bytes(31) + b"\x01"
        for data in (b"", bytes(33), b"\x04" + bytes(32), b"\x02" + b"\xff" * 32, not_on_it):
            with self.assertRaises(p256.BadPoint):
                p256.decompress(data)

    def test_the_hybrid_kem_gives_the_answers_of_its_draft(self):
        count = 0
        for vector in published("hybrid KEM") + published("HPKE post-quantum"):
            key = SealingKey(vector["seed"])
            self.assertEqual(key.public, vector["encapsulation_key"])
            self.assertEqual(key.decapsulate(vector["ciphertext"]), vector["shared_secret"])
            count += 1
        self.assertEqual(count, 12)

    def test_hpke_gives_the_answers_of_another_implementation(self):
        vectors = published("HPKE with this suite")
        self.assertEqual(len(vectors), 3)
        for vector in vectors:
            key = SealingKey(vector["seed"])
            opened = key.open_key(vector["info"], vector["sealed"])
            self.assertEqual(opened, vector["plaintext"])
            with self.assertRaises(aesgcm.BadTag):
                key.open_key(b"other", vector["sealed"])

    def test_openssl_gives_what_plain_integers_give(self):
        plain = p256._multiply, aesgcm.seal, aesgcm.open_
        secret, other = b"\x11" * 32, b"\x22" * 32
        signature = p256.sign(secret, b"message")

        def results():
            publics = p256.public(secret), p256.public(other)
            p256.verify(publics[0], b"message", signature)
            with self.assertRaises(p256.BadSignature):
                p256.verify(publics[1], b"message", signature)
            sealed = [aesgcm.seal(secret, bytes(12), bytes(size), b"with") for size in (0, 1, 99)]
            for size, data in zip((0, 1, 99), sealed):
                self.assertEqual(aesgcm.open_(secret, bytes(12), data, b"with"), bytes(size))
                with self.assertRaises(aesgcm.BadTag):
                    aesgcm.open_(secret, bytes(12), data, b"without")
            return publics, p256.dh(secret, publics[1]), p256.sign(other, b"message"), sealed

        expected = results()
        if not openssl_crypto.use():
            self.skipTest("no OpenSSL")
        try:
            self.assertIsNot(p256._multiply, plain[0])
            self.assertEqual(results(), expected)
        finally:
            p256._multiply, aesgcm.seal, aesgcm.open_ = plain


def published(kind):
    """The records under [kind] in tests/published/hpke.txt."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "published", "hpke.txt")
    with open(path, encoding="utf-8") as file:
        records = file.read().split("\n\n")
    found = [record.strip().split("\n") for record in records]
    fields = [lines[1:] for lines in found if lines[0] == f"[{kind}]"]
    return [
        {name: unhex(value) for name, value in (line.split(" = ") for line in lines)}
        for lines in fields
    ]


if __name__ == "__main__":
    unittest.main()
