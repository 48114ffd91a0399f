//! IRC as text: what raw lines say, and how they are written.
//!
//! The room is pure. It has no connection, no clock and no memory but what [`Server`] and [`Batches`]
//! keep of the lines that they were given, which is bounded. Any bytes may come, and whatever a
//! server says is only believed as far as it cannot do harm: no announcement makes a person a
//! channel, or a line longer than the standard has it shorter than it is.
//!
//! Sources: RFC 1459 and RFC 2812, which differ little; the IRCv3 specifications of message tags,
//! server-time, batch, labeled-response, echo-message and chghost; the drafts of ISUPPORT; and what
//! ngircd, InspIRCd, UnrealIRCd and ZNC do.
//!
//! | file | idea |
//! |---|---|
//! | `error` | [`IrcError`]: why bytes are no line, or a line cannot be written |
//! | `source` | [`Source`]: who a line says that it is from |
//! | `tags` | [`Tags`]: what stands before a line, escaped |
//! | `line` | [`Line`]: one line, of any bytes |
//! | `write` | lines as bytes, and nothing that would be two |
//! | `ctcp` | [`Ctcp`]: `ACTION` and other commands within a text |
//! | `isupport` | [`Limits`] and the tokens of 005 |
//! | `server` | [`Server`]: what a connection has told |
//! | `target` | whom a line is for, and in which conversation it stands |
//! | `length` | how much text a line has room for |
//! | `clock` | when a line was said |
//! | `batch` | [`Batches`]: which lines belong together |

#![forbid(unsafe_code)]

pub mod batch;
pub mod clock;
pub mod ctcp;
mod error;
mod isupport;
pub mod length;
mod line;
mod server;
mod source;
mod tags;
pub mod target;
pub mod write;

pub use batch::{Batch, Batches};
pub use ctcp::Ctcp;
pub use error::IrcError;
pub use isupport::{Limits, Token, tokens};
pub use line::Line;
pub use server::{Capability, Changes, Server};
pub use source::Source;
pub use tags::Tags;
pub use target::{Conversation, Outgoing};

/// Bytes of a line, CR LF included, without its tags (RFC 1459 section 2.3).
pub const LINE: usize = 512;

/// Longest line that is read: hosts hand over what users paste, unsplit. Bytes.
pub const MAX_LINE: usize = 1 << 20;

/// Longest tags, the `@` and the space behind them included (IRCv3 message tags). Bytes.
pub const MAX_TAGS: usize = 8_191;

/// Parameters of a line; the last one goes to the end of the line (RFC 1459 section 2.3.1).
pub const MAX_PARAMETERS: usize = 15;

/// Batches that are remembered at the same time.
pub const MAX_BATCHES: usize = 64;

/// Longest reference, kind or label of a batch that is remembered. Bytes.
pub const MAX_BATCH_WORD: usize = 256;
