//! Damaged documents.

use subrosa::seal::{Part, SealError, open_bytes, open_unsigned_stream, seal_bytes};

use super::common::SeededRandom;
use super::{Breaks, content, identity, recipients, seal_in_pieces, terms, unlock};

#[test]
fn every_truncation_of_a_document_is_noticed() {
    let (alice, bob) = (identity(1), identity(2));
    let to = recipients(&[&bob]);
    for signer in [None, Some(&alice)] {
        let known = seal_bytes(b"a small thing", &terms(&to, signer), &mut SeededRandom::new(3));
        let known = known.unwrap();
        let streamed = seal_in_pieces(b"a small thing", 5, &terms(&to, signer));
        for length in 0..known.len() {
            let expected = if length == 0 { SealError::NotADocument } else { SealError::Truncated };
            assert_eq!(open_bytes(&known[..length], &unlock(&[&bob])).err(), Some(expected));
        }
        for length in 0..streamed.len() {
            let error = open_bytes(&streamed[..length], &unlock(&[&bob])).err();
            // Without a size, what ends inside the last chunk looks damaged.
            assert!(
                matches!(
                    error,
                    Some(
                        SealError::NotADocument
                            | SealError::Truncated
                            | SealError::Damaged(Part::Chunk(0))
                    )
                ),
                "{length}: {error:?}"
            );
        }
    }
}

#[test]
fn a_long_document_cut_anywhere_near_a_boundary_is_noticed() {
    let (alice, bob) = (identity(1), identity(2));
    let to = recipients(&[&bob]);
    let content = content(3 * 65_536);
    for signer in [None, Some(&alice)] {
        let document = seal_in_pieces(&content, 65_536, &terms(&to, signer));
        let header = document.len() - 3 * 65_552 - signer.map_or(0, |_| 210);
        for chunk in 0..=3 {
            for near in -2..=2i64 {
                let length = (header + chunk * 65_552) as i64 + near;
                let length = usize::try_from(length).unwrap();
                if signer.is_none() && length >= document.len() {
                    continue;
                }
                let error = open_bytes(&document[..length], &unlock(&[&bob])).err();
                assert!(
                    matches!(
                        error,
                        Some(SealError::Truncated | SealError::Damaged(Part::Chunk(_)))
                    ),
                    "cut at {length}: {error:?}"
                );
                if near == 0 && signer.is_none() {
                    assert_eq!(error, Some(SealError::Truncated), "cut between chunks");
                }
            }
        }
    }
}

#[test]
fn a_changed_byte_anywhere_is_noticed() {
    let (alice, bob) = (identity(1), identity(2));
    let to = recipients(&[&bob]);
    for signer in [None, Some(&alice)] {
        let terms = terms(&to, signer);
        let document = seal_bytes(b"a small thing", &terms, &mut SeededRandom::new(3)).unwrap();
        for at in 0..document.len() {
            let mut changed = document.clone();
            changed[at] ^= 1 << (at % 8);
            assert!(open_bytes(&changed, &unlock(&[&bob])).is_err(), "byte {at}");
        }
    }
}

#[test]
fn a_stream_says_at_its_end_that_it_was_cut() {
    let bob = identity(2);
    let to = recipients(&[&bob]);
    let content = content(200_000);
    let document = seal_in_pieces(&content, 65_536, &terms(&to, None));
    // Two of four chunks are left.
    let cut = &document[..document.len() - 65_552 - (200_000 - 3 * 65_536 + 16)];
    let mut out = Vec::new();
    let result = open_unsigned_stream(cut, &mut out, &unlock(&[&bob]));
    assert_eq!(result.err(), Some(SealError::Truncated));
    // The chunks before are genuine and were given; the one at the cut was not.
    assert_eq!(out, content[..65_536]);
}

#[test]
fn bytes_behind_the_end_are_noticed() {
    let (alice, bob) = (identity(1), identity(2));
    let to = recipients(&[&bob]);
    for size in [0, 1, 65_535, 65_536, 65_537] {
        for signer in [None, Some(&alice)] {
            for more in [1, 16, 17, 300, 65_552, 70_000] {
                let terms = terms(&to, signer);
                let mut document =
                    seal_bytes(&content(size), &terms, &mut SeededRandom::new(3)).unwrap();
                document.resize(document.len() + more, 0);
                let error = open_bytes(&document, &unlock(&[&bob])).err();
                assert_eq!(error, Some(SealError::TrailingBytes), "{size} and {more}");
                let mut streamed = seal_in_pieces(&content(size), 9_999, &terms);
                streamed.resize(streamed.len() + more, 0);
                assert!(open_bytes(&streamed, &unlock(&[&bob])).is_err(), "{size} and {more}");
            }
        }
    }
}

#[test]
fn an_error_of_the_source_is_passed_on_and_not_taken_for_an_end() {
    let bob = identity(2);
    let to = recipients(&[&bob]);
    let document = seal_in_pieces(&content(100_000), 9_999, &terms(&to, None));
    for length in [0, 1, 40, 1_000, 1_300, 50_000, 100_000, document.len()] {
        let result =
            open_unsigned_stream(Breaks(&document[..length]), std::io::sink(), &unlock(&[&bob]));
        let expected = SealError::Io { action: "read", kind: std::io::ErrorKind::ConnectionReset };
        assert_eq!(result.err(), Some(expected));
    }
}
