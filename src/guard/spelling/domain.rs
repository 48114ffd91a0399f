//! The host in an XMPP address (RFC 7622 section 3.2).
//!
//! Its normal form is the U-label, as RFC 7622 has it, by UTS #46 without transitional mapping.
//! That admits a few names that IDNA2008 does not (emoji); which names are equal is the same.

use super::look::look;
use super::normal_form::NoNormalForm;
use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};
use std::net::Ipv6Addr;

/// What begins a label that says in ASCII what it is in Unicode.
const A_LABEL: &str = "xn--";

/// Bytes of a label in ASCII (RFC 1035). A longer one is no A-label, and reading it would take
/// time that grows with its square.
const MAX_LABEL: usize = 63;

/// An A-label can hold another one. Names that servers join do not.
const MAX_NESTED: usize = 4;

/// The host as all of its spellings share it.
pub(super) fn normal_form(domain: &str) -> Result<String, NoNormalForm> {
    if let Some(address) = ipv6(domain) {
        return Ok(address);
    }
    let idna = Uts46::new();
    let ascii = idna
        .to_ascii(
            domain.as_bytes(),
            AsciiDenyList::URL,
            Hyphens::CheckFirstLast,
            DnsLength::VerifyAllowRootDot,
        )
        .map_err(|_| NoNormalForm::Idna)?;
    let host = ascii.strip_suffix('.').unwrap_or(&ascii);
    if host.is_empty() {
        return Err(NoNormalForm::Empty);
    }
    let (unicode, outcome) =
        idna.to_unicode(host.as_bytes(), AsciiDenyList::URL, Hyphens::CheckFirstLast);
    outcome.map_err(|_| NoNormalForm::Idna)?;
    Ok(unicode.into_owned())
}

/// What hosts that look like this one have in common. `seen` is a look.
pub(super) fn widest(seen: &str) -> String {
    if let Some(address) = ipv6(seen) {
        return address;
    }
    let dots = seen.replace('\u{3002}', ".");
    let labels: Vec<String> = dots.trim_end_matches('.').split('.').map(label).collect();
    labels.join(".").trim_end_matches('.').to_owned()
}

fn label(seen: &str) -> String {
    let mut label = seen.to_owned();
    for _ in 0..MAX_NESTED {
        let encoded = label.strip_prefix(A_LABEL).filter(|_| label.len() <= MAX_LABEL);
        match encoded.and_then(idna::punycode::decode_to_string) {
            Some(decoded) => label = look(&decoded),
            None => break,
        }
    }
    label
}

/// An address in brackets, spelled in the one way of RFC 5952.
fn ipv6(domain: &str) -> Option<String> {
    let address: Ipv6Addr = domain.strip_prefix('[')?.strip_suffix(']')?.parse().ok()?;
    Some(format!("[{address}]"))
}

#[cfg(test)]
mod tests {
    use super::{normal_form, widest};
    use crate::guard::NoNormalForm;
    use crate::guard::spelling::look::look;

    #[test]
    fn the_spellings_of_a_host_are_one_host() {
        for (host, normal) in [
            ("X.Org", "x.org"),
            ("x.org.", "x.org"),
            ("ｘ．ｏｒｇ", "x.org"),
            ("x\u{3002}org\u{3002}", "x.org"),
            ("XN--BCHER-KVA.example", "b\u{fc}cher.example"),
            ("bu\u{308}cher.example", "b\u{fc}cher.example"),
            ("B\u{dc}CHER.example", "b\u{fc}cher.example"),
            ("xn--fa-hia.de", "fa\u{df}.de"),
            ("xn--4xa.gr", "\u{3c3}.gr"),
            ("my_host", "my_host"),
            ("r3---sn.example", "r3---sn.example"),
            ("127.0.0.1", "127.0.0.1"),
            ("[2001:DB8:0::1]", "[2001:db8::1]"),
        ] {
            assert_eq!(normal_form(host).as_deref(), Ok(normal), "{host:?}");
            assert_eq!(normal_form(normal).as_deref(), Ok(normal), "{host:?}");
            assert_eq!(widest(&look(host)), widest(&look(normal)), "{host:?}");
        }
    }

    #[test]
    fn what_is_no_host_name_has_no_normal_form() {
        let long = "a".repeat(64);
        for host in
            ["x..org", ".org", "x y", "a@b", "a/b", "-x.org", "xn--a", "xn--bob-", &long, "[::g]"]
        {
            assert_eq!(normal_form(host), Err(NoNormalForm::Idna), "{host:?}");
        }
        for host in ["", "."] {
            assert!(normal_form(host).is_err(), "{host:?}");
        }
    }

    #[test]
    fn a_host_without_a_normal_form_is_beside_the_one_it_looks_like() {
        for (one, other) in [
            ("x.org..", "x.org"),
            ("xn--bob-.org", "bob.org"),
            ("fa\u{df}.de", "fass.de"),
            ("xn--fa-hia.de", "fass.de"),
            ("x\u{ff61}org", "x.org"),
            ("[::1]", "[0:0::1]"),
        ] {
            assert_eq!(widest(&look(one)), widest(&look(other)), "{one:?}");
        }
    }

    #[test]
    fn a_label_too_long_for_a_host_is_not_decoded() {
        let long = format!("xn--{}", "a".repeat(1_000_000));
        assert_eq!(widest(&long), long);
    }
}
