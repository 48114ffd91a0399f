//! How much a messenger computes for what comes in: nothing twice.

use super::people::*;
use subrosa::crypto::{Work, take_work};
use subrosa::messenger::{Action, State};

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
