//! What a person needs to hear about what was refused.

use crate::identity::IdentityError;
use crate::messenger::Notice;
use crate::vault::VaultError;

/// What a person needs to hear about a card or an export that was refused.
pub(in crate::capi) fn advice_about_card(error: &IdentityError) -> &'static str {
    match error {
        IdentityError::NoCard => "There is no card in this text.",
        IdentityError::SeveralCards => "There are different cards in this text: keep one of them.",
        IdentityError::Expired { .. } => "This card is out of date: ask for a new one.",
        IdentityError::NotYetValid { .. } => "This card is from the future: is the clock right?",
        IdentityError::NoSealingKey => "Nothing can be sealed to the owner of this card.",
        IdentityError::NoExport => "There is no exported identity in this text.",
        IdentityError::SeveralExports => "There are different exported identities in this text.",
        IdentityError::WrongPassphraseOrDamaged => {
            "The passphrase is wrong, or the exported identity is damaged."
        }
        IdentityError::EmptyPassphrase => EMPTY_PASSPHRASE,
        IdentityError::Crypto(_) => Notice::Internal.sentence(),
        _ => "This was changed on its way or made by a newer version: ask for it again.",
    }
}

const EMPTY_PASSPHRASE: &str = "An empty passphrase protects nothing: choose another one.";

/// What a person needs to hear about a vault that was refused.
pub(in crate::capi) fn advice_about_vault(error: &VaultError, notice: Notice) -> &'static str {
    match error {
        VaultError::Older { .. } => {
            "The vault is older than it was, and may not know any more what was private: put its newest \
             copy back, or accept it as it is."
        }
        VaultError::InUseElsewhere { .. } => {
            "This account is in use on another machine, or a program there has ended badly."
        }
        VaultError::SeveralNames { .. } => {
            "The file of the vault has several names: remove the others, or copy the vault."
        }
        VaultError::EmptyPassphrase => EMPTY_PASSPHRASE,
        _ => notice.sentence(),
    }
}
