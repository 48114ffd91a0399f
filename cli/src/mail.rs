//! Mail as a mail program pipes it: what is readable of a message, out of quoted-printable, base64
//! and HTML.

use mail_parser::{MessageParser, PartType};

/// The text of a message: its readable parts one after the other, decoded. What is no message stays
/// as it is.
pub fn readable(input: &[u8]) -> Vec<u8> {
    if !begins_like_mail(input) {
        return input.to_vec();
    }
    let Some(message) = MessageParser::default().parse(input) else { return input.to_vec() };
    let mut text = Vec::new();
    for part in &message.parts {
        match &part.body {
            PartType::Text(body) => text.extend_from_slice(body.as_bytes()),
            PartType::Html(body) => {
                let plain = mail_parser::decoders::html::html_to_text(body);
                text.extend_from_slice(plain.as_bytes());
            }
            PartType::Binary(body) | PartType::InlineBinary(body) => text.extend_from_slice(body),
            // Its parts come by themselves, but for a message in a message.
            PartType::Message(inner) => text.extend(readable(inner.raw_message())),
            PartType::Multipart(_) => {}
        }
        text.extend_from_slice(b"\n\n");
    }
    text
}

/// Whether it begins with a field of a header, or the line that separates messages in a mailbox.
fn begins_like_mail(input: &[u8]) -> bool {
    let first = input.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_name = |byte: &u8| byte.is_ascii_graphic() && *byte != b':';
    let name = first.iter().take_while(|byte| is_name(byte)).count();
    let field = name > 0 && first.get(name) == Some(&b':') && first.get(name + 1) == Some(&b' ');
    field || first.starts_with(b"From ")
}
