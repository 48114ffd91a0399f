//! Writes the files of `tests/kit` anew.
//!
//! ```text
//! cargo run --example make_kit
//! ```
//!
//! They are the same on every run; `tests/kit.rs` holds the committed ones to that.

// The generator stops where something is wrong with it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::Path;

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../tests/common/kit/mod.rs"]
mod kit;

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kit");
    std::fs::create_dir_all(&folder)?;
    let cases = kit::cases();
    for case in &cases {
        std::fs::write(folder.join(format!("{}.sealed", case.name)), &case.bytes)?;
    }
    std::fs::write(folder.join("kit.txt"), kit::index(&cases))?;
    std::fs::write(folder.join("keys.txt"), kit::keys())?;
    std::fs::write(folder.join("exports.txt"), kit::exports())
}
