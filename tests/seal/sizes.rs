//! Documents of every size.

use proptest::prelude::*;
use subrosa::identity::Identity;
use subrosa::seal::{
    Lock, SealError, Sealer, Signer, Terms, Unlock, open_bytes, open_unsigned_stream, seal_bytes,
};

use super::common::SeededRandom;
use super::{
    Breaks, CHEAPEST, NOW, Trickle, content, identity, recipients, seal_in_pieces, terms, unlock,
};

/// Around every boundary: nothing, one byte, chunks that are nearly, just and more than full.
const SIZES: [usize; 11] =
    [0, 1, 2, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 200_000, 262_144];

#[test]
fn content_of_every_size_comes_back_whole() {
    let (alice, bob) = (identity(1), identity(2));
    let to = recipients(&[&bob]);
    for size in SIZES {
        let content = content(size);
        for signer in [None, Some(&alice)] {
            let terms = terms(&to, signer);
            let known = seal_bytes(&content, &terms, &mut SeededRandom::new(3)).unwrap();
            let streamed = seal_in_pieces(&content, 10_000, &terms);
            for (document, expected) in [(&known, Some(size as u64)), (&streamed, None)] {
                let (opened, about) = open_bytes(document, &unlock(&[&bob])).unwrap();
                assert_eq!(*opened, content, "{size} bytes");
                assert_eq!(about.metadata().size(), expected);
                assert_eq!(about.metadata().time(), Some(NOW));
                assert_eq!(about.metadata().signed(), signer.is_some());
                let origin =
                    signer.map_or(Signer::Unsigned, |s| Signer::Signed(s.public().clone()));
                assert_eq!(about.origin(), &origin);
            }
        }
    }
}

#[test]
fn a_stream_opens_however_its_bytes_trickle_in() {
    let bob = identity(2);
    let to = recipients(&[&bob]);
    for size in SIZES {
        let content = content(size);
        let document = seal_in_pieces(&content, 65_536, &terms(&to, None));
        for piece in [1_000, 65_552, usize::MAX] {
            let mut out = Vec::new();
            let input = Trickle(&document, piece);
            let about = open_unsigned_stream(input, &mut out, &unlock(&[&bob])).unwrap();
            assert_eq!(out, content);
            assert_eq!(about.origin(), &Signer::Unsigned);
        }
    }
}

/// Whoever reads a pipe has what was sealed so far, though its writer pauses.
#[test]
fn a_chunk_is_given_as_soon_as_a_byte_behind_it_is_there() {
    let bob = identity(2);
    let to = recipients(&[&bob]);
    let content = content(200_000);
    let document = seal_in_pieces(&content, 65_536, &terms(&to, None));
    // A chunk has 16 bytes more in the document; the last holds what is left.
    let header = document.len() - 200_000 - 4 * 16;
    for (there, given) in [(65_552, 0), (65_553, 1), (131_104, 1), (131_105, 2), (196_657, 3)] {
        let there = document.get(..header + there).unwrap();
        let mut out = Vec::new();
        let error = open_unsigned_stream(Breaks(there), &mut out, &unlock(&[&bob])).unwrap_err();
        assert!(matches!(error, SealError::Io { .. }), "{error}");
        assert!(out == content[..given * 65_536], "{given} chunks");
    }
}

#[test]
fn the_pieces_in_which_content_comes_do_not_show() {
    let bob = identity(2);
    let to = recipients(&[&bob]);
    let content = content(131_073);
    let whole = seal_in_pieces(&content, usize::MAX, &terms(&to, None));
    for piece in [1_000, 65_535, 65_536, 65_537, 131_072] {
        assert!(seal_in_pieces(&content, piece, &terms(&to, None)) == whole, "{piece}");
    }
    let mut rng = SeededRandom::new(content.len() as u64);
    let mut sealer = Sealer::new(Vec::new(), &terms(&to, None), &mut rng).unwrap();
    let mut input = Trickle(&content, 4_097);
    while sealer.read_from(&mut input, 70_000).unwrap() > 0 {}
    assert!(sealer.finish(&mut rng).unwrap() == whole);
}

#[test]
fn reading_takes_as_much_as_it_is_told_and_no_more() {
    let bob = identity(2);
    let to = recipients(&[&bob]);
    let content = content(150_000);
    let mut rng = SeededRandom::new(1);
    let mut sealer = Sealer::new(Vec::new(), &terms(&to, None), &mut rng).unwrap();
    let mut input = &content[..];
    for (most, taken, left) in [
        (0, 0, 150_000),
        (1, 1, 149_999),
        (65_535, 65_535, 84_464),
        (65_536, 65_536, 18_928),
        (100_000, 18_928, 0),
        (5, 0, 0),
    ] {
        assert_eq!(sealer.read_from(&mut input, most), Ok(taken));
        assert_eq!(input.len(), left);
    }
    let document = sealer.finish(&mut rng).unwrap();
    assert_eq!(*open_bytes(&document, &unlock(&[&bob])).unwrap().0, content);
}

#[test]
fn a_thousand_recipients_can_open_and_nobody_else() {
    let (alice, stranger) = (identity(1), identity(5_000));
    let people: Vec<Identity> = (0..1_000).map(|n| identity(10_000 + n)).collect();
    let to = recipients(&people.iter().collect::<Vec<_>>());
    let terms = terms(&to, Some(&alice));
    let document = seal_bytes(b"to all", &terms, &mut SeededRandom::new(3)).unwrap();
    assert_eq!(document.len(), 37 + 1_000 * 1_201 + 2 + 128 + 16 + 32 + 22 + 146 + 64_000);
    for at in [0, 499, 999] {
        let (opened, about) = open_bytes(&document, &unlock(&[&people[at]])).unwrap();
        assert_eq!(*opened, b"to all");
        assert_eq!(about.signed_by(&[*alice.fingerprint()]), Ok(alice.public()));
    }
    assert_eq!(open_bytes(&document, &unlock(&[&stranger])).err(), Some(SealError::NotForUs));
}

#[test]
fn a_document_under_a_passphrase_opens_with_it_alone() {
    let lock = Lock::Passphrase { passphrase: "Röslein".as_bytes(), params: CHEAPEST };
    let terms = Terms { lock, ..terms(&[], None) };
    let document = seal_bytes(b"content", &terms, &mut SeededRandom::new(3)).unwrap();
    let open = |passphrase: &str| open_bytes(&document, &Unlock::Passphrase(passphrase.as_bytes()));
    assert_eq!(*open("Röslein").unwrap().0, b"content");
    assert_eq!(open("Röslein ").err(), Some(SealError::WrongPassphrase));
    assert_eq!(open("").err(), Some(SealError::WrongPassphrase));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_goes_in_comes_out(
        size in 0usize..200_000,
        piece in 1usize..80_000,
        signed: bool,
        seed: u64,
    ) {
        let (alice, bob) = (identity(1), identity(2));
        let to = recipients(&[&bob, &alice]);
        let content: Vec<u8> = content(size).iter().map(|byte| byte ^ seed as u8).collect();
        let document = seal_in_pieces(&content, piece, &terms(&to, signed.then_some(&alice)));
        for reader in [&alice, &bob] {
            let (opened, about) = open_bytes(&document, &unlock(&[reader])).unwrap();
            prop_assert!(*opened == content);
            prop_assert_eq!(about.metadata().signed(), signed);
        }
    }
}
