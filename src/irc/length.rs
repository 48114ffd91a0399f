//! How much text a line has room for.
//!
//! The limit is of the line that the *others* get, and the server puts our prefix before it:
//! `:nick!user@host PRIVMSG target :text` CR LF. What is longer is cut without a word.

use super::server::Server;

/// How many bytes of text a line to this target has room for. What is not known of our prefix is as
/// long as it can be.
///
/// A server counts tags by themselves. Where the others know us by a longer nick than the one that
/// the target is written with, nothing changes: the target comes to them as we have written it.
#[must_use]
pub fn room(server: &Server, command: &str, target: &[u8]) -> usize {
    let limits = server.limits();
    let part = |known: Option<&[u8]>, longest: usize| known.map_or(longest, <[u8]>::len);
    let prefix = [
        part(server.nick(), limits.nick),
        part(server.user(), limits.user),
        part(server.host(), limits.host),
    ];
    // `:`, `!`, `@`, a space behind the prefix, one behind the command, ` :`, CR LF.
    let around = 3 + 1 + 1 + 2 + 2;
    let taken = prefix.into_iter().chain([command.len(), target.len(), around]);
    taken.fold(limits.line, usize::saturating_sub)
}
