//! Writes the files of `tests/vectors` anew.
//!
//! ```text
//! cargo run --example make_vectors
//! ```
//!
//! They are the same on every run; `tests/vectors.rs` holds the committed ones to that.

use std::error::Error;
use std::path::Path;

#[path = "../tests/common/vectors/mod.rs"]
mod vectors;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    std::fs::create_dir_all(&folder)?;
    for (name, content) in vectors::files()? {
        std::fs::write(folder.join(name), content)?;
    }
    Ok(())
}
