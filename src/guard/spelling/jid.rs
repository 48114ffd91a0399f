//! XMPP addresses: `account@domain/resource` (RFC 7622).
//!
//! Account and domain have many spellings, the resource nearly one. An address with another
//! resource is another address; the account's owner may be behind both.

use super::normal_form::NoNormalForm;
use super::{domain, look, precis};

/// What RFC 7622 section 3.3.1 takes from accounts besides what PRECIS refuses.
const NOT_IN_ACCOUNTS: [char; 8] = ['"', '&', '\'', '/', ':', '<', '>', '@'];

/// The address as all of its spellings share it. The parts are told apart before anything is
/// mapped (RFC 7622 section 3.1): a wide `＠` separates nothing.
pub(super) fn normal_form(name: &str) -> Result<String, NoNormalForm> {
    let (bare, resource) = split_resource(name);
    if look::has_misplaced_iota(bare) {
        return Err(NoNormalForm::Precis);
    }
    let mut normal = String::new();
    let host = match bare.split_once('@') {
        Some((account, host)) => {
            let account = precis::account(account)?;
            if account.contains(NOT_IN_ACCOUNTS) {
                return Err(NoNormalForm::Precis);
            }
            normal.push_str(&account);
            normal.push('@');
            host
        }
        None => bare,
    };
    normal.push_str(&domain::normal_form(host)?);
    if let Some(resource) = resource {
        normal.push('/');
        normal.push_str(&precis::opaque(resource)?);
    }
    Ok(normal)
}

/// What addresses that look like this one have in common. Here the parts are told apart after the
/// mapping, so that `bob＠x.org`, which is no address of an account, stands beside `bob@x.org`.
pub(super) fn widest(name: &str) -> String {
    let seen = look::look(name);
    let (bare, resource) = split_resource(&seen);
    let mut widest = match bare.split_once('@') {
        Some((account, host)) => format!("{account}@{}", domain::widest(host)),
        None => domain::widest(bare),
    };
    if let Some(resource) = resource.filter(|resource| !resource.is_empty()) {
        widest.push('/');
        widest.push_str(resource);
    }
    widest
}

fn split_resource(name: &str) -> (&str, Option<&str>) {
    match name.split_once('/') {
        Some((bare, resource)) => (bare, Some(resource)),
        None => (name, None),
    }
}

#[cfg(test)]
mod tests {
    use super::{normal_form, widest};
    use crate::guard::NoNormalForm;

    #[test]
    fn the_spellings_of_a_private_contact_are_that_contact() {
        for (spelling, contact) in [
            // Decomposed.
            ("ame\u{301}lie@x.org", "am\u{e9}lie@x.org"),
            // Full width.
            ("ｂｏｂ@x.org", "bob@x.org"),
            // A dot behind the host.
            ("bob@x.org.", "bob@x.org"),
            // A sigma at the end of a word.
            ("ΟΔΥΣΣΕΎΣ@x.org", "οδυσσεύς@x.org"),
            ("οδυσσεύσ@x.org", "οδυσσεύς@x.org"),
            // The host in ASCII.
            ("bob@xn--bcher-kva.example", "bob@b\u{fc}cher.example"),
            ("BOB@XN--BCHER-KVA.EXAMPLE.", "bob@b\u{fc}cher.example"),
            // The resource counts, as it is.
            ("Bob@X.org/Phone", "bob@x.org/Phone"),
            ("bob@x.org/a/b@c", "bob@x.org/a/b@c"),
        ] {
            let normal = normal_form(contact);
            assert!(normal.is_ok(), "{contact}");
            assert_eq!(normal_form(spelling), normal, "{spelling}");
            assert_eq!(widest(spelling), widest(contact), "{spelling}");
        }
    }

    #[test]
    fn the_addresses_of_rfc_7622_are_addresses() {
        for (jid, normal) in [
            ("juliet@example.com", "juliet@example.com"),
            ("juliet@example.com/foo", "juliet@example.com/foo"),
            ("juliet@example.com/foo bar", "juliet@example.com/foo bar"),
            ("juliet@example.com/foo@bar", "juliet@example.com/foo@bar"),
            ("foo\\20bar@example.com", "foo\\20bar@example.com"),
            ("fussball@example.com", "fussball@example.com"),
            ("fu\u{df}ball@example.com", "fu\u{df}ball@example.com"),
            ("\u{3c0}@example.com", "\u{3c0}@example.com"),
            ("\u{3a3}@example.com/foo", "\u{3c3}@example.com/foo"),
            ("\u{3c3}@example.com/foo", "\u{3c3}@example.com/foo"),
            ("\u{3c2}@example.com/foo", "\u{3c3}@example.com/foo"),
            ("king@example.com/\u{265a}", "king@example.com/\u{265a}"),
            ("example.com", "example.com"),
            ("example.com/foobar", "example.com/foobar"),
            ("a.example.com/b@example.net", "a.example.com/b@example.net"),
        ] {
            assert_eq!(normal_form(jid).as_deref(), Ok(normal), "{jid:?}");
        }
    }

    #[test]
    fn what_rfc_7622_refuses_has_no_normal_form() {
        for (jid, why) in [
            ("\"juliet\"@example.com", NoNormalForm::Precis),
            ("foo bar@example.com", NoNormalForm::Precis),
            ("@example.com", NoNormalForm::Empty),
            ("henry\u{2163}@example.com", NoNormalForm::Precis),
            ("\u{265a}@example.com", NoNormalForm::Precis),
            ("juliet@", NoNormalForm::Idna),
            ("juliet@/foo", NoNormalForm::Idna),
            ("juliet@example.com/", NoNormalForm::Empty),
            ("/foobar", NoNormalForm::Idna),
            ("a@b@c", NoNormalForm::Idna),
            ("bob\u{ff20}x@x.org", NoNormalForm::Precis),
            ("bob\u{ff20}x.org", NoNormalForm::Idna),
        ] {
            assert_eq!(normal_form(jid), Err(why), "{jid:?}");
        }
    }

    #[test]
    fn an_address_without_a_normal_form_is_beside_the_one_it_looks_like() {
        for (odd, plain) in [
            ("henry\u{2163}@x.org", "henryiv@x.org"),
            ("bo\u{ad}b@x.org", "bob@x.org"),
            ("bob\u{ff20}x.org", "bob@x.org"),
            ("bob@x.org/", "bob@x.org"),
            ("bob@x.org..", "bob@x.org"),
            ("bob@x.org../", "bob@x.org"),
            ("bob@x.org.\u{ff0f}Phone", "bob@x.org/phone"),
        ] {
            assert!(normal_form(odd).is_err(), "{odd:?}");
            assert_eq!(widest(odd), widest(plain), "{odd:?}");
        }
        assert_eq!(widest("fu\u{df}ball@x.org"), widest("fussball@x.org"));
        assert_ne!(normal_form("fu\u{df}ball@x.org"), normal_form("fussball@x.org"));
    }
}
