//! The keys of identities.

use subrosa::crypto::{CryptoError, Random};
use subrosa::identity::{Identity, IdentityError, KeyRole, PublicIdentity};

use super::{NOW, identity, mirrored};

#[test]
fn two_identities_differ_in_both_keys_and_no_key_serves_twice() {
    let (one, other) = (identity(1), identity(2));
    let keys = [one.public(), other.public()]
        .map(|public| [*public.signing().as_bytes(), *public.agreement().as_bytes()])
        .concat();
    for (i, key) in keys.iter().enumerate() {
        assert!(!keys[..i].contains(key));
    }
    assert_ne!(one.fingerprint(), other.fingerprint());
    assert_eq!(one.created(), NOW);
}

#[test]
fn a_failing_random_generator_makes_no_identity() {
    struct Broken;
    impl Random for Broken {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), CryptoError> {
            Err(CryptoError::RandomFailed)
        }
    }
    let error = Identity::generate(NOW, &mut Broken).unwrap_err();
    assert_eq!(error, IdentityError::Crypto(CryptoError::RandomFailed));
}

#[test]
fn debug_of_an_identity_shows_its_fingerprint_and_creation_alone() {
    let identity = identity(1);
    let hex = identity.fingerprint().to_hex();
    let expected = format!("Identity {{ created: {NOW}, fingerprint: Fingerprint({hex}), .. }}");
    assert_eq!(format!("{identity:?}"), expected);
}

#[test]
fn a_key_that_is_no_point_is_named() {
    let public = identity(1).public().clone();
    let (signing, agreement) = (public.signing().as_bytes(), public.agreement().as_bytes());
    assert_eq!(PublicIdentity::from_bytes(signing, agreement), Ok(public.clone()));
    let bad = |which| Err(IdentityError::BadKey { which });
    assert_eq!(PublicIdentity::from_bytes(&[0; 33], agreement), bad(KeyRole::Signing));
    assert_eq!(PublicIdentity::from_bytes(signing, &[0; 33]), bad(KeyRole::Agreement));
}

#[test]
fn one_key_for_both_jobs_is_refused_mirrored_or_not() {
    let public = identity(1).public().clone();
    for key in [*public.signing().as_bytes(), *public.agreement().as_bytes()] {
        for other in [key, mirrored(key)] {
            assert_eq!(PublicIdentity::from_bytes(&key, &other), Err(IdentityError::OneKey));
        }
    }
}

#[test]
fn the_mirrored_point_of_either_key_is_another_identity() {
    let public = identity(1).public().clone();
    let (signing, agreement) = (*public.signing().as_bytes(), *public.agreement().as_bytes());
    for (s, a) in [(mirrored(signing), agreement), (signing, mirrored(agreement))] {
        let other = PublicIdentity::from_bytes(&s, &a).unwrap();
        assert_ne!(other, public);
        assert_ne!(other.fingerprint(), public.fingerprint());
    }
}

#[test]
fn exchanged_keys_are_another_identity() {
    let public = identity(1).public().clone();
    let (signing, agreement) = (public.signing().as_bytes(), public.agreement().as_bytes());
    let exchanged = PublicIdentity::from_bytes(agreement, signing).unwrap();
    assert_ne!(exchanged.fingerprint(), public.fingerprint());
}
