//! The labels that keep one use of a hash, a key or a signature apart from every other.
//!
//! The table is that of `docs/PROTOCOL.md` section 3. No label is the beginning of another, so a
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

/// Every label, in the order of the specification.
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
    BLOB,
    EXPORT,
    VAULT_SLOT,
    VAULT_KEYS,
    VAULT_ROW,
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
    fn the_labels_are_exactly_those_of_the_specification() {
        let specification = include_str!("../../docs/PROTOCOL.md");
        let section = specification.split("\n## 3 Labels\n").nth(1).unwrap();
        let section = section.split("\n## ").next().unwrap();
        let listed: Vec<Vec<u8>> = section
            .lines()
            .filter_map(|row| row.strip_prefix("| `")?.split('`').next())
            .map(|name| format!("subrosa/1 {name}").into_bytes())
            .collect();
        assert_eq!(ALL, listed);
    }
}
