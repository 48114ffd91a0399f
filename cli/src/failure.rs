//! What went wrong: a sentence that says what to do next, and a kind that scripts can tell by the exit
//! code.

use std::io;
use std::path::Path;

use serde::Serialize;
use subrosa::crypto::CryptoError;
use subrosa::identity::IdentityError;
use subrosa::messenger::MessengerError;
use subrosa::seal::SealError;
use subrosa::vault::VaultError;

/// Kinds of failures; their numbers are the exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// None of the others.
    Other = 1,
    /// The options do not go together.
    Usage = 2,
    /// The input is not what was expected, or it is damaged.
    Input = 3,
    /// It does not open with these keys or this passphrase.
    Closed = 4,
    /// A signature, a key or a number is not to be trusted.
    Distrust = 5,
    /// The vault.
    Vault = 6,
    /// A file, or the system.
    File = 7,
    /// Nobody of that name is known, or no key to seal to.
    Unknown = 8,
    /// The user has interrupted it.
    Interrupted = 130,
}

impl Kind {
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// What is told instead of what was asked for.
#[derive(Debug, thiserror::Error)]
#[error("{sentence}")]
pub struct Failure {
    kind: Kind,
    sentence: String,
}

impl Failure {
    pub fn new(kind: Kind, sentence: impl Into<String>) -> Self {
        Self { kind, sentence: sentence.into() }
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// What the system said about a file.
    pub fn file(path: &Path, error: &io::Error) -> Self {
        Self::new(Kind::File, format!("{}: {}.", path.display(), words(error.kind())))
    }

    /// The same failure, with the file that it is about.
    pub fn about(self, path: &Path) -> Self {
        Self { sentence: format!("{}: {}", path.display(), self.sentence), ..self }
    }
}

/// What an error of the system means, and what to do.
fn words(kind: io::ErrorKind) -> String {
    match kind {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not read or write this".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full; make room and try again".to_owned()
        }
        io::ErrorKind::IsADirectory => "this is a folder, and a file is needed".to_owned(),
        io::ErrorKind::BrokenPipe => "nobody reads the output any more".to_owned(),
        other => other.to_string(),
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(Kind::File, format!("Reading or writing failed: {}.", words(error.kind())))
    }
}

impl From<CryptoError> for Failure {
    fn from(error: CryptoError) -> Self {
        Self::new(Kind::Other, format!("The encryption library failed: {error}. Try again."))
    }
}

impl From<SealError> for Failure {
    fn from(error: SealError) -> Self {
        let kind = match &error {
            SealError::NotForUs
            | SealError::PassphraseNeeded
            | SealError::KeysNeeded
            | SealError::WrongPassphrase => Kind::Closed,
            SealError::BadSignature
            | SealError::NotLowS
            | SealError::NotAmongRecipients
            | SealError::Unsigned
            | SealError::UnknownSender(_) => Kind::Distrust,
            SealError::TargetExists
            | SealError::TargetName
            | SealError::NotAFile
            | SealError::TemporaryGone
            | SealError::SizeChanged { .. }
            | SealError::Io { .. } => Kind::File,
            SealError::NoRecipients => Kind::Unknown,
            SealError::Ended | SealError::NotDone | SealError::Crypto(_) => Kind::Other,
            _ => Kind::Input,
        };
        let next = match &error {
            SealError::PassphraseNeeded => " Use --passphrase, or --passphrase-fd N in a script.",
            SealError::KeysNeeded => " Leave out --passphrase.",
            SealError::TargetExists => " Use --force to replace it, or -o for another name.",
            _ => "",
        };
        Self::new(kind, format!("{}{next}", error.sentence()))
    }
}

impl From<IdentityError> for Failure {
    fn from(error: IdentityError) -> Self {
        let (kind, next) = match &error {
            IdentityError::WrongPassphraseOrDamaged => (Kind::Closed, "try again"),
            IdentityError::EmptyPassphrase => (Kind::Usage, "type one"),
            IdentityError::Crypto(_) => (Kind::Other, "try again"),
            _ => (Kind::Input, "get it again from its owner"),
        };
        Self::new(kind, format!("{}: {next}.", capital(&error.to_string())))
    }
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        let (kind, next) = match &error {
            VaultError::Missing => (Kind::Vault, "make one with `subrosa key new`"),
            VaultError::WrongKey(_) => (Kind::Closed, "try again"),
            VaultError::EmptyPassphrase => (Kind::Usage, "type one"),
            VaultError::Busy | VaultError::InUse => {
                (Kind::Vault, "close the other program, or try again")
            }
            VaultError::DiskFull => (Kind::File, "make room and try again"),
            _ => (Kind::Vault, "`subrosa doctor` says more"),
        };
        Self::new(kind, format!("{}: {next}.", capital(&error.to_string())))
    }
}

impl From<MessengerError> for Failure {
    fn from(error: MessengerError) -> Self {
        match error {
            MessengerError::Vault(error) => error.into(),
            MessengerError::Identity(error) => error.into(),
            MessengerError::Seal(error) => error.into(),
            MessengerError::Crypto(error) => error.into(),
            MessengerError::NoSealingKey => {
                Self::new(Kind::Unknown, "No card of theirs is known: ask for one, and import it.")
            }
            other => Self::new(Kind::Other, other.notice().sentence()),
        }
    }
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
