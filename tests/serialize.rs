//! Values of the crate in files of a program (feature `serialize`).

#![allow(clippy::unwrap_used)]

use subrosa::crypto::{AgreementSecret, OsRandom};
use subrosa::identity::{Card, CardTerms, Fingerprint, Identity, UnverifiedCard};
use subrosa::messenger::{CaseMapping, Environment, Messenger, Mode, Setting};
use subrosa::plugin::Frontend;

const NOW: u64 = 1_800_000_000;

#[test]
fn a_fingerprint_is_its_hexadecimal_digits() {
    let who = Fingerprint::from_bytes([0xab; 32]);
    let text = serde_json::to_string(&who).unwrap();
    assert_eq!(text, format!("\"{}\"", "ab".repeat(32)));
    assert_eq!(serde_json::from_str::<Fingerprint>(&text).unwrap(), who);
    assert!(serde_json::from_str::<Fingerprint>("\"abc\"").is_err());
}

#[test]
fn a_card_is_its_line_and_has_to_be_checked_when_it_comes_back() {
    let identity = Identity::generate(NOW, &mut OsRandom).unwrap();
    let prekey = AgreementSecret::generate(&mut OsRandom).unwrap();
    let terms = CardTerms {
        one_time: false,
        issued: NOW,
        expires: NOW + 3_600,
        capabilities: 0,
        sealing_hash: None,
    };
    let card = Card::issue(&identity, prekey.public(), terms, &mut OsRandom).unwrap();
    let text = serde_json::to_string(&card).unwrap();
    assert!(text.contains("?SR1:"));
    let back: UnverifiedCard = serde_json::from_str(&text).unwrap();
    assert_eq!(back.verify(NOW).unwrap().as_bytes(), card.as_bytes());
    assert!(serde_json::from_str::<UnverifiedCard>("\"no card\"").is_err());
}

#[test]
fn settings_are_called_as_hosts_call_them() {
    assert_eq!(serde_json::to_string(&Mode::Required).unwrap(), "\"required\"");
    assert_eq!(serde_json::to_string(&Setting::LineChars).unwrap(), "\"line-chars\"");
    assert_eq!(serde_json::from_str::<CaseMapping>("\"ascii\"").unwrap(), CaseMapping::Ascii);
}

#[test]
fn an_event_is_what_its_json_is() {
    let folder = std::env::temp_dir().join(format!("subrosa-serialize-{}", std::process::id()));
    let vault = Messenger::vault_path(&folder);
    let mut host = Frontend::open(&vault, "", Environment::default()).unwrap();
    let mut outcome = host.attach("irc:me", "irc", "");
    while outcome.next(&mut host).is_some() {}
    let mut outcome = host.command("irc:me", "bob", "start");
    let mut events = 0;
    while let Some(event) = outcome.next(&mut host) {
        let value: serde_json::Value = serde_json::from_str(&event.to_json()).unwrap();
        assert_eq!(serde_json::to_value(event).unwrap(), value);
        events += 1;
    }
    assert!(events > 1, "a line and a sentence at least, not {events} events");
    drop(host);
    std::fs::remove_dir_all(folder).unwrap();
}
