//! The committed test vectors are what the library makes.

use std::collections::BTreeSet;
use std::path::Path;

#[path = "common/vectors/mod.rs"]
mod vectors;

#[test]
fn the_committed_vectors_are_what_the_library_makes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let files = vectors::files().unwrap();
    for (name, made) in &files {
        let committed = std::fs::read_to_string(folder.join(name))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        if let Some((number, (old, new))) =
            committed.lines().zip(made.lines()).enumerate().find(|(_, (old, new))| old != new)
        {
            panic!("{name} line {}: committed {old}, made {new}", number + 1);
        }
        assert_eq!(committed.len(), made.len(), "{name} is shorter or longer than what is made");
    }

    let made: BTreeSet<_> = files.iter().map(|(name, _)| (*name).to_owned()).collect();
    let committed: BTreeSet<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".json"))
        .collect();
    assert_eq!(committed, made);
}
