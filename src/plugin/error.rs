//! What a host has done wrongly, or could not be done.

use crate::messenger::MessengerError;
use std::path::PathBuf;

/// Why a call could not do what was asked. What the user has to know of it is said by a SAY.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PluginError {
    /// The messenger.
    #[error(transparent)]
    Messenger(#[from] MessengerError),
    /// A setting has no such name, or not this value.
    #[error("the setting {0} is not known, or not possible")]
    Setting(String),
    /// A text of settings does not consist of `name=value`.
    #[error("settings are words of the form name=value; this is none: {0}")]
    Settings(String),
    /// No network has this name.
    #[error("no profile is called {0}")]
    Profile(String),
    /// A file of templates cannot be read, or is not an object of codes and templates.
    #[error("{0} is no file of templates")]
    Language(PathBuf),
    /// A command has no meaning, or lacks something.
    #[error("the command is not understood")]
    Command,
    /// The question is not open, or this is no answer to it.
    #[error("the question is not open, or this is no answer to it")]
    Answer,
}
