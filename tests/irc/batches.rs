//! Lines that belong together.

use subrosa::irc::{Batches, Line, MAX_BATCH_WORD, MAX_BATCHES};

fn read(batches: &mut Batches, raw: &str) {
    batches.read(&Line::parse(raw.as_bytes()).unwrap());
}

fn is_history(batches: &Batches, raw: &str) -> bool {
    batches.is_history(&Line::parse(raw.as_bytes()).unwrap())
}

fn label(batches: &Batches, raw: &str) -> Option<String> {
    let line = Line::parse(raw.as_bytes()).unwrap();
    batches.label(&line).map(|label| String::from_utf8(label.to_vec()).unwrap())
}

#[test]
fn what_a_bouncer_plays_back_is_history_until_the_batch_ends() {
    for kind in ["chathistory", "znc.in/playback", "ChatHistory"] {
        let mut batches = Batches::default();
        read(&mut batches, &format!(":znc.in BATCH +7 {kind} bob"));
        assert!(is_history(&batches, "@batch=7 :bob!b@h PRIVMSG alice :earlier"));
        assert!(!is_history(&batches, ":bob!b@h PRIVMSG alice :now"));
        read(&mut batches, ":znc.in BATCH -7");
        assert!(batches.is_empty());
    }
}

#[test]
fn a_netsplit_is_no_history() {
    let mut batches = Batches::default();
    read(&mut batches, ":irc.host BATCH +a netsplit irc.hub other.host");
    assert!(!is_history(&batches, "@batch=a :bob!b@h QUIT :irc.hub other.host"));
    let line = Line::parse(b"@batch=a :bob!b@h QUIT").unwrap();
    assert_eq!(batches.of(&line).unwrap().kind, b"netsplit");
}

#[test]
fn a_line_of_a_batch_that_nobody_opened_may_be_history() {
    assert!(is_history(&Batches::default(), "@batch=x :bob!b@h PRIVMSG alice :when?"));
}

#[test]
fn a_batch_within_history_is_history_whichever_of_them_ends_first() {
    let mut batches = Batches::default();
    read(&mut batches, "BATCH +outer chathistory bob");
    read(&mut batches, "@batch=outer BATCH +inner example");
    read(&mut batches, "BATCH -outer");
    assert!(is_history(&batches, "@batch=inner :bob!b@h PRIVMSG alice :earlier"));
}

#[test]
fn the_answers_within_a_batch_answer_the_labelled_line() {
    let mut batches = Batches::default();
    read(&mut batches, "@label=pQ1 :irc.host BATCH +a labeled-response");
    read(&mut batches, "@batch=a BATCH +b example");
    assert_eq!(label(&batches, "@batch=a :irc.host 401 alice bob"), Some("pQ1".into()));
    assert_eq!(label(&batches, "@batch=b :irc.host 401 alice bob"), Some("pQ1".into()));
    assert_eq!(label(&batches, "@batch=a;label=own :irc.host 401 alice bob"), Some("own".into()));
    assert_eq!(label(&batches, ":irc.host 401 alice bob"), None);
}

#[test]
fn references_are_compared_byte_for_byte_and_the_last_opening_counts() {
    let mut batches = Batches::default();
    read(&mut batches, "BATCH +a chathistory bob");
    assert!(is_history(&batches, "@batch=A PING x"), "A is not known");
    read(&mut batches, "BATCH +A netsplit");
    assert!(!is_history(&batches, "@batch=A PING x"));
    read(&mut batches, "BATCH +a netsplit");
    assert!(!is_history(&batches, "@batch=a PING x"));
    assert_eq!(batches.len(), 2);
}

#[test]
fn a_batch_that_is_its_own_parent_or_its_childs_child_ends() {
    let mut batches = Batches::default();
    read(&mut batches, "@batch=a BATCH +a netsplit");
    read(&mut batches, "@batch=a BATCH +b netsplit");
    read(&mut batches, "@batch=b BATCH +a netsplit");
    assert_eq!(batches.len(), 2);
    assert!(is_history(&batches, "@batch=a PING x"), "once in doubt, in doubt");
}

#[test]
fn of_too_many_batches_the_oldest_is_forgotten_and_its_lines_are_history() {
    let mut batches = Batches::default();
    for number in 0..100_000 {
        let around = if number == 0 { String::new() } else { format!("@batch={} ", number - 1) };
        read(&mut batches, &format!("{around}BATCH +{number} netsplit"));
        assert!(batches.len() <= MAX_BATCHES);
    }
    assert!(!is_history(&batches, "@batch=99999 PING x"));
    assert!(!is_history(&batches, &format!("@batch={} PING x", 100_000 - MAX_BATCHES)));
    assert!(is_history(&batches, &format!("@batch={} PING x", 99_999 - MAX_BATCHES)));
}

#[test]
fn long_words_of_a_batch_are_not_remembered() {
    let mut batches = Batches::default();
    let long = "x".repeat(MAX_BATCH_WORD + 1);
    read(&mut batches, &format!("BATCH +{long} netsplit"));
    read(&mut batches, &format!("BATCH +a {long}"));
    assert!(batches.is_empty());
    read(&mut batches, &format!("@label={long} BATCH +a netsplit"));
    assert_eq!(label(&batches, "@batch=a PING x"), None);
    for nothing in ["BATCH", "BATCH +", "BATCH -", "BATCH a", "BATCH :"] {
        read(&mut batches, nothing);
    }
    assert_eq!(batches.len(), 1);
}
