//! What a host shows of a peer's text, and what is sent of a host's.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "../common/awkward.rs"]
#[allow(dead_code)]
mod awkward;
#[path = "../common/hosts.rs"]
#[allow(dead_code)]
mod hosts;

mod corpus;
mod hostile;
mod html;
mod outgoing;
mod pairs;
mod plain;
mod properties;
mod scanner;

use subrosa::messenger::display::display;
use subrosa::messenger::profile::Markup;
use subrosa::session::Content;

/// The one string that is shown where lines are not shown one by one.
fn shown(content: Content, text: &str, markup: Markup) -> String {
    let shown = display(content, text.as_bytes(), markup, false);
    assert_eq!(shown.len(), 1);
    shown.into_iter().next().unwrap()
}

/// A peer's HTML on a host that takes HTML.
fn html_on_html(text: &str) -> String {
    shown(Content::Html, text, Markup::Html)
}

/// A peer's HTML on a host that takes plain text.
fn html_on_plain(text: &str) -> String {
    shown(Content::Html, text, Markup::Plain)
}
