//! What sealing and opening have to tell.

use super::constants::{SUBROSA_FIELD_ACCOUNT, SUBROSA_FIELD_PEER, SUBROSA_FIELD_TRUST};
use super::document_constants::{
    SUBROSA_DOCUMENT_EVENT_CARD, SUBROSA_DOCUMENT_EVENT_READY, SUBROSA_DOCUMENT_FIELD_CARD,
    SUBROSA_DOCUMENT_FIELD_CLAIMED_NAME, SUBROSA_DOCUMENT_FIELD_DATA,
    SUBROSA_DOCUMENT_FIELD_DIGITS, SUBROSA_DOCUMENT_FIELD_FINGERPRINT, SUBROSA_DOCUMENT_FIELD_KIND,
    SUBROSA_DOCUMENT_FIELD_NAME, SUBROSA_DOCUMENT_FIELD_NAME_CHANGED,
    SUBROSA_DOCUMENT_FIELD_SIGNED, SUBROSA_DOCUMENT_FIELD_TEXT, SUBROSA_DOCUMENT_FIELD_TIME,
    SUBROSA_DOCUMENT_KIND_FILE, SUBROSA_DOCUMENT_KIND_TEXT,
};
use super::entry::{Entry, number};
use crate::identity::Fingerprint;
use crate::messenger::Trust;
use crate::plugin::trust_word;
use crate::seal::{ContentKind, Opened, SafeName, Signer};

impl Entry {
    pub(in crate::capi) fn sealed_text(text: String) -> Self {
        Self::new(SUBROSA_DOCUMENT_EVENT_READY).with(SUBROSA_DOCUMENT_FIELD_TEXT, text)
    }

    pub(in crate::capi) fn sealed_bytes(document: Vec<u8>) -> Self {
        Self::new(SUBROSA_DOCUMENT_EVENT_READY).with(SUBROSA_DOCUMENT_FIELD_DATA, document)
    }

    pub(in crate::capi) fn of_full_card(text: String, owner: &Fingerprint) -> Self {
        Self::new(SUBROSA_DOCUMENT_EVENT_CARD)
            .with(SUBROSA_DOCUMENT_FIELD_CARD, text)
            .with(SUBROSA_DOCUMENT_FIELD_FINGERPRINT, owner.as_bytes().as_slice())
            .with(SUBROSA_DOCUMENT_FIELD_DIGITS, owner.to_digits())
    }

    /// Who has signed a document, as a messenger knows them.
    pub(in crate::capi) fn signed_by(self, trust: Trust, account: String, peer: String) -> Self {
        self.with(SUBROSA_FIELD_TRUST, trust_word(trust))
            .with(SUBROSA_FIELD_ACCOUNT, account)
            .with(SUBROSA_FIELD_PEER, peer)
    }

    /// What was opened, without its content.
    pub(in crate::capi) fn opened(opened: &Opened) -> Self {
        let metadata = opened.metadata();
        let (kind, is_file) = match metadata.content() {
            ContentKind::File => (SUBROSA_DOCUMENT_KIND_FILE, true),
            ContentKind::Text => (SUBROSA_DOCUMENT_KIND_TEXT, false),
        };
        let mut entry =
            Self::new(SUBROSA_DOCUMENT_EVENT_READY).and(SUBROSA_DOCUMENT_FIELD_KIND, kind.into());
        entry = match opened.origin() {
            Signer::Unsigned => entry.and(SUBROSA_DOCUMENT_FIELD_SIGNED, 0),
            Signer::Signed(sender) => entry
                .and(SUBROSA_DOCUMENT_FIELD_SIGNED, 1)
                .with(
                    SUBROSA_DOCUMENT_FIELD_FINGERPRINT,
                    sender.fingerprint().as_bytes().as_slice(),
                )
                .with(SUBROSA_DOCUMENT_FIELD_DIGITS, sender.fingerprint().to_digits()),
        };
        if is_file {
            let name = SafeName::of(metadata.unsafe_name());
            entry = entry
                .with(SUBROSA_DOCUMENT_FIELD_NAME, name.as_str())
                .and(SUBROSA_DOCUMENT_FIELD_NAME_CHANGED, name.changed().into());
        }
        if let Some(claimed) = metadata.unsafe_name() {
            entry = entry.with(SUBROSA_DOCUMENT_FIELD_CLAIMED_NAME, claimed);
        }
        if let Some(time) = metadata.time() {
            entry = entry.and(SUBROSA_DOCUMENT_FIELD_TIME, number(time));
        }
        entry
    }
}
