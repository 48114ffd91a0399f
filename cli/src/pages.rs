//! Manual pages and completions, generated from what can be typed.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Args;
use crate::failure::Failure;

pub fn completions(shell: Shell) -> Result<(), Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "subrosa", &mut text);
    Ok(io::stdout().lock().write_all(&text)?)
}

/// A page for the program, and one for each of its commands.
pub fn manual(folder: &Path) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::file(folder, &error);
    fs::create_dir_all(folder).map_err(failed)?;
    clap_mangen::generate_to(Args::command(), folder).map_err(failed)
}
