//! Raw lines of IRC, both ways: what a proxy, a bouncer or a plugin with a raw hook needs.
//!
//! | file | idea |
//! |---|---|
//! | `connection` | what is known of the connection of an account |
//! | `gathered` | lines of one text that the user's client sends in a batch |
//! | `going` | a line that the user's client wants to send |
//! | `coming` | a line of the server |
//! | `unfinished` | texts in a batch that a lost connection cuts short |
//! | `told` | what the server says of people and of the connection itself |
//! | `raw` | events as raw lines, within their length |

mod coming;
mod connection;
mod gathered;
mod going;
mod raw;
mod told;
mod unfinished;

pub(super) use connection::Connection;
pub(super) use raw::parts;
