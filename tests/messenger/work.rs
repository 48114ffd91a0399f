//! How much a messenger computes for what comes in, and how many rows a text costs: nothing twice.

use super::people::*;
use subrosa::crypto::{Work, take_work};
use subrosa::messenger::{Action, Origin, State};
use subrosa::vault::{Rows, take_rows};

#[test]
fn a_handshake_is_computed_once_on_each_side() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let mut b = Somebody::new(&folder, &clock, "bob", 2);
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let start = a.do_with("bob", Action::Start);
    let offer = b.hear("alice", &start.lines[0].1).lines.remove(0).1;

    take_work();
    let init = a.hear("bob", &offer).lines.remove(0).1;
    let answered =
        Work { keys: 2, decompressions: 3, agreements: 4, signatures: 0, verifications: 1 };
    assert_eq!(take_work(), answered, "the card, E, X3DH and the first chain");

    let reply = b.hear("alice", &init).lines.remove(0).1;
    let responded = Work { keys: 1, decompressions: 4, agreements: 6, ..Work::default() };
    assert_eq!(take_work(), responded, "X3DH, the chain of the Init and that of the reply");

    a.hear("bob", &reply);
    assert_eq!(a.state("bob"), State::Private);
}

#[test]
fn a_text_writes_each_of_its_rows_once_and_reads_who_it_is_about_once() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let mut b = Somebody::new(&folder, &clock, "bob", 2);
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let mut lines = a.do_with("bob", Action::Start).lines;
    for turn in 0..8 {
        let (hearer, speaker) = if turn % 2 == 0 { (&mut b, "alice") } else { (&mut a, "bob") };
        let heard = lines.iter().flat_map(|(_, line)| hearer.hear(speaker, line).lines);
        lines = heard.collect();
    }
    assert_eq!((a.state("bob"), b.state("alice")), (State::Private, State::Private));
    take_rows();

    let sent = a.messenger.outgoing(ACCOUNT, "bob", b"hello", Origin::default());
    assert_eq!(take_rows(), Rows { read: 1, written: 3 }, "the text, the sessions, the line");
    let line = a.see(&sent, true).lines.remove(0).1;
    take_rows();

    let shown = b.messenger.incoming(ACCOUNT, "alice", line.as_bytes(), Origin::default());
    assert_eq!(take_rows(), Rows { read: 2, written: 2 }, "whose it is and who; text and sessions");
    b.messenger.confirm(&shown).unwrap();
    assert_eq!(take_rows(), Rows { read: 0, written: 1 }, "the sessions");
}
