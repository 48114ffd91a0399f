//! Failing streams, misleading names, cloned machines.

use std::io::{ErrorKind, Read};

use subrosa::crypto::{AgreementSecret, CryptoError, Random};
use subrosa::identity::{Card, CardTerms, FullCard, Recipient};
use subrosa::seal::{
    ContentKind, Lock, SafeName, SealError, Sealer, Terms, Unlock, open_bytes, open_text,
    seal_bytes, seal_text,
};
use subrosa::wire::WireError;

use super::common::SeededRandom;
use super::{CHEAPEST, NOW, content, identity, recipients, terms, unlock};

/// Gives some bytes, then an error once, then the rest.
struct Interrupted<'a>(&'a [u8], &'a [u8]);

impl Read for Interrupted<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(out)? {
            0 if !self.1.is_empty() => {
                self.0 = std::mem::take(&mut self.1);
                Err(ErrorKind::TimedOut.into())
            }
            n => Ok(n),
        }
    }
}

#[test]
fn a_document_cannot_be_finished_after_an_error_of_its_source() {
    let bob = identity(2);
    let to = recipients(&[&bob]);
    let content = content(100_000);
    let mut rng = SeededRandom::new(3);
    let begin = || Sealer::new(Vec::new(), &terms(&to, None), &mut SeededRandom::new(3)).unwrap();
    for split in [10, 65_536, 70_000] {
        let (first, rest) = content.split_at(split);
        let timed_out = SealError::Io { action: "read", kind: ErrorKind::TimedOut };

        let mut sealer = begin();
        let mut input = Interrupted(first, rest);
        assert_eq!(sealer.read_from(&mut input, u64::MAX), Err(timed_out.clone()));
        // What was read before the error is gone: going on would leave it out unnoticed.
        assert_eq!(sealer.read_from(&mut input, u64::MAX), Err(SealError::Ended));
        assert_eq!(sealer.write(b"more"), Err(SealError::Ended));
        assert_eq!(sealer.finish(&mut rng).err(), Some(SealError::Ended));

        let mut sealer = begin();
        let error = sealer.read_from(&mut Interrupted(first, rest), u64::MAX);
        assert_eq!(error, Err(timed_out));
        assert_eq!(sealer.finish(&mut rng).err(), Some(SealError::Ended));
    }
}

#[test]
fn a_document_cannot_be_finished_after_an_error_of_its_output() {
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            match self.0 {
                0 => {
                    self.0 = usize::MAX;
                    Err(ErrorKind::StorageFull.into())
                }
                room => {
                    let taken = bytes.len().min(room);
                    self.0 -= taken;
                    Ok(taken)
                }
            }
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let bob = identity(2);
    let to = recipients(&[&bob]);
    let mut rng = SeededRandom::new(3);
    let mut sealer = Sealer::new(Full(2_000), &terms(&to, None), &mut rng).unwrap();
    assert!(matches!(sealer.write(&content(100_000)), Err(SealError::Io { .. })));
    assert_eq!(sealer.write(b"more"), Err(SealError::Ended));
    assert!(matches!(sealer.finish(&mut rng), Err(SealError::Ended)));
}

#[test]
fn under_a_passphrase_a_damaged_header_is_told_like_a_wrong_passphrase() {
    let lock = Lock::Passphrase { passphrase: b"rose", params: CHEAPEST };
    let terms = Terms { lock, ..terms(&[], None) };
    let document = seal_bytes(b"", &terms, &mut SeededRandom::new(3)).unwrap();
    let header = document.len() - 16;
    // In the encrypted file key, the metadata, the header MAC.
    for at in [60, 110, 120, header - 32, header - 1] {
        let mut changed = document.clone();
        changed[at] ^= 1;
        let error = open_bytes(&changed, &Unlock::Passphrase(b"rose")).err();
        assert_eq!(error, Some(SealError::WrongPassphrase), "byte {at}");
    }
}

#[test]
fn blank_and_invisible_characters_do_not_push_an_extension_out_of_sight() {
    for (c, becomes) in [
        ('\u{ad}', ""),
        ('\u{34f}', ""),
        ('\u{115f}', ""),
        ('\u{1160}', ""),
        ('\u{17b4}', ""),
        ('\u{180b}', ""),
        ('\u{180f}', ""),
        ('\u{3164}', ""),
        ('\u{ffa0}', ""),
        ('\u{1bca0}', ""),
        ('\u{1d173}', ""),
        ('\u{e0080}', ""),
        ('\u{e0fff}', ""),
        ('\u{2800}', " "),
    ] {
        let name = format!("photo.jpg{}.exe", c.to_string().repeat(40));
        let safe = SafeName::of(Some(&name));
        assert_eq!(safe.as_str(), format!("photo.jpg{becomes}.exe"), "U+{:04X}", u32::from(c));
        assert!(safe.changed(), "U+{:04X}", u32::from(c));
        let name = format!("C{c}ON");
        assert_ne!(SafeName::of(Some(&name)).as_str(), "CON", "U+{:04X}", u32::from(c));
    }
}

#[test]
fn a_document_beyond_the_searched_part_of_a_text_is_oversized_not_missing() {
    const SEARCHED: usize = 8_388_608;
    let (alice, bob) = (identity(1), identity(2));
    let to = recipients(&[&bob]);
    let lock = Lock::Recipients(&to);
    let line = seal_text("text", lock, Some(&alice), NOW, &mut SeededRandom::new(3)).unwrap();
    for before in [SEARCHED - 100, SEARCHED] {
        let text = " ".repeat(before) + &line;
        let error = open_text(text.as_bytes(), &unlock(&[&bob])).err();
        let expected = WireError::Oversized { limit: SEARCHED, found: text.len() };
        assert_eq!(error, Some(SealError::Armor(expected)));
    }
    let text = " ".repeat(SEARCHED - line.len()) + &line + "more";
    assert_eq!(*open_text(text.as_bytes(), &unlock(&[&bob])).unwrap().0, "text");
}

#[test]
fn a_full_card_is_found_in_as_much_text_as_a_document() {
    let bob = identity(2);
    let prekey = AgreementSecret::generate(&mut SeededRandom::new(9)).unwrap();
    let terms = CardTerms {
        capabilities: 0,
        one_time: false,
        issued: NOW - 3_600,
        expires: NOW + 86_400,
        sealing_hash: Some(*bob.recipient().unwrap().key().hash()),
    };
    let card = Card::issue(&bob, prekey.public(), terms, &mut SeededRandom::new(9)).unwrap();
    let card = FullCard::new(card, bob.recipient().unwrap().key().clone()).unwrap();
    let text = "A long mail. ".repeat(40_000) + &card.to_wrapped_text();
    assert_eq!(FullCard::find(text.as_bytes(), NOW), Ok(card));
}

/// Generators of two clones of a machine.
struct Stuck;

impl Random for Stuck {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        out.fill(0x11);
        Ok(())
    }
}

#[test]
fn clones_of_a_machine_that_seal_in_the_same_second_share_no_keys() {
    let (alice, bob) = (identity(1), identity(2));
    let id = |content: &[u8], to: &[Recipient]| {
        seal_bytes(content, &terms(to, None), &mut Stuck).unwrap()[2..34].to_vec()
    };
    let (to_alice, to_bob) = (recipients(&[&alice]), recipients(&[&bob]));
    let one = id(b"attack at dawn", &to_bob);
    assert_eq!(one, id(b"attack at dawn", &to_bob));
    assert_ne!(one, id(b"attack at dusk", &to_bob), "other content");
    assert_ne!(one, id(b"attack at dawn", &to_alice), "other recipients");
}

#[test]
fn content_is_not_told_by_what_two_clones_sealed() {
    let bob = identity(2);
    let to = recipients(&[&bob]);
    let terms = Terms { content: ContentKind::Text, ..terms(&to, None) };
    let seal = |content: &[u8]| seal_bytes(content, &terms, &mut Stuck).unwrap();
    let (one, other) = (b"attack at dawn", b"attack at dusk");
    let (a, b) = (seal(one), seal(other));
    let body = a.len() - 16 - one.len();
    let stream: Vec<u8> = a[body..].iter().zip(&b[body..]).map(|(a, b)| a ^ b).collect();
    let plain: Vec<u8> = one.iter().zip(other).map(|(a, b)| a ^ b).collect();
    assert_ne!(stream[..plain.len()], plain, "the same key stream twice");
}
