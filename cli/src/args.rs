//! What can be typed.

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand};
use clap_complete::Shell;

/// What follows the help.
const EXIT_CODES: &str = "\
Exit codes: 0 done, 1 other failures, 2 wrong use, 3 the input is not what was expected or is
damaged, 4 it cannot be opened with these keys or this passphrase, 5 a signature, a key or a number
is not to be trusted, 6 the vault, 7 a file or the system, 8 not known in the vault, 130 interrupted.";

/// Seals files and mail, and keeps keys and cards.
///
/// Begin with `subrosa key new`. Give others what `subrosa card show` prints, and learn their cards
/// with `subrosa card import`.
#[derive(Debug, Parser)]
#[command(name = "subrosa", version, after_help = EXIT_CODES)]
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
    /// Read passphrases from this file descriptor, a line for each that is needed
    #[arg(long, global = true, value_name = "N")]
    pub passphrase_fd: Option<u32>,
    /// Print one JSON object
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Your own key
    #[command(subcommand)]
    Key(Key),
    /// Cards: yours, and those of others
    #[command(subcommand)]
    Card(Card),
    /// Seal a file, standard input or a mail
    Seal(Seal),
    /// Open what was sealed
    Open(Open),
    /// Say what a file is: a card, a document, a line, a vault. Tells no secrets
    Inspect {
        /// The file; - or nothing for standard input
        file: Option<PathBuf>,
    },
    /// Mark somebody as verified, having compared the number with them
    Trust {
        /// A name or a fingerprint
        who: String,
        /// What they read out to you: the safety number, or their fingerprint
        #[arg(required_unless_present = "revoke")]
        number: Option<String>,
        /// Take it back
        #[arg(long, conflicts_with = "number")]
        revoke: bool,
    },
    /// Show the safety number and code to compare with somebody
    Safety {
        /// A name or a fingerprint
        who: String,
        /// Compare the text of the code that they show, and mark them as verified
        #[arg(long, value_name = "CODE")]
        scan: Option<String>,
        /// Draw the QR code, also where the output is no terminal
        #[arg(long)]
        qr: bool,
    },
    /// Say what is wrong with the vault, if anything is
    Doctor,
    /// Print the completions for a shell
    Completions { shell: Shell },
    /// Write the manual pages into a folder
    Man { folder: PathBuf },
}

#[derive(Debug, Subcommand)]
pub enum Key {
    /// Make a vault with a new key, if there is none
    New,
    /// Show the fingerprint that others know you by
    Show,
    /// Write your key under a passphrase, to be kept or moved to another machine
    Export {
        #[command(flatten)]
        output: Output,
    },
    /// Take over a key that was exported, in place of the one in a vault without contacts
    Import {
        /// What `key export` wrote; - or nothing for standard input
        file: Option<PathBuf>,
    },
    /// Protect the vault by a passphrase
    Passphrase {
        /// Protect it by a key file beside it again
        #[arg(long)]
        remove: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum Card {
    /// Print your card, which others need to seal something to you
    Show {
        #[command(flatten)]
        output: Output,
    },
    /// Check a card and show whose it is
    Verify {
        /// A card, or a mail with one; - or nothing for standard input
        file: Option<PathBuf>,
    },
    /// Learn a card, so that you can seal to its owner
    Import {
        /// A card, or a mail with one; - or nothing for standard input
        file: Option<PathBuf>,
        /// What you want to call its owner
        #[arg(long, short)]
        name: Option<String>,
    },
    /// List everybody who is known, from cards and from messengers
    List,
}

/// Where a result goes.
#[derive(Debug, Group)]
pub struct Output {
    /// Write to this file
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Group)]
pub struct Seal {
    /// What to seal; - or nothing for standard input
    pub file: Option<PathBuf>,
    /// To whom: a name, a fingerprint, or a file with a card. May be repeated
    #[arg(long = "recipient", short, value_name = "WHO", required_unless_present = "passphrase")]
    pub recipients: Vec<String>,
    /// To whoever knows a passphrase, which is asked for
    #[arg(long, short, conflicts_with = "recipients")]
    pub passphrase: bool,
    /// As text, for chats and mail; up to 2 MiB
    #[arg(long, short, conflicts_with = "mail")]
    pub armor: bool,
    /// Seal a text, to be the body of a mail
    #[arg(long)]
    pub mail: bool,
    /// Do not sign, so that nobody can tell who sealed it
    #[arg(long)]
    pub unsigned: bool,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Group)]
pub struct Open {
    /// A document, a text or a mail with one; - or nothing for standard input
    pub file: Option<PathBuf>,
    /// It was sealed under a passphrase, which is asked for
    #[arg(long, short)]
    pub passphrase: bool,
    /// Open it only if this one signed it: a name, a fingerprint, or a file with a card
    #[arg(long, value_name = "WHO")]
    pub from: Option<String>,
    /// Where to write: a file, or a folder for the name that the document gives
    #[command(flatten)]
    pub output: Output,
}
