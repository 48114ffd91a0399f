//! `include/subrosa.h` is what the C room says.
//!
//! `make header` (that is, `SUBROSA_WRITE_HEADER=1 cargo test --test header`) writes it anew.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::path::Path;

/// The files of the room, in the order in which the header tells its story.
const FILES: [&str; 10] = [
    "result",
    "guard",
    "library",
    "identity",
    "fingerprint",
    "card",
    "installation",
    "peer",
    "talk",
    "outcome",
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
