//! What can be typed.

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand};

/// What follows the help.
const EXIT_CODES: &str = "\
Exit codes: 0 done, 1 other failures, 2 wrong use, 3 the input is not what was expected or is
damaged, 4 it cannot be opened with these keys or this passphrase, 5 a signature, a key or a number
is not to be trusted, 6 the vault, 7 a file or the system, 8 not known in the vault, 130 interrupted.";

/// Seals files and mail, and keeps keys and cards.
#[derive(Debug, Parser)]
#[command(name = "subrosa", version, after_help = EXIT_CODES, propagate_version = true)]
pub struct Args {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command understands.
#[derive(Debug, Group)]
pub struct Common {
    /// The vault to use instead of the user's own, which Pidgin and WeeChat use too
    #[arg(long, global = true, value_name = "FILE", env = "SUBROSA_VAULT")]
    pub vault: Option<PathBuf>,
    /// Read the passphrase from this file descriptor: its first line
    #[arg(long, global = true, value_name = "N")]
    pub passphrase_fd: Option<u32>,
    /// Print JSON, one object
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Your own key: new, show, export, import, passphrase
    #[command(subcommand)]
    Key(Key),
}

#[derive(Debug, Subcommand)]
pub enum Key {
    /// Make a vault with a new key, if there is none
    New,
    /// Show the fingerprint that others know you by
    Show,
}
