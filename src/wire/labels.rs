//! The labels that keep one use of a hash, a key or a signature apart from every other.
//!
//! The tables are those of `docs/PROTOCOL.md` section 3 and `docs/FORMAT.md` section 12. No label is the beginning of another, so a
//! label can stand before data of any length without a separator.

/// Fingerprint of an identity (section 5).
pub const FINGERPRINT: &[u8] = b"subrosa/1 fingerprint";

/// Fingerprint as decimal digits (section 5).
pub const DIGITS: &[u8] = b"subrosa/1 digits";

/// Signature of a card (section 5).
pub const CARD: &[u8] = b"subrosa/1 card";

/// Id of a card (section 5).
pub const CARD_ID: &[u8] = b"subrosa/1 id-of-card";

/// Key of the identity part of an Init (section 7).
pub const INIT_ID: &[u8] = b"subrosa/1 init-id";

/// Transcript of the key agreement (section 7).
pub const X3DH: &[u8] = b"subrosa/1 x3dh";

/// Root key, header keys, tags and session id (section 7).
pub const SESSION: &[u8] = b"subrosa/1 session";

/// Root step of the double ratchet (section 8).
pub const ROOT: &[u8] = b"subrosa/1 root";

/// Key of the synthetic salt (section 8).
pub const SALT: &[u8] = b"subrosa/1 salt";

/// Key and nonce of one message (section 8).
pub const MESSAGE: &[u8] = b"subrosa/1 message";

/// Id of a text (section 9).
pub const TEXT_ID: &[u8] = b"subrosa/1 text-id";

/// Receipt of one text (section 9).
pub const RECEIPT: &[u8] = b"subrosa/1 receipt";

/// Hash over the receipts of what a line acknowledges (section 9).
pub const ACKNOWLEDGED: &[u8] = b"subrosa/1 acknowledged";

/// What is kept of the id of a text that was shown (section 9).
pub const SHOWN: &[u8] = b"subrosa/1 shown";

/// Key of saved state (section 13).
pub const BLOB: &[u8] = b"subrosa/1 blob";

/// Key of an identity export (section 13).
pub const EXPORT: &[u8] = b"subrosa/1 export";

/// Key of the slot of a vault (VAULT.md).
pub const VAULT_SLOT: &[u8] = b"subrosa/1 vault-slot";

/// Keys that follow from the master key of a vault (VAULT.md).
pub const VAULT_KEYS: &[u8] = b"subrosa/1 vault-keys";

/// Key of a row of a vault (VAULT.md).
pub const VAULT_ROW: &[u8] = b"subrosa/1 vault-row";

/// What a sender of documents draws (FORMAT.md section 4).
pub const DOCUMENT_SEED: &[u8] = b"subrosa/1 document-seed";

/// Key of the header MAC of a document (FORMAT.md section 4).
pub const DOCUMENT_MAC: &[u8] = b"subrosa/1 document-mac";

/// HPKE info of a stanza (FORMAT.md section 5).
pub const DOCUMENT_STANZA: &[u8] = b"subrosa/1 document-stanza";

/// Key of a passphrase stanza (FORMAT.md section 5).
pub const DOCUMENT_PASSPHRASE: &[u8] = b"subrosa/1 document-passphrase";

/// Key of the metadata of a document (FORMAT.md section 6).
pub const DOCUMENT_METADATA: &[u8] = b"subrosa/1 document-metadata";

/// Key of the chunks of a document (FORMAT.md section 7).
pub const DOCUMENT_BODY: &[u8] = b"subrosa/1 document-body";

/// Key of the trailer of a document (FORMAT.md section 8).
pub const DOCUMENT_TRAILER: &[u8] = b"subrosa/1 document-trailer";

/// Hash of a chunk (FORMAT.md section 8).
pub const DOCUMENT_LEAF: &[u8] = b"subrosa/1 document-leaf";

/// Hash over all leaves (FORMAT.md section 8).
pub const DOCUMENT_ROOT: &[u8] = b"subrosa/1 document-root";

/// Signature of a document (FORMAT.md section 8).
pub const DOCUMENT_SIGNATURE: &[u8] = b"subrosa/1 document-signature";

/// Every label, in the order of the specifications.
pub const ALL: &[&[u8]] = &[
    FINGERPRINT,
    DIGITS,
    CARD,
    CARD_ID,
    INIT_ID,
    X3DH,
    SESSION,
    ROOT,
    SALT,
    MESSAGE,
    TEXT_ID,
    RECEIPT,
    ACKNOWLEDGED,
    SHOWN,
    BLOB,
    EXPORT,
    VAULT_SLOT,
    VAULT_KEYS,
    VAULT_ROW,
    DOCUMENT_SEED,
    DOCUMENT_MAC,
    DOCUMENT_STANZA,
    DOCUMENT_PASSPHRASE,
    DOCUMENT_METADATA,
    DOCUMENT_BODY,
    DOCUMENT_TRAILER,
    DOCUMENT_LEAF,
    DOCUMENT_ROOT,
    DOCUMENT_SIGNATURE,
];

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn no_label_is_the_beginning_of_another() {
        for (i, one) in ALL.iter().enumerate() {
            for (j, other) in ALL.iter().enumerate() {
                assert!(i == j || !other.starts_with(one), "label {i} begins label {j}");
            }
        }
    }

    #[test]
    fn the_labels_are_exactly_those_of_the_specifications() {
        let listed = |specification: &'static str, heading| {
            let section = specification.split(heading).nth(1).unwrap();
            let section = section.split("\n## ").next().unwrap();
            section
                .lines()
                .filter_map(|row| row.strip_prefix("| `")?.split('`').next())
                .map(|name| format!("subrosa/1 {name}").into_bytes())
        };
        let protocol = listed(include_str!("../../docs/PROTOCOL.md"), "\n## 3 Labels\n");
        let format = listed(include_str!("../../docs/FORMAT.md"), "\n## 12 Labels\n");
        assert_eq!(ALL, protocol.chain(format).collect::<Vec<_>>());
    }
}
