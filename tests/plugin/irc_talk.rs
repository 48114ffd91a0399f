//! Two people whose hosts see nothing but raw lines, on a server that cuts them: nothing is lost,
//! and nothing private passes.

use crate::ircd::{self, ACCOUNT, Client, Ircd};
use crate::people::{Folder, TestClock};
use subrosa::plugin::{EventKind, Verdict};

#[test]
fn texts_arrive_as_they_were_typed_and_stand_on_both_screens() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    assert_eq!(alice.types("PRIVMSG bob :hello Bob"), Verdict::Taken);
    assert_eq!(alice.types("PRIVMSG bob :\u{1}ACTION waves\u{1}\r\n"), Verdict::Taken);
    assert_eq!(alice.screen[0], ":alice!~al@alice.example PRIVMSG bob :hello Bob");
    assert!(alice.sends.iter().all(|line| line.starts_with(b"PRIVMSG bob :?SR1:")));
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(bob.texts_of("alice"), ["hello Bob", "\u{1}ACTION waves\u{1}"]);
    assert_eq!(bob.screen[0], ":alice!~al@alice.example PRIVMSG bob :hello Bob");
    assert_eq!(bob.types("PRIVMSG alice :hello Alice"), Verdict::Taken);
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(alice.texts_of("bob"), ["hello Alice"]);
}

#[test]
fn three_hundred_characters_to_a_nick_of_thirty_on_a_host_of_sixty_three_arrive() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (long, other) = ("a".repeat(30), "b".repeat(30));
    let place = format!("~{}@{}", "u".repeat(9), "h".repeat(63));
    let mut alice = Client::new(&folder, &clock, &long, &place, 1);
    let mut bob = Client::new(&folder, &clock, &other, &place, 2);
    alice.registers();
    bob.registers();
    let mut ircd = Ircd::default();
    ircd::make_private(&mut alice, &mut bob, &mut ircd);
    let texts: Vec<String> = (0..5).map(|n| format!("{n}{}", "x".repeat(299))).collect();
    for text in &texts {
        alice.types(&format!("PRIVMSG {other} :{text}"));
    }
    ircd.run(&mut [&mut alice, &mut bob]);
    let said: String = bob.texts_of(&long).concat();
    assert_eq!(said, texts.concat());
    assert_eq!(ircd.cut, 0);
}

#[test]
fn a_short_prefix_leaves_room_that_is_used() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    alice.types(&format!("PRIVMSG bob :{}", "x".repeat(900)));
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(bob.texts_of("alice").concat(), "x".repeat(900));
    assert!(ircd.cut == 0 && ircd.longest > 450 && ircd.longest <= 512, "{}", ircd.longest);
}

#[test]
fn what_is_answered_to_a_line_that_passes_a_hook_of_the_host_is_hidden() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    ircd.run(&mut [&mut alice, &mut bob]);
    clock.advance(120_000);
    bob.types("PRIVMSG alice :are you there?");
    let line = [b":bob!~b@bob.example ".as_slice(), bob.sends.back().unwrap()].concat();
    assert_eq!(alice.gets(&line), Verdict::Taken);
    while alice.sends.is_empty() {
        clock.advance(1_000);
        alice.ticks();
    }
    // The receipt, which a hook of the host sees on its way.
    let receipt = String::from_utf8(alice.sends.pop_back().unwrap()).unwrap();
    assert_eq!(alice.types(&receipt), Verdict::Pass);
    assert_eq!(alice.gets(b":irc.example 301 alice bob :gone fishing"), Verdict::Taken);
}

#[test]
fn whoever_changes_their_nick_is_followed_and_the_old_one_gets_nothing() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    bob.types("NICK bob_away");
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(alice.types("PRIVMSG bob :for Bob alone"), Verdict::Refused);
    assert_eq!(alice.types("PRIVMSG bob_away :here you are"), Verdict::Taken);
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(bob.texts_of("alice"), ["here you are"]);
    alice.types("NICK alice2");
    ircd.run(&mut [&mut alice, &mut bob]);
    alice.types("PRIVMSG bob_away :and I am");
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(bob.texts_of("alice2"), ["and I am"]);
}

#[test]
fn what_is_written_while_they_are_split_off_arrives_when_they_are_back() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    ircd.gone.push("bob".to_owned());
    alice.gets(b":bob!~bob@bob.example QUIT :a.example b.example");
    for number in 0..5 {
        assert_eq!(alice.types(&format!("PRIVMSG bob :number {number}")), Verdict::Taken);
    }
    ircd.run(&mut [&mut alice, &mut bob]);
    assert!(bob.texts_of("alice").is_empty());
    for _ in 0..10 {
        clock.advance(60_000);
        ircd.run(&mut [&mut alice, &mut bob]);
    }
    ircd.gone.clear();
    alice.gets(b":bob!~bob@bob.example JOIN #room");
    for _ in 0..10 {
        clock.advance(60_000);
        alice.ticks();
        ircd.run(&mut [&mut alice, &mut bob]);
    }
    let mut said = bob.texts_of("alice");
    said.sort();
    assert_eq!(said.len(), 5, "{said:?}");
    assert!((0..5).all(|n| said[n].ends_with(&format!("number {n}"))), "{said:?}");
}

#[test]
fn lines_that_the_network_loses_come_again() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    ircd.loses = 3;
    for number in 0..6 {
        alice.types(&format!("PRIVMSG bob :number {number}"));
    }
    for _ in 0..20 {
        ircd.run(&mut [&mut alice, &mut bob]);
        clock.advance(60_000);
        alice.ticks();
        bob.ticks();
    }
    assert_eq!(bob.texts_of("alice").len(), 6, "{:?}", bob.texts_of("alice"));
}

#[test]
fn nothing_leaves_before_the_server_has_greeted() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Client::new(&folder, &clock, "alice", "~al@alice.example", 1);
    alice.gets(b":irc.example NOTICE * :Looking up your host");
    assert_eq!(alice.types("NICK alice"), Verdict::Pass);
    alice.sends.clear();
    alice.types("SUBROSA start bob");
    for _ in 0..3 {
        clock.advance(1_000);
        alice.ticks();
    }
    assert!(alice.sends.is_empty());
    alice.registers();
    clock.advance(1_000);
    alice.ticks();
    assert_eq!(alice.sends.len(), 1);
    assert!(alice.sends[0].starts_with(b"PRIVMSG bob :?SR1? "));
    let outcome = alice.host.online(ACCOUNT, false);
    alice.carry_out(outcome);
    alice.sends.clear();
    let outcome = alice.host.online(ACCOUNT, true);
    alice.carry_out(outcome);
    alice.types("SUBROSA start carol");
    clock.advance(1_000);
    alice.ticks();
    assert!(alice.sends.is_empty(), "the next connection is not greeted either");
}

#[test]
fn a_connection_in_its_middle_needs_a_nick_alone() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let settings = "interval-ms=0 nick=alice casemapping=ascii";
    let mut alice = Client::with(&folder, &clock, "alice", "~al@alice.example", 1, settings);
    alice.types("SUBROSA start bob");
    assert_eq!(alice.sends.len(), 1);
}

#[test]
fn a_text_of_several_lines_is_one_text() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    for line in [
        "@label=7 BATCH +1 draft/multiline bob",
        "@batch=1 PRIVMSG bob :one",
        "@batch=1 PRIVMSG bob :two",
        "@batch=1;draft/multiline-concat PRIVMSG bob : and more",
        "BATCH -1",
    ] {
        assert_eq!(alice.types(line), Verdict::Taken, "{line}");
    }
    let echoes = alice.seen.iter().filter_map(|event| match &event.kind {
        EventKind::Echo(echo) => Some((echo.text.as_str(), echo.label.as_str(), echo.number)),
        _ => None,
    });
    let echoes: Vec<_> = echoes.collect();
    assert_eq!((echoes[0].0, echoes[1].0, echoes.len()), ("one", "two and more", 2));
    assert!(echoes[0].1 == "7" && echoes[0].2 == echoes[1].2);
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(bob.texts_of("alice"), ["one", "two and more"]);
    for line in ["BATCH +2 draft/multiline carol", "@batch=2 PRIVMSG carol :in clear", "BATCH -2"] {
        assert_eq!(alice.types(line), Verdict::Pass, "{line}");
    }
}

#[test]
fn people_who_have_the_library_find_each_other_unseen() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::two(&folder, &clock);
    for client in [&mut alice, &mut bob] {
        client.gets(b":irc.example CAP * ACK :message-tags");
        client.screen.clear();
    }
    assert_eq!(alice.types("PRIVMSG bob :hello Bob"), Verdict::Pass);
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(bob.screen, [":alice!~al@alice.example PRIVMSG bob :hello Bob\r\n"], "unseen");
    bob.types("PRIVMSG alice :hello Alice");
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(ircd::title(&mut alice, "bob"), "private");
    assert_eq!(ircd::title(&mut bob, "alice"), "private");
}

#[test]
fn who_does_not_tell_is_not_found() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::two(&folder, &clock);
    for client in [&mut alice, &mut bob] {
        client.gets(b":irc.example CAP * ACK :message-tags");
        let outcome = client.host.set(ACCOUNT, "tell=0");
        client.carry_out(outcome);
    }
    alice.types("PRIVMSG bob :hello Bob");
    bob.types("PRIVMSG alice :hello Alice");
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(ircd::title(&mut alice, "bob"), "");
}

#[test]
fn a_host_with_short_lines_gets_a_long_text_in_parts_and_each_is_marked() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    let outcome = bob.host.set(ACCOUNT, "raw=300");
    bob.carry_out(outcome);
    let text = "some words ".repeat(50);
    alice.types(&format!("PRIVMSG bob :{text}"));
    ircd.run(&mut [&mut alice, &mut bob]);
    let said = bob.texts_of("alice");
    assert!(said.len() > 3 && bob.screen.iter().all(|line| line.len() <= 300), "{said:?}");
    assert_eq!(said.concat(), text);
    bob.types("SUBROSA help");
    assert!(bob.screen.iter().all(|line| line.len() <= 300));
    clock.advance(600_000);
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(bob.texts_of("alice").concat(), text, "it was confirmed, and comes once");
}

#[test]
fn where_lines_are_cut_that_should_not_be_long_texts_arrive_in_shorter_ones() {
    for mark in [&b""[..], b"[CUT]"] {
        let (folder, clock) = (Folder::in_memory(), TestClock::new());
        let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
        (ircd.hidden, ircd.mark) = (60, mark);
        let text = "some words ".repeat(60);
        alice.types(&format!("PRIVMSG bob :{text}"));
        alice.types("PRIVMSG bob :short");
        for _ in 0..12 {
            ircd.run(&mut [&mut alice, &mut bob]);
            clock.advance(60_000);
            alice.ticks();
            bob.ticks();
        }
        let said = bob.texts_of("alice").concat();
        assert!(ircd.cut > 0 && bob.codes().contains(&"cut-off"));
        assert!(said.contains(&text) && said.contains("short"), "{said}");
        assert!(!said.contains("?SR1"), "{said}");
    }
}

/// What Alice and Bob have typed and were told is on its way.
#[derive(Default)]
struct Typed {
    count: usize,
    taken: Vec<(usize, String)>,
}

/// A step of an afternoon on a bad network.
fn step(roll: u64, people: &mut [Client; 2], ircd: &mut Ircd, typed: &mut Typed, split: &mut bool) {
    let who = usize::from(roll.is_multiple_of(2));
    let [one, other] = [who, 1 - who];
    let (nick, to) = (people[one].nick.clone(), people[other].nick.clone());
    match roll / 2 % 12 {
        0..=4 => {
            typed.count += 1;
            let long = if roll.is_multiple_of(5) { "and more ".repeat(70) } else { String::new() };
            let text = format!("<{}> {long}", typed.count);
            match people[one].types(&format!("PRIVMSG {to} :{text}")) {
                Verdict::Taken => typed.taken.push((other, format!("<{}>", typed.count))),
                Verdict::Refused => {}
                verdict => panic!("{verdict:?}: {text} would leave in clear"),
            }
        }
        5 => {
            let verdict = people[one].types(&format!("NOTICE {to} :I am away"));
            assert_ne!(verdict, Verdict::Pass);
        }
        6 if !*split => {
            people[one].types(&format!("NICK n{}", typed.count * 2 + one));
        }
        7 => ircd.loses = 2,
        8 if !*split => {
            *split = true;
            for (here, there) in [(one, &to), (other, &nick)] {
                ircd.gone.push(there.clone());
                people[here].gets(format!(":{there}!u@h QUIT :a.example b.example").as_bytes());
            }
        }
        9 if *split => {
            *split = false;
            ircd.gone.clear();
            for (here, there) in [(one, &to), (other, &nick)] {
                people[here].gets(format!(":{there}!u@h JOIN #room").as_bytes());
            }
        }
        10 => ircd.hidden = if ircd.hidden == 0 { 60 } else { 0 },
        _ => people[0].clock.advance(1_000 * (roll / 24 % 90)),
    }
    run(people, ircd);
}

fn run(people: &mut [Client; 2], ircd: &mut Ircd) {
    people.iter_mut().for_each(Client::ticks);
    let [alice, bob] = people;
    ircd.run(&mut [alice, bob]);
}

#[test]
fn on_a_bad_network_every_text_that_was_taken_arrives_once() {
    for seed in 1..=12_u64 {
        let (folder, clock) = (Folder::in_memory(), TestClock::new());
        let (alice, bob, mut ircd) = ircd::private(&folder, &clock);
        let mut people = [alice, bob];
        let (mut typed, mut split, mut roll) = (Typed::default(), false, seed);
        for _ in 0..60 {
            roll = roll.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            step(roll >> 33, &mut people, &mut ircd, &mut typed, &mut split);
        }
        ircd.gone.clear();
        (ircd.loses, ircd.hidden) = (0, 0);
        let nicks = [people[0].nick.clone(), people[1].nick.clone()];
        people[0].gets(format!(":{}!u@h JOIN #room", nicks[1]).as_bytes());
        people[1].gets(format!(":{}!u@h JOIN #room", nicks[0]).as_bytes());
        for _ in 0..90 {
            clock.advance(120_000);
            run(&mut people, &mut ircd);
        }
        assert!(typed.taken.len() > 10, "{seed}: {}", typed.taken.len());
        for (reader, mark) in &typed.taken {
            let seen = people[*reader].seen.iter().filter(|event| match &event.kind {
                EventKind::Show(show) => show.text.starts_with(mark),
                _ => false,
            });
            assert_eq!(seen.count(), 1, "seed {seed}: {mark}");
        }
    }
}

#[test]
fn an_account_that_comes_into_a_connection_is_used_as_soon_as_the_server_says_who_we_are() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    // The plugin is loaded anew, in the middle of the connection.
    let outcome = alice.host.detach(ACCOUNT);
    alice.carry_out(outcome);
    let outcome = alice.host.attach(ACCOUNT, "irc", "interval-ms=0 raw=400");
    alice.carry_out(outcome);
    alice.gets(b":carol!c@c.example JOIN #room");
    assert_eq!(alice.types("PRIVMSG bob :it waits"), Verdict::Taken);
    assert!(alice.sends.is_empty());
    alice.gets(b":irc.example 315 alice #room :End of /WHO list");
    alice.ticks();
    assert!(!alice.sends.is_empty());
    alice.screen.clear();
    bob.types("PRIVMSG alice :to you");
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(bob.texts_of("alice"), ["it waits"]);
    assert_eq!(alice.texts_of("bob"), ["to you"]);
}

#[test]
fn a_text_of_several_lines_that_a_lost_connection_cuts_short_goes_back_to_who_wrote_it() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let begin = |alice: &mut Client, text: &str| {
        alice.types("BATCH +1 draft/multiline bob");
        alice.types(&format!("@batch=1 PRIVMSG bob :{text}"));
        alice.screen.clear();
    };
    let told = |alice: &Client, text: &str| alice.screen.iter().any(|line| line.contains(text));
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    begin(&mut alice, "the host says so");
    let outcome = alice.host.online(ACCOUNT, false);
    alice.carry_out(outcome);
    assert!(told(&alice, "the host says so"), "{:?}", alice.screen);
    alice.registers();
    begin(&mut alice, "the next greeting says so");
    alice.registers();
    assert!(told(&alice, "the next greeting says so"), "{:?}", alice.screen);
    begin(&mut alice, "the account is given back");
    alice.seen.clear();
    let outcome = alice.host.detach(ACCOUNT);
    alice.carry_out(outcome);
    let said = alice.seen.iter().filter_map(crate::rig::say);
    let said: Vec<&str> = said.map(|say| say.sentence.as_str()).collect();
    assert!(said.iter().any(|sentence| sentence.contains("is given back")), "{said:?}");
    let outcome = alice.host.attach(ACCOUNT, "irc", "interval-ms=0 nick=alice");
    alice.carry_out(outcome);
    assert_eq!(alice.types("@batch=1 PRIVMSG bob :whole"), Verdict::Taken);
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(bob.texts_of("alice"), ["whole"], "nothing of the texts that were cut short");
}

#[test]
fn an_old_greeting_of_a_bouncer_makes_nothing_old_look_new() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::two(&folder, &clock);
    for name in ["dave", "erin"] {
        let outcome = alice.host.hint(ACCOUNT, name, subrosa::plugin::Hint::Known, true);
        alice.carry_out(outcome);
    }
    let outcome = alice.host.online(ACCOUNT, false);
    alice.carry_out(outcome);
    clock.advance(3_600_000);
    for line in [
        "@time=2027-01-15T09:00:00.000Z :irc.znc.in CAP unknown-nick ACK :server-time",
        "@time=2027-01-15T08:00:02.000Z :irc.example 001 alice :Welcome",
        "@time=2027-01-15T08:00:02.000Z :irc.example 422 alice :No message of the day",
    ] {
        alice.gets(line.as_bytes());
    }
    alice.sends.clear();
    alice.gets(b"@time=2027-01-15T08:10:00.000Z :dave!d@d.example PRIVMSG alice :?SR1?");
    assert!(alice.sends.is_empty(), "what is played back is not answered");
    alice.gets(b"@time=2027-01-15T08:59:59.000Z :erin!e@e.example PRIVMSG alice :?SR1?");
    assert_eq!(alice.sends.len(), 1, "who asks now is");
}
