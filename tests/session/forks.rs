//! State that exists twice: restored backups and clones.

use crate::pair::*;
use subrosa::session::{Event, Status, TextId};

fn delivered(events: &[Event]) -> Vec<TextId> {
    let id = |event: &Event| if let Event::Delivered(id) = event { Some(*id) } else { None };
    events.iter().filter_map(id).collect()
}

fn is_told_of_its_fork(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event, Event::Fork { ours: true, .. }))
}

/// Two people, of whom the first was set back behind a text that the second has read.
fn restored(seed: u64) -> (Person, Person) {
    let (mut a, mut b) = pair(seed);
    let begun = a.send("the chain begins before the backup is made");
    b.hear(&begun);
    let backup = a.clone();
    let before = a.send("before");
    b.hear(&before);
    (backup, b)
}

#[test]
fn an_acknowledgement_of_what_another_copy_sent_delivers_nothing_and_reveals_the_copy() {
    let (mut a, mut b) = pair(50);
    let begun = a.send("the chain begins before the backup is made");
    b.hear(&begun);
    let backup = a.clone();
    let lost = a.send("sent before the backup was restored");
    b.hear(&lost);
    b.now += 5;
    let acknowledgement = lines(&b.tick());
    let mut a = backup;
    let events = a.receive(&acknowledgement[0]);
    assert_eq!(delivered(&events), []);
    assert!(is_told_of_its_fork(&events));
    assert_eq!(a.peer.status(), Status::Forked);
}

#[test]
fn the_line_that_reports_a_fork_acknowledges_nothing_of_the_copy_it_is_told_to() {
    let (mut a, mut b) = pair(52);
    let backup = a.clone();
    let lines_before = a.send("sent before the backup was restored");
    b.hear(&lines_before);
    let mut a = backup;
    let after = a.send("sent after it");
    let events = b.receive(&after[0]);
    assert_eq!(texts(&events), []);
    let events = a.receive(&lines(&events)[0]);
    assert_eq!(delivered(&events), [], "what b has read is the other copy's text");
    assert!(is_told_of_its_fork(&events));
}

#[test]
fn after_a_restored_backup_every_text_arrives_under_its_own_id() {
    let (mut a, mut b) = pair(54);
    let backup = a.clone();
    let before = a.try_send("before").unwrap();
    b.hear(&before.lines);
    let mut a = backup;
    let after = a.try_send("after").unwrap();
    assert_ne!(before.id, after.id);
    let fork = b.receive(&after.lines[0]);
    let Some(Event::Fork { echo, ours: false }) = fork.first() else { panic!("{fork:?}") };
    let offer = b.installation.offer(Some(*echo), b.now, &mut b.rng).unwrap();
    settle(&mut a, &mut b, vec![], vec![offer]);
    let again = a.with(|peer, cx| {
        peer.send(cx, Default::default(), b"after", Some(after.id)).unwrap().lines
    });
    assert_eq!(b.hear(&again).0, ["after"]);
}

#[test]
fn a_machine_that_was_told_of_a_fork_is_one_installation_to_its_peer_again() {
    let (mut a, mut b) = restored(56);
    // Under the id it has now, `a` begins another session, whose Init is on its way ...
    let card = b.installation.card(b.now, &mut b.rng).unwrap();
    let init = a.with(|peer, cx| peer.start(cx, &card, None)).unwrap().lines;
    // ... when it is told of the fork, and draws a new id.
    let old = a.installation.id();
    let after = a.send("after");
    let fork = b.receive(&after[0]);
    let Some(Event::Fork { echo, ours: false }) = fork.first() else { panic!("{fork:?}") };
    let offer = b.installation.offer(Some(*echo), b.now, &mut b.rng).unwrap();
    a.hear(&lines(&fork));
    assert_ne!(a.installation.id(), old);
    settle(&mut a, &mut b, init, vec![]);
    settle(&mut a, &mut b, vec![], vec![offer]);
    assert_eq!(b.send("once").len(), 1);
}

#[test]
fn a_peer_whose_state_went_back_behind_a_later_session_gets_another() {
    let (mut a, mut b) = pair(58);
    let begun = a.send("the chain begins before the backup is made");
    b.hear(&begun);
    let backup = a.clone();
    let before = a.send("before");
    b.hear(&before);
    let card = b.installation.card(b.now, &mut b.rng).unwrap();
    let init = a.with(|peer, cx| peer.start(cx, &card, None)).unwrap().lines;
    settle(&mut a, &mut b, init, vec![]);
    let mut a = backup;
    let after = a.send("after");
    let refused = refusals(&b.receive(&after[0]));
    assert_eq!(b.peer.status(), Status::Private, "the later session is as good as before");
    let echo = refused[0].echo();
    assert!(echo.is_some(), "{refused:?}");
    let offer = b.installation.offer(echo, b.now, &mut b.rng).unwrap();
    settle(&mut a, &mut b, vec![], vec![offer]);
    let lines = a.send("here again");
    assert_eq!(b.hear(&lines).0, ["here again"]);
    let lines = b.send("so I see");
    assert_eq!(a.hear(&lines).0, ["so I see"]);
}

#[test]
fn an_acknowledgement_of_a_number_leapt_over_reveals_the_copy_that_used_it() {
    let (mut a, mut b) = pair(70);
    let begun = a.send("the chain begins before the backup is made");
    b.hear(&begun);
    let key = subrosa::session::HostKey::new([9; 32]);
    let backup = a.peer.save(&key, &mut a.rng).unwrap().0;
    // Another copy, of which b has read three texts.
    let mut copy = a.clone();
    for n in 0..3 {
        let lines = copy.send(&format!("{n}"));
        b.hear(&lines);
    }
    b.now += 5;
    let acknowledgement = lines(&b.tick());
    // This one goes on from the backup, and has come further than the numbers that b has read.
    let own = &a.installation;
    a.peer = subrosa::session::PeerSessions::load(&backup, &key, own, None, &mut a.rng).unwrap().0;
    let saved = a.peer.save(&key, &mut a.rng).unwrap().0;
    a.peer = subrosa::session::PeerSessions::load(&saved, &key, own, None, &mut a.rng).unwrap().0;
    for n in 0..9 {
        drop(a.send(&format!("to nobody {n}")));
    }
    let events = a.receive(&acknowledgement[0]);
    assert!(is_told_of_its_fork(&events), "{events:?}");
    assert_eq!(delivered(&events), []);
}

#[test]
fn daily_restarts_are_never_taken_for_a_copy() {
    let (mut a, mut b) = pair(72);
    let key = subrosa::session::HostKey::new([9; 32]);
    for day in 0..200 {
        let saved = a.peer.save(&key, &mut a.rng).unwrap().0;
        let own = &a.installation;
        a.peer =
            subrosa::session::PeerSessions::load(&saved, &key, own, None, &mut a.rng).unwrap().0;
        let sent = a.try_send(&format!("day {day}")).unwrap();
        b.hear(&sent.lines);
        b.now += 5;
        let events: Vec<Event> = lines(&b.tick()).iter().flat_map(|line| a.receive(line)).collect();
        assert_eq!(delivered(&events), [sent.id], "day {day}");
        assert!(!is_told_of_its_fork(&events));
    }
}

#[test]
fn evidence_that_is_replayed_during_the_recovery_does_not_spoil_the_session_begun_since() {
    let (mut a, mut b) = restored(74);
    let evidence = a.send("after");
    let fork = b.receive(&evidence[0]);
    let Some(Event::Fork { echo, ours: false }) = fork.first() else { panic!("{fork:?}") };
    // The line with the fork item is lost, so that `a` goes on under its installation id.
    let offer = b.installation.offer(Some(*echo), b.now, &mut b.rng).unwrap();
    // The Init is read, and its answer is on its way, ...
    let init = lines(&a.receive(&offer));
    let answer = lines(&b.receive(&init[0]));
    assert_eq!(b.peer.status(), Status::Starting);
    // ... when the evidence comes again, a minute later so that it is looked at.
    b.now += 61;
    let again = b.receive(&evidence[0]);
    assert!(again.iter().any(|event| matches!(event, Event::Fork { .. })), "{again:?}");
    settle(&mut a, &mut b, vec![], answer);
    assert_eq!(b.peer.status(), Status::Private);
    assert_eq!(b.send("on the new one").len(), 1);
}
