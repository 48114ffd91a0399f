//! `docs/PLUGIN-GUIDE.md` speaks of what there is: its names are in the header, its C compiles.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const GUIDE: &str = include_str!("../docs/PLUGIN-GUIDE.md");
/// A plugin that seals files needs the third header as well.
const HEADERS: [&str; 3] = [
    include_str!("../include/subrosa.h"),
    include_str!("../include/subrosa_session.h"),
    include_str!("../include/subrosa_documents.h"),
];

/// The words of a text that are names of the library.
fn names(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with("subrosa_") || word.starts_with("SUBROSA_"))
        .collect()
}

/// The C of the guide, one block after the other.
fn blocks() -> Vec<&'static str> {
    let opened = GUIDE.split("\n```c\n").skip(1);
    opened.map(|block| block.split_once("\n```\n").expect("a block that ends").0).collect()
}

#[test]
fn every_name_in_the_guide_is_in_the_header() {
    let known: BTreeSet<&str> = HEADERS.iter().flat_map(|header| names(header)).collect();
    let used = names(GUIDE);
    assert!(used.len() > 80, "only {} names", used.len());
    for name in used {
        // "`SUBROSA_FLAG_` bits" is a kind of constants.
        let is_kind = name.ends_with('_') && known.range(name..).any(|k| k.starts_with(name));
        assert!(known.contains(name) || is_kind, "no header has {name}");
    }
}

#[test]
fn the_blocks_of_the_guide_are_one_file_that_compiles() {
    let blocks = blocks();
    assert!(blocks.len() > 8, "only {} blocks", blocks.len());
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let source = directory.join("plugin_guide.c");
    std::fs::write(&source, blocks.join("\n\n")).unwrap();
    let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let output = Command::new(compiler)
        .args(["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-Wno-unused-function"])
        .arg("-I")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("include"))
        .arg("-c")
        .arg(&source)
        .arg("-o")
        .arg(directory.join("plugin_guide.o"))
        .output()
        .expect("a C compiler");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
