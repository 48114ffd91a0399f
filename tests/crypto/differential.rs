//! The backends against each other on random inputs, and inputs that each must refuse. Where only
//! the portable backend works, the pairs shrink to it with itself.

// Clippy's leave to do so in tests does not reach the helpers of integration tests.

use proptest::collection::vec;
use proptest::prelude::*;
use subrosa::crypto::{
    AgreementPublic, AgreementSecret, Backend, CryptoError, OsRandom, Random, Secret,
    SigningPublic, SigningSecret, TAG_LENGTH, normalize_low_s, open_detached_with, open_with,
    seal_detached_with, seal_with,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_two_backends_agree_on_keys_and_shared_secrets(a: [u8; 32], b: [u8; 32]) {
        for (one, other) in pairs() {
            let alice = AgreementSecret::generate_with(one, &mut Fixed(a)).unwrap();
            let same = AgreementSecret::generate_with(other, &mut Fixed(a)).unwrap();
            prop_assert_eq!(alice.public(), same.public());
            prop_assert_eq!(alice.to_bytes(), same.to_bytes());

            let bob = AgreementSecret::generate_with(other, &mut Fixed(b)).unwrap();
            let shared = alice.agree_with(one, bob.public()).unwrap();
            prop_assert_eq!(&shared, &bob.agree_with(other, alice.public()).unwrap());
            prop_assert_eq!(&shared, &alice.agree_with(other, bob.public()).unwrap());
        }
    }

    #[test]
    fn a_signature_of_one_backend_verifies_in_any(
        key: [u8; 32],
        mut message in vec(any::<u8>(), 0..300),
    ) {
        for (one, other) in pairs() {
            let secret = SigningSecret::generate_with(one, &mut Fixed(key)).unwrap();
            let signature = secret.sign_with(one, &message, &mut OsRandom).unwrap();
            prop_assert_eq!(normalize_low_s(&signature), Ok(signature));
            let public = secret.public();
            prop_assert_eq!(public.verify_with(other, &message, &signature), Ok(()));

            prop_assert_eq!(
                public.verify_with(other, &message, &high_s_twin(&signature)),
                Err(CryptoError::NotLowS)
            );
            message.push(0);
            prop_assert_eq!(
                public.verify_with(other, &message, &signature),
                Err(CryptoError::BadSignature)
            );
        }
    }

    #[test]
    fn any_two_backends_seal_to_the_same_bytes_and_open_each_others(
        key: [u8; 32],
        nonce: [u8; 12],
        aad in vec(vec(any::<u8>(), 0..150), 0..4),
        plaintext in vec(any::<u8>(), 0..1000),
    ) {
        let parts: Vec<&[u8]> = aad.iter().map(Vec::as_slice).collect();
        let joined = aad.concat();
        for (one, other) in pairs() {
            let (mut a, mut b) = (plaintext.clone(), plaintext.clone());
            seal_with(one, &key, &nonce, &parts, &mut a).unwrap();
            seal_with(other, &key, &nonce, &[&joined], &mut b).unwrap();
            prop_assert_eq!(&a, &b);
            prop_assert_eq!(a.len(), plaintext.len() + TAG_LENGTH);

            let mut detached = plaintext.clone();
            let tag = seal_detached_with(one, &key, &nonce, &parts, &mut detached).unwrap();
            prop_assert_eq!(&a, &[&detached[..], &tag].concat());
            open_detached_with(other, &key, &nonce, &parts, &mut detached, &tag).unwrap();
            prop_assert_eq!(&detached, &plaintext);

            open_with(other, &key, &nonce, &parts, &mut a).unwrap();
            prop_assert_eq!(&a, &plaintext);
        }
    }

    #[test]
    fn a_flipped_bit_anywhere_forges_and_leaves_nothing_behind(
        key: [u8; 32],
        plaintext in vec(any::<u8>(), 0..100),
        aad in vec(any::<u8>(), 1..100),
        position: prop::sample::Index,
        bit in 0..8_u8,
    ) {
        for &backend in Backend::available() {
            let mut sealed = plaintext.clone();
            seal_with(backend, &key, &[1; 12], &[&aad], &mut sealed).unwrap();
            let flip = |bytes: &mut [u8]| bytes[position.index(bytes.len())] ^= 1 << bit;

            let mut forged = sealed.clone();
            flip(&mut forged);
            let result = open_with(backend, &key, &[1; 12], &[&aad], &mut forged);
            prop_assert_eq!(result, Err(CryptoError::Forged));
            prop_assert!(forged.is_empty());

            let mut other_aad = aad.clone();
            flip(&mut other_aad);
            let (data, tag) = sealed.split_last_chunk_mut().unwrap();
            let result = open_detached_with(backend, &key, &[1; 12], &[&other_aad], data, tag);
            prop_assert_eq!(result, Err(CryptoError::Forged));
            prop_assert!(data.iter().all(|byte| *byte == 0));
        }
    }

    #[test]
    fn a_buffer_shorter_than_a_tag_is_forged(mut buffer in vec(any::<u8>(), 0..TAG_LENGTH)) {
        for &backend in Backend::available() {
            let result = open_with(backend, &[0; 32], &[0; 12], &[], &mut buffer);
            prop_assert_eq!(result, Err(CryptoError::Forged));
            prop_assert!(buffer.is_empty());
        }
    }

    #[test]
    fn random_signatures_are_refused_alike(halves: [[u8; 32]; 2], key: [u8; 32]) {
        let signature = halves.concat().try_into().unwrap();
        let public = SigningSecret::generate(&mut Fixed(key)).unwrap().public().clone();
        for (one, other) in pairs() {
            let result = public.verify_with(one, b"message", &signature);
            prop_assert!(result.is_err());
            prop_assert_eq!(result, public.verify_with(other, b"message", &signature));
        }
    }

    #[test]
    fn half_of_all_compressed_points_exist_and_come_back_as_they_were(x: [u8; 32]) {
        let even: [u8; 33] = [&[2][..], &x].concat().try_into().unwrap();
        match AgreementPublic::from_bytes(&even) {
            Ok(point) => {
                prop_assert_eq!(point.as_bytes(), &even);
                let uncompressed = point.to_uncompressed();
                prop_assert_eq!(AgreementPublic::from_uncompressed(&uncompressed), Ok(point));
                let mut off_curve = uncompressed;
                off_curve[64] ^= 1;
                prop_assert_eq!(
                    AgreementPublic::from_uncompressed(&off_curve),
                    Err(CryptoError::NotAPoint)
                );
            }
            Err(error) => prop_assert_eq!(error, CryptoError::NotAPoint),
        }
    }
}

#[test]
fn the_identity_and_coordinates_from_p_on_are_no_points() {
    let mut refused = vec![[0; 33]];
    // x = p and x = p + 5: the curve has points with x = 0 and x = 5, which these must not alias.
    for x in [P, plus(P, 5)] {
        for form in [2, 3] {
            refused.push([&[form][..], &x].concat().try_into().unwrap());
        }
    }
    // Forms other than the two compressed ones, on the base point's x.
    for form in [0, 1, 4, 5, 6, 7, 255] {
        refused.push([&[form][..], &G[1..33]].concat().try_into().unwrap());
    }
    for bytes in refused {
        assert_eq!(AgreementPublic::from_bytes(&bytes), Err(CryptoError::NotAPoint), "{bytes:?}");
        assert_eq!(SigningPublic::from_bytes(&bytes), Err(CryptoError::NotAPoint), "{bytes:?}");
    }
    for x in [0, 5] {
        let mut bytes = [0; 33];
        (bytes[0], bytes[32]) = (2, x);
        assert!(AgreementPublic::from_bytes(&bytes).is_ok(), "x = {x} is on the curve");
    }

    assert_eq!(AgreementPublic::from_uncompressed(&[0; 65]), Err(CryptoError::NotAPoint));
    assert!(AgreementPublic::from_uncompressed(&G).is_ok());
    for form in [0, 1, 2, 3, 5, 6, 7] {
        let mut bytes = G;
        bytes[0] = form;
        assert_eq!(AgreementPublic::from_uncompressed(&bytes), Err(CryptoError::NotAPoint));
    }
}

#[test]
fn only_scalars_from_one_to_below_the_order_are_secret_keys() {
    for bytes in [[0; 32], N, plus(N, 1), [0xff; 32]] {
        assert_eq!(AgreementSecret::from_bytes(&bytes).unwrap_err(), CryptoError::InvalidSecret);
        assert_eq!(SigningSecret::from_bytes(&bytes).unwrap_err(), CryptoError::InvalidSecret);
        for &backend in Backend::available() {
            let stuck = AgreementSecret::generate_with(backend, &mut Fixed(bytes));
            assert_eq!(stuck.unwrap_err(), CryptoError::RandomFailed);
        }
    }
    let mut one = [0; 32];
    one[31] = 1;
    let one = AgreementSecret::from_bytes(&one).unwrap();
    assert_eq!(one.public().to_uncompressed(), G);
    let mut last = N;
    last[31] -= 1;
    let last = AgreementSecret::from_bytes(&last).unwrap();
    assert_eq!(last.public().as_bytes()[1..], one.public().as_bytes()[1..]);
    assert_ne!(last.public(), one.public());
}

#[test]
fn generating_passes_over_a_draw_that_is_no_scalar() {
    for &backend in Backend::available() {
        let mut random = Sequence(vec![[7; 32], [0xff; 32], [0; 32]]);
        let secret = AgreementSecret::generate_with(backend, &mut random).unwrap();
        assert_eq!(secret.to_bytes(), Secret::new([7; 32]));
    }
}

/// Why public keys must enter a key derivation: whoever turns a public key's sign byte on the way
/// changes what both sides saw, and neither shared secret shows it.
#[test]
fn the_point_with_the_other_sign_gives_the_same_shared_secret() {
    let alice = AgreementSecret::generate(&mut OsRandom).unwrap();
    let bob = AgreementSecret::generate(&mut OsRandom).unwrap();
    let mut turned = *bob.public().as_bytes();
    turned[0] ^= 1;
    let turned = AgreementPublic::from_bytes(&turned).unwrap();
    assert_ne!(&turned, bob.public());
    for &backend in Backend::available() {
        assert_eq!(
            alice.agree_with(backend, &turned).unwrap(),
            alice.agree_with(backend, bob.public()).unwrap()
        );
    }
}

#[test]
fn portable_signatures_depend_on_nothing_but_key_message_and_generator() {
    let secret = SigningSecret::from_bytes(&[0x42; 32]).unwrap();
    let sign = |random| secret.sign_with(Backend::Portable, b"m", &mut Fixed(random)).unwrap();
    assert_eq!(sign([1; 32]), sign([1; 32]));
    assert_ne!(sign([1; 32]), sign([2; 32]));
}

#[test]
fn a_failing_generator_fails_what_draws_from_it() {
    let mut broken = Sequence(vec![]);
    let secret = SigningSecret::from_bytes(&[0x42; 32]).unwrap();
    assert_eq!(
        secret.sign_with(Backend::Portable, b"m", &mut broken),
        Err(CryptoError::RandomFailed)
    );
    for &backend in Backend::available() {
        assert_eq!(
            SigningSecret::generate_with(backend, &mut broken).unwrap_err(),
            CryptoError::RandomFailed
        );
    }
}

#[test]
fn signatures_with_halves_out_of_range_are_bad_and_have_no_low_twin() {
    let public = SigningSecret::from_bytes(&[0x42; 32]).unwrap().public().clone();
    let fine = [1; 32];
    for (r, s) in [([0; 32], fine), (fine, [0; 32]), (N, fine), (fine, N), ([0xff; 32], fine)] {
        let signature = [r, s].concat().try_into().unwrap();
        assert_eq!(normalize_low_s(&signature), Err(CryptoError::BadSignature));
        for &backend in Backend::available() {
            assert_eq!(
                public.verify_with(backend, b"m", &signature),
                Err(CryptoError::BadSignature)
            );
        }
    }
}

#[test]
fn debug_of_secret_keys_shows_the_public_key_alone() {
    let agreement = AgreementSecret::from_bytes(&[0xa7; 32]).unwrap();
    let signing = SigningSecret::from_bytes(&[0xa7; 32]).unwrap();
    for text in [format!("{agreement:?}"), format!("{signing:?}")] {
        assert!(!text.contains("a7a7a7a7") && !text.contains("167, 167"), "{text}");
        let x: String =
            agreement.public().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(text.contains(&x), "{text}");
    }
}

fn pairs() -> impl Iterator<Item = (Backend, Backend)> {
    let all = Backend::available();
    all.iter().flat_map(move |one| all.iter().map(move |other| (*one, *other)))
}

/// Gives the same bytes for ever.
struct Fixed([u8; 32]);

impl Random for Fixed {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        out.copy_from_slice(&self.0[..out.len()]);
        Ok(())
    }
}

/// Gives each of its values once, last first, then fails.
struct Sequence(Vec<[u8; 32]>);

impl Random for Sequence {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        out.copy_from_slice(&self.0.pop().ok_or(CryptoError::RandomFailed)?[..out.len()]);
        Ok(())
    }
}

/// r ‖ n-s.
fn high_s_twin(signature: &[u8; 64]) -> [u8; 64] {
    let mut twin = *signature;
    let mut borrow = false;
    for i in (0..32).rev() {
        let (difference, borrowed) = N[i].overflowing_sub(signature[32 + i]);
        let (difference, again) = difference.overflowing_sub(u8::from(borrow));
        twin[32 + i] = difference;
        borrow = borrowed || again;
    }
    twin
}

fn plus(mut number: [u8; 32], small: u8) -> [u8; 32] {
    let mut carry = small;
    for byte in number.iter_mut().rev() {
        let (sum, carried) = byte.overflowing_add(carry);
        *byte = sum;
        carry = u8::from(carried);
    }
    number
}

/// The order of P-256 (SEC2 section 2.4.2).
const N: [u8; 32] = bytes("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

/// Its field's prime.
const P: [u8; 32] = bytes("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");

/// Its base point, uncompressed.
const G: [u8; 65] = bytes(concat!(
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
));

const fn bytes<const SIZE: usize>(hex: &str) -> [u8; SIZE] {
    const fn digit(character: u8) -> u8 {
        if character.is_ascii_digit() { character - b'0' } else { character - b'a' + 10 }
    }
    assert!(hex.len() == 2 * SIZE);
    let mut bytes = [0; SIZE];
    let mut i = 0;
    while i < SIZE {
        bytes[i] = 16 * digit(hex.as_bytes()[2 * i]) + digit(hex.as_bytes()[2 * i + 1]);
        i += 1;
    }
    bytes
}
