//! Why a call failed.

use super::advice::{advice_about_card, advice_about_vault};
use super::codes::{of_crypto, of_identity, of_messenger, of_plugin, of_seal, of_session};
use super::result::subrosa_result;
use crate::crypto::CryptoError;
use crate::identity::IdentityError;
use crate::messenger::{MessengerError, Notice};
use crate::plugin::PluginError;
use crate::seal::SealError;
use crate::session::SessionError;

/// Why a call failed: the code, and one sentence about the occasion. Never a secret, never a text.
#[derive(Debug)]
pub(in crate::capi) struct Fault {
    pub(in crate::capi) code: subrosa_result,
    pub(in crate::capi) sentence: String,
    /// What it means for the user.
    pub(in crate::capi) advice: &'static str,
}

impl Fault {
    pub(in crate::capi) fn new(code: subrosa_result, sentence: impl Into<String>) -> Self {
        Self { code, sentence: sentence.into(), advice: Notice::Internal.sentence() }
    }
}

impl From<CryptoError> for Fault {
    fn from(error: CryptoError) -> Self {
        Self::new(of_crypto(&error), error.to_string())
    }
}

impl From<IdentityError> for Fault {
    fn from(error: IdentityError) -> Self {
        let fault = Self::new(of_identity(&error), error.to_string());
        Self { advice: advice_about_card(&error), ..fault }
    }
}

impl From<SealError> for Fault {
    fn from(error: SealError) -> Self {
        Self { advice: error.sentence(), ..Self::new(of_seal(&error), error.to_string()) }
    }
}

impl From<SessionError> for Fault {
    fn from(error: SessionError) -> Self {
        Self::new(of_session(&error), error.to_string())
    }
}

impl From<&MessengerError> for Fault {
    fn from(error: &MessengerError) -> Self {
        let notice = error.notice();
        let fault = Self::new(of_messenger(error), error.to_string());
        let advice = match error {
            MessengerError::Seal(error) => error.sentence(),
            MessengerError::Identity(error) => advice_about_card(error),
            MessengerError::Vault(error) => advice_about_vault(error, notice),
            _ => notice.sentence(),
        };
        Self { advice, ..fault }
    }
}

impl From<MessengerError> for Fault {
    fn from(error: MessengerError) -> Self {
        Self::from(&error)
    }
}

impl From<&PluginError> for Fault {
    fn from(error: &PluginError) -> Self {
        match error {
            PluginError::Messenger(error) => Self::from(error),
            // These are the host's mistakes, or were said by a SAY.
            _ => Self::new(of_plugin(error), error.to_string()),
        }
    }
}

impl From<PluginError> for Fault {
    fn from(error: PluginError) -> Self {
        Self::from(&error)
    }
}
