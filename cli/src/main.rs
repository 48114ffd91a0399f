//! `subrosa`: keys, cards, sealed files and mail, for people and scripts without a plugin.
//!
//! | file | idea |
//! |---|---|
//! | `args` | what can be typed |
//! | `failure` | what went wrong, as a sentence and an exit code |
//! | `home` | the vault of the user, opened |
//! | `passphrase` | passphrases from the terminal or a descriptor |
//! | `interrupt` | Ctrl-C leaves nothing half done |
//! | `output` | where input comes from, and where results go |
//! | `mail` | what is readable of a message |
//! | `who` | whom a word means |
//! | `progress` | how far a long job is |
//! | `say` | what is printed: words, JSON, text that is safe on a terminal |
//!
//! Each command has a file of its own.

#![forbid(unsafe_code)]

mod args;
mod card;
mod doctor;
mod failure;
mod home;
mod inspect;
mod interrupt;
mod key;
mod mail;
mod open;
mod output;
mod pages;
mod passphrase;
mod progress;
mod say;
mod seal;
mod trust;
mod who;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use failure::Failure;

fn main() -> ExitCode {
    let args = Args::parse();
    match interrupt::begin().and_then(|()| run(&args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say::failure(&args.common, &failure);
            ExitCode::from(failure.kind().code())
        }
    }
}

fn run(args: &Args) -> Result<(), Failure> {
    let common = &args.common;
    match &args.command {
        Command::Key(key) => key::run(common, key),
        Command::Card(card) => card::run(common, card),
        Command::Seal(seal) => seal::run(common, seal),
        Command::Open(open) => open::run(common, open),
        Command::Inspect { file } => inspect::run(common, file.as_ref()),
        Command::Trust { who, number, .. } => trust::trust(common, who, number.as_deref()),
        Command::Safety { who, scan, qr } => trust::safety(common, who, scan.as_deref(), *qr),
        Command::Doctor => doctor::run(common),
        Command::Completions { shell } => pages::completions(*shell),
        Command::Man { folder } => pages::manual(folder),
    }
}
