//! The order of the rooms: who may know whom, and how large a folder may be. The sources are read as
//! text, so that an arrow upward is found although the compiler has nothing against it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "rooms/sources.rs"]
mod sources;

use sources::{Source, folders, read, root};
use std::collections::{BTreeMap, BTreeSet};

type Arrows = BTreeMap<String, BTreeMap<String, String>>;

/// One way round along arrows, if there is one, with what each arrow comes from.
fn circle(arrows: &Arrows) -> Option<Vec<String>> {
    fn visit(
        at: &str,
        arrows: &Arrows,
        way: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        if let Some(start) = way.iter().position(|before| before == at) {
            let mut round = way[start..].to_vec();
            round.push(at.to_owned());
            let told = round
                .windows(2)
                .map(|pair| format!("{} -> {} ({})", pair[0], pair[1], arrows[&pair[0]][&pair[1]]));
            return Some(told.collect());
        }
        if !done.insert(at.to_owned()) {
            return None;
        }
        way.push(at.to_owned());
        let found = arrows
            .get(at)
            .into_iter()
            .flat_map(BTreeMap::keys)
            .find_map(|next| visit(next, arrows, way, done));
        way.pop();
        found
    }
    let mut done = BTreeSet::new();
    arrows.keys().find_map(|at| visit(at, arrows, &mut Vec::new(), &mut done))
}

fn arrows_by_imports(files: &[Source]) -> Arrows {
    let mut arrows = Arrows::new();
    for file in files.iter().filter(|file| !file.is_mod()) {
        let to = arrows.entry(file.module.join("::")).or_default();
        for path in file.paths() {
            if let Some(other) = sources::file_of(files, &path)
                && other.module != file.module
                && !other.is_mod()
            {
                to.insert(other.module.join("::"), format!("uses {}", path.join("::")));
            }
        }
    }
    arrows
}

fn arrows_by_calls(files: &[Source]) -> Arrows {
    let mut defined: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let mut by_name: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        for (of, method) in file.methods() {
            let module = file.module.join("::");
            by_name.entry(method.clone()).or_default().insert(module.clone());
            defined.entry((of, method)).or_default().push(module);
        }
    }
    let mut arrows = Arrows::new();
    for file in files {
        let module = file.module.join("::");
        let to = arrows.entry(module.clone()).or_default();
        for call in file.calls() {
            let found = match &call.of {
                Some(of) => defined.get(&(of.clone(), call.method.clone())).cloned(),
                // Of whatever it is called: one method alone has this name of several words.
                None if call.method.contains('_') && !sources::of_everybody(&call.method) => {
                    by_name
                        .get(&call.method)
                        .filter(|places| places.len() == 1)
                        .map(|places| places.iter().cloned().collect())
                }
                None => None,
            };
            for other in found.into_iter().flatten().filter(|other| *other != module) {
                to.insert(other, format!("calls {}", call.method));
            }
        }
    }
    arrows
}

fn assert_no_circle(arrows: &Arrows, what: &str) {
    if let Some(round) = circle(arrows) {
        panic!("a circle by {what}:\n{}", round.join("\n"));
    }
}

#[test]
fn no_circle_by_imports_is_among_the_files_of_call_guard_irc_and_plugin() {
    for folder in ["src/messenger/call", "src/guard", "src/irc", "src/plugin"] {
        assert_no_circle(&arrows_by_imports(&read(folder)), "imports");
    }
}

#[test]
fn no_circle_by_calls_is_among_the_files_of_call_guard_and_plugin() {
    for folder in ["src/messenger/call", "src/guard", "src/plugin"] {
        let arrows = arrows_by_calls(&read(folder));
        let count: usize = arrows.values().map(BTreeMap::len).sum();
        assert!(count > 10, "only {count} arrows are seen in {folder}: the scan is blind");
        assert_no_circle(&arrows, "calls");
    }
}

#[test]
fn no_circle_by_imports_is_among_the_files_of_the_c_room() {
    let arrows = arrows_by_imports(&read("src/capi"));
    let count: usize = arrows.values().map(BTreeMap::len).sum();
    assert!(count > 100, "only {count} arrows are seen: the scan is blind");
    assert_no_circle(&arrows, "imports");
}

#[test]
fn the_parts_of_the_c_room_stand_in_their_table_below_whatever_they_import() {
    let table = std::fs::read_to_string(root().join("src/capi/mod.rs")).unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("//! | `"));
    let order: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    let part = |module: &str| module.split("::").nth(1).unwrap().to_owned();
    let place = |name: &str| order.iter().position(|part| part == &name);
    for (from, to) in arrows_by_imports(&read("src/capi")) {
        for (to, why) in to {
            let (from, to) = (part(&from), part(&to));
            assert!(place(&from).is_some(), "{from} is not in the table");
            assert!(
                place(&from) >= place(&to),
                "{from} {why}, of {to}, which stands below it in the table"
            );
        }
    }
}

/// The table at the top of the folder is what its readers go by.
#[test]
fn the_parts_of_a_call_stand_in_their_table_below_whatever_they_call() {
    let table = std::fs::read_to_string(root().join("src/messenger/call/mod.rs")).unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("//! | `"));
    let order: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    let files = read("src/messenger/call");
    let part = |module: &str| module.split("::").nth(2).unwrap_or_default().to_owned();
    let place = |name: &str| order.iter().position(|part| *part == name);
    for file in &files {
        let name = part(&file.module.join("::"));
        assert!(name.is_empty() || place(&name).is_some(), "{name} is not in the table");
    }
    for (from, to) in arrows_by_calls(&files) {
        for (to, why) in to {
            let (from, to) = (part(&from), part(&to));
            assert!(place(&from) >= place(&to), "{from} {why}, of {to}, which stands below it");
        }
    }
}

/// Rooms of the library, lowest first, as `src/lib.rs` has them.
#[test]
fn rooms_import_only_rooms_below_them() {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let rows = lib.lines().filter_map(|line| line.strip_prefix("//! | "));
    let names = rows.map(|row| row.trim_start_matches(['[', '`']).split('`').next().unwrap());
    let order: Vec<String> = names.map(str::to_owned).collect();
    let rooms: Vec<&str> = order
        .iter()
        .map(String::as_str)
        .filter(|name| root().join("src").join(name).is_dir())
        .collect();
    let place = |name: &str| rooms.iter().position(|room| *room == name);
    assert!(place("capi") > place("crypto"), "{rooms:?}");
    for (below, room) in rooms.iter().enumerate() {
        for file in read(&format!("src/{room}")) {
            for path in file.paths() {
                let other = path.first().and_then(|name| place(name));
                let fits = other.is_none_or(|other| other <= below);
                assert!(fits, "{} imports {}", file.module.join("::"), path.join("::"));
            }
        }
    }
}

/// The most files that a folder may have, `mod.rs` included.
const MOST_FILES: usize = 14;

/// Folders that are larger and wait to be cut: until then they do not grow.
const TO_BE_CUT: [(&str, usize); 3] = [("src/crypto", 16), ("src/seal", 16), ("src/session", 29)];

#[test]
fn folders_have_at_most_fourteen_files_but_crypto_seal_and_session_until_they_are_cut() {
    for (folder, files) in folders() {
        let waits = TO_BE_CUT.iter().find(|(name, _)| *name == folder);
        let most = waits.map_or(MOST_FILES, |(_, most)| *most);
        assert!(files <= most, "{folder} has {files} files, {most} are possible");
        assert!(waits.is_none() || files > MOST_FILES, "{folder} is cut: no exception any more");
    }
}
