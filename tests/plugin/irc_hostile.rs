//! Servers and clients that mean harm, or have lost their mind: what is private stays so, and nothing
//! grows without end.

use crate::ircd::{self, ACCOUNT};
use crate::people::{Folder, TestClock};
use subrosa::plugin::Verdict;

#[test]
fn lines_of_a_megabyte_are_taken_or_refused_and_nothing_else() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::private(&folder, &clock);
    let long = "x".repeat(1 << 20);
    assert_eq!(alice.types(&format!("PRIVMSG bob :{long}")), Verdict::Refused);
    assert_eq!(alice.types(&format!("PRIVMSG bob :{}", &long[..60_000])), Verdict::Taken);
    assert_eq!(alice.types(&format!("PRIVMSG bob{long} :x")), Verdict::Refused);
    assert_eq!(alice.types(&format!("PRIVMSG {} :x", "bob,".repeat(100_000))), Verdict::Refused);
    assert_eq!(alice.types(&format!("@{long} PRIVMSG bob :x")), Verdict::Refused);
    for line in [
        format!(":bob!b@h PRIVMSG alice :{long}"),
        format!(":bob!b@h PRIVMSG {long} :x"),
        format!("@time={long} :bob!b@h PRIVMSG alice :x"),
        format!(":s 731 alice :{}", "bob,".repeat(200_000)),
        format!(":s 005 alice {}", "CASEMAPPING=ascii ".repeat(50_000)),
    ] {
        alice.gets(line.as_bytes());
    }
    assert_eq!(alice.types("PRIVMSG bob :still private"), Verdict::Taken);
}

#[test]
fn no_announcement_lets_clear_text_out_to_who_is_private() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::private(&folder, &clock);
    let mappings = ["ascii", "rfc1459", "strict-rfc1459", "utf8", ""];
    for (number, mapping) in mappings.iter().cycle().take(100).enumerate() {
        let length = 9 + number % 90;
        let line = format!(
            ":s 005 alice CASEMAPPING={mapping} CHANTYPES=bB#@~ STATUSMSG=bB@ NICKLEN={length} :x"
        );
        alice.gets(line.as_bytes());
        for target in ["bob", "BOB", "Bob@s", "#room,bob", "@bob", "bob!*@*"] {
            let verdict = alice.types(&format!("PRIVMSG {target} :secret"));
            assert_ne!(verdict, Verdict::Pass, "{line}: {target}");
        }
    }
    for line in [
        ":s 001 bob :you are Bob",
        ":alice!a@h NICK bob",
        ":bob!b@h NICK #bob",
        ":bob!b@h NICK alice",
        ":s 001 alice :you are Alice",
    ] {
        alice.gets(line.as_bytes());
        assert_ne!(alice.types("PRIVMSG bob :secret"), Verdict::Pass, "{line}");
    }
}

#[test]
fn batches_within_batches_and_some_that_never_end_hold_nothing_up() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    for number in 0..5_000 {
        let around = number - 1;
        alice.gets(format!("@batch={around} :s BATCH +{number} chathistory bob").as_bytes());
    }
    for number in 0..10 {
        let verdict = alice.types(&format!("BATCH +{number} draft/multiline bob"));
        assert_eq!(verdict, if number < 4 { Verdict::Taken } else { Verdict::Refused });
    }
    for _ in 0..600 {
        assert_eq!(alice.types("@batch=0 PRIVMSG bob :again"), Verdict::Taken);
    }
    assert_eq!(alice.types("BATCH -0"), Verdict::Taken);
    assert_eq!(alice.types("BATCH +z draft/multiline bob"), Verdict::Taken);
    for _ in 0..100 {
        alice.types(&format!("@batch=z PRIVMSG bob :{}", "x".repeat(1_000)));
    }
    assert_eq!(alice.types("BATCH -z"), Verdict::Refused, "too long");
    assert_eq!(alice.types("@batch=z PRIVMSG bob :and on"), Verdict::Taken);
    ircd.run(&mut [&mut alice, &mut bob]);
    assert!(bob.texts_of("alice").contains(&"and on".to_owned()));
}

#[test]
fn crowds_that_come_and_go_leave_nothing_behind() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::private(&folder, &clock);
    let known = |alice: &mut ircd::Client| {
        let told = alice.host.messenger().unwrap().contacts(ACCOUNT);
        told.events.len()
    };
    let before = known(&mut alice);
    for number in 0..5_000 {
        for line in [
            format!(":n{number}!u@h JOIN #room"),
            format!(":n{number}!u@h NICK m{number}"),
            format!(":s 401 alice m{number} :No such nick"),
            format!(":s 730 alice :m{number}!u@h"),
            format!(":m{number}!u@h QUIT :bye"),
        ] {
            alice.gets(line.as_bytes());
        }
    }
    assert_eq!(known(&mut alice), before);
    assert_eq!(alice.types("PRIVMSG bob :still private"), Verdict::Taken);
}

#[test]
fn raw_lines_of_an_account_on_another_network_are_refused() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::private(&folder, &clock);
    let outcome = alice.host.attach("work", "plain", "interval-ms=0 mode=required");
    alice.carry_out(outcome);
    for line in ["PRIVMSG bob,carol :x", "PRIVMSG bob :x", "X y"] {
        let outcome = alice.host.irc_out("work", line.as_bytes());
        assert_eq!(outcome.verdict, Verdict::Refused, "{line}");
        drop(outcome);
        let outcome = alice.host.irc_out("nobody", line.as_bytes());
        assert_eq!(outcome.verdict, Verdict::Refused, "{line}");
        drop(outcome);
    }
}

#[test]
fn two_lines_in_one_are_refused_whoever_they_are_for() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::two(&folder, &clock);
    assert_eq!(alice.types("X nobody knows this"), Verdict::Pass, "nobody is private");
    for line in ["PRIVMSG carol :two\nQUIT", "PRIVMSG carol :two\rQUIT", "JOIN #a\r\nQUIT"] {
        assert_eq!(alice.types(line), Verdict::Refused, "{line}");
    }
}

#[test]
fn storms_of_capabilities_and_greetings_send_nothing_by_themselves_and_stop_no_text() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    ircd.run(&mut [&mut alice, &mut bob]);
    alice.types("PRIVMSG carol :in clear");
    alice.sends.clear();
    for number in 0..2_000 {
        let verb = ["ACK", "DEL", "NEW", "ACK"][number % 4];
        alice.gets(format!(":s CAP alice {verb} :message-tags batch x{number}").as_bytes());
        alice.gets(format!("@+subrosa/has=1 :n{number}!u@h TAGMSG alice").as_bytes());
        alice.gets(b":s 005 alice NICKLEN=128 USERLEN=128 HOSTLEN=128 LINELEN=512 :are");
        if number % 20 == 0 {
            alice.gets(b":s 001 alice :Welcome");
            alice.gets(b":s CAP alice ACK :message-tags");
        }
    }
    assert!(alice.sends.iter().all(|line| line.starts_with(b"PRIVMSG bob ")), "{:?}", alice.sends);
    assert_eq!(alice.types("PRIVMSG bob :still private"), Verdict::Taken);
    alice.types(&format!("PRIVMSG bob :{}", "long ".repeat(200)));
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(bob.texts_of("alice").concat(), format!("still private{}", "long ".repeat(200)));
}

#[test]
fn a_greeting_within_a_text_of_several_lines_sends_no_half_of_it() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    for line in ["BATCH +1 draft/multiline bob", "@batch=1 PRIVMSG bob :secret"] {
        assert_eq!(alice.types(line), Verdict::Taken);
    }
    alice.gets(b":s 001 alice :Welcome");
    assert_eq!(alice.types("@batch=1 PRIVMSG bob :and the rest"), Verdict::Taken);
    assert_eq!(alice.types("BATCH -1"), Verdict::Pass);
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(bob.texts_of("alice"), ["and the rest"]);
}
