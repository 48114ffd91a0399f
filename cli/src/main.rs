//! `subrosa`: keys, cards, sealed files and mail, for people and scripts without a plugin.
//!
//! | file | idea |
//! |---|---|
//! | `args` | what can be typed |
//! | `failure` | what went wrong, as a sentence and an exit code |
//! | `home` | the vault of the user, opened |
//! | `passphrase` | passphrases from the terminal or a descriptor |
//! | `say` | what is printed: words, JSON, text that is safe on a terminal |
//!
//! Each command has a file of its own.

#![forbid(unsafe_code)]
#![allow(dead_code, reason = "the commands that use it follow")]

mod args;
mod failure;
mod home;
mod key;
mod passphrase;
mod say;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use failure::Failure;

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say::failure(&args.common, &failure);
            ExitCode::from(failure.kind().code())
        }
    }
}

fn run(args: &Args) -> Result<(), Failure> {
    match &args.command {
        Command::Key(key) => key::run(&args.common, key),
    }
}
