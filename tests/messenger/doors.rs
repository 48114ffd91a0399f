//! Which decisions open a door, and what comes in clear or is played again from a history.

use super::clear_text::{alone, notices};
use super::keys::*;
use super::noticed::{forked_vault, hear_as, history};
use super::people::*;
use super::windows::{is_shut, rename};
use subrosa::messenger::{Action, Mode, Notice, Origin, Question, State, Verdict};

// Decisions.

#[test]
fn a_start_that_found_the_conversation_in_clear_can_be_cancelled_into_it() {
    let folder = Folder::new();
    let mut a = alone(&folder);
    a.do_with("bob", Action::Start);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Held);
    a.do_with("bob", Action::Cancel);
    assert_eq!(a.say("bob", "in clear").verdict, Verdict::Pass);
}

#[test]
fn a_start_after_a_private_conversation_cannot_be_cancelled_into_clear_text() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    decide(&mut a, "bob", Action::Verify, Some(fingerprint(&b)));
    let end = b.do_with("alice", Action::End);
    carry(&mut a, &mut b, vec![end]);
    let _lost = a.do_with("bob", Action::Start);
    a.do_with("bob", Action::Cancel);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
    a.restart(true);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
    a.do_with("bob", Action::End);
    assert_eq!(a.say("bob", "in clear").verdict, Verdict::Pass);
}

#[test]
fn a_conversation_that_is_being_restored_cannot_be_cancelled_into_clear_text() {
    let folder = Folder::new();
    let (mut a, _b, fork) = forked_vault(&folder);
    a.hear("bob", &fork);
    assert_eq!(a.state("bob"), State::Restoring);
    a.do_with("bob", Action::Cancel);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
    a.do_with("bob", Action::End);
    assert_eq!(a.say("bob", "in clear").verdict, Verdict::Pass);
}

#[test]
fn a_start_at_a_name_that_was_left_cannot_be_cancelled_into_clear_text() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    rename(&mut a, "bob", "bob_away");
    a.do_with("bob", Action::Start);
    a.do_with("bob", Action::Cancel);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
}

#[test]
fn a_block_that_ends_gives_back_what_was_beneath_it() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    a.do_with("bob", Action::Block);
    a.do_with("bob", Action::Unblock);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
    a.restart(true);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
    a.do_with("bob", Action::End);
    assert_eq!(a.say("bob", "in clear").verdict, Verdict::Pass);
    a.do_with("dave", Action::Block);
    a.do_with("dave", Action::Unblock);
    assert_eq!(a.say("dave", "never private").verdict, Verdict::Pass);
}

/// As where the other side has ended it: the user has not said what is to become of it.
#[test]
fn where_a_private_conversation_is_over_nobody_is_answered_unasked() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    a.do_with("bob", Action::Block);
    a.do_with("bob", Action::Unblock);
    a.clock.advance(100_000);
    let seen = a.hear("bob", "?SR1? Talk to me");
    assert!(seen.lines.is_empty(), "{:?}", seen.lines);
    assert_eq!(asked(&seen, Question::Invited), [None]);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
}

/// Bob has the names `bob` and `bob_`, both accepted.
fn with_two_names(folder: &Folder) -> (Somebody, Somebody) {
    let (mut a, mut b) = private_pair(folder);
    let line = b.say("alice", "I am bob_ now").lines[0].1.clone();
    a.hear("bob_", &line);
    decide(&mut a, "bob_", Action::Accept, Some(fingerprint(&b)));
    (a, b)
}

#[test]
fn to_unblock_a_person_at_one_name_opens_no_other_name() {
    let folder = Folder::new();
    let (mut a, _b) = with_two_names(&folder);
    a.do_with("bob_", Action::Block);
    assert_eq!(a.state("bob"), State::Blocked, "the person is");
    a.do_with("bob_", Action::Unblock);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
    assert_eq!(is_shut(&mut a, "bob_"), Verdict::Refused);
    a.do_with("bob_", Action::End);
    assert_eq!(a.say("bob_", "in clear").verdict, Verdict::Pass);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
}

#[test]
fn to_forget_a_person_at_one_name_leaves_the_others_shut_and_nobodys() {
    let folder = Folder::new();
    let (mut a, b) = with_two_names(&folder);
    decide(&mut a, "bob_", Action::Forget, Some(fingerprint(&b)));
    assert_eq!(a.say("bob_", "in clear").verdict, Verdict::Pass);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
    assert_eq!(contact(&mut a, "bob")[0].fingerprint, None);
    a.restart(true);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
    a.do_with("bob", Action::End);
    assert_eq!(a.say("bob", "in clear").verdict, Verdict::Pass);
}

// What comes in clear.

#[test]
fn clear_text_is_marked_where_the_door_is_shut_or_the_mode_required_also_in_a_history() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    a.messenger.set_mode(ACCOUNT, "carol", Some(Mode::Required)).unwrap();
    a.do_with("erin", Action::Start);
    for origin in [Origin::default(), history()] {
        for (from, verdict) in [
            ("bob", Verdict::PassWarn),
            ("carol", Verdict::PassWarn),
            ("dave", Verdict::Pass),
            ("erin", Verdict::Pass),
        ] {
            let heard = hear_as(&mut a, from, "not encrypted", origin);
            assert_eq!(heard.verdict, verdict, "from {from}, {origin:?}");
        }
    }
    let end = b.do_with("alice", Action::End);
    carry(&mut a, &mut b, vec![end]);
    assert_eq!(a.hear("bob", "not encrypted").verdict, Verdict::PassWarn, "until the user decides");
    a.do_with("bob", Action::End);
    assert_eq!(a.hear("bob", "not encrypted").verdict, Verdict::Pass);
}

#[test]
fn a_query_in_a_history_or_a_notice_is_told_and_not_answered() {
    let notice = Origin { notice: true, ..Origin::default() };
    for origin in [history(), notice] {
        let folder = Folder::new();
        let mut a = alone(&folder);
        a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
        let seen = hear_as(&mut a, "bob", "?SR1?", origin);
        assert!(seen.lines.is_empty(), "{origin:?}");
        assert_eq!(asked(&seen, Question::Invited), [None], "{origin:?}");
        assert_eq!(a.state("bob"), State::Invited, "{origin:?}");
    }
}

#[test]
fn an_offer_in_a_history_or_a_notice_is_told_and_not_answered() {
    let notice = Origin { notice: true, ..Origin::default() };
    for origin in [history(), notice] {
        let folder = Folder::new();
        let mut a = alone(&folder);
        let mut b = Somebody::new(&folder, &a.clock, "bob", 2);
        a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
        let offer = offer_of(&mut b);
        let seen = hear_as(&mut a, "bob", &offer, origin);
        assert!(seen.lines.is_empty(), "{origin:?}");
        assert_eq!(asked(&seen, Question::Invited), [Some(fingerprint(&b))], "{origin:?}");
        a.clock.advance(120_000);
        assert!(a.tick().lines.is_empty(), "{origin:?}");
        let accepted = decide(&mut a, "bob", Action::Accept, Some(fingerprint(&b)));
        carry(&mut a, &mut b, vec![accepted]);
        assert_eq!(a.state("bob"), State::Private, "{origin:?}");
    }
}

#[test]
fn a_fork_in_a_history_is_told_and_nothing_is_sent_because_of_it() {
    let folder = Folder::new();
    let (mut a, _b, fork) = forked_vault(&folder);
    let seen = hear_as(&mut a, "bob", &fork, history());
    assert_eq!(notices(&seen), [Notice::CopyOfTheirs]);
    assert!(seen.lines.is_empty(), "{:?}", seen.lines);
}

#[test]
fn a_new_text_in_a_history_is_shown_and_acknowledged() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let line = a.say("bob", "from the log").lines[0].1.clone();
    let seen = hear_as(&mut b, "alice", &line, history());
    assert_eq!(seen.texts(), ["from the log"]);
    pass(&mut a, &mut b, 10);
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty(), "acknowledged");
}

#[test]
fn the_evidence_of_a_fork_that_is_played_again_spoils_nothing_begun_since() {
    let folder = Folder::new();
    let (mut a, mut b, evidence) = forked_vault(&folder);
    let seen = a.hear("bob", &evidence);
    assert_eq!(a.state("bob"), State::Restoring);
    carry(&mut a, &mut b, vec![seen]);
    assert_eq!(a.state("bob"), State::Private, "they have begun anew");
    a.hear("bob", &evidence);
    assert_eq!(a.state("bob"), State::Private);
    let sent = a.say("bob", "still private");
    assert_eq!(sent.verdict, Verdict::Taken);
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert!(shown.iter().any(|show| show.text == "still private"));
}
