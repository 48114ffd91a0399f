//! The outbox: pace, long texts, several lines.

use super::people::*;
use subrosa::messenger::{
    Action, EventKind, MessengerError, Origin, Profile, Question, Setting, Stage, TextAction,
    Verdict,
};
use subrosa::wire::limits::ACK_DELAY_SECONDS;

#[test]
fn lines_leave_at_the_pace_of_the_network() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    a.clock.advance(60_000);
    a.tick();
    a.messenger.set(ACCOUNT, Setting::Burst, 2).unwrap();
    a.messenger.set(ACCOUNT, Setting::IntervalMs, 2_000).unwrap();
    let mut left = 0;
    for n in 0..5 {
        left += a.say("bob", &format!("text {n}")).lines.len();
    }
    assert_eq!(left, 2);
    let wake = a.messenger.wake_ms().unwrap();
    assert!((1..=2_000).contains(&wake), "{wake}");
    a.clock.advance(wake);
    assert_eq!(a.tick().lines.len(), 1);
    a.clock.advance(1_000);
    assert_eq!(a.tick().lines.len(), 0);
}

#[test]
fn a_long_text_waits_for_the_user_and_arrives_whole() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let long: String = (0..8_000).map(|n| char::from(b'a' + (n % 26) as u8)).collect();
    let asked = a.say("bob", &long);
    assert_eq!(asked.verdict, Verdict::Taken);
    assert!(asked.lines.is_empty());
    let number = asked.events.iter().find_map(|event| match &event.kind {
        EventKind::Ask { question: Question::LongText, text, .. } => *text,
        _ => None,
    });
    let outcome = a.messenger.text_do(ACCOUNT, number.unwrap(), TextAction::Send);
    let sent = a.see(&outcome, true);
    assert!(sent.lines.len() > 20);
    let mut progress = sent.events.iter().filter_map(|event| match &event.kind {
        EventKind::Progress(progress) => Some((progress.stage, progress.done)),
        _ => None,
    });
    assert_eq!(progress.next_back(), Some((Stage::Sent, sent.lines.len() as u32)));
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].text, long);
}

#[test]
fn a_long_text_that_the_user_discards_is_never_sent() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let asked = a.say("bob", &"x".repeat(10_000));
    let number = asked.events.iter().find_map(|event| match &event.kind {
        EventKind::Progress(progress) => Some(progress.number),
        _ => None,
    });
    let outcome = a.messenger.text_do(ACCOUNT, number.unwrap(), TextAction::Discard);
    assert!(a.see(&outcome, true).lines.is_empty());
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty());
    let (_, shown) = pass(&mut a, &mut b, 200);
    assert!(shown.is_empty());
}

#[test]
fn a_short_text_overtakes_a_long_one() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    a.messenger.set(ACCOUNT, Setting::IntervalMs, 1_000).unwrap();
    a.messenger.set(ACCOUNT, Setting::Burst, 1).unwrap();
    a.clock.advance(60_000);
    a.tick();
    let long = "y".repeat(3_000);
    let mut lines = a.say("bob", &long).lines;
    lines.extend(a.say("bob", "short").lines);
    let mut shown = Vec::new();
    for _ in 0..40 {
        for (_, line) in std::mem::take(&mut lines) {
            shown.extend(b.hear("alice", &line).shown.into_iter().map(|show| show.text));
        }
        a.clock.advance(1_000);
        lines = a.tick().lines;
    }
    assert_eq!(shown, ["short".to_owned(), long]);
}

#[test]
fn a_text_too_long_for_any_session_is_refused() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    let refused = a.say("bob", &"x".repeat(65_537));
    assert_eq!(refused.verdict, Verdict::Refused);
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty());
}

#[test]
fn on_a_network_of_lines_each_line_is_shown_by_itself_and_confirmed_as_one_text() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    b.messenger.set(ACCOUNT, Setting::SplitLines, 1).unwrap();
    let sent = a.say("bob", "one\ntwo\n<alice> three");
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    let texts: Vec<&str> = shown.iter().map(|show| show.text.as_str()).collect();
    assert_eq!(texts, ["one", "two", "<alice> three"]);
    assert!(shown.iter().all(|show| show.id == shown[0].id));
    pass(&mut a, &mut b, 5);
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty());
}

#[test]
fn settings_are_kept_and_bad_ones_are_refused() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    a.messenger.set(ACCOUNT, Setting::LineChars, 1_000).unwrap();
    for (setting, value) in [
        (Setting::LineChars, 359),
        (Setting::LineChars, 16_385),
        (Setting::LineChars, -1),
        (Setting::Html, 2),
        (Setting::Burst, 0),
    ] {
        assert!(a.messenger.set(ACCOUNT, setting, value).is_err(), "{setting:?} {value}");
    }
    a.restart(true);
    let sent = a.say("bob", &"z".repeat(500));
    assert_eq!(sent.lines.len(), 1, "one long line");
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text.len(), 500);
}

#[test]
fn a_setting_of_an_account_that_is_not_attached_yet_holds_from_its_first_text_on() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    let later = "another account";
    a.messenger.set(later, Setting::Html, 1).unwrap();
    assert!(a.messenger.set(later, Setting::Html, 2).is_err());
    assert!(a.messenger.set("", Setting::Html, 1).is_err());
    let _ = a.messenger.attach(later, Profile::by_name("irc").unwrap()).unwrap();
    let started = a.messenger.contact_do(later, "carol", Action::Start, None);
    assert!(started.error.is_none());
    let _ = a.messenger.outgoing(later, "carol", b"&lt;3", Origin::default());
    let waiting = a.messenger.texts(later, None);
    let text = waiting.events.iter().find_map(|event| match &event.kind {
        EventKind::Progress(progress) => progress.text.clone(),
        _ => None,
    });
    // Read as HTML.
    assert_eq!(text.as_deref(), Some(&b"<3"[..]));
}

#[test]
fn every_text_for_a_peer_that_waits_for_the_user_is_sent_or_discarded_in_one_go() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let none = a.messenger.texts_do(ACCOUNT, "bob", TextAction::Send);
    assert!(matches!(none.error, Some(MessengerError::UnknownText)));
    a.say("bob", &"x".repeat(8_000));
    a.say("bob", &"y".repeat(8_000));
    let outcome = a.messenger.texts_do(ACCOUNT, "bob", TextAction::Send);
    let sent = a.see(&outcome, true);
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown.iter().map(|show| show.text.len()).collect::<Vec<_>>(), [8_000, 8_000]);
    a.say("bob", &"z".repeat(8_000));
    let outcome = a.messenger.texts_do(ACCOUNT, "bob", TextAction::Discard);
    assert!(a.see(&outcome, true).lines.is_empty());
    let left = a.messenger.texts(ACCOUNT, Some("bob"));
    assert!(left.events.iter().all(|event| match &event.kind {
        EventKind::Progress(progress) => progress.stage != Stage::Asking,
        _ => true,
    }));
}

#[test]
fn what_an_html_host_types_reaches_a_plain_host_without_markup_and_back() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    a.messenger.set(ACCOUNT, Setting::Html, 1).unwrap();
    let sent = a.say("bob", "1 &lt; 2 &amp;&amp; <b>bold</b><br>next");
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "1 < 2 && bold\nnext");
    let sent = b.say("alice", "<script>alert(1)</script> & <3");
    let (shown, _) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;3");
}

#[test]
fn an_action_is_shown_as_one() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let action = Origin { action: true, ..Origin::default() };
    let outcome = a.messenger.outgoing(ACCOUNT, "bob", b"waves", action);
    let sent = a.see(&outcome, true);
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!((shown[0].action, shown[0].text.as_str()), (true, "waves"));
}

#[test]
fn spellings_of_one_address_are_one_conversation() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    a.messenger.detach(ACCOUNT).unwrap();
    a.profile = Profile::by_name("irc").unwrap();
    a.attach();
    a.do_with("Bob[home]", Action::Start);
    assert_eq!(a.say("bob{HOME}", "secret").verdict, Verdict::Held);
    assert_eq!(a.say("bobby", "clear").verdict, Verdict::Pass);
}

#[test]
fn whoever_shows_a_private_text_is_to_wake_the_library_when_it_is_to_be_acknowledged() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    pass(&mut a, &mut b, 60);
    let line = a.say("bob", "hello").lines.remove(0).1;
    let outcome = b.messenger.incoming(ACCOUNT, "alice", line.as_bytes(), Origin::default());
    let soon = ACK_DELAY_SECONDS * 1_000;
    assert!(outcome.wake_ms.is_some_and(|wake| wake <= soon), "{:?}", outcome.wake_ms);
    assert_eq!(b.see(&outcome, true).texts(), ["hello"]);
    b.clock.advance(soon);
    assert_eq!(b.tick().lines.len(), 1, "the acknowledgement");
}
