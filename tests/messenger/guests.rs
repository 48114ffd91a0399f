//! People who are known and have no window of their own, and invitations at names where texts wait.

use super::clear_text::alone;
use super::keys::*;
use super::people::*;
use super::windows::{also_private, is_shut, windows};
use subrosa::messenger::{Action, Question, State, Verdict};
use subrosa::wire::armor;

#[test]
fn what_somebody_without_a_window_says_never_appears_in_the_window_of_others() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let mut dave = also_private(&folder, &mut a, "dave", 7);
    let line = dave.say("alice", "I am at bob's").lines[0].1.clone();
    a.hear("bob", &line);
    decide(&mut a, "bob", Action::Accept, Some(fingerprint(&dave)));
    // Bob is accepted nowhere now, and his session lives.
    let line = b.say("alice", "I am Bob").lines[0].1.clone();
    let seen = a.hear("dave", &line);
    assert!(windows(&seen).is_empty(), "Dave would have said it");
    assert_eq!(asked(&seen, Question::AddressChanged), [Some(fingerprint(&b))]);
    let again = a.hear("dave", &line);
    assert!(windows(&again).is_empty() && asked(&again, Question::AddressChanged).is_empty());
    decide(&mut a, "dave", Action::Accept, Some(fingerprint(&b)));
    assert_eq!(windows(&a.hear("dave", &line)), ["dave"], "it was not lost");
}

#[test]
fn an_invitation_does_not_hide_that_texts_wait_for_a_session_that_was_lost() {
    let folder = Folder::new();
    let mut a = alone(&folder);
    a.hear("bob", "?SR1?");
    assert_eq!(a.state("bob"), State::Invited);
    a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
    a.hear("bob", &armor::encode(&[&[0x11][..], &[7; 100]].concat()));
    a.clock.advance(60_000);
    let told = a.tick().states();
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Held);
    assert_eq!((told, a.state("bob")), (vec![State::Asked], State::Asked));
}
