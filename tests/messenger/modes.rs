//! What begins by itself, and where nothing goes in clear.

use super::keys::*;
use super::people::*;
use subrosa::messenger::{Action, Discovery, Mode, Question, Setting, State, Verdict};

fn two(folder: &Folder) -> (Somebody, Somebody) {
    let clock = TestClock::new();
    let a = Somebody::new(folder, &clock, "alice", 1);
    (a, Somebody::new(folder, &clock, "bob", 2))
}

#[test]
fn a_query_behind_words_is_one_of_them() {
    let folder = Folder::new();
    let (_a, mut b) = two(&folder);
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    for quoted in ["hello Bob ?SR1?", "what does ?SR1? mean?", "> ?SR1? what?"] {
        let heard = b.hear("alice", quoted);
        assert_eq!((heard.verdict, heard.lines.len()), (Verdict::Pass, 0), "{quoted}");
    }
}

#[test]
fn no_text_in_clear_asks_and_the_query_goes_alone_once() {
    let folder = Folder::new();
    let (mut a, mut b) = two(&folder);
    let said = a.say("bob", "hello Bob");
    assert!(said.verdict == Verdict::Pass && said.events.is_empty() && said.lines.is_empty());
    let asked = a.messenger.discover(ACCOUNT, "bob", Discovery::Query);
    let asked = a.see(&asked, true);
    assert_eq!(asked.lines, [("bob".to_owned(), "?SR1?".to_owned())]);
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let heard = b.hear("alice", &asked.lines[0].1);
    carry(&mut a, &mut b, vec![heard]);
    assert_eq!((a.state("bob"), b.state("alice")), (State::Private, State::Private));
    let end = a.do_with("bob", Action::End);
    carry(&mut a, &mut b, vec![end]);
    let again = a.messenger.discover(ACCOUNT, "bob", Discovery::Offer);
    assert!(a.see(&again, true).lines.is_empty(), "once, and never where somebody is known");
}

#[test]
fn nobody_is_discovered_who_is_away_or_blocked_or_where_the_user_begins_by_hand() {
    let folder = Folder::new();
    let (mut a, _b) = two(&folder);
    a.messenger.set_present(ACCOUNT, "carol", false).unwrap();
    a.do_with("dave", Action::Block);
    a.messenger.set_mode(ACCOUNT, "erin", Some(Mode::Manual)).unwrap();
    for name in ["carol", "dave", "erin"] {
        let outcome = a.messenger.discover(ACCOUNT, name, Discovery::Offer);
        assert!(a.see(&outcome, true).lines.is_empty(), "{name}");
    }
    a.messenger.set_present(ACCOUNT, "carol", true).unwrap();
    let outcome = a.messenger.discover(ACCOUNT, "carol", Discovery::Offer);
    assert_eq!(a.see(&outcome, true).lines.len(), 1, "away was no answer");
}

#[test]
fn whoever_is_not_on_the_list_any_more_is_no_contact() {
    let folder = Folder::new();
    let (mut a, _b) = two(&folder);
    for name in ["bob", "carol"] {
        a.messenger.set_known(ACCOUNT, name, true).unwrap();
    }
    a.say("dave", "never listed");
    a.restart(true);
    a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
    assert!(a.messenger.is_contact(ACCOUNT, "carol"), "while the list is not complete");
    a.messenger.listed(ACCOUNT).unwrap();
    let contacts = ["bob", "carol", "dave"].map(|name| a.messenger.is_contact(ACCOUNT, name));
    assert_eq!(contacts, [true, false, true]);
    a.restart(true);
    assert!(!a.messenger.is_contact(ACCOUNT, "carol"), "also after a restart");
    assert!(a.messenger.listed(ACCOUNT).is_ok() && !a.messenger.is_contact(ACCOUNT, "bob"));
    assert!(a.messenger.listed("nobody").is_err());
}

#[test]
fn by_hand_a_contact_who_asks_is_an_invitation() {
    let folder = Folder::new();
    let (mut a, mut b) = two(&folder);
    a.messenger.set(ACCOUNT, Setting::Mode, 1).unwrap();
    a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
    let seen = a.hear("bob", "?SR1?");
    assert!(seen.lines.is_empty());
    assert_eq!(asked(&seen, Question::Invited), [None]);
    let offer = offer_of(&mut b);
    let seen = a.hear("bob", &offer);
    assert!(seen.lines.is_empty());
    assert_eq!(asked(&seen, Question::Invited), [Some(fingerprint(&b))]);
    let accepted = decide(&mut a, "bob", Action::Accept, Some(fingerprint(&b)));
    carry(&mut a, &mut b, vec![accepted]);
    assert_eq!(a.state("bob"), State::Private);
    // A contact may have another mode than its account.
    let (mut c, mut d) =
        (Somebody::new(&folder, &a.clock, "carol", 3), Somebody::new(&folder, &a.clock, "dave", 4));
    c.messenger.set(ACCOUNT, Setting::Mode, 1).unwrap();
    c.messenger.set_known(ACCOUNT, "dave", true).unwrap();
    c.messenger.set_mode(ACCOUNT, "dave", Some(Mode::Automatic)).unwrap();
    let start = d.do_with("carol", Action::Start);
    carry(&mut d, &mut c, vec![start]);
    assert_eq!((c.state("dave"), d.state("carol")), (State::Private, State::Private));
}

#[test]
fn by_hand_somebody_known_who_asks_again_after_the_end_is_an_invitation() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let end = a.do_with("bob", Action::End);
    carry(&mut a, &mut b, vec![end]);
    a.messenger.set_mode(ACCOUNT, "bob", Some(Mode::Manual)).unwrap();
    assert_eq!(a.state("bob"), State::Plain);
    let again = b.do_with("alice", Action::Start);
    let offer = again.lines.last().unwrap().1.clone();
    let seen = a.hear("bob", &offer);
    assert!(seen.lines.is_empty(), "nothing begins by itself: {:?}", seen.lines);
    assert_eq!(asked(&seen, Question::Invited), [Some(fingerprint(&b))]);
    let accepted = a.do_with("bob", Action::Accept);
    carry(&mut a, &mut b, vec![accepted]);
    assert_eq!((a.state("bob"), b.state("alice")), (State::Private, State::Private));
}

#[test]
fn that_somebody_known_was_on_a_list_is_known_after_a_detach() {
    let folder = Folder::new();
    let (mut a, _b) = two(&folder);
    a.say("bob", "hello");
    a.restart(true);
    assert!(a.messenger.is_contact(ACCOUNT, "bob"));
    // Nothing of the name is left to be written but that.
    a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
    a.messenger.detach(ACCOUNT).unwrap();
    let _ = a.attach();
    a.messenger.listed(ACCOUNT).unwrap();
    assert!(!a.messenger.is_contact(ACCOUNT, "bob"), "he is on the list no more");
}

#[test]
fn by_hand_an_answer_to_an_offer_from_before_the_end_begins_nothing() {
    let folder = Folder::new();
    let (mut a, mut b) = two(&folder);
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let start = a.do_with("bob", Action::Start);
    carry(&mut a, &mut b, vec![start]);
    assert_eq!(a.state("bob"), State::Private);
    let offer = offer_of(&mut a);
    let end = a.do_with("bob", Action::End);
    carry(&mut a, &mut b, vec![end]);
    a.messenger.set_mode(ACCOUNT, "bob", Some(Mode::Manual)).unwrap();
    let init = b.hear("alice", &offer).lines;
    assert!(!init.is_empty(), "Bob answers");
    let seen = a.hear("bob", &init[0].1);
    assert_eq!(asked(&seen, Question::Invited), [Some(fingerprint(&b))]);
    assert_ne!(a.state("bob"), State::Private);
}

#[test]
fn where_only_private_texts_may_leave_the_first_one_is_held_and_starts() {
    let folder = Folder::new();
    let (mut a, mut b) = two(&folder);
    a.messenger.set(ACCOUNT, Setting::Mode, 3).unwrap();
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    assert!(!a.messenger.may_send(ACCOUNT, "bob", b"a file"));
    assert_eq!(a.state("bob"), State::Required);
    assert_eq!(a.hear("bob", "clear").verdict, Verdict::PassWarn);
    let sent = a.say("bob", "only in private");
    assert_eq!(sent.verdict, Verdict::Held);
    assert!(sent.lines.iter().all(|(_, line)| !line.contains("only in private")));
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!((shown[0].text.as_str(), shown[0].private), ("only in private", true));
}

#[test]
fn no_decision_about_a_conversation_lets_clear_text_out_where_it_must_not_leave() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    a.messenger.set_mode(ACCOUNT, "bob", Some(Mode::Required)).unwrap();
    let check = |a: &mut Somebody, what: &str| {
        assert!(!a.messenger.may_send(ACCOUNT, "bob", b"a file"), "{what}");
        let sent = a.say("bob", "secret");
        assert_ne!(sent.verdict, Verdict::Pass, "{what}");
        assert!(sent.lines.iter().all(|(_, line)| !line.contains("secret")), "{what}");
    };
    a.do_with("bob", Action::End);
    assert_eq!(a.state("bob"), State::Required);
    check(&mut a, "after the end");
    a.do_with("bob", Action::Cancel);
    check(&mut a, "after giving up");
    a.restart(true);
    check(&mut a, "after a restart");
    a.do_with("bob", Action::End);
    a.messenger.doubt_memory();
    check(&mut a, "after memory was loaded anew");
    a.do_with("bob", Action::Block);
    a.do_with("bob", Action::Unblock);
    check(&mut a, "after a block");
    a.do_with("bob", Action::End);
    let outcome = a.messenger.rename(ACCOUNT, "bob", "bob_");
    assert!(outcome.error.is_none());
    check(&mut a, "under the nick that was left");
    a.do_with("bob", Action::End);
    let forgotten = a.messenger.contact_do(ACCOUNT, "bob", Action::Forget, None);
    assert!(forgotten.error.is_none(), "{:?}", forgotten.error);
    check(&mut a, "after it was forgotten");
    a.do_with("bob", Action::End);
    a.messenger.set_mode(ACCOUNT, "bob", None).unwrap();
    assert_eq!(a.say("bob", "in clear").verdict, Verdict::Pass);
    b.tick();
}

#[test]
fn an_invitation_is_accepted_by_a_text_where_only_private_ones_may_leave() {
    let folder = Folder::new();
    let (mut a, mut b) = two(&folder);
    a.messenger.set(ACCOUNT, Setting::Mode, 3).unwrap();
    let start = b.do_with("alice", Action::Start);
    for (_, line) in &start.lines {
        assert!(a.hear("bob", line).lines.is_empty());
    }
    assert_eq!(a.state("bob"), State::Invited);
    let sent = a.say("bob", "in private, then");
    assert_eq!(sent.verdict, Verdict::Held);
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "in private, then");
}

#[test]
fn a_mode_out_of_range_is_refused_and_the_old_one_stays() {
    let folder = Folder::new();
    let (mut a, _b) = two(&folder);
    a.messenger.set(ACCOUNT, Setting::Mode, 3).unwrap();
    for wrong in [0, 4, -1, 1 << 33] {
        assert!(a.messenger.set(ACCOUNT, Setting::Mode, wrong).is_err());
    }
    a.restart(true);
    assert_eq!(a.say("bob", "held").verdict, Verdict::Held);
}
