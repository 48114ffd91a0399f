//! What an enemy on the wire makes of the lines it has seen, without any key.

use crate::dice::Dice;
use subrosa::wire::armor;

/// Bytes of an Offer up to its installation and its echo, which are not authenticated.
const OFFER_CARD_END: usize = 216;
const OFFER_END: usize = OFFER_CARD_END + 16;
/// Bytes of an Init before the message it carries.
const INIT_PREFIX: usize = 126;

/// The decoded bytes of a line.
pub fn decode(line: &str) -> Vec<u8> {
    armor::decode(line.as_bytes()).unwrap()
}

/// A line that no key holder has made, from genuine ones; none if the attempt gave a genuine one.
pub fn forge(dice: &mut Dice, genuine: &[String]) -> Option<String> {
    let pick = |dice: &mut Dice| decode(&genuine[dice.below(genuine.len())]);
    let (one, other) = (pick(dice), pick(dice));
    let forged = match dice.below(6) {
        0 => random_under_the_same_tag(dice, &one),
        1 => with_a_bit_flipped(dice, one),
        2 => spliced(dice, &one, &other),
        3 => one[..dice.below(one.len()).max(1)].to_vec(),
        4 => [one, dice.bytes(3)].concat(),
        _ => with_another_prefix(&one, &other),
    };
    let line = armor::encode(&forged);
    // The installation and the echo of an Offer are anybody's to write.
    let signed = |line: &str| decode(line).get(..OFFER_CARD_END).map(<[u8]>::to_vec);
    let is_offer = forged.first() == Some(&0x31) && forged.len() == OFFER_END;
    let known = genuine.contains(&line)
        || is_offer && genuine.iter().any(|other| signed(other) == signed(&line));
    (!known).then_some(line)
}

fn random_under_the_same_tag(dice: &mut Dice, line: &[u8]) -> Vec<u8> {
    let kept = if dice.percent(50) { 5 } else { 40 }.min(line.len());
    let rest = dice.between(20, 200) as usize;
    [&line[..kept], &dice.bytes(rest)].concat()
}

fn with_a_bit_flipped(dice: &mut Dice, mut line: Vec<u8>) -> Vec<u8> {
    let at = dice.below(line.len());
    line[at] ^= 1 << dice.below(8);
    line
}

fn spliced(dice: &mut Dice, one: &[u8], other: &[u8]) -> Vec<u8> {
    let at = dice.below(one.len().min(other.len()));
    [&one[..at], &other[at..]].concat()
}

/// The prefix of one Init before the message of another line.
fn with_another_prefix(one: &[u8], other: &[u8]) -> Vec<u8> {
    let message = match other.first() {
        Some(0x21) => &other[INIT_PREFIX..],
        Some(0x11) => &other[5..],
        _ => other,
    };
    [&one[..INIT_PREFIX.min(one.len())], message].concat()
}

/// An Offer seen before, with the echo of a line seen before.
pub fn offer_with_another_echo(
    dice: &mut Dice,
    offers: &[String],
    to: &[String],
) -> Option<String> {
    let offers: Vec<_> = offers.iter().filter(|line| decode(line)[0] == 0x31).collect();
    if offers.is_empty() || to.is_empty() {
        return None;
    }
    let offer = decode(offers[dice.below(offers.len())]);
    let recent = to.len() - dice.below(to.len().min(20)) - 1;
    let line = decode(&to[recent]);
    let tag: [u8; 4] = match line[0] {
        0x11 => line[1..5].try_into().unwrap(),
        _ => [0; 4],
    };
    let hash = subrosa::crypto::sha256(&[&line]);
    let mut installation = offer[OFFER_CARD_END..OFFER_CARD_END + 4].to_vec();
    if dice.percent(30) {
        installation = dice.bytes(4);
    }
    let parts = [&offer[..OFFER_CARD_END], &installation, &tag, &hash[..8]];
    Some(armor::encode(&parts.concat()))
}

/// What a network does to a line without meaning harm: it can still be read.
pub fn mangle(dice: &mut Dice, text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text).into_owned();
    let mangled = match dice.below(5) {
        0 => format!("<html><body><font size=\"2\">{text}</font></body></html>"),
        1 => text.chars().map(|c| format!("&#{};", u32::from(c))).collect(),
        2 => wrapped(&text, "\r\n"),
        3 => format!("> {}\n", wrapped(&text, "\n> ")),
        _ => format!("Look at this: {text} What is it?"),
    };
    mangled.into_bytes()
}

fn wrapped(text: &str, by: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let lines: Vec<String> = characters.chunks(72).map(|line| line.iter().collect()).collect();
    lines.join(by)
}
