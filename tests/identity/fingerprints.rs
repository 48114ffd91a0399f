//! Fingerprints and their forms.

use subrosa::crypto::{hkdf_expand, sha256};
use subrosa::identity::{Fingerprint, IdentityError};

use super::identity;

#[test]
fn a_fingerprint_is_the_labelled_hash_of_both_keys() {
    let identity = identity(1);
    let (signing, agreement) = (identity.public().signing(), identity.public().agreement());
    let hash = sha256(&[b"subrosa/1 fingerprint", signing.as_bytes(), agreement.as_bytes()]);
    assert_eq!(identity.fingerprint().as_bytes(), &hash);
    assert_eq!(identity.public().fingerprint(), identity.fingerprint());
}

#[test]
fn digits_are_sixty_in_twelve_groups_and_follow_the_specified_derivation() {
    for seed in 0..20 {
        let fingerprint = Fingerprint::from_bytes(sha256(&[&[seed]]));
        let mut source = [0; 60];
        hkdf_expand(fingerprint.as_bytes(), &[b"subrosa/1 digits"], &mut source).unwrap();
        let groups: Vec<String> = source
            .chunks(5)
            .map(|group| {
                let mut wide = [0; 8];
                wide[3..].copy_from_slice(group);
                format!("{:05}", u64::from_be_bytes(wide) % 100_000)
            })
            .collect();
        assert_eq!(groups.len(), 12);
        assert_eq!(fingerprint.to_digits(), groups.join(" "));
        assert_eq!(fingerprint.to_string(), fingerprint.to_digits());
        assert_eq!(fingerprint.to_digits().len(), 71);
    }
}

#[test]
fn digits_match_however_they_are_grouped() {
    let fingerprint = *identity(1).fingerprint();
    let digits = fingerprint.to_digits();
    for text in [
        digits.clone(),
        digits.replace(' ', ""),
        digits.replace(' ', "-"),
        digits.replace(' ', " \u{2013} "),
        digits.replace(' ', "\r\n"),
        digits.replace(' ', "\u{a0}"),
        format!("\t{digits}\n"),
    ] {
        assert!(fingerprint.matches_digits(&text), "{text:?}");
    }
}

#[test]
fn a_single_misread_missing_or_added_digit_does_not_match() {
    let fingerprint = *identity(1).fingerprint();
    let digits = fingerprint.to_digits();
    for at in 0..digits.len() {
        if &digits[at..=at] == " " {
            continue;
        }
        let (before, after) = (&digits[..at], &digits[at + 1..]);
        let read = digits[at..=at].parse::<u8>().unwrap();
        for other in (0..10).filter(|&other| other != read) {
            assert!(!fingerprint.matches_digits(&format!("{before}{other}{after}")));
        }
        assert!(!fingerprint.matches_digits(&format!("{before}{after}")));
    }
    assert!(!fingerprint.matches_digits(""));
    assert!(!fingerprint.matches_digits(&format!("{digits}0")));
    assert!(!fingerprint.matches_digits(&format!("{digits} ok")));
    assert!(!fingerprint.matches_digits(&identity(2).fingerprint().to_digits()));
}

#[test]
fn hexadecimal_digits_round_trip_in_any_case_and_grouping() {
    let fingerprint = *identity(1).fingerprint();
    let hex = fingerprint.to_hex();
    assert_eq!(hex.len(), 64);
    let pairs: Vec<&str> = (0..32).map(|i| &hex[2 * i..2 * i + 2]).collect();
    for text in
        [hex.clone(), hex.to_uppercase(), pairs.join(":"), format!(" {}\n", pairs.join(" "))]
    {
        assert_eq!(Fingerprint::from_hex(&text), Ok(fingerprint), "{text:?}");
    }
}

#[test]
fn anything_but_64_hexadecimal_digits_is_no_fingerprint() {
    let hex = identity(1).fingerprint().to_hex();
    let too_long = format!("{hex}0");
    let letter = format!("{}g", &hex[..63]);
    let dash = format!("{}-{}", &hex[..32], &hex[32..]);
    let wide = format!("{}\u{ff11}", &hex[..63]);
    let prefixed = format!("0x{hex}");
    for text in ["", &hex[..63], &hex[..62], &too_long, &letter, &dash, &wide, &prefixed] {
        assert_eq!(Fingerprint::from_hex(text), Err(IdentityError::NotAFingerprint), "{text}");
    }
}
