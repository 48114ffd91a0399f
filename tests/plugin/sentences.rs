//! What users read: in their language, safe in any window, never about nobody.

use crate::people::{Folder, TestClock};
use crate::rig::{self, Person, deliver, say};
use std::collections::{BTreeMap, BTreeSet};
use subrosa::plugin::english_json;

#[test]
fn the_file_for_translators_is_what_the_library_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/bindings/sentences.json");
    if std::env::var_os("SUBROSA_WRITE_HEADER").is_some() {
        std::fs::write(path, english_json()).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(written, english_json(), "run `make header`");
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

/// The sources of the room but the templates, by name.
fn sources() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut folders =
        vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/plugin"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            match path.is_dir() {
                true => folders.push(path),
                false if name == "english.rs" => {}
                false => {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let code = text.split("#[cfg(test)]").next().unwrap().to_owned();
                    all.entry(name).or_insert_with(String::new).push_str(&code);
                }
            }
        }
    }
    all
}

/// The words in quotes in a text that may be codes.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('"').skip(1).step_by(2);
    let letters = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    quoted.filter(letters).filter(|word| !word.is_empty() && !word.ends_with('-'))
}

#[test]
fn every_template_is_used() {
    let sources = sources();
    let english: BTreeMap<String, String> = serde_json::from_str(&english_json()).unwrap();
    let composed = [
        ("title-", ["window.rs"].as_slice()),
        ("mark-", &["kinds.rs"]),
        ("choice-", &["question.rs", "menus.rs"]),
    ];
    let has = |file: &str, word: &str| sources[file].contains(&format!("\"{word}\""));
    for code in english.keys() {
        let whole = sources.keys().any(|file| has(file, code));
        let made = composed.iter().any(|(prefix, files)| {
            let word = code.strip_prefix(prefix);
            word.is_some_and(|word| files.iter().any(|file| has(file, word)))
        });
        assert!(whole || made, "{code} is said nowhere");
    }
}

#[test]
fn every_code_that_is_said_has_a_template() {
    let english: BTreeMap<String, String> = serde_json::from_str(&english_json()).unwrap();
    let sources = sources();
    let mut said = BTreeSet::new();
    for call in
        [".say(", ".mistake(", ".answered(", ".say_with(", ".wrong_secret(", "sentences.text("]
    {
        for (_, text) in sources
            .values()
            .flat_map(|text| text.match_indices(call).map(|(at, _)| text.split_at(at)))
        {
            let end = text.find([';', '{', '}']).unwrap_or(text.len());
            said.extend(literals(&text[..end]).next());
        }
    }
    let notices = sources["codes.rs"].split("fn notice_code").nth(1).unwrap();
    said.extend(literals(notices));
    assert!(said.len() > 60, "{said:?}");
    for code in said {
        assert!(english.contains_key(code), "{code} has no template");
    }
}
