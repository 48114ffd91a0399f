//! Which links are shown, and how their targets are spelled.

/// Schemes that lead somewhere and run nothing.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "xmpp", "irc"];

/// Of these, the ones that name a host behind `//`.
const WITH_HOST: [&str; 3] = ["http", "https", "irc"];

/// Longest target, as it is shown. Bytes.
const MAX_TARGET_BYTES: usize = 2_048;

/// The target of a link in printable ASCII without quotes and angle brackets, or `None` if it is
/// not to be followed.
pub(super) fn target(href: &str) -> Option<String> {
    let href = href.trim_matches([' ', '\t', '\n', '\r', '\u{c}']);
    // Browsers leave out tabs and line breaks: nobody needs them but to hide a scheme.
    if href.chars().any(char::is_control) {
        return None;
    }
    let (scheme, rest) = href.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let place = if WITH_HOST.contains(&scheme.as_str()) { rest.strip_prefix("//")? } else { rest };
    if place.is_empty() || !SCHEMES.contains(&scheme.as_str()) {
        return None;
    }
    let target = format!("{scheme}:{}", encoded(rest));
    (target.len() <= MAX_TARGET_BYTES).then_some(target)
}

/// Whether the text of a link says all that its target does: the target itself, or what is left of
/// it without the scheme that messengers put before an address they find in a text.
pub(super) fn says(text: &str, target: &str) -> bool {
    let text = encoded(text.trim());
    let said = |address: &str| text == address || address.strip_suffix('/') == Some(&text);
    said(target)
        || ["http://", "https://", "mailto:"]
            .iter()
            .any(|scheme| target.strip_prefix(scheme).is_some_and(said))
}

/// The characters that RFC 3986 gives a meaning or none, and percent-encoding for all others. What
/// is encoded stays so.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'"' | b'\'' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => {
                escape(byte, &mut out)
            }
            b'!'..=b'~' => out.push(char::from(byte)),
            _ => escape(byte, &mut out),
        }
    }
    out
}

fn escape(byte: u8, out: &mut String) {
    out.push_str(&format!("%{byte:02X}"));
}
