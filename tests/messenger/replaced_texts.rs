//! The relay and a thief of a vault in one: a text is replaced on its way. Its sender is told, and not
//! that it was delivered.

use super::clear_text::notices;
use super::pair::SeededRandom;
use super::people::*;
use subrosa::crypto::{CryptoError, Random};
use subrosa::messenger::{
    Environment, EventKind, Messenger, Notice, Origin, Stage, State, TextAction, Verdict,
};
use subrosa::vault::{Protection, Vault};

/// Numbers of lines do not leap: whoever has stolen a vault need not keep the rule.
struct NoLeap(SeededRandom);

impl Random for NoLeap {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        self.0.fill(out)?;
        if out.len() == 2 {
            out.fill(0);
        }
        Ok(())
    }
}

/// Somebody who has a copy of Alice's vault, as it is now.
fn thief(folder: &Folder, a: &Somebody) -> Messenger {
    let path = folder.0.join("stolen.vault");
    for suffix in ["", "-wal", "-generation"] {
        let of = |path: &std::path::Path| format!("{}{suffix}", path.display());
        std::fs::copy(of(&a.path), of(&path)).unwrap();
    }
    let mut vault = Vault::open(&path).unwrap();
    vault.unlock(&Protection::HostKey(&[7; 32])).unwrap();
    let random = Box::new(NoLeap(SeededRandom::new(98)));
    let clock = Box::new(a.clock.clone());
    let mut thief = Messenger::new(vault, Environment { clock, random }).unwrap();
    let _ = thief.attach(ACCOUNT, plain()).unwrap();
    thief
}

fn line_of(messenger: &mut Messenger, to: &str, text: &str) -> String {
    let outcome = messenger.outgoing(ACCOUNT, to, text.as_bytes(), Origin::default());
    let line = |kind: &EventKind| match kind {
        EventKind::Send { line, .. } => Some(line.clone()),
        _ => None,
    };
    outcome.events.iter().find_map(|event| line(&event.kind)).unwrap()
}

fn stages(seen: &Seen) -> Vec<Stage> {
    let stage = |kind: &EventKind| match kind {
        EventKind::Progress(progress) => Some(progress.stage),
        _ => None,
    };
    seen.events.iter().filter_map(|event| stage(&event.kind)).collect()
}

/// Bob's acknowledgement after a while.
fn acknowledgement(b: &mut Somebody) -> String {
    b.clock.advance(5_000);
    b.tick().lines.remove(0).1
}

#[test]
fn a_text_that_was_replaced_on_its_way_is_lost_and_its_sender_is_told_of_the_copy_once() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let read = a.say("bob", "this is read");
    carry(&mut a, &mut b, vec![read]);
    pass(&mut a, &mut b, 5);
    // The chain begins before the theft: its key is Alice's.
    let begun = a.say("bob", "and this").lines[0].1.clone();
    assert_eq!(b.hear("alice", &begun).texts(), ["and this"]);
    let mut thief = thief(&folder, &a);
    assert_eq!(a.say("bob", "the truth").verdict, Verdict::Taken);
    let lie = line_of(&mut thief, "bob", "a lie");
    assert_eq!(b.hear("alice", &lie).texts(), ["a lie"]);
    let seen = a.hear("bob", &acknowledgement(&mut b));
    let told = stages(&seen);
    assert!(told.contains(&Stage::Lost) && !told.contains(&Stage::Delivered), "{told:?}");
    assert_eq!(notices(&seen), [Notice::CopyOfOurs]);

    // Both go on in a new session. The text is not sent again by itself: it waits for the user.
    let mut shown = Vec::new();
    let (_, by_b) = carry(&mut a, &mut b, vec![seen]);
    shown.extend(by_b);
    for _ in 0..10 {
        a.clock.advance(30_000);
        let seen = a.tick();
        assert_eq!(notices(&seen), [], "it is told once");
        shown.extend(carry(&mut a, &mut b, vec![seen]).1);
    }
    assert_eq!(a.state("bob"), State::Private);
    assert!(shown.is_empty(), "{shown:?}");

    // Which of the two that were not acknowledged was replaced does not show: both come as new texts.
    // Under its id, which may be that of the false one, the true one would not be shown.
    let outcome = a.messenger.texts_do(ACCOUNT, "bob", TextAction::Send);
    let seen = a.see(&outcome, true);
    let (_, by_b) = carry(&mut a, &mut b, vec![seen]);
    let shown: Vec<&str> = by_b.iter().map(|show| show.text.as_str()).collect();
    assert_eq!(shown, ["and this", "the truth"]);
    let seen = a.hear("bob", &acknowledgement(&mut b));
    assert!(stages(&seen).contains(&Stage::Delivered));
}
