//! The headers in `include/` and `bindings/api.json` are what the C room says.
//!
//! `make header` (that is, `SUBROSA_WRITE_HEADER=1 cargo test --test header`) writes them anew.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod api;
mod declarations;
mod headers;

use declarations::{Item, declarations};
use headers::{HEADERS, root};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Once;

/// Writes everything anew, if that is asked for.
fn written() {
    static WRITTEN: Once = Once::new();
    WRITTEN.call_once(|| {
        if std::env::var_os("SUBROSA_WRITE_HEADER").is_some() {
            for header in &HEADERS {
                std::fs::write(header.path(), header.generated()).unwrap();
            }
            std::fs::create_dir_all(api::path().parent().unwrap()).unwrap();
            std::fs::write(api::path(), api::generated()).unwrap();
        }
    });
}

fn assert_is_new(path: &Path, new: &str) {
    let old = std::fs::read_to_string(path).unwrap();
    for (number, (new, old)) in new.lines().zip(old.lines()).enumerate() {
        assert_eq!(new, old, "{path:?}, line {} is stale; run `make header`", number + 1);
    }
    assert_eq!(new.len(), old.len(), "{path:?} is stale; run `make header`");
}

#[test]
fn the_committed_headers_are_the_generated_ones() {
    written();
    for header in &HEADERS {
        assert_is_new(&header.path(), &header.generated());
    }
}

#[test]
fn the_committed_api_for_bindings_is_the_generated_one() {
    written();
    assert_is_new(&api::path(), &api::generated());
}

/// Names and numbers of constants, by their groups.
fn groups() -> BTreeMap<String, Vec<(String, i64)>> {
    written();
    let mut groups: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
    for item in declarations() {
        if let Item::Constant { value } = &item.item {
            let constant = (item.name.clone(), value.parse().unwrap());
            groups.entry(item.group().to_owned()).or_default().push(constant);
        }
    }
    groups
}

/// Numbers are never changed nor used again: programs were compiled with them.
#[test]
fn every_constant_has_the_number_it_always_had() {
    let found: BTreeSet<(String, i64)> = groups()
        .into_values()
        .flatten()
        .filter(|(name, _)| !name.starts_with("SUBROSA_VERSION_"))
        .collect();
    let listed: BTreeSet<(String, i64)> = include_str!("../c/constants.txt")
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, value)| (name.to_owned(), value.parse().unwrap()))
        .collect();
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
fn constants_of_one_group_are_distinct() {
    let groups = groups();
    for (group, constants) in &groups {
        let numbers: BTreeSet<i64> = constants.iter().map(|(_, number)| *number).collect();
        let may_repeat = ["SIZE", "VERSION", "NUL"].contains(&group.as_str());
        assert!(may_repeat || numbers.len() == constants.len(), "{group}: {constants:?}");
    }
    assert!(groups["E"].len() > 100 && groups["FIELD"].len() > 30, "{:?}", groups.keys());
}

/// An outcome of one level may reach code for another: it finds nothing there, never something else.
#[test]
fn no_two_levels_have_the_same_number_for_an_event_or_a_field() {
    let groups = groups();
    let levels = [("", 1..200), ("SESSION_", 200..300), ("DOCUMENT_", 300..400)];
    for (level, numbers) in levels {
        for kind in ["EVENT", "FIELD"] {
            for (name, number) in &groups[&format!("{level}{kind}")] {
                assert!(numbers.contains(number), "{name} is {number}, not among {numbers:?}");
            }
        }
    }
}

/// The numbers of a level's events, of its texts and bytes, and of its numbers.
#[test]
fn sessions_documents_and_results_are_numbered_in_groups_without_holes() {
    for (group, constants) in groups() {
        if !["SESSION_", "DOCUMENT_"].iter().any(|start| group.starts_with(start)) && group != "E" {
            continue;
        }
        // Results in hundreds, the others in fifties.
        let block = if group == "E" { 100 } else { 50 };
        let mut blocks: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for (_, number) in constants {
            blocks.entry(number.abs() / block).or_default().insert(number.abs());
        }
        for numbers in blocks.into_values() {
            let (first, last) = (*numbers.first().unwrap(), *numbers.last().unwrap());
            assert_eq!(numbers.len() as i64, last - first + 1, "{group} has holes: {numbers:?}");
        }
    }
}

#[test]
fn negative_numbers_stand_in_parentheses() {
    written();
    for line in HEADERS
        .iter()
        .flat_map(|header| header.committed().lines().map(str::to_owned).collect::<Vec<_>>())
    {
        let is_define = line.starts_with("#define ");
        assert!(!is_define || !line.contains(" -"), "{line}");
    }
}

#[test]
fn every_function_says_what_it_returns_on_which_thread_and_since_when() {
    written();
    let mut functions = 0;
    for item in declarations() {
        let Item::Function { returns, .. } = &item.item else { continue };
        functions += 1;
        assert!(item.comment.contains("Thread: any"), "{} does not say on which thread", item.name);
        assert!(item.comment.contains("Since 0.1."), "{} does not say since when", item.name);
        assert!(
            returns == "void" || item.comment.contains("@return"),
            "{} does not say what it returns",
            item.name
        );
    }
    assert!(functions > 100);
}

/// What is exported and stands in no header that is installed: for tests (`tests/c/for_tests.h`).
const FOR_TESTS: [&str; 2] = ["subrosa_backend_select", "subrosa_messenger_set_time"];

/// The functions of all headers, and those for tests.
fn functions() -> BTreeSet<String> {
    written();
    let items = declarations().into_iter();
    let functions = items.filter(|item| matches!(item.item, Item::Function { .. }));
    let private = FOR_TESTS.map(str::to_owned);
    functions.map(|item| item.name).chain(private).collect()
}

#[test]
fn the_headers_declare_what_the_library_is_to_export() {
    let listed: BTreeSet<String> =
        include_str!("../c/symbols.txt").lines().map(str::to_owned).collect();
    assert_eq!(functions(), listed);
    let private = include_str!("../c/for_tests.h");
    for name in FOR_TESTS {
        assert!(private.contains(&format!("{name}(")), "{name}");
        assert!(HEADERS.iter().all(|header| !header.committed().contains(name)), "{name}");
    }
}

/// The library that was built along with this test.
#[cfg(target_os = "linux")]
#[test]
fn no_function_of_the_symbol_table_is_forgotten() {
    let test = std::env::current_exe().unwrap();
    let library = test.parent().unwrap().join("libsubrosa.so");
    let output = std::process::Command::new("nm")
        .args(["-D", "--defined-only"])
        .arg(&library)
        .output()
        .expect("nm of the binutils");
    assert!(output.status.success(), "{library:?}");
    let table = String::from_utf8(output.stdout).unwrap();
    let exported = table.lines().filter_map(|line| line.split(' ').nth(2));
    let exported = exported.filter(|name| name.starts_with("subrosa_"));
    // With the feature `panic-injection` alone.
    let exported = exported.filter(|name| *name != "subrosa_test_panic");
    assert_eq!(exported.map(str::to_owned).collect::<BTreeSet<_>>(), functions());
}

/// C++ has all levels, each in the header beside that of C.
#[test]
fn the_headers_for_cpp_cover_those_for_c() {
    written();
    // C++ makes its own of these: a copy of what an event has, an exception, a header with a version.
    let otherwise = [
        "subrosa_version",
        "subrosa_backend",
        "subrosa_outcome_str",
        "subrosa_messenger_open",
        "subrosa_last_sentence",
    ];
    for level in ["subrosa", "subrosa_session", "subrosa_documents"] {
        let path = root().join("include").join(level).with_extension("hpp");
        let text = std::fs::read_to_string(path).unwrap();
        let called: BTreeSet<&str> =
            text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
        let mut functions = 0;
        for item in declarations().iter().filter(|item| item.header == level) {
            if matches!(item.item, Item::Function { .. }) {
                functions += 1;
                let name = item.name.as_str();
                assert!(
                    called.contains(name) || otherwise.contains(&name),
                    "{level}.hpp has no {name}"
                );
            }
        }
        assert!(functions > 30, "{level} has {functions} functions");
    }
}

/// A constant that has got another name is easily forgotten in the sentences about it.
#[test]
fn every_name_in_the_headers_is_declared_in_them() {
    written();
    let items = declarations();
    let known: BTreeSet<&str> = items.iter().map(|item| item.name.as_str()).collect();
    for header in &HEADERS {
        let text = header.committed();
        let code =
            text.lines().filter(|line| !line.starts_with("#if") && !line.starts_with("#endif"));
        for line in code {
            let words = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.');
            let words = words.map(|word| word.trim_end_matches('.'));
            for name in
                words.filter(|word| word.starts_with("subrosa_") || word.starts_with("SUBROSA_"))
            {
                // "A `SUBROSA_STATUS_` constant" is a group of them.
                let is_group =
                    name.ends_with('_') && items.iter().any(|i| i.name.starts_with(name));
                let is_guard = name.ends_with("_H") || name.ends_with(".h");
                assert!(known.contains(name) || is_group || is_guard, "nothing is {name}: {line}");
            }
        }
    }
}

/// A handle without a function that frees it would be of no use to a binding.
#[test]
fn every_handle_has_its_function_that_frees_it() {
    let functions = functions();
    let mut handles = 0;
    for item in declarations().iter().filter(|item| matches!(item.item, Item::Handle)) {
        handles += 1;
        assert!(functions.contains(&format!("{}_free", item.name)), "{}", item.name);
    }
    assert_eq!(handles, 9);
}

/// Each file of the C room that exports something stands in a header.
#[test]
fn no_file_of_the_c_room_is_left_out() {
    let told: BTreeSet<&str> = HEADERS.iter().flat_map(|header| header.files()).collect();
    for room in ["frame", "outcome", "session", "documents", "messenger"] {
        for entry in std::fs::read_dir(root().join("src/capi").join(room)).unwrap() {
            let path = entry.unwrap().path();
            let source = std::fs::read_to_string(&path).unwrap();
            let name = format!("{room}/{}", path.file_stem().unwrap().to_str().unwrap());
            let exports = source.contains("\npub const SUBROSA_")
                || source.contains("\n#[unsafe(no_mangle)]");
            assert!(!exports || told.contains(name.as_str()), "{name}");
        }
    }
}
