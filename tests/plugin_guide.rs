//! The documents speak of what there is: names of the library in them are declared in a header, and
//! the C of `docs/PLUGIN-GUIDE.md` compiles.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

const GUIDE: &str = include_str!("../docs/PLUGIN-GUIDE.md");
const HEADERS: [&str; 4] = [
    include_str!("../include/subrosa.h"),
    include_str!("../include/subrosa_glue.h"),
    include_str!("../include/subrosa_session.h"),
    include_str!("../include/subrosa_documents.h"),
];

fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The words of a text that are names of the library, and what stands behind each.
fn names(text: &str) -> impl Iterator<Item = (&str, &str)> {
    ["subrosa_", "SUBROSA_"].into_iter().flat_map(|prefix| text.match_indices(prefix)).filter_map(
        |(at, _)| {
            let (before, from) = text.split_at(at);
            let end = from.find(|c| !is_of_a_name(c)).unwrap_or(from.len());
            let inside = before.chars().next_back().is_some_and(is_of_a_name);
            (!inside).then(|| from.split_at(end))
        },
    )
}

/// The code of a header, without its comments.
fn code(header: &'static str) -> impl Iterator<Item = &'static str> {
    header.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, code)| code))
}

/// What the headers declare.
fn declared() -> BTreeSet<&'static str> {
    HEADERS.iter().flat_map(|header| code(header)).flat_map(names).map(|(name, _)| name).collect()
}

/// Names in a text that no header declares. Those of files and of variables of the environment are
/// none of the library; "`SUBROSA_FLAG_` bits" and "`subrosa_account_*`" are kinds.
fn undeclared<'a>(text: &'a str, declared: &BTreeSet<&str>) -> Vec<&'a str> {
    let is_kind = |name: &str| {
        name.ends_with('_') && declared.range(name..).next().is_some_and(|k| k.starts_with(name))
    };
    let is_file = |behind: &str| {
        [".h", ".py"]
            .iter()
            .any(|end| behind.strip_prefix(end).is_some_and(|rest| !rest.starts_with(is_of_a_name)))
    };
    names(text)
        .filter(|(name, behind)| !declared.contains(name) && !is_kind(name) && !is_file(behind))
        .filter(|(name, behind)| !(name.starts_with("SUBROSA_") && behind.starts_with('=')))
        .map(|(name, _)| name)
        .collect()
}

/// The documents of the project, but the notes beside code.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    [root.to_owned(), root.join("docs")]
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect()
}

#[test]
fn every_name_of_the_library_in_a_document_is_declared_in_a_header() {
    let declared = declared();
    let documents = documents();
    assert!(documents.len() > 12, "only {} documents", documents.len());
    for path in documents {
        let text = std::fs::read_to_string(&path).unwrap();
        let gone = undeclared(&text, &declared);
        assert!(gone.is_empty(), "{}: no header declares {gone:?}", path.display());
    }
}

#[test]
fn a_name_that_is_gone_would_be_found() {
    let declared = declared();
    let text = "`subrosa_gone`, `xsubrosa_gone`, `subrosa_documents.h`, SUBROSA_MODEL=full, \
                `SUBROSA_FLAG_` bits, `subrosa_account_*`, SUBROSA_GONE, subrosa_documents.hot, \
                subrosa_outgoing";
    let found: BTreeSet<&str> = undeclared(text, &declared).into_iter().collect();
    assert_eq!(found, ["SUBROSA_GONE", "subrosa_documents", "subrosa_gone"].into());
}

/// The names in a text, with those that are short for one before them: "`subrosa_job_run`, `_free`".
fn with_short_ones(text: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut last = "";
    for word in text.split('`').skip(1).step_by(2) {
        if word.starts_with("subrosa_") {
            last = word;
            all.insert(word.to_owned());
        } else if word.starts_with('_') {
            // Whatever part of the name they have in common.
            all.extend(
                last.match_indices('_').map(|(at, _)| last.split_at(at).0.to_owned() + word),
            );
        }
    }
    all
}

#[test]
fn the_reference_has_every_function_of_the_headers() {
    let reference = with_short_ones(include_str!("../docs/C-API.md"));
    let generated = HEADERS.iter().filter(|header| header.contains("by cbindgen"));
    let calls = generated.flat_map(|header| code(header)).flat_map(names);
    let calls = calls.filter(|(_, behind)| behind.starts_with('(')).map(|(name, _)| name);
    let (there, missing): (Vec<&str>, Vec<&str>) =
        calls.partition(|call| reference.contains(*call));
    assert!(there.len() > 100, "only {} functions", there.len());
    assert!(missing.is_empty(), "docs/C-API.md lacks {missing:?}");
}

#[test]
fn the_guide_needs_many_calls_and_they_are_not_all_there_is() {
    let used: BTreeSet<&str> = names(GUIDE).map(|(name, _)| name).collect();
    assert!(used.len() > 50, "only {} names", used.len());
    assert!(used.len() < declared().len());
}

/// The C of a document, one block after the other.
fn blocks(text: &str) -> Vec<&str> {
    let opened = text.split("\n```c\n").skip(1);
    opened.map(|block| block.split_once("\n```\n").expect("a block that ends").0).collect()
}

fn assert_compiles(name: &str, code: &str) {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let source = directory.join(name).with_extension("c");
    std::fs::write(&source, code).unwrap();
    let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let output = Command::new(compiler)
        .args(["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-Wno-unused-function"])
        .arg("-I")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("include"))
        .arg("-c")
        .arg(&source)
        .arg("-o")
        .arg(source.with_extension("o"))
        .output()
        .expect("a C compiler");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_blocks_of_the_guide_are_one_file_that_compiles() {
    let blocks = blocks(GUIDE);
    assert!(blocks.len() > 4, "only {} blocks", blocks.len());
    assert_compiles("plugin_guide", &blocks.join("\n\n"));
}

#[test]
fn the_c_of_the_readme_compiles_in_a_messenger_that_can_send() {
    let blocks = blocks(include_str!("../README.md"));
    assert!(!blocks.is_empty());
    let network = "int network_send(void *host, const char *peer, const char *line);\n";
    assert_compiles("readme", &(network.to_owned() + &blocks.join("\n\n")));
}
