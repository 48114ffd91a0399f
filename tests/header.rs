//! `include/subrosa.h` is what the C room says.
//!
//! `make header` (that is, `SUBROSA_WRITE_HEADER=1 cargo test --test header`) writes it anew.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::path::Path;

/// The files of the room, in the order in which the header tells its story.
const FILES: &[&str] = &[
    "frame/result",
    "frame/last_error",
    "frame/library",
    "session/identity",
    "session/fingerprint",
    "session/safety",
    "session/card",
    "session/installation",
    "session/peer",
    "frame/content",
    "session/sending",
    "documents/full_card",
    "documents/terms",
    "documents/in_memory",
    "documents/job",
    "frame/shared",
    "messenger/vault",
    "messenger/identity",
    "messenger/account",
    "messenger/settings",
    "messenger/text",
    "messenger/batch",
    "messenger/decisions",
    "messenger/contact",
    "messenger/document",
    "messenger/safety",
    "outcome/walk",
    "outcome/constants",
    "outcome/session_constants",
    "outcome/document_constants",
];

fn generated() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).unwrap();
    let mut builder = cbindgen::Builder::new().with_config(config);
    for file in FILES {
        builder = builder.with_src(root.join("src/capi").join(file).with_extension("rs"));
    }
    let mut header = Vec::new();
    builder.generate().unwrap().write(&mut header);
    String::from_utf8(header).unwrap()
}

fn committed() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/subrosa.h");
    if std::env::var_os("SUBROSA_WRITE_HEADER").is_some() {
        std::fs::write(&path, generated()).unwrap();
    }
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn the_committed_header_is_the_generated_one() {
    let (generated, committed) = (generated(), committed());
    for (number, (new, old)) in generated.lines().zip(committed.lines()).enumerate() {
        assert_eq!(new, old, "line {} is stale; run `make header`", number + 1);
    }
    assert_eq!(generated.len(), committed.len(), "the header is stale; run `make header`");
}

#[test]
fn the_header_shows_the_glue_that_the_tests_run() {
    let example = include_str!("../examples/c/glue.c");
    let (_, rest) = example.split_once("/* The whole glue, from here ... */\n").unwrap();
    let (glue, _) = rest.split_once("\n/* ... to here. */").unwrap();
    assert!(glue.lines().count() > 20);
    let comment: Vec<String> =
        glue.lines().map(|line| format!(" *     {line}").trim_end().to_owned()).collect();
    assert!(committed().contains(&comment.join("\n")), "cbindgen.toml has another glue");
}

/// Numbers are never changed nor used again: programs were compiled with them.
#[test]
fn every_constant_has_the_number_it_always_had() {
    let header = committed();
    let found: Vec<(&str, &str)> = header
        .lines()
        .filter_map(|line| line.strip_prefix("#define ")?.split_once(' '))
        .filter(|(name, _)| !name.starts_with("SUBROSA_VERSION_"))
        .collect();
    let listed = include_str!("c/constants.txt").lines().filter_map(|line| line.split_once(' '));
    let listed: Vec<(&str, &str)> = listed.collect();
    for constant in &listed {
        assert!(found.contains(constant), "{constant:?} has changed");
    }
    for constant in &found {
        assert!(listed.contains(constant), "add {constant:?} to tests/c/constants.txt");
    }
    assert!(listed.len() > 200);
}

/// In one call or field no two constants mean the same number.
#[test]
fn constants_of_one_kind_are_distinct() {
    let constants = include_str!("c/constants.txt");
    for kind in [
        "E_",
        "EVENT_",
        "FIELD_",
        "VERDICT_",
        "STATE_",
        "TRUST_",
        "STAGE_",
        "ASK_",
        "SEVERITY_",
        "NOTICE_",
        "DO_",
        "SETTING_",
        "FLAG_",
        "STATUS_",
        "KIND_",
        "CONTENT_",
        "CASE_",
        "MODE_",
    ] {
        let prefix = format!("SUBROSA_{kind}");
        let numbers = constants.lines().filter(|line| line.starts_with(&prefix));
        let numbers: Vec<&str> = numbers.filter_map(|line| line.split(' ').nth(1)).collect();
        let distinct: std::collections::BTreeSet<&&str> = numbers.iter().collect();
        assert!(numbers.len() > 1 && distinct.len() == numbers.len(), "{prefix}");
    }
}

#[test]
fn every_function_says_what_it_returns_on_which_thread_and_since_when() {
    let header = committed();
    let mut functions = 0;
    for item in header.split("/**").skip(2) {
        let Some((comment, declaration)) = item.split_once("*/") else { continue };
        let declaration = declaration.trim_start();
        let Some(name) = declaration.split(['(', ' ']).find(|word| word.contains("subrosa_"))
        else {
            continue;
        };
        if declaration.starts_with('#') || declaration.starts_with("typedef") {
            continue;
        }
        functions += 1;
        assert!(comment.contains("Thread: any"), "{name} does not say on which thread");
        assert!(comment.contains("Since 0.1."), "{name} does not say since when");
        assert!(
            declaration.starts_with("void ") || comment.contains("@return"),
            "{name} does not say what it returns"
        );
    }
    assert_eq!(functions, include_str!("c/symbols.txt").lines().count());
}
