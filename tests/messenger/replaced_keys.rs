//! Keys that were replaced are worth nothing until they are accepted again; keys that were declined
//! are asked about again when the user begins or ends; whom documents are from.

use super::keys::*;
use super::people::*;
use super::windows::{also_private, is_shut, windows};
use subrosa::messenger::{
    Action, EventKind, MessengerError, Origin, Question, State, Trust, Verdict,
};

/// Bob was verified; Alice has accepted the key of his new phone, and talks with it in private. The
/// old phone was stolen, and has its session still.
fn stolen(folder: &Folder) -> (Somebody, Somebody, Somebody) {
    let (mut a, thief) = private_pair(folder);
    decide(&mut a, "bob", Action::Verify, Some(fingerprint(&thief)));
    let mut phone = Somebody::new(folder, &a.clock, "phone", 44);
    phone.address = "bob".into();
    let offer = offer_of(&mut phone);
    let seen = a.hear("bob", &offer);
    assert_eq!(asked(&seen, Question::KeyChanged), [Some(fingerprint(&phone))]);
    let accepted = decide(&mut a, "bob", Action::AcceptKey, Some(fingerprint(&phone)));
    carry(&mut a, &mut phone, vec![accepted]);
    assert_eq!(a.state("bob"), State::Private);
    a.clock.advance(60_000);
    (a, thief, phone)
}

/// What Bob has signed for Alice, and how it is shown to her: how well he is known, from where.
fn signed_by(b: &mut Somebody, a: &mut Somebody) -> (Trust, String) {
    let card = a.messenger.card(ACCOUNT).unwrap().to_wrapped_text();
    let _ = b.messenger.card_learn(Some((ACCOUNT, "alice")), card.as_bytes());
    let recipient = b.messenger.recipient(ACCOUNT, "alice").unwrap();
    let sealed = b.messenger.text_seal(ACCOUNT, &[recipient], "signed", true, true).unwrap();
    let outcome = a.messenger.text_open(sealed.as_bytes());
    let [event] = &outcome.events[..] else { panic!("{outcome:?}") };
    let EventKind::Ready(ready) = &event.kind else { panic!("{event:?}") };
    (ready.trust, event.peer.clone())
}

#[test]
fn a_replaced_key_is_nobody_at_another_name() {
    for name in ["carol", "bob_"] {
        let folder = Folder::new();
        let (mut a, mut thief, _phone) = stolen(&folder);
        a.messenger.set_known(ACCOUNT, "carol", true).unwrap();
        let before = a.state(name);
        let line = thief.say("alice", "it is me").lines[0].1.clone();
        let seen = a.hear(name, &line);
        assert!(seen.shown.is_empty(), "{name}: nothing of it is shown");
        assert!(seen.lines.is_empty(), "{name}: nothing is answered");
        let info = contact(&mut a, name);
        assert_eq!((info[0].state, info[0].trust), (before, Trust::None), "{name}");
    }
}

#[test]
fn nothing_that_is_written_reaches_a_replaced_key() {
    let folder = Folder::new();
    let (mut a, mut thief, mut phone) = stolen(&folder);
    let line = thief.say("alice", "it is me").lines[0].1.clone();
    a.hear("bob_", &line);
    let offer = offer_of(&mut thief);
    assert!(a.hear("bob_", &offer).lines.is_empty());
    for (_, line) in a.say("bob_", "a secret").lines {
        assert!(thief.hear("alice", &line).shown.is_empty());
    }
    let sent = a.say("bob", "for the new phone");
    for (_, line) in &sent.lines {
        assert!(thief.hear("alice", line).shown.is_empty());
    }
    let (_, shown) = carry(&mut a, &mut phone, vec![sent]);
    assert!(shown.iter().any(|show| show.text == "for the new phone"));
}

#[test]
fn the_other_names_of_a_replaced_key_refuse_texts() {
    let folder = Folder::new();
    let (mut a, mut thief) = private_pair(&folder);
    let line = thief.say("alice", "I am bob_ now").lines[0].1.clone();
    a.hear("bob_", &line);
    decide(&mut a, "bob_", Action::Accept, Some(fingerprint(&thief)));
    decide(&mut a, "bob_", Action::Verify, Some(fingerprint(&thief)));
    let mut phone = Somebody::new(&folder, &a.clock, "phone", 44);
    let offer = offer_of(&mut phone);
    a.hear("bob", &offer);
    decide(&mut a, "bob", Action::AcceptKey, Some(fingerprint(&phone)));
    for _ in 0..2 {
        assert_eq!(is_shut(&mut a, "bob_"), Verdict::Refused);
        assert!(matches!(a.state("bob_"), State::Alarm | State::Ended));
        assert!(contact(&mut a, "bob_").iter().all(|info| info.trust != Trust::Verified));
        a.restart(true);
    }
    a.do_with("bob_", Action::End);
    assert_eq!(a.say("bob_", "in clear").verdict, Verdict::Pass, "the user can always go on");
}

#[test]
fn a_replaced_key_is_replaced_on_every_account() {
    let folder = Folder::new();
    let (mut a, mut thief) = private_pair(&folder);
    decide(&mut a, "bob", Action::Verify, Some(fingerprint(&thief)));
    // They talk on a second account as well, where Alice has accepted him.
    let _ = (a.messenger.attach("irc", plain()).unwrap(), thief.messenger.attach("irc", plain()));
    thief.messenger.set_known("irc", "alice", true).unwrap();
    let start = a.messenger.contact_do("irc", "robert", Action::Start, None);
    let mut to_b = a.see(&start, true).lines;
    for round in 0..6 {
        let mut to_a = Vec::new();
        for (_, line) in to_b.drain(..) {
            let line = line.as_bytes();
            let outcome = thief.messenger.incoming("irc", "alice", line, Origin::default());
            to_a.extend(thief.see(&outcome, true).lines);
        }
        for (_, line) in to_a {
            let line = line.as_bytes();
            let outcome = a.messenger.incoming("irc", "robert", line, Origin::default());
            to_b.extend(a.see(&outcome, true).lines);
        }
        if round < 2 {
            // Each is asked whether it is the other one here too.
            let who = fingerprint(&thief);
            let accepted = a.messenger.contact_do("irc", "robert", Action::Accept, Some(&who));
            to_b.extend(a.see(&accepted, true).lines);
            let who = fingerprint(&a);
            let accepted = thief.messenger.contact_do("irc", "alice", Action::Accept, Some(&who));
            for (_, line) in thief.see(&accepted, true).lines {
                let line = line.as_bytes();
                let outcome = a.messenger.incoming("irc", "robert", line, Origin::default());
                to_b.extend(a.see(&outcome, true).lines);
            }
        }
    }
    let state = |a: &mut Somebody| match &a.messenger.contact("irc", "robert").events[0].kind {
        EventKind::Contact(info) => (info.state, info.trust),
        other => panic!("{other:?}"),
    };
    assert_eq!(state(&mut a), (State::Private, Trust::Verified));
    let mut phone = Somebody::new(&folder, &a.clock, "phone", 44);
    let offer = offer_of(&mut phone);
    a.hear("bob", &offer);
    decide(&mut a, "bob", Action::AcceptKey, Some(fingerprint(&phone)));
    let (shown, trust) = state(&mut a);
    assert!(matches!(shown, State::Alarm | State::Ended), "{shown:?}");
    assert_ne!(trust, Trust::Verified);
    let typed = a.messenger.outgoing("irc", "robert", b"a secret", Origin::default());
    assert_eq!(typed.verdict, Verdict::Refused);
}

#[test]
fn a_document_signed_by_a_replaced_key_opens_as_changed() {
    let folder = Folder::new();
    let (mut a, mut thief, _phone) = stolen(&folder);
    assert_eq!(signed_by(&mut thief, &mut a).0, Trust::Changed);
    a.restart(true);
    assert_eq!(signed_by(&mut thief, &mut a).0, Trust::Changed);
}

#[test]
fn to_accept_the_old_key_again_is_the_way_back_and_it_is_not_verified() {
    let folder = Folder::new();
    let (mut a, mut b, phone) = stolen(&folder);
    // A telephone call later: the new key is the thief's.
    let line = b.say("alice", "who is that?").lines[0].1.clone();
    let seen = a.hear("bob", &line);
    assert_eq!(asked(&seen, Question::KeyChanged), [Some(fingerprint(&b))]);
    let back = decide(&mut a, "bob", Action::AcceptKey, Some(fingerprint(&b)));
    carry(&mut a, &mut b, vec![back]);
    pass(&mut a, &mut b, 120);
    let info = contact(&mut a, "bob");
    assert_eq!((info.len(), info[0].fingerprint), (1, Some(fingerprint(&b))));
    assert_eq!((info[0].state, info[0].trust), (State::Private, Trust::FirstUse));
    assert_eq!(signed_by(&mut b, &mut a).0, Trust::FirstUse);
    // Now the other one is replaced.
    let mut phone = phone;
    assert_eq!(signed_by(&mut phone, &mut a).0, Trust::Changed);
}

/// Bob's conversation has ended, and Dave, who is verified at his own name, shows up at Bob's.
fn dave_at_bobs(folder: &Folder) -> (Somebody, Somebody, Somebody) {
    let (mut a, mut b) = private_pair(folder);
    decide(&mut a, "bob", Action::Verify, Some(fingerprint(&b)));
    let mut dave = also_private(folder, &mut a, "dave", 4);
    decide(&mut a, "dave", Action::Verify, Some(fingerprint(&dave)));
    let end = b.do_with("alice", Action::End);
    carry(&mut a, &mut b, vec![end]);
    let line = dave.say("alice", "I have Bob's name").lines[0].1.clone();
    let seen = a.hear("bob", &line);
    assert_eq!(asked(&seen, Question::AddressChanged), [Some(fingerprint(&dave))]);
    (a, b, dave)
}

#[test]
fn a_key_that_is_accepted_elsewhere_replaces_nobodys() {
    let folder = Folder::new();
    let (mut a, b, dave) = dave_at_bobs(&folder);
    let who = fingerprint(&dave);
    let outcome = a.messenger.contact_do(ACCOUNT, "bob", Action::AcceptKey, Some(&who));
    assert!(matches!(outcome.error, Some(MessengerError::WrongState)), "{:?}", outcome.error);
    let info = contact(&mut a, "bob");
    assert_eq!((info[0].fingerprint, info[0].state), (Some(fingerprint(&b)), State::Ended));
    assert_eq!(contact(&mut a, "dave")[0].trust, Trust::Verified);
}

#[test]
fn to_accept_somebody_at_a_name_that_was_anothers_replaces_nobody() {
    let folder = Folder::new();
    let (mut a, mut b, mut dave) = dave_at_bobs(&folder);
    decide(&mut a, "bob", Action::Accept, Some(fingerprint(&dave)));
    let info = contact(&mut a, "bob");
    assert_eq!((info.len(), info[0].fingerprint), (1, Some(fingerprint(&dave))));
    assert_eq!(info[0].trust, Trust::Verified);
    for somebody in [&mut dave, &mut b] {
        assert_eq!(signed_by(somebody, &mut a).0, Trust::Verified, "{}", somebody.address);
    }
}

#[test]
fn what_a_guest_says_stands_in_the_guests_own_window() {
    let folder = Folder::new();
    let (mut a, _b, mut dave) = dave_at_bobs(&folder);
    let line = dave.say("alice", "and more").lines[0].1.clone();
    assert_eq!(windows(&a.hear("bob", &line)), ["dave"]);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
}

/// Bob has lost everything, his identity too; Alice has not believed it.
fn declined(folder: &Folder) -> (Somebody, Somebody) {
    let (mut a, _lost) = private_pair(folder);
    let mut new = Somebody::new(folder, &a.clock, "bob2", 9);
    new.address = "bob".into();
    let offer = offer_of(&mut new);
    let seen = a.hear("bob", &offer);
    assert_eq!(asked(&seen, Question::KeyChanged), [Some(fingerprint(&new))]);
    decide(&mut a, "bob", Action::Decline, Some(fingerprint(&new)));
    a.clock.advance(120_000);
    let offer = offer_of(&mut new);
    assert!(asked(&a.hear("bob", &offer), Question::KeyChanged).is_empty(), "declined");
    (a, new)
}

#[test]
fn a_start_asks_about_a_declined_key_again() {
    let folder = Folder::new();
    let (mut a, mut new) = declined(&folder);
    a.do_with("bob", Action::Start);
    a.clock.advance(120_000);
    let offer = offer_of(&mut new);
    let seen = a.hear("bob", &offer);
    assert_eq!(asked(&seen, Question::KeyChanged), [Some(fingerprint(&new))]);
    // The user thinks better of it, and they talk.
    let accepted = decide(&mut a, "bob", Action::AcceptKey, Some(fingerprint(&new)));
    carry(&mut a, &mut new, vec![accepted]);
    assert_eq!(a.state("bob"), State::Private);
    assert_eq!(contact(&mut a, "bob")[0].fingerprint, Some(fingerprint(&new)));
}

#[test]
fn an_end_asks_about_a_declined_key_again() {
    let folder = Folder::new();
    let (mut a, mut new) = declined(&folder);
    a.do_with("bob", Action::End);
    a.clock.advance(120_000);
    let offer = offer_of(&mut new);
    let seen = a.hear("bob", &offer);
    assert_eq!(asked(&seen, Question::KeyChanged), [Some(fingerprint(&new))]);
}

#[test]
fn a_document_is_from_the_address_that_is_its_signers_and_not_from_one_that_is_claimed() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let line = b.say("alice", "brought from elsewhere").lines[0].1.clone();
    a.hear("aaa", &line);
    assert_eq!(signed_by(&mut b, &mut a), (Trust::FirstUse, "bob".into()));
    a.restart(true);
    assert_eq!(signed_by(&mut b, &mut a), (Trust::FirstUse, "bob".into()));
}

#[test]
fn a_document_is_from_the_accepted_address_where_its_signer_was_heard_last() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let line = b.say("alice", "I am zed now").lines[0].1.clone();
    a.hear("zed", &line);
    decide(&mut a, "zed", Action::Accept, Some(fingerprint(&b)));
    a.clock.advance(1_000);
    for from in ["zed", "bob"] {
        let line = b.say("alice", "here I am").lines[0].1.clone();
        a.hear(from, &line);
        assert_eq!(signed_by(&mut b, &mut a).1, from);
        a.clock.advance(1_000);
    }
}
