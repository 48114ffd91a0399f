//! What users read: in their language, safe in any window, never about nobody.

use crate::people::{Folder, TestClock};
use crate::rig::{self, Person, deliver, say};
use std::collections::BTreeMap;
use subrosa::plugin::english_json;

#[test]
fn the_file_for_translators_is_what_the_library_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/bindings/sentences.json");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(written, english_json(), "run `make sentences`");
}

#[test]
fn a_second_language_is_said_where_the_file_has_it() {
    let folder = Folder::in_memory();
    let path = folder.0.join("upper.json");
    let english: BTreeMap<String, String> = serde_json::from_str(&english_json()).unwrap();
    // Every second template is translated.
    let translated: BTreeMap<String, String> =
        english.into_iter().step_by(2).map(|(code, text)| (code, format!("XX {text}"))).collect();
    std::fs::write(&path, serde_json::to_string(&translated).unwrap()).unwrap();
    let clock = TestClock::new();
    let settings = format!("language=\"{}\"", path.display());
    let (mut alice, mut bob) = rig::private(&folder, &clock, &settings);
    alice.types("bob", "hello");
    bob.command("alice", "end");
    deliver(&mut [&mut alice, &mut bob]);
    let said: Vec<_> = alice.seen.iter().chain(&bob.seen).filter_map(say).collect();
    assert!(said.len() > 3);
    for say in said {
        let is = say.sentence.starts_with("XX ");
        assert_eq!(is, translated.contains_key(say.code), "{}: {}", say.code, say.sentence);
    }
}

#[test]
fn a_sentence_names_its_person_whatever_they_call_themselves() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Person::new(&folder, &clock, "alice", 1, "");
    let evil = "<b>100%s\"\u{202e}&amp;";
    alice.command(evil, "start");
    let said = alice.seen.iter().find_map(say).unwrap();
    assert!(said.sentence.contains("?b?100?s"), "{}", said.sentence);
    assert_eq!(said.name, evil, "the name itself is not made safe");
    let safe = |c: char| !c.is_control() && !"<>&\"%\u{202e}".contains(c);
    assert!(said.sentence.chars().all(safe), "{}", said.sentence);
}
