//! What a host sets for an account, and what it is told of it.

use super::people::*;
use subrosa::messenger::{MessengerError, Profile, Setting, Verdict};

#[test]
fn what_is_set_is_told_and_what_is_not_set_is_the_profile_s() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.messenger.detach(ACCOUNT).unwrap();
    a.profile = Profile::by_name("yahoo").unwrap();
    let _ = a.attach();
    for (setting, value) in [
        (Setting::LineChars, 780),
        (Setting::Burst, 4),
        (Setting::HtmlGiven, 0),
        (Setting::CaseMapping, 1),
        (Setting::LongTextLines, 20),
    ] {
        assert_eq!(a.messenger.get(ACCOUNT, setting).unwrap(), value, "{setting:?}");
    }
    for (setting, value) in [
        (Setting::LineChars, 500),
        (Setting::Burst, 9),
        (Setting::IntervalMs, 17),
        (Setting::HtmlGiven, 1),
        (Setting::HtmlTaken, 1),
        (Setting::SplitLines, 1),
        (Setting::CaseMapping, 4),
        (Setting::LongTextLines, 512),
    ] {
        a.messenger.set(ACCOUNT, setting, value).unwrap();
        assert_eq!(a.messenger.get(ACCOUNT, setting).unwrap(), value, "{setting:?}");
    }
    assert_eq!(a.messenger.get(ACCOUNT, Setting::Html).unwrap(), 1, "it gives and takes HTML");
    a.restart(true);
    assert_eq!(a.messenger.get(ACCOUNT, Setting::LongTextLines).unwrap(), 512);
    assert_eq!(a.messenger.get(ACCOUNT, Setting::CaseMapping).unwrap(), 4);
    a.messenger.set(ACCOUNT, Setting::Html, 0).unwrap();
    assert_eq!(a.messenger.get(ACCOUNT, Setting::HtmlGiven).unwrap(), 0);
    let unknown = a.messenger.get("another", Setting::Html);
    assert!(matches!(unknown, Err(MessengerError::UnknownAccount)));
}

#[test]
fn a_host_may_give_html_and_take_plain_text() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    a.messenger.set(ACCOUNT, Setting::HtmlGiven, 1).unwrap();
    let sent = a.say("bob", "1 &lt; 2<br>&amp;");
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "1 < 2\n&");
    let sent = b.say("alice", "<3 &");
    let (shown, _) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "<3 &");
    let line = b.say("alice", "again").lines.remove(0).1;
    let seen = a.hear("bob", &format!("&lt;b&gt; {line}"));
    let clear = seen.shown.iter().find(|show| !show.private).unwrap();
    assert_eq!(clear.text.trim(), "<b>", "what comes from the network is HTML too");
}

#[test]
fn a_bot_that_wants_no_questions_sends_long_texts_unasked() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    a.messenger.set(ACCOUNT, Setting::LongTextLines, 512).unwrap();
    let long = "x".repeat(30_000);
    let sent = a.say("bob", &long);
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, long);
}

#[test]
fn a_host_without_utf_8_has_its_lines_found_and_its_bytes_passed() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    // Latin-1: a text in clear passes as it is, whatever its bytes are.
    let outcome = a.messenger.incoming(ACCOUNT, "carol", b"gr\xfc\xdfe", Default::default());
    assert_eq!((outcome.verdict, outcome.events.len()), (Verdict::Pass, 0));
    // A line is ASCII, and is found between bytes of any charset that contains ASCII.
    let line = b.say("alice", "h\u{e4}llo").lines.remove(0).1;
    let around = [b"gr\xfc\xdfe: ", line.as_bytes(), b" \xe4"].concat();
    let outcome = a.messenger.incoming(ACCOUNT, "bob", &around, Default::default());
    let seen = a.see(&outcome, true);
    let private: Vec<&str> =
        seen.shown.iter().filter(|show| show.private).map(|show| show.text.as_str()).collect();
    assert_eq!(private, ["h\u{e4}llo"], "what is encrypted is UTF-8");
    // What was encrypted without being UTF-8 is shown as far as it can be.
    let sent = a.messenger.outgoing(ACCOUNT, "bob", b"gr\xfc\xdfe", Default::default());
    let sent = a.see(&sent, true);
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "gr\u{fffd}\u{fffd}e");
}

#[test]
fn each_budget_that_is_set_is_told_after_a_restart_and_no_other_one_changes() {
    let budgets = [
        (Setting::Offers, 10),
        (Setting::OffersOfContact, 4),
        (Setting::HandshakesOfAddress, 16),
        (Setting::Handshakes, 120),
        (Setting::HandshakesOfStrangers, 60),
        (Setting::Invitations, 10),
    ];
    let folder = Folder::in_memory();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let told = |a: &Somebody| budgets.map(|(budget, _)| a.messenger.get(ACCOUNT, budget).unwrap());
    let mut expected = budgets.map(|(_, unset)| unset);
    assert_eq!(told(&a), expected, "nothing is set");
    for (place, (budget, _)) in budgets.into_iter().enumerate() {
        for wrong in [-1, 0, 60_001] {
            let set = a.messenger.set(ACCOUNT, budget, wrong);
            assert!(matches!(set, Err(MessengerError::BadSetting)), "{budget:?}: {wrong}");
        }
        for right in [1, 60_000, 1_000 + i64::try_from(place).unwrap()] {
            a.messenger.set(ACCOUNT, budget, right).unwrap();
            expected[place] = right;
            assert_eq!(told(&a), expected, "{budget:?}: {right}");
        }
    }
    a.restart(true);
    assert_eq!(told(&a), expected);
}

#[test]
fn how_names_are_compared_is_set_for_later_only_where_none_was_spelled() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.messenger.set("new", Setting::CaseMapping, 4).unwrap();
    let _ = a.messenger.attach("new", Profile::by_name("irc").unwrap()).unwrap();
    assert_eq!(a.messenger.get("new", Setting::CaseMapping).unwrap(), 4);
    a.messenger.set_known("new", "bob", true).unwrap();
    a.messenger.detach("new").unwrap();
    let refused = a.messenger.set("new", Setting::CaseMapping, 1);
    assert_eq!(refused, Err(MessengerError::AddressTaken));
}

#[test]
fn the_accounts_in_use_are_those_that_are_attached() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let _ = a.messenger.attach("libera", plain()).unwrap();
    let in_use = |a: &Somebody| {
        let mut names: Vec<String> = a.messenger.attached().map(str::to_owned).collect();
        names.sort();
        names
    };
    assert_eq!(in_use(&a), ["libera", ACCOUNT]);
    a.messenger.detach(ACCOUNT).unwrap();
    assert_eq!(in_use(&a), ["libera"]);
}
