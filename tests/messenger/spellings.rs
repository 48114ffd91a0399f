//! One contact under many spellings: JIDs, targets of IRC, case mappings, profiles, accounts that are
//! renamed. However a private contact is spelled, nothing goes there in clear.

use super::keys::*;
use super::people::*;
use super::windows::is_shut;
use subrosa::messenger::profile::NAMES;
use subrosa::messenger::{Action, Profile, Setting, State, Trust, Verdict};

/// Alice on a network, in private with Bob, who has a name there.
fn private_on(folder: &Folder, profile: &str, name: &str) -> (Somebody, Somebody) {
    let clock = TestClock::new();
    let mut a = on_profile(folder, &clock, profile);
    let mut b = Somebody::new(folder, &clock, "bob", 2);
    b.address = name.to_owned();
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let start = a.do_with(name, Action::Start);
    carry(&mut a, &mut b, vec![start]);
    assert_eq!(a.state(name), State::Private, "{name} on {profile}");
    (a, b)
}

/// Alice, whose account has never had another profile.
fn on_profile(folder: &Folder, clock: &TestClock, profile: &str) -> Somebody {
    let mut a = Somebody::new(folder, clock, "alice-on", 1);
    a.address = "alice".to_owned();
    a.messenger.detach(ACCOUNT).unwrap();
    a.profile = Profile::by_name(profile).unwrap();
    a.attach();
    a
}

/// Alice's account has another profile for one run.
fn attach_as(a: &mut Somebody, profile: &str) {
    a.profile = Profile::by_name(profile).unwrap();
    a.restart(true);
}

#[test]
fn a_jid_is_its_contact_however_it_is_composed_and_cased() {
    for (name, spellings) in [
        (
            "m\u{fc}ller@example.org",
            &[
                "mu\u{308}ller@example.org",
                "\u{ff4d}\u{fc}ller@example.org",
                "m\u{fc}ller@example.org.",
                "M\u{dc}LLER@Example.Org",
                "m\u{fc}ller@\u{ff45}xample.org",
                "m\u{fc}ller@example\u{3002}org",
            ][..],
        ),
        (
            "bob@m\u{fc}ller.example",
            &[
                "bob@xn--mller-kva.example",
                "bob@XN--MLLER-KVA.example",
                "bob@mu\u{308}ller.example",
                "bob@M\u{dc}LLER.example.",
            ][..],
        ),
        (
            "\u{3bd}\u{3af}\u{3ba}\u{3bf}\u{3c2}@example.org",
            &["\u{39d}\u{38a}\u{39a}\u{39f}\u{3a3}@example.org"][..],
        ),
        (
            "\u{39d}\u{38a}\u{39a}\u{39f}\u{3a3}@example.org",
            &["\u{3bd}\u{3af}\u{3ba}\u{3bf}\u{3c3}@example.org"][..],
        ),
    ] {
        let folder = Folder::in_memory();
        let (mut a, _b) = private_on(&folder, "xmpp", name);
        for spelling in spellings {
            assert_eq!(is_shut(&mut a, spelling), Verdict::Taken, "{spelling} is {name}");
            assert_eq!(a.state(spelling), State::Private, "{spelling} is {name}");
        }
    }
}

#[test]
fn final_and_other_sigmas_beside_a_private_contact_let_nothing_out() {
    let folder = Folder::in_memory();
    let (mut a, _b) =
        private_on(&folder, "xmpp", "\u{3bd}\u{3b9}\u{3ba}\u{3bf}\u{3c2}@example.org");
    for spelling in [
        "\u{3bd}\u{3b9}\u{3ba}\u{3bf}\u{3c3}@example.org",
        "\u{39d}\u{399}\u{39a}\u{39f}\u{3a3}@example.org",
        "\u{39d}\u{399}\u{39a}\u{39f}\u{3a3}@EXAMPLE.ORG/phone",
    ] {
        is_shut(&mut a, spelling);
    }
}

#[test]
fn a_jid_without_a_normal_form_is_refused_beside_a_private_contact_and_passes_elsewhere() {
    let folder = Folder::in_memory();
    let (mut a, _b) = private_on(&folder, "xmpp", "bob@example.org");
    let odd = "bo\u{200b}b@example.org";
    assert_eq!(is_shut(&mut a, odd), Verdict::Refused);
    let folder = Folder::in_memory();
    let mut never = on_profile(&folder, &TestClock::new(), "xmpp");
    assert_eq!(never.say(odd, "hello").verdict, Verdict::Pass);
}

/// All of these reach whoever has the nick.
const TARGETS: [&str; 9] = [
    "bob!bob@host.example",
    "BOB!~b@10.0.0.1",
    "bob@irc.example",
    "bob%host@irc.example",
    "bob%host",
    "bob,dave",
    "dave,bob",
    "dave,bob!b@host,erin",
    "bob@irc.example,dave",
];

#[test]
fn no_target_of_irc_that_reaches_a_private_contact_lets_clear_text_out() {
    let folder = Folder::in_memory();
    let (mut a, _b) = private_on(&folder, "irc", "bob");
    for target in TARGETS.into_iter().chain(["$*.example", "$$*.example", "#*.example,bob"]) {
        is_shut(&mut a, target);
    }
    a.restart(true);
    for target in TARGETS {
        is_shut(&mut a, target);
    }
    assert_eq!(a.say("dave", "never private").verdict, Verdict::Pass);
    assert_eq!(a.say("dave!d@host.example", "never private").verdict, Verdict::Pass);
}

#[test]
fn targets_of_irc_pass_where_nobody_was_ever_private() {
    let folder = Folder::in_memory();
    let mut a = on_profile(&folder, &TestClock::new(), "irc");
    for target in TARGETS.into_iter().chain(["NickServ@services.example", "$*.example"]) {
        assert_eq!(a.say(target, "hello").verdict, Verdict::Pass, "{target}");
    }
}

#[test]
fn a_mapping_that_parts_two_spellings_of_a_private_contact_opens_neither() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_on(&folder, "irc", "bob[");
    let line = b.say("alice", "I am spelled with a brace").lines[0].1.clone();
    a.hear("bob{", &line);
    assert_eq!(a.state("bob{"), State::Private);
    a.messenger.set(ACCOUNT, Setting::CaseMapping, 1).unwrap();
    for _ in 0..2 {
        is_shut(&mut a, "bob[");
        is_shut(&mut a, "bob{");
        is_shut(&mut a, "BOB[");
        a.restart(true);
    }
}

#[test]
fn another_connection_may_be_to_a_server_that_has_announced_nothing_yet() {
    let folder = Folder::in_memory();
    let (mut a, _b) = private_on(&folder, "irc", "bob^");
    a.messenger.set(ACCOUNT, Setting::CaseMapping, 5).unwrap();
    assert_eq!(a.say("bob~", "told apart").verdict, Verdict::Pass);
    for online in [false, true] {
        let _ = a.messenger.online(ACCOUNT, online);
    }
    // A name that was written to has restrictions of its own; another one shares Bob's again.
    is_shut(&mut a, "BOB~^".trim_end_matches('^').to_owned().replace('~', "^").as_str());
    is_shut(&mut a, "BOB^");
}

#[test]
fn until_the_mapping_is_announced_names_that_any_of_them_joins_share_restrictions() {
    let folder = Folder::in_memory();
    let (mut a, _b) = private_on(&folder, "irc", "bob^");
    for spelling in ["bob^", "bob~", "BOB~", "Bob^"] {
        is_shut(&mut a, spelling);
    }
    // It takes them for two: the one that nobody was ever private at is another's.
    a.messenger.set(ACCOUNT, Setting::CaseMapping, 5).unwrap();
    is_shut(&mut a, "bob^");
    assert_eq!(a.say("dave", "never private").verdict, Verdict::Pass);
}

#[test]
fn a_mapping_that_makes_two_names_one_joins_what_is_known_of_them() {
    let folder = Folder::in_memory();
    let (mut a, b) = private_on(&folder, "plain", "bob");
    a.messenger.set_known(ACCOUNT, "BOB", true).unwrap();
    a.messenger.set(ACCOUNT, Setting::CaseMapping, 1).unwrap();
    for spelling in ["bob", "BOB", "Bob"] {
        is_shut(&mut a, spelling);
        assert_eq!(contact(&mut a, spelling)[0].fingerprint, Some(fingerprint(&b)));
        assert_eq!(a.state(spelling), State::Private);
    }
}

/// A name that every profile spells in another way.
const NAME: &str = "Bob [Ä]~";

#[test]
fn one_run_with_another_profile_takes_nothing_from_a_private_contact() {
    for other in NAMES {
        for (home, away) in [("plain", other), (other, "plain")] {
            let folder = Folder::in_memory();
            let (mut a, b) = private_on(&folder, home, NAME);
            decide(&mut a, NAME, Action::Verify, Some(fingerprint(&b)));
            attach_as(&mut a, away);
            is_shut(&mut a, NAME);
            attach_as(&mut a, home);
            let info = contact(&mut a, NAME);
            let stands = (info[0].state, info[0].trust);
            assert_eq!(stands, (State::Private, Trust::Verified), "{home}, once {away}");
            assert_eq!(is_shut(&mut a, NAME), Verdict::Taken, "{home}, once {away}");
        }
    }
}

#[test]
fn a_mode_and_a_block_hold_under_another_profile_and_after_it() {
    for other in NAMES {
        let folder = Folder::in_memory();
        let mut a = on_profile(&folder, &TestClock::new(), "plain");
        let required = Some(subrosa::messenger::Mode::Required);
        a.messenger.set_mode(ACCOUNT, NAME, required).unwrap();
        a.do_with("Eve [x]", Action::Block);
        for profile in [other, "plain"] {
            attach_as(&mut a, profile);
            is_shut(&mut a, NAME);
            assert_eq!(is_shut(&mut a, "Eve [x]"), Verdict::Refused, "{profile} of {other}");
            assert_eq!(contact(&mut a, NAME)[0].mode, required, "{profile} of {other}");
        }
    }
}

/// A row that was written under another profile has another key, and nothing tells which of the two
/// is read first.
#[test]
fn rows_of_an_older_spelling_take_nothing_from_a_private_contact() {
    for seed in 1..13 {
        let folder = Folder::in_memory();
        let mut a = Somebody::new(&folder, &TestClock::new(), "alice", seed);
        a.messenger.set_known(ACCOUNT, NAME, true).unwrap();
        attach_as(&mut a, "irc");
        let mut b = Somebody::new(&folder, &a.clock, "bob", 99);
        b.address = NAME.to_owned();
        b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
        let start = a.do_with(NAME, Action::Start);
        carry(&mut a, &mut b, vec![start]);
        decide(&mut a, NAME, Action::Verify, Some(fingerprint(&b)));
        for _ in 0..2 {
            a.restart(true);
            let info = contact(&mut a, NAME);
            let stands = (info[0].state, info[0].trust);
            assert_eq!(stands, (State::Private, Trust::Verified), "seed {seed}");
            assert_eq!(is_shut(&mut a, NAME), Verdict::Taken, "seed {seed}");
        }
    }
}

#[test]
fn rows_of_an_older_spelling_weaken_no_mode_and_no_block() {
    for seed in 1..13 {
        let folder = Folder::in_memory();
        let mut a = Somebody::new(&folder, &TestClock::new(), "alice", seed);
        a.messenger.set_known(ACCOUNT, NAME, true).unwrap();
        a.messenger.set_known(ACCOUNT, "Eve", true).unwrap();
        attach_as(&mut a, "irc");
        let required = Some(subrosa::messenger::Mode::Required);
        a.messenger.set_mode(ACCOUNT, NAME, required).unwrap();
        a.do_with("Eve", Action::Block);
        a.restart(true);
        assert_eq!(contact(&mut a, NAME)[0].mode, required, "seed {seed}");
        assert_eq!(is_shut(&mut a, NAME), Verdict::Held, "seed {seed}");
        assert_eq!(a.state("Eve"), State::Blocked, "seed {seed}");
    }
}

fn say_on(a: &mut Somebody, account: &str, peer: &str) -> Verdict {
    let origin = subrosa::messenger::Origin::default();
    a.messenger.outgoing(account, peer, b"a secret", origin).verdict
}

fn info_on(a: &mut Somebody, account: &str, peer: &str) -> subrosa::messenger::ContactInfo {
    match &a.messenger.contact(account, peer).events[0].kind {
        subrosa::messenger::EventKind::Contact(info) => info.clone(),
        other => panic!("{other:?}"),
    }
}

/// As when a server is renamed in WeeChat.
#[test]
fn an_account_with_a_new_name_has_its_contacts_texts_and_modes() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    decide(&mut a, "bob", Action::Verify, Some(fingerprint(&b)));
    a.messenger.set_mode(ACCOUNT, "carol", Some(subrosa::messenger::Mode::Required)).unwrap();
    let lost = a.say("bob", "under way");
    assert_eq!(lost.verdict, Verdict::Taken);
    let renamed = a.messenger.rename_account(ACCOUNT, "libera");
    assert!(renamed.error.is_none(), "{:?}", renamed.error);
    let _ = a.messenger.attach("libera", plain()).unwrap();
    let bob = info_on(&mut a, "libera", "bob");
    assert_eq!((bob.state, bob.trust, bob.waiting), (State::Private, Trust::Verified, 1));
    let mode = info_on(&mut a, "libera", "carol").mode;
    assert_eq!(mode, Some(subrosa::messenger::Mode::Required));
    assert_eq!(say_on(&mut a, "libera", "bob"), Verdict::Taken);
    assert_eq!(say_on(&mut a, "libera", "carol"), Verdict::Held);
    assert_eq!(say_on(&mut a, ACCOUNT, "bob"), Verdict::Refused, "it is not attached any more");
    b.tick();
}

#[test]
fn an_account_that_gets_the_name_of_another_is_joined_with_it_and_nothing_is_laxer() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    let _ = a.messenger.attach("libera", plain()).unwrap();
    a.messenger.set_known("libera", "bob", true).unwrap();
    a.messenger.set_mode("libera", "carol", Some(subrosa::messenger::Mode::Required)).unwrap();
    a.messenger.set_known(ACCOUNT, "carol", true).unwrap();
    a.messenger.detach("libera").unwrap();
    let renamed = a.messenger.rename_account(ACCOUNT, "libera");
    assert!(renamed.error.is_none(), "{:?}", renamed.error);
    let _ = a.messenger.attach("libera", plain()).unwrap();
    assert_ne!(say_on(&mut a, "libera", "bob"), Verdict::Pass);
    assert_eq!(say_on(&mut a, "libera", "carol"), Verdict::Held);
}

#[test]
fn texts_of_two_accounts_that_become_one_are_all_there() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    for account in ["one", "two"] {
        let _ = a.messenger.attach(account, plain()).unwrap();
        let required = Some(subrosa::messenger::Mode::Required);
        a.messenger.set_mode(account, "carol", required).unwrap();
        assert_eq!(say_on(&mut a, account, "carol"), Verdict::Held);
    }
    let renamed = a.messenger.rename_account("one", "two");
    assert!(renamed.error.is_none(), "{:?}", renamed.error);
    assert_eq!(a.messenger.texts("two", Some("carol")).events.len(), 2);
}

/// As plugins do, so that settings are there from the first text on.
#[test]
fn an_account_that_was_set_before_it_is_attached_takes_over_what_may_not_leave() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    a.messenger.detach(ACCOUNT).unwrap();
    a.messenger.set("libera", Setting::Burst, 3).unwrap();
    let _ = a.messenger.attach("libera", plain()).unwrap();
    assert_eq!(say_on(&mut a, "libera", "bob"), Verdict::Refused);
    assert_eq!(say_on(&mut a, "libera", "carol"), Verdict::Pass);
}

#[test]
fn an_account_with_a_new_name_keeps_its_own_identity() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.messenger.give_identity("work", None).unwrap();
    let own = *a.messenger.identity_of("work").unwrap().fingerprint();
    let renamed = a.messenger.rename_account("work", "office");
    assert!(renamed.error.is_none(), "{:?}", renamed.error);
    let _ = a.messenger.attach("office", plain()).unwrap();
    assert_eq!(*a.messenger.identity_of("office").unwrap().fingerprint(), own);
}
