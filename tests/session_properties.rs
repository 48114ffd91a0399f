//! Properties of sessions: any order, duplication and mangling of lines within the stated limits
//! yields each text exactly once; any altered bit yields none.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "common/mangle.rs"]
mod mangle;
#[path = "common/pair.rs"]
#[allow(dead_code)]
mod pair;

use pair::*;
use proptest::prelude::*;
use subrosa::session::{HostKey, Installation, Peer};
use subrosa::wire::armor;

/// What a network makes of a line: something between its characters, something around it.
fn mangled(line: &str, dice: &mut SeededRandom) -> Vec<u8> {
    let inside = mangle::INSIDE[dice.below(mangle::INSIDE.len() as u64) as usize].1;
    let around = mangle::AROUND[dice.below(mangle::AROUND.len() as u64) as usize].1;
    let line = inside(line, dice.next_u64());
    match String::from_utf8(line) {
        Ok(text) => around(&text, dice.next_u64()),
        Err(bytes) => bytes.into_bytes(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_order_and_duplication_and_mangling_yields_each_text_exactly_once(
        seed in any::<u64>(),
        lengths in prop::collection::vec(1_usize..900, 1..12),
        turns in prop::collection::vec(any::<bool>(), 12),
    ) {
        let (mut a, mut b) = pair(seed % 1_000_000);
        let mut dice = SeededRandom::new(seed);
        let (mut sent, mut lines) = (Vec::new(), Vec::new());
        for (n, (length, turn)) in lengths.iter().zip(turns).enumerate() {
            let text = format!("{n}:{}", "ä".repeat(*length / 2));
            lines.extend(a.send(&text));
            sent.push(text);
            if turn {
                let answer = b.send("my turn");
                a.hear(&answer);
            }
        }
        let copies: Vec<String> =
            lines.iter().filter(|_| dice.below(3) == 0).cloned().collect();
        lines.extend(copies);
        mangle::Seeded(seed).shuffle(&mut lines);
        let mut shown = Vec::new();
        for line in &lines {
            let arrived = mangled(line, &mut dice);
            let events = b.with(|peer, cx| peer.receive(cx, &arrived));
            shown.extend(texts(&events).into_iter().map(|(_, text, _)| text));
        }
        shown.sort();
        sent.sort();
        prop_assert_eq!(shown, sent);
    }

    #[test]
    fn saving_and_loading_at_any_point_loses_nothing(
        seed in any::<u64>(),
        moves in prop::collection::vec(0_u8..4, 1..24),
    ) {
        let (mut a, mut b) = pair(seed % 1_000_000);
        let key = HostKey::new([3; 32]);
        let mut underway = Vec::new();
        let (mut sent, mut shown) = (Vec::new(), Vec::new());
        for (n, step) in moves.into_iter().enumerate() {
            match step {
                0 => {
                    let text = format!("text {n}");
                    underway.extend(a.send(&text));
                    sent.push(text);
                }
                1 => shown.extend(b.hear(&std::mem::take(&mut underway)).0),
                2 => { let lines = b.send("back"); prop_assert_eq!(a.hear(&lines).0, ["back"]); }
                _ => for person in [&mut a, &mut b] {
                    let peer = person.peer.save(&key, &mut person.rng).unwrap().0;
                    let own = person.installation.save(&key, &mut person.rng).unwrap().0;
                    let identity = person.installation.identity().clone();
                    person.installation = Installation::load(&own, &key, identity).unwrap().0;
                    person.peer =
                        Peer::load(&peer, &key, &person.installation, None, &mut person.rng).unwrap().0;
                },
            }
        }
        shown.extend(b.hear(&underway).0);
        prop_assert_eq!(shown, sent);
    }
}

/// Flips every bit of a line in turn; none may yield a text, and the line itself must still do.
fn every_bit_matters(receiver: &Person, line: &str, text: &str) {
    let genuine = armor::decode(line.as_bytes()).unwrap();
    for bit in 0..genuine.len() * 8 {
        let mut altered = genuine.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        let events = receiver.clone().receive(&armor::encode(&altered));
        assert_eq!(texts(&events), [], "bit {bit}");
    }
    let mut receiver = receiver.clone();
    assert_eq!(receiver.hear([&line.to_string()]).0, [text]);
}

#[test]
fn any_altered_bit_of_a_message_yields_no_text() {
    let (mut a, mut b) = pair(200);
    let line = a.send("on the chain").remove(0);
    every_bit_matters(&b, &line, "on the chain");
    b.hear([&line]);
    let answer = b.send("turn");
    a.hear(&answer);
    let line = a.send("on a new chain").remove(0);
    every_bit_matters(&b, &line, "on a new chain");
}

#[test]
fn any_altered_bit_of_an_init_yields_no_text() {
    let (mut a, mut b) = (Person::new(201), Person::new(202));
    let card = a.installation.card(START, &mut a.rng).unwrap();
    let first = Some((Default::default(), &b"first"[..]));
    let line = b.with(|peer, cx| peer.start(cx, &card, first)).unwrap().lines.remove(0);
    every_bit_matters(&a, &line, "first");
}

#[test]
fn any_altered_bit_of_an_offer_begins_no_session_with_anybody_else() {
    let (mut a, b) = (Person::new(203), Person::new(204));
    let genuine = armor::decode(a.offer().as_bytes()).unwrap();
    // The echo behind the card is a hint and not signed.
    for bit in 0..(1 + 215) * 8 {
        let mut altered = genuine.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        let mut receiver = b.clone();
        let events = receiver.receive(&armor::encode(&altered));
        assert_eq!(lines(&events), [] as [String; 0], "bit {bit}");
        assert_eq!(receiver.peer.fingerprint(), None, "bit {bit}");
    }
}
