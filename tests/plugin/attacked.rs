//! Attacks upon raw lines and upon a vault that cannot be opened yet: what somebody who means harm, or
//! a client that has lost its mind, would try to get clear text out, or a text believed or lost.

use crate::ircd::{self, ACCOUNT, Client};
use crate::people::{Folder, TestClock};
use subrosa::plugin::{Frontend, Verdict};

/// What leaves for the server in clear when a line is typed.
fn leaks(client: &mut Client, line: &[u8]) -> bool {
    let outcome = client.host.irc_out(ACCOUNT, line);
    let passes = outcome.verdict == Verdict::Pass;
    client.carry_out(outcome);
    let clear = |line: &[u8]| line.windows(6).any(|part| part.eq_ignore_ascii_case(b"secret"));
    let sent: Vec<Vec<u8>> = client.sends.drain(..).collect();
    (passes && clear(line)) || sent.iter().any(|line| clear(line))
}

#[test]
fn no_spelling_of_a_line_carries_a_text_in_clear_to_who_is_private() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::private(&folder, &clock);
    let targets = [
        "bob",
        "BOB",
        "@bob",
        "~bob",
        "%bob",
        "@%bob",
        "bob!u@h",
        "bob!*@*",
        "bob%host@server",
        "bob%host",
        "bob@server",
        "bob,",
        ",bob",
        ",,bob,,",
        "bob,bob",
        "#chan,bob",
        "bob,#chan",
        "carol,bob",
        "$*",
        "$$*.example",
        "#*.example",
        "bo?",
        "b*b",
        "*",
        ":bob",
        "::bob",
        "bob\u{7}",
        "bob\u{301}",
    ];
    let commands =
        ["PRIVMSG", "privmsg", "PrivMsg", "NOTICE", "SQUERY", "TAGMSG", "XNOTICE", "MSG"];
    let mut out = Vec::new();
    for target in targets.iter().filter(|target| !target.starts_with("bob\u{301}")) {
        for command in commands {
            for line in [
                format!("{command} {target} :secret"),
                format!("{command} {target} secret"),
                format!("  {command}   {target}   :secret"),
                format!("@+x=y {command} {target} :secret"),
                format!("@+draft/reply=secret {command} {target} :secret"),
                format!("@a;b @c :alice!a@h {command} {target} :secret"),
                format!(":alice {command} {target} :secret"),
                format!("{command} {target} :secret\r\n"),
                format!("{command} {target} :secret\n"),
                format!("{command} {target} :\u{1}secret"),
                format!("{command} {target} :\u{1}secret\u{1}"),
                format!("{command} {target} :\u{1}ACTION secret\u{1}"),
                format!("{command} {target} :\u{1}DCC CHAT secret 1 2\u{1}"),
                format!("{command} {target} :\u{1}\u{1}secret"),
                format!("{command} {target} :\u{1}"),
            ] {
                if leaks(&mut alice, line.as_bytes()) {
                    out.push(line);
                }
            }
        }
        for line in [
            format!("CPRIVMSG {target} #chan :secret"),
            format!("CPRIVMSG {target} :secret"),
            format!("CNOTICE {target} #chan :secret"),
            format!("cnotice {target} #chan secret"),
            format!("WALLCHOPS {target} :secret"),
            format!("KILL {target} :secret"),
            format!("REDACT {target} 123 :secret"),
            format!("WHISPER #chan {target} :secret"),
            format!("whisper #chan {target} secret"),
            format!("@+draft/react=secret TAGMSG {target}"),
            format!("@+subrosa/has=secret TAGMSG {target}"),
            format!("@+subrosa/has=1;+draft/react=secret TAGMSG {target}"),
            format!("PRIVMSG {target} :x\0secret"),
            format!("PRIVMSG {target} :x\rPRIVMSG {target} :secret"),
            format!("NICK alice\r\nPRIVMSG {target} :secret"),
            format!("JOIN #chan\nPRIVMSG {target} :secret"),
            format!("PRIVMSG\t{target} :secret"),
            format!("PRIVMSG {target}\t:secret"),
            format!("PRIVMSG  :{target} secret"),
        ] {
            if leaks(&mut alice, line.as_bytes()) {
                out.push(line);
            }
        }
        for line in [
            [b"PRIVMSG ".as_slice(), target.as_bytes(), b" :secret\xff\xfe"].concat(),
            [b"PRIVMSG ".as_slice(), target.as_bytes(), b"\xff :secret"].concat(),
            [b"PRIVMSG \xff,".as_slice(), target.as_bytes(), b" :secret"].concat(),
            [b"\xffPRIVMSG ".as_slice(), target.as_bytes(), b" :secret"].concat(),
            [b"@x=\xff PRIVMSG ".as_slice(), target.as_bytes(), b" :secret"].concat(),
        ] {
            if leaks(&mut alice, &line) {
                out.push(String::from_utf8_lossy(&line).into_owned());
            }
        }
    }
    assert!(out.is_empty(), "{} lines, such as {:#?}", out.len(), &out[..out.len().min(40)]);
}

/// Lines of the server that make a client show a text as said by Bob.
fn as_bob(client: &mut Client, lines: &[&[u8]]) -> Vec<String> {
    client.screen.clear();
    for line in lines {
        client.gets(line);
    }
    client.screen.iter().filter(|line| line.contains("I hate you")).cloned().collect()
}

#[test]
fn no_line_of_a_server_shows_a_clear_text_of_who_is_private_without_a_mark() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::private(&folder, &clock);
    let lines: Vec<Vec<u8>> = [
        ":bob!b@h PRIVMSG alice :I hate you",
        ":BOB!b@h privmsg ALICE :I hate you",
        ":bob PRIVMSG alice :I hate you",
        ":bob@h PRIVMSG alice :I hate you",
        ":bob!b@h NOTICE alice :I hate you",
        ":bob!b@h PRIVMSG carol :I hate you",
        ":bob!b@h PRIVMSG $* :I hate you",
        ":bob!b@h PRIVMSG #room,alice :I hate you",
        ":bob!b@h PRIVMSG @alice :I hate you",
        "@batch=unknown :bob!b@h PRIVMSG alice :I hate you",
        "@time=2001-01-01T00:00:00.000Z :bob!b@h PRIVMSG alice :I hate you",
        "@time=9999-01-01T00:00:00.000Z;msgid=1;account=bob :bob!b@h PRIVMSG alice :I hate you",
        ":bob!b@h PRIVMSG alice :[08:15:30] I hate you",
        ":bob!b@h PRIVMSG alice :\u{1}ACTION says I hate you\u{1}",
        ":bob!b@h PRIVMSG alice :\u{1}ACTION says I hate you",
        ":bob!b@h PRIVMSG alice :\u{1}X\u{1} I hate you",
        ":bob!b@h PRIVMSG alice :\u{1}X I hate you",
        ":bob!b@h PRIVMSG alice :\u{1}\u{1}I hate you",
        ":bob!b@h PRIVMSG alice :I hate you\0",
        ":bob!b@h PRIVMSG alice :I hate you\r",
        ":bob!b@h PRIVMSG alice :\rI hate you",
        "PING x\n:bob!b@h PRIVMSG alice :I hate you",
        ":bob!b@h PRIVMSG alice :[not private] I hate you",
    ]
    .iter()
    .map(|line| line.as_bytes().to_vec())
    .collect();
    let mut out = Vec::new();
    for line in &lines {
        let seen = as_bob(&mut alice, &[line]);
        out.extend(seen.into_iter().filter(|line| {
            !line.contains(":[not private] ") && !line.contains("ACTION [not private] ")
        }));
    }
    let long = [b":bob!b@h PRIVMSG alice :I hate you".as_slice(), &vec![b'x'; 1 << 20]].concat();
    let tags =
        [b"@x=".as_slice(), &vec![b'x'; 9_000], b" :bob!b@h PRIVMSG alice :I hate you"].concat();
    for line in [long, tags] {
        let seen = as_bob(&mut alice, &[&line]);
        out.extend(seen.into_iter().map(|line| line.chars().take(50).collect::<String>()));
    }
    assert!(out.is_empty(), "{out:#?}");
}

#[test]
fn own_words_in_clear_to_who_is_private_are_not_shown_as_private() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::private(&folder, &clock);
    alice.gets(b":alice!~al@alice.example PRIVMSG bob :I hate you");
    assert!(alice.screen.iter().all(|line| line.contains("[not private]")), "{:?}", alice.screen);
}

#[test]
fn nobody_else_speaks_as_the_library() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::private(&folder, &clock);
    for line in [
        ":*subrosa!subrosa@subrosa PRIVMSG alice :bob: private, verified",
        ":*SubRosa PRIVMSG alice :bob: private, verified",
        ":*subrosa@x NOTICE alice :bob: private, verified",
        ":*subrosa!u@h PRIVMSG #room :bob: private, verified",
        "@batch=x :*subrosa!u@h PRIVMSG alice :bob: private, verified",
        ":mallory!u@h NICK *subrosa",
        ":*subrosa!u@h NICK mallory",
        ":alice!u@h PRIVMSG *subrosa :bob: private, verified",
    ] {
        alice.gets(line.as_bytes());
    }
    assert!(alice.screen.is_empty(), "{:#?}", alice.screen);
}

#[test]
fn words_for_the_library_never_go_to_the_server() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::two(&folder, &clock);
    let mut out = Vec::new();
    for line in [
        "PRIVMSG *subrosa :passphrase secret",
        "PRIVMSG *subrosa@irc.example :passphrase secret",
        "PRIVMSG *subrosa!u@h :passphrase secret",
        "PRIVMSG *subrosa, :passphrase secret",
        "PRIVMSG *subrosa,carol :passphrase secret",
        "PRIVMSG @*subrosa :passphrase secret",
        "CPRIVMSG *subrosa #room :passphrase secret",
        "SQUERY *subrosa :passphrase secret",
        "subrosa passphrase secret",
        "SUBROSA\tpassphrase secret",
        "SUBROSA passphrase secret\0",
        "SUBROSA passphrase secret\nx",
    ] {
        if leaks(&mut alice, line.as_bytes()) {
            out.push(line);
        }
    }
    assert!(out.is_empty(), "{out:#?}");
}

#[test]
fn a_text_of_several_lines_goes_whole_to_whom_it_was_opened_for_or_nowhere() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    for lines in [
        vec!["BATCH +x draft/multiline bob", "@batch=x PRIVMSG bob :secret"],
        vec!["BATCH +x draft/multiline carol", "@batch=x PRIVMSG bob :secret", "BATCH -x"],
        vec![
            "BATCH +y draft/multiline bob,carol",
            "@batch=y PRIVMSG bob,carol :secret",
            "BATCH -y",
        ],
        vec!["BATCH +z DRAFT/MULTILINE bob", "@batch=z PRIVMSG bob :secret", "BATCH -z"],
        vec!["BATCH +w draft/multiline #room", "@batch=w PRIVMSG bob :secret", "BATCH -w"],
        vec!["BATCH +v draft/multiline", "@batch=v PRIVMSG bob :secret", "BATCH -v"],
        vec!["BATCH +u draft/multiline bob :secret"],
        vec!["BATCH +t other bob secret"],
    ] {
        for line in lines {
            assert!(!leaks(&mut alice, line.as_bytes()), "{line}");
        }
    }
    // A line for somebody else, and what is no text, in a text for Bob.
    alice.sends.clear();
    alice.types("BATCH +a draft/multiline bob");
    alice.types("@batch=a PRIVMSG bob :one");
    let other = alice.types("@batch=a PRIVMSG carol :for Carol alone");
    let quit = alice.types("@batch=a QUIT :bye");
    assert_eq!((other, quit), (Verdict::Pass, Verdict::Pass));
    alice.types("BATCH -a");
    ircd.run(&mut [&mut alice, &mut bob]);
    assert!(!bob.texts_of("alice").concat().contains("Carol"), "{:?}", bob.texts_of("alice"));
}

#[test]
fn a_text_that_another_one_of_its_name_takes_the_place_of_goes_back_to_who_wrote_it() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    alice.types("BATCH +1 draft/multiline bob");
    alice.types("@batch=1 PRIVMSG bob :never ended");
    alice.types("BATCH +1 draft/multiline bob");
    assert!(alice.screen.iter().any(|line| line.contains("never ended")), "{:?}", alice.screen);
    alice.types("@batch=1 PRIVMSG bob :another");
    assert_eq!(alice.types("BATCH -1"), Verdict::Taken);
    ircd.run(&mut [&mut alice, &mut bob]);
    assert_eq!(bob.texts_of("alice"), ["another"]);
}

/// Alice's program begins anew while another one has her vault for itself.
fn begins_while_busy(
    folder: &Folder,
    clock: &TestClock,
    alice: &mut Client,
) -> rusqlite::Connection {
    let open = |name: &str| {
        let environment = crate::people::environment(clock, 77);
        Frontend::open_with_key(&folder.0.join(name), Some(&[7; 32]), "can=time", environment)
    };
    alice.host = open("spare.vault").unwrap();
    let lock = crate::gate::exclusive(&folder.0.join("alice.vault"));
    alice.host = open("alice.vault").unwrap();
    let outcome = alice.host.attach(ACCOUNT, "irc", "interval-ms=0 raw=400 nick=alice");
    alice.carry_out(outcome);
    lock
}

#[test]
fn whoever_changes_their_nick_while_the_vault_is_busy_is_private_all_the_same() {
    let (folder, clock) = (Folder::new(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::private(&folder, &clock);
    let lock = begins_while_busy(&folder, &clock, &mut alice);
    assert_eq!(alice.types("PRIVMSG bob :secret"), Verdict::Refused);
    alice.gets(b":carol!c@h NICK dave");
    alice.gets(b":bob!~bob@bob.example NICK robert");
    drop(lock);
    clock.advance(2_000);
    alice.ticks();
    assert_eq!(alice.types("PRIVMSG robert :secret"), Verdict::Taken);
    assert_eq!(alice.types("PRIVMSG dave :hello"), Verdict::Pass);
}

#[test]
fn texts_that_come_while_the_vault_is_busy_are_shown_once_whatever_else_comes() {
    let (folder, clock) = (Folder::new(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    let lock = begins_while_busy(&folder, &clock, &mut alice);
    bob.types("PRIVMSG alice :first");
    while let Some(line) = bob.sends.pop_front() {
        alice.gets(&[b":bob!~bob@bob.example ".as_slice(), &line].concat());
    }
    for number in 0..10_000 {
        let name = format!("n{number}");
        let outcome = alice.host.hint(ACCOUNT, &name, subrosa::plugin::Hint::Present, true);
        alice.carry_out(outcome);
    }
    bob.types("PRIVMSG alice :second");
    while let Some(line) = bob.sends.pop_front() {
        alice.gets(&[b":bob!~bob@bob.example ".as_slice(), &line].concat());
    }
    let outcome = alice.host.rename_account(ACCOUNT, "oftc");
    alice.carry_out(outcome);
    let outcome = alice.host.rename_account("oftc", ACCOUNT);
    alice.carry_out(outcome);
    alice.screen.clear();
    drop(lock);
    clock.advance(2_000);
    alice.ticks();
    assert_eq!(alice.texts_of("bob")[0], "first", "{:?}", alice.screen);
    for _ in 0..20 {
        clock.advance(60_000);
        ircd.run(&mut [&mut alice, &mut bob]);
    }
    let shown = alice.texts_of("bob");
    assert_eq!(shown.len(), 2, "{shown:?}");
}

#[test]
fn the_word_go_on_accepts_nothing_that_nobody_was_asked_about() {
    let (folder, clock) = (Folder::new(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::private(&folder, &clock);
    let lock = begins_while_busy(&folder, &clock, &mut alice);
    alice.seen.clear();
    alice.types("SUBROSA go-on");
    assert_eq!(alice.codes(), ["closed-busy"]);
    drop(lock);
    alice.seen.clear();
    alice.types("SUBROSA go-on");
    assert!(alice.codes().contains(&"opened") && !alice.codes().contains(&"gone-on"));
    assert_eq!(alice.types("PRIVMSG bob :secret"), Verdict::Taken);
}

#[test]
fn an_account_that_is_given_back_while_the_vault_is_busy_loses_no_text() {
    let (folder, clock) = (Folder::new(), TestClock::new());
    let (mut alice, mut bob, _ircd) = ircd::private(&folder, &clock);
    let lock = begins_while_busy(&folder, &clock, &mut alice);
    bob.types("PRIVMSG alice :kept");
    while let Some(line) = bob.sends.pop_front() {
        alice.gets(&[b":bob!~bob@bob.example ".as_slice(), &line].concat());
    }
    let outcome = alice.host.detach(ACCOUNT);
    alice.carry_out(outcome);
    let outcome = alice.host.attach(ACCOUNT, "irc", "interval-ms=0 raw=400 nick=alice");
    alice.carry_out(outcome);
    alice.gets(b"PING :irc.example");
    drop(lock);
    clock.advance(2_000);
    alice.ticks();
    assert_eq!(alice.texts_of("bob"), ["kept"]);
}

#[test]
fn no_private_text_makes_a_client_answer_or_ends_its_own_mark() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    for text in [
        "\u{1}VERSION\u{1}",
        "\u{1}DCC SEND x 1 2 3\u{1}",
        "\u{1}ACTION x\u{1}",
        "a\u{1}b",
        "x\rQUIT",
    ] {
        let outcome = bob.host.outgoing(ACCOUNT, "alice", text.as_bytes(), Default::default());
        bob.carry_out(outcome);
        let markup = subrosa::messenger::Origin { action: true, ..Default::default() };
        let outcome = bob.host.outgoing(ACCOUNT, "alice", text.as_bytes(), markup);
        bob.carry_out(outcome);
    }
    ircd.run(&mut [&mut bob, &mut alice]);
    for text in alice.texts_of("bob") {
        let command = text.starts_with('\u{1}') && !text.starts_with("\u{1}ACTION ");
        assert!(!command && !text.contains('\r'), "{text:?}");
    }
}

#[test]
fn a_crowd_that_says_it_has_the_library_is_sent_nothing() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::two(&folder, &clock);
    alice.gets(b":s CAP alice ACK :message-tags");
    alice.types("PRIVMSG dave :hello");
    alice.types("PRIVMSG ChanServ :hello");
    alice.types("PRIVMSG #room :hello");
    alice.types("PRIVMSG *status :hello");
    alice.sends.clear();
    for number in 0..6_000 {
        alice.gets(format!("@+subrosa/has=1 :n{number}!u@h TAGMSG alice").as_bytes());
        alice.gets(format!("@+subrosa/has=1 :n{number}!u@h TAGMSG #room").as_bytes());
    }
    for from in ["ChanServ", "chanserv", "*status", "irc.example", "alice", "#room", "*subrosa"] {
        alice.gets(format!("@+subrosa/has=1 :{from}!u@h TAGMSG alice").as_bytes());
        alice.gets(format!(":{from}!u@h PRIVMSG alice :?SR1? Shall we?").as_bytes());
    }
    // Somebody takes the names of others again and again.
    for round in 0..50 {
        alice.gets(b"@+subrosa/has=1 :dave!u@h TAGMSG alice");
        alice.gets(format!(":dave!u@h NICK d{round}").as_bytes());
        alice.gets(format!("@+subrosa/has=1 :d{round}!u@h TAGMSG alice").as_bytes());
        alice.gets(format!(":d{round}!u@h NICK dave").as_bytes());
    }
    for _ in 0..20 {
        clock.advance(60_000);
        alice.ticks();
    }
    let sent: Vec<String> =
        alice.sends.iter().map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    let to_others: Vec<&String> = sent.iter().filter(|line| !line.contains(" d")).collect();
    assert!(to_others.is_empty(), "{to_others:?}");
    assert!(sent.len() <= 8, "{} lines: {sent:#?}", sent.len());
}

#[test]
fn a_nick_that_is_taken_and_a_server_that_calls_us_otherwise_change_nothing_of_who_is_private() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _ircd) = ircd::private(&folder, &clock);
    for line in [
        ":s 433 alice bob :Nickname is already in use",
        ":s 433 * alice :Nickname is already in use",
        ":s 437 alice bob :Nick/channel is temporarily unavailable",
        ":s 001 alice_ :Welcome",
        ":alice_!a@h NICK Guest123",
        ":s 001 bob :Welcome",
        ":bob!b@h NICK alice",
        ":s 005 alice CHANTYPES=b CASEMAPPING=ascii STATUSMSG=bo TARGMAX=PRIVMSG:1 :x",
        ":s 005 alice -CASEMAPPING -CHANTYPES :x",
        ":s 396 alice bob :is now your host",
        ":s CAP alice DEL :message-tags batch",
    ] {
        alice.gets(line.as_bytes());
        for target in ["bob", "BOB", "@bob", "bob,carol", "#room,bob"] {
            assert!(!leaks(&mut alice, format!("PRIVMSG {target} :secret").as_bytes()), "{line}");
        }
    }
}

#[test]
fn an_action_with_words_behind_it_loses_none_of_them() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, mut ircd) = ircd::private(&folder, &clock);
    let verdict = alice.types("PRIVMSG bob :\u{1}ACTION waves\u{1} and leaves");
    ircd.run(&mut [&mut alice, &mut bob]);
    let arrived = bob.texts_of("alice").concat();
    assert!(
        verdict == Verdict::Refused || arrived.contains("and leaves"),
        "{verdict:?} {arrived:?}"
    );
}
