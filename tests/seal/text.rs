//! Texts in documents, and documents in texts.

use subrosa::identity::Identity;
use subrosa::seal::{
    ContentKind, Lock, Part, SealError, Terms, open_text, seal_bytes, seal_text, seal_text_wrapped,
};
use subrosa::wire::{WireError, armor, fragment};

use super::common::SeededRandom;
use super::{NOW, identity, recipients, terms, unlock};

const TEXT: &str = "Meet me under the rose. Sub rosa, 🌹.\n";

/// The text, sealed to Bob and signed by Alice: on one line, and for mail.
fn sealed(alice: &Identity, bob: &Identity, text: &str) -> (String, String) {
    let to = recipients(&[bob]);
    let (lock, signer) = (Lock::Recipients(&to), Some(alice));
    let mut rng = SeededRandom::new(3);
    let line = seal_text(text, lock, signer, NOW, &mut rng).unwrap();
    let mail = seal_text_wrapped(text, lock, signer, NOW, &mut rng).unwrap();
    (line, mail)
}

#[test]
fn a_text_is_one_line_or_a_block_for_mail() {
    let (alice, bob) = (identity(1), identity(2));
    let (line, mail) = sealed(&alice, &bob, TEXT);
    assert!(line.starts_with("?SR1:gQ") && line.ends_with('.'));
    assert!(line.bytes().all(|byte| byte.is_ascii_graphic()));
    let lines: Vec<_> = mail.lines().collect();
    assert_eq!(lines[0], "-----BEGIN SUBROSA DOCUMENT-----");
    assert_eq!(*lines.last().unwrap(), "-----END SUBROSA DOCUMENT-----");
    assert!(lines.iter().all(|line| line.len() <= 76));
    for text in [line, mail] {
        let (opened, about) = open_text(text.as_bytes(), &unlock(&[&bob])).unwrap();
        assert_eq!(*opened, TEXT);
        assert_eq!(about.signed_by(&[*alice.fingerprint()]), Ok(alice.public()));
        assert_eq!(about.metadata().content(), ContentKind::Text);
    }
}

#[test]
fn a_text_is_found_whatever_mail_and_chat_have_made_of_it() {
    let (alice, bob) = (identity(1), identity(2));
    let (line, mail) = sealed(&alice, &bob, TEXT);
    let card = armor::encode(&[0x41; 215]);
    // What is left when the two lines around the block are lost. A line within may begin with a '-'.
    let within = || mail.lines().filter(|line| !line.starts_with("-----"));
    for mangled in [
        format!("Hello Bob,\n\n{mail}\nRegards, Alice"),
        mail.replace('\n', "\r\n"),
        format!("> > {}", mail.replace('\n', "\n> > ")),
        mail.lines().map(|line| format!("  {line}   \n")).collect(),
        mail.replace('\n', "<br>\n"),
        mail.replace('\n', "=\n"),
        mail.replace('\n', "\n\n"),
        within().collect::<Vec<_>>().join("\n"),
        within().collect(),
        line.as_bytes().chunks(60).map(|part| format!("{}=\r\n", part.escape_ascii())).collect(),
        format!("<html><body><p>{card} {}</p></body></html>", line.replace('?', "&#63;")),
        format!("{} {line}", &line[..200]),
    ] {
        let (opened, _) = open_text(mangled.as_bytes(), &unlock(&[&bob])).unwrap();
        assert_eq!(*opened, TEXT, "{mangled}");
    }
}

#[test]
fn a_long_text_goes_by_mail_and_a_middling_one_in_fragments() {
    let (alice, bob) = (identity(1), identity(2));
    let long = TEXT.repeat(30_000);
    let (line, mail) = sealed(&alice, &bob, &long);
    for text in [line, mail] {
        assert_eq!(*open_text(text.as_bytes(), &unlock(&[&bob])).unwrap().0, long);
    }
    let middling = TEXT.repeat(1_000);
    let (line, _) = sealed(&alice, &bob, &middling);
    let Some(armor::Content::Line(object)) =
        armor::find_document(line.as_bytes()).map(|piece| piece.content).next()
    else {
        panic!("no line")
    };
    let mut reassembler = fragment::Reassembler::new();
    let mut whole = None;
    for line in fragment::split(&object, 380).unwrap() {
        for piece in armor::find(line.as_bytes()) {
            let armor::Content::Fragment(part) = piece.content else { panic!("no fragment") };
            whole = whole.or(reassembler.add(part, 0).unwrap());
        }
    }
    assert_eq!(whole, Some(object));
    // Two mebibytes of document hold a little less text.
    let to = recipients(&[&bob]);
    let too_long = "x".repeat(2_097_152);
    let error =
        seal_text(&too_long, Lock::Recipients(&to), None, NOW, &mut SeededRandom::new(3)).err();
    assert_eq!(error, Some(SealError::TooLarge { limit: 2_097_152 }));
}

#[test]
fn text_without_a_document_says_why() {
    let (alice, bob) = (identity(1), identity(2));
    let (line, mail) = sealed(&alice, &bob, TEXT);
    let error = |text: &str| open_text(text.as_bytes(), &unlock(&[&bob])).err().unwrap();
    assert_eq!(error("nothing here"), SealError::NoDocument);
    assert_eq!(error(&armor::encode(&[0x41; 215])), SealError::NoDocument);
    assert!(matches!(
        error(&line[..line.len() - 1]),
        SealError::Armor(WireError::Truncated { .. })
    ));
    assert_eq!(
        error(&mail.replacen("\n?SR1:gQ", "\n?SR1:g$", 1)),
        SealError::Armor(WireError::Alphabet(b'$'))
    );
    assert_eq!(error("?SR2:gQ."), SealError::Armor(WireError::UnknownVersion(2)));
    assert_eq!(error("?SR1:ggE."), SealError::Unsupported { what: "suite", value: 2 });
    // A line of the middle is missing: what is left is whole as armor.
    let lines: Vec<_> = mail.lines().collect();
    let missing = [&lines[..5], &lines[6..]].concat().join("\n");
    assert!(matches!(error(&missing), SealError::NotForUs | SealError::Damaged(Part::Header)));
}

#[test]
fn a_file_is_not_opened_as_a_text() {
    let bob = identity(2);
    let to = recipients(&[&bob]);
    let open = |terms: &Terms<'_>, content: &[u8]| {
        let document = seal_bytes(content, terms, &mut SeededRandom::new(3)).unwrap();
        open_text(armor::encode(&document).as_bytes(), &unlock(&[&bob])).err()
    };
    let file = terms(&to, None);
    assert_eq!(open(&file, b"text"), Some(SealError::OtherContent { found: ContentKind::File }));
    let text = Terms { content: ContentKind::Text, ..file };
    assert_eq!(open(&text, b"\xff"), Some(SealError::NotUtf8));
    assert_eq!(open(&text, b"text"), None);
    // A host in C would show the first half, another one all of it, both as signed.
    assert_eq!(open(&text, b"I owe you 5\x000"), Some(SealError::NotUtf8));
    assert_eq!(open(&file, b"\0"), Some(SealError::OtherContent { found: ContentKind::File }));
    let lock = Lock::Recipients(&to);
    let error = seal_text("a\0b", lock, None, NOW, &mut SeededRandom::new(3)).unwrap_err();
    assert_eq!(error, SealError::NotUtf8);
}
