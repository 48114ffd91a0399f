//! A network that brings a private window under ever new names: what is remembered of them is bounded,
//! and none of them opens.

use super::keys::*;
use super::people::*;
use super::windows::{is_shut, rename};
use subrosa::messenger::{Action, EventKind, Mode, Origin, Profile, Question, State, Verdict};

/// More than are remembered one by one: the oldest half is folded.
const LIES: usize = 1_040;

/// As many as are remembered one by one, and a few.
const BOUND: usize = 1_024 + 8;

fn lie(number: usize) -> String {
    format!("lie{number}")
}

/// The window with Bob is where he is, and the network says of whoever has his old name that they are
/// called otherwise, so often.
fn lied_to(folder: &Folder, lies: usize) -> Somebody {
    let (mut a, _b) = private_pair(folder);
    rename(&mut a, "bob", "bob_away");
    for number in 0..lies {
        a.clock.advance(1);
        rename(&mut a, "bob", &lie(number));
    }
    a
}

/// How many addresses are remembered one by one.
fn remembered(a: &mut Somebody) -> usize {
    let outcome = a.messenger.contacts(ACCOUNT);
    assert!(outcome.error.is_none(), "{:?}", outcome.error);
    outcome.events.len()
}

#[test]
fn names_without_end_fill_no_memory_and_none_of_them_opens() {
    let folder = Folder::in_memory();
    // Twice as many as are folded at once: room is made again.
    let lies = 1_600;
    let mut a = lied_to(&folder, lies);
    for restart in [false, true] {
        if restart {
            a.restart(true);
        }
        assert!(remembered(&mut a) <= BOUND, "{} are remembered", remembered(&mut a));
        for number in 0..lies {
            let may = a.messenger.may_send(ACCOUNT, &lie(number), b"a file");
            assert!(!may, "{} is open", lie(number));
        }
        assert_eq!(is_shut(&mut a, &lie(0)), Verdict::Refused);
        assert_eq!(a.state(&lie(0)), State::Ended);
        assert_eq!(a.say("bob_away", "still you").verdict, Verdict::Taken);
        // Nobody else is refused.
        for number in 0..500 {
            let may = a.messenger.may_send(ACCOUNT, &format!("somebody{number}"), b"a file");
            assert!(may, "somebody{number} was never private");
        }
    }
}

#[test]
fn a_name_that_was_folded_opens_by_the_user_alone_and_restricts_where_its_window_goes() {
    let folder = Folder::in_memory();
    let mut a = lied_to(&folder, LIES);
    // Neither what the host tells, nor a stranger, nor a line of theirs opens it.
    a.messenger.set_known(ACCOUNT, &lie(0), true).unwrap();
    assert_eq!(is_shut(&mut a, &lie(0)), Verdict::Refused);
    a.hear(&lie(1), "?SR1?");
    assert_eq!(is_shut(&mut a, &lie(1)), Verdict::Refused);
    let clear = a.messenger.incoming(ACCOUNT, &lie(2), b"it is me, Bob", Origin::default());
    assert_eq!(clear.verdict, Verdict::PassWarn, "clear text in a private window is marked");
    a.messenger.set_mode(ACCOUNT, &lie(3), Some(Mode::Automatic)).unwrap();
    assert_eq!(is_shut(&mut a, &lie(3)), Verdict::Refused);
    // The user does, at the name that is meant.
    decide(&mut a, &lie(4), Action::End, None);
    decide(&mut a, &lie(5), Action::Forget, None);
    a.do_with(&lie(6), Action::Start);
    rename(&mut a, &lie(8), "harmless");
    for restart in [false, true] {
        if restart {
            a.restart(true);
        }
        assert_eq!(a.say(&lie(4), "in clear").verdict, Verdict::Pass);
        assert_eq!(a.say(&lie(5), "in clear").verdict, Verdict::Pass);
        assert_eq!(is_shut(&mut a, &lie(6)), Verdict::Held);
        for name in [0, 1, 2, 3, 7, 8].map(lie).iter().map(String::as_str).chain(["harmless"]) {
            assert_eq!(is_shut(&mut a, name), Verdict::Refused, "{name}");
        }
    }
}

#[test]
fn names_that_were_folded_stay_shut_on_an_account_that_is_called_or_compared_otherwise() {
    let folder = Folder::in_memory();
    let mut a = lied_to(&folder, LIES);
    let open = |a: &mut Somebody, account: &str, name: &str| {
        a.messenger.may_send(account, name, b"a file")
    };
    let renamed = a.messenger.rename_account(ACCOUNT, "libera");
    assert!(renamed.error.is_none(), "{:?}", renamed.error);
    assert!(!open(&mut a, "libera", &lie(0)) && open(&mut a, "libera", "somebody"));
    // One that takes over what may not leave, and one that there was before.
    a.messenger.detach("libera").unwrap();
    let _ = a.messenger.attach("new", plain()).unwrap();
    assert!(!open(&mut a, "new", &lie(0)) && open(&mut a, "new", "somebody"));
    let renamed = a.messenger.rename_account("libera", "new");
    assert!(renamed.error.is_none(), "{:?}", renamed.error);
    assert!(!open(&mut a, "new", &lie(0)) && open(&mut a, "new", "somebody"));
    // Nobody can spell them by other rules, so every name may be one of them.
    a.messenger.detach("new").unwrap();
    let _ = a.messenger.attach("new", Profile::by_name("irc").unwrap()).unwrap();
    assert!(!open(&mut a, "new", &lie(0).to_uppercase()) && !open(&mut a, "new", "somebody"));
    let ended = a.messenger.contact_do("new", "somebody", Action::End, None);
    assert!(ended.error.is_none() && open(&mut a, "new", "somebody"));
}

#[test]
fn somebody_keeps_the_names_that_they_have_alone_and_is_asked_about_at_one_that_was_folded() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    // A network that gives Bob's lines as his and says that he is called otherwise.
    rename(&mut a, "bob", &lie(0));
    assert_eq!(a.state(&lie(0)), State::Private);
    let said = b.say("alice", "one");
    assert_eq!(a.hear("bob", &said.lines[0].1).texts(), ["one"]);
    let mut told = Vec::new();
    for number in 1..LIES {
        a.clock.advance(1);
        let seen = rename(&mut a, "bob", &lie(number));
        let states = seen.events.iter().filter(|event| event.peer == lie(0));
        told.extend(states.filter_map(|event| match &event.kind {
            EventKind::State { state, .. } => Some(*state),
            _ => None,
        }));
    }
    // He has a second name, so the first may go. The second is his last.
    assert_eq!(told, [State::Ended]);
    assert_eq!(is_shut(&mut a, &lie(0)), Verdict::Refused);
    assert_eq!(a.state(&lie(1)), State::Private);
    assert_eq!(a.say(&lie(1), "still you").verdict, Verdict::Taken);
    for restart in [false, true] {
        if restart {
            a.restart(true);
        }
        let said = b.say("alice", "two");
        let seen = a.hear(&lie(0), &said.lines[0].1);
        let asks = asked(&seen, Question::AddressChanged);
        assert_eq!(asks, if restart { vec![] } else { vec![Some(fingerprint(&b))] });
        assert_eq!(is_shut(&mut a, &lie(0)), Verdict::Refused);
    }
    decide(&mut a, &lie(0), Action::Accept, Some(fingerprint(&b)));
    assert_eq!(a.say(&lie(0), "and here").verdict, Verdict::Taken);
}
