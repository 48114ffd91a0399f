//! What is typed on a host of one kind is read on a host of the other, and of the same.

use crate::awkward::{long_text, texts};
use crate::hosts::{read, typed};
use crate::scanner;
use subrosa::messenger::Markup;
use subrosa::messenger::display::{display, outgoing};

const HOSTS: [Markup; 2] = [Markup::Plain, Markup::Html];

#[test]
fn every_awkward_text_is_read_as_it_was_typed_on_all_four_pairs_of_hosts() {
    for text in texts().into_iter().chain([long_text()]) {
        for (here, there) in HOSTS.into_iter().flat_map(|a| HOSTS.map(|b| (a, b))) {
            let (content, sent) = outgoing(here, typed(here, &text).as_bytes());
            let shown = display(content, &sent, there, false);
            assert_eq!(shown.len(), 1);
            assert_eq!(read(there, &shown[0]), text, "{here:?} to {there:?}");
        }
    }
}

#[test]
fn every_line_of_an_awkward_text_is_read_by_itself_where_a_network_has_no_line_breaks() {
    for text in texts() {
        for (here, there) in HOSTS.into_iter().flat_map(|a| HOSTS.map(|b| (a, b))) {
            let (content, sent) = outgoing(here, typed(here, &text).as_bytes());
            let shown = display(content, &sent, there, true);
            let lines: Vec<String> = shown.iter().map(|line| read(there, line)).collect();
            let blank = |line: &str| if line.is_empty() { " ".to_owned() } else { line.to_owned() };
            let expected: Vec<String> = text.split('\n').map(blank).collect();
            assert_eq!(lines, expected, "{here:?} to {there:?}");
        }
    }
}

#[test]
fn nothing_that_an_html_host_is_shown_runs_whichever_host_it_comes_from() {
    for text in texts() {
        for here in HOSTS {
            // As an attacker sends it, unescaped, and as a host gives it.
            for given in [text.clone(), typed(here, &text)] {
                let (content, sent) = outgoing(here, given.as_bytes());
                for shown in display(content, &sent, Markup::Html, false) {
                    assert!(scanner::read(&shown).is_ok(), "{shown}");
                }
            }
        }
    }
}

#[test]
fn a_text_goes_to_and_fro_between_hosts_without_becoming_another() {
    for text in texts() {
        let mut now = text.clone();
        for (here, there) in [(0, 1), (1, 0), (0, 0), (1, 1), (1, 0), (0, 1)] {
            let (here, there) = (HOSTS[here], HOSTS[there]);
            let (content, sent) = outgoing(here, typed(here, &now).as_bytes());
            now = read(there, &display(content, &sent, there, false)[0]);
        }
        assert_eq!(now, text);
    }
}
