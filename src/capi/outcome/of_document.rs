//! What sealing and opening have to tell.

use super::codes::trust_code;
use super::constants::{
    SUBROSA_FIELD_ACCOUNT, SUBROSA_FIELD_DIGITS, SUBROSA_FIELD_PEER, SUBROSA_FIELD_TRUST,
};
use super::document_constants::{
    SUBROSA_EVENT_READY, SUBROSA_FIELD_CLAIMED_NAME, SUBROSA_FIELD_DATA, SUBROSA_FIELD_KIND,
    SUBROSA_FIELD_NAME, SUBROSA_FIELD_NAME_CHANGED, SUBROSA_FIELD_SIGNED, SUBROSA_FIELD_TIME,
    SUBROSA_KIND_FILE, SUBROSA_KIND_TEXT,
};
use super::events::Entry;
use super::session_constants::{SUBROSA_FIELD_FINGERPRINT, SUBROSA_FIELD_TEXT};
use crate::messenger::Trust;
use crate::seal::{Content, Opened, Origin, SafeName};

impl Entry {
    pub(in crate::capi) fn sealed_text(text: String) -> Self {
        Self::new(SUBROSA_EVENT_READY).with(SUBROSA_FIELD_TEXT, text)
    }

    pub(in crate::capi) fn sealed_bytes(document: Vec<u8>) -> Self {
        Self::new(SUBROSA_EVENT_READY).with(SUBROSA_FIELD_DATA, document)
    }

    /// Who has signed a document, as a messenger knows them.
    pub(in crate::capi) fn signed_by(self, trust: Trust, account: String, peer: String) -> Self {
        self.and(SUBROSA_FIELD_TRUST, trust_code(trust).into())
            .with(SUBROSA_FIELD_ACCOUNT, account)
            .with(SUBROSA_FIELD_PEER, peer)
    }

    /// What was opened, without its content.
    pub(in crate::capi) fn opened(opened: &Opened) -> Self {
        let metadata = opened.metadata();
        let (kind, is_file) = match metadata.content() {
            Content::File => (SUBROSA_KIND_FILE, true),
            Content::Text => (SUBROSA_KIND_TEXT, false),
        };
        let mut entry = Self::new(SUBROSA_EVENT_READY).and(SUBROSA_FIELD_KIND, kind.into());
        entry = match opened.origin() {
            Origin::Unsigned => entry.and(SUBROSA_FIELD_SIGNED, 0),
            Origin::Signed(sender) => entry
                .and(SUBROSA_FIELD_SIGNED, 1)
                .with(SUBROSA_FIELD_FINGERPRINT, sender.fingerprint().as_bytes().as_slice())
                .with(SUBROSA_FIELD_DIGITS, sender.fingerprint().to_digits()),
        };
        if is_file {
            let name = SafeName::of(metadata.unsafe_name());
            entry = entry
                .with(SUBROSA_FIELD_NAME, name.as_str())
                .and(SUBROSA_FIELD_NAME_CHANGED, name.changed().into());
        }
        if let Some(claimed) = metadata.unsafe_name() {
            entry = entry.with(SUBROSA_FIELD_CLAIMED_NAME, claimed);
        }
        if let Some(time) = metadata.time() {
            entry = entry.and(SUBROSA_FIELD_TIME, number(time));
        }
        entry
    }
}

pub(in crate::capi) fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
