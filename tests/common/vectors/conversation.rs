//! What two people send each other, from the first line to a close or a fork.

use subrosa::session::Content;

use super::json::Json;
use super::talk::Side::{Initiator, Responder};
use super::talk::{START, Talk};

/// Where things stand in an Init: card id, E, sealed identity.
const CARD_ID: usize = 1;
const EPHEMERAL: usize = 9;
const SEALED_IDENTITY: usize = 42;
/// Length of the prefix of an Init, and of header byte and tag of a message: what the rest is
/// counted from.
const INIT: usize = 126;
const MESSAGE: usize = 5;

/// The cases of `conversation.json`.
pub(super) fn cases() -> Vec<Json> {
    vec![
        from_an_offer(),
        on_a_reusable_card(),
        late_lines(),
        altered_bits(),
        long_text_under_init(),
        long_text_in_filled_lines(),
        acknowledgements(),
        replaced_text(),
        sent_again(),
        left_late(),
        card_and_close(),
        copied_state(),
        gaps(),
        beyond_what_is_remembered(),
    ]
}

fn from_an_offer() -> Json {
    let mut talk = Talk::confirmed("an Offer, an empty Init, and turns");
    for turn in 1..=2 {
        let line = talk.send(Initiator, &format!("question {turn}"));
        talk.receive(Responder, line);
        let line = talk.send(Responder, &format!("answer {turn}"));
        talk.receive(Initiator, line);
    }
    talk.wait(2);
    let line = talk.acknowledge(Initiator, &[(1, 2)]);
    talk.receive(Responder, line);
    talk.finish()
}

fn on_a_reusable_card() -> Json {
    let mut talk = Talk::new("a reusable card, and texts before the first reply");
    let first = talk.begin_on_card(Content::Html, "<b>hello</b>")[0];
    let second = talk.send(Initiator, "are you there?");
    // The second makes the session.
    let answer = talk.receive(Responder, second)[0];
    talk.receive(Responder, first);
    talk.wait(60);
    let again = talk.refuse(Responder, first, "duplicate");
    assert_eq!(again.len(), 1, "the answer may have been lost");
    let greeting = talk.send(Responder, "gr\u{fc}\u{df} dich");
    let confirmation = talk.receive(Initiator, greeting)[0];
    talk.receive(Initiator, answer);
    let third = talk.send(Initiator, "there you are");
    talk.receive(Responder, third);
    talk.receive(Responder, confirmation);
    talk.finish()
}

fn late_lines() -> Json {
    let mut talk = Talk::confirmed("lines out of order, late, and twice");
    let a = ["a0", "a1", "a2"].map(|text| talk.send(Initiator, text));
    talk.receive(Responder, a[2]);
    let b = ["b0", "b1"].map(|text| talk.send(Responder, text));
    talk.receive(Initiator, b[1]);
    let c = ["c0", "c1"].map(|text| talk.send(Initiator, text));
    // The first seen of its chain is not the first of it, and the chain before has a gap.
    talk.receive(Responder, c[1]);
    let d = talk.send(Responder, "d0");
    talk.receive(Initiator, d);
    let e = talk.send(Initiator, "e0");
    talk.receive(Responder, e);
    talk.receive(Responder, a[0]);
    talk.receive(Initiator, b[0]);
    talk.receive(Responder, c[0]);
    talk.receive(Responder, a[1]);
    for (side, line) in [(Responder, a[1]), (Responder, e), (Initiator, b[0])] {
        talk.refuse(side, line, "duplicate");
    }
    talk.finish()
}

fn altered_bits() -> Json {
    let mut talk = Talk::new("altered bits");
    let init = talk.begin_on_offer();
    let of_init = [
        (0, 0x03, "wrong suite"),
        (CARD_ID, 0x80, "not for us"),
        // E and -E give the same shared secrets: only its bytes in the derivation tell.
        (EPHEMERAL, 0x01, "forged"),
        (EPHEMERAL + 20, 0x10, "forged"),
        (SEALED_IDENTITY, 0x01, "forged"),
        (INIT - 1, 0x80, "forged"),
    ];
    for (at, bits, why) in of_init {
        talk.refuse_flipped(Responder, init, (at, bits), why);
    }
    alter_message(&mut talk, init, INIT);
    let reply = talk.receive(Responder, init)[0];
    talk.refuse(Initiator, init, "reflected");
    talk.refuse_flipped(Responder, init, (EPHEMERAL, 0x01), "replayed");
    talk.refuse_flipped(Responder, init, (SEALED_IDENTITY, 0x01), "forged");
    talk.refuse_flipped(Initiator, reply, (1, 0x40), "not for us");
    alter_message(&mut talk, reply, MESSAGE);
    let confirmation = talk.receive(Initiator, reply)[0];
    talk.receive(Responder, confirmation);
    // A line on a chain that has begun.
    let begun = talk.send(Initiator, "genuine");
    alter_message(&mut talk, begun, MESSAGE);
    talk.receive(Responder, begun);
    talk.refuse(Initiator, begun, "reflected");
    talk.refuse_flipped(Responder, begun, (MESSAGE + 36, 0x01), "forged");
    talk.finish()
}

/// One bit of each field of a message that begins at `start`, read by who it is for.
fn alter_message(talk: &mut Talk, line: usize, start: usize) {
    let reader = if start == INIT || line > 1 { Responder } else { Initiator };
    let last = talk.bytes(line).len() - 1;
    let fields = [
        (start, 0x01),      // the sign of the ratchet key
        (start + 5, 0x04),  // its x-coordinate
        (start + 33, 0x02), // N
        (start + 34, 0x01), // PN
        (start + 35, 0x01), // salt
        (start + 43, 0x01), // MAC
        (start + 51, 0x01), // ciphertext
        (last, 0x80),       // GCM tag
    ];
    for place in fields {
        talk.refuse_flipped(reader, line, place, "forged");
    }
}

/// The sides keep acknowledgements to themselves: when those of parts go out is the host's affair.
fn long_text_under_init() -> Json {
    let mut talk = Talk::new("a long text under the Init header, without acknowledgements");
    for side in [Initiator, Responder] {
        talk.person(side).peer.set_acknowledgements(false);
    }
    let text = "Stra\u{df}enb\u{e4}ume \u{1f333} ".repeat(10);
    let parts = talk.begin_on_card(Content::Plain, &text);
    let mut answers = Vec::new();
    for part in parts.into_iter().rev() {
        answers.extend(talk.receive(Responder, part));
    }
    let confirmation = talk.receive(Initiator, answers[1])[0];
    talk.receive(Responder, confirmation);
    let line = talk.send(Initiator, "that was long");
    talk.receive(Responder, line);
    talk.finish()
}

fn long_text_in_filled_lines() -> Json {
    let mut talk = Talk::new("a long text in filled lines of 500 characters");
    talk.set_lines(Responder, 500, true);
    let init = talk.begin_on_offer();
    let reply = talk.receive(Responder, init)[0];
    let confirmation = talk.receive(Initiator, reply)[0];
    talk.receive(Responder, confirmation);
    let text = "<p>\u{20ac}\u{df}</p>".repeat(50);
    let (parts, _) = talk.send_text(Responder, Content::Html, &text, (None, None));
    for at in [1, 0, 2] {
        talk.receive(Initiator, parts[at]);
    }
    talk.wait(10);
    let line = talk.acknowledge(Initiator, &[(1, 3)]);
    talk.receive(Responder, line);
    let short = talk.send(Responder, "short");
    talk.receive(Initiator, short);
    talk.finish()
}

fn acknowledgements() -> Json {
    let mut talk = Talk::confirmed("acknowledgements with gaps");
    let lines: Vec<usize> = (1..=18).map(|n| talk.send(Initiator, &n.to_string())).collect();
    let read = |talk: &mut Talk, seqs: &[usize]| {
        seqs.iter().for_each(|seq| assert!(talk.receive(Responder, lines[seq - 1]).is_empty()));
    };
    read(&mut talk, &[3, 1, 4, 5, 8]);
    talk.wait(2);
    let line = talk.acknowledge(Responder, &[(8, 8), (3, 5), (1, 1)]);
    talk.receive(Initiator, line);
    // More runs than a line may name: the highest eight.
    read(&mut talk, &[18, 10, 12, 14, 16]);
    read(&mut talk, &[6]);
    talk.wait(2);
    let eight = [(18, 18), (16, 16), (14, 14), (12, 12), (10, 10), (8, 8), (3, 6), (1, 1)];
    let line = talk.acknowledge(Responder, &eight);
    talk.receive(Initiator, line);
    // A text carries what fits beside it.
    read(&mut talk, &[2, 7, 9, 11]);
    let text = talk.send(Responder, "so far");
    talk.receive(Initiator, text);
    talk.finish()
}

fn sent_again() -> Json {
    let mut talk = Talk::confirmed("a text sent again, and the first sending late");
    let (lost, id) = talk.send_text(Initiator, Content::Plain, "is it there?", (None, None));
    let (again, same) = talk.send_text(Initiator, Content::Plain, "is it there?", (Some(id), None));
    assert_eq!(id, same);
    talk.receive(Responder, again[0]);
    let answer = talk.send(Responder, "it is");
    talk.receive(Initiator, answer);
    talk.receive(Responder, lost[0]);
    let answer = talk.send(Responder, "and once more");
    talk.receive(Initiator, answer);
    talk.finish()
}

fn left_late() -> Json {
    let mut talk = Talk::confirmed("texts that leave late say when they were written");
    let written = START + 7;
    talk.wait(100);
    let (held, _) = talk.send_text(Initiator, Content::Plain, "held", (None, Some(written)));
    talk.receive(Responder, held[0]);
    let long = "a text that takes several lines ".repeat(26);
    let (lost, id) = talk.send_text(Responder, Content::Plain, &long, (None, None));
    talk.receive(Initiator, lost[1]);
    talk.wait(100);
    let late = (Some(id), Some(START + 100));
    let (again, _) = talk.send_text(Responder, Content::Plain, &long, late);
    for at in [2, 0, 3, 1] {
        talk.receive(Initiator, again[at]);
    }
    let answer = talk.send(Initiator, "it has come");
    talk.receive(Responder, answer);
    talk.finish()
}

fn card_and_close() -> Json {
    let mut talk = Talk::confirmed("a card, then a close");
    let card = talk.send_card(Responder);
    talk.receive(Initiator, card);
    let late = talk.send(Responder, "this comes late");
    let close = talk.close(Initiator);
    talk.receive(Responder, close);
    // A minute after the confirmation, the last line that was made as an answer.
    talk.wait(60);
    let again = talk.receive(Initiator, late);
    assert_eq!(again.len(), 1, "the close may have been lost");
    talk.receive(Responder, again[0]);
    talk.finish()
}

fn copied_state() -> Json {
    let mut talk = Talk::confirmed("a copied state: the same counter twice");
    let mut copy = talk.person(Initiator).clone();
    let genuine = talk.send(Initiator, "from the one");
    talk.receive(Responder, genuine);
    let other = talk.send_from_copy(&mut copy, "from the other");
    let told = talk.refuse_foreign(Responder, &other, "fork");
    assert_eq!(talk.receive(Initiator, told[0]), [0_usize; 0]);
    talk.finish()
}

fn replaced_text() -> Json {
    let mut talk = Talk::confirmed("a text that a thief replaces on its way: its receipt tells");
    let first = talk.send(Initiator, "the chain begins");
    talk.receive(Responder, first);
    let mut thief = talk.person(Initiator).clone();
    talk.send(Initiator, "the truth");
    let lie = talk.send_from_copy(&mut thief, "a lie");
    talk.receive_foreign(Responder, &lie);
    talk.wait(2);
    let line = talk.acknowledge(Responder, &[(1, 2)]);
    // Nothing is delivered, also not the first.
    assert_eq!(talk.receive(Initiator, line), [0_usize; 0]);
    talk.finish()
}

fn gaps() -> Json {
    let mut talk = Talk::confirmed("gaps at the limit and beyond it");
    let kept = [talk.send(Initiator, "the oldest"), talk.send(Initiator, "the next")];
    talk.lose(Initiator, 998);
    let after = talk.send(Initiator, "after 1,000 that are missing");
    talk.receive(Responder, after);
    talk.lose(Initiator, 1);
    let after = talk.send(Initiator, "after one more");
    // One more key than are stored: the oldest goes.
    talk.receive(Responder, after);
    talk.refuse(Responder, kept[0], "replayed");
    talk.receive(Responder, kept[1]);
    let turn = talk.send(Responder, "a turn");
    talk.lose(Initiator, 600);
    talk.receive(Initiator, turn);
    let first = talk.send(Initiator, "the first of a chain, after 600 of the chain before");
    talk.lose(Initiator, 400);
    let beyond = talk.send(Initiator, "after 600 of one chain and 401 of the next");
    talk.refuse(Responder, beyond, "gap too large");
    talk.receive(Responder, first);
    talk.receive(Responder, beyond);
    talk.finish()
}

fn beyond_what_is_remembered() -> Json {
    let mut talk = Talk::confirmed("a replay when 128 others have been read since");
    let first = talk.send(Initiator, "the first");
    talk.receive(Responder, first);
    let next = talk.stream(Initiator, 127);
    talk.refuse(Responder, first, "duplicate");
    talk.stream(Initiator, 1);
    talk.refuse(Responder, first, "replayed");
    talk.refuse(Responder, next, "duplicate");
    // Counters of two bytes: N here, PN on the next chain.
    let line = talk.send(Initiator, "number 130");
    talk.receive(Responder, line);
    let turn = talk.send(Responder, "a turn");
    talk.receive(Initiator, turn);
    let line = talk.send(Initiator, "on a new chain");
    talk.receive(Responder, line);
    talk.finish()
}
