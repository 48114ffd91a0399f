//! Every bound, in one place.

/// Longest armored line that is accepted, marker and final point included. Characters.
pub const MAX_LINE_CHARS: usize = 16_384;

/// Smallest line limit a session may be configured with: an Init with its ratchet line fits it.
/// Characters.
pub const MIN_LINE_CHARS: usize = 360;

/// Line limit where nothing else is known: what IRC carries. Holds 280 bytes. Characters.
pub const DEFAULT_LINE_CHARS: usize = 380;

/// Recipients of a sealed document.
pub const MAX_RECIPIENTS: usize = 1_024;

/// Metadata of a sealed document, padding included. Bytes.
pub const MAX_METADATA_BYTES: usize = 4_096;

/// Longest name in a sealed document. Bytes of UTF-8.
pub const MAX_NAME_BYTES: usize = 1_024;

/// Chunks of a sealed document, of 65,536 bytes each: 16 TiB.
pub const MAX_DOCUMENT_CHUNKS: u32 = 1 << 28;

/// Largest sealed document that has a text form. Bytes.
pub const MAX_ARMORED_DOCUMENT: usize = 2_097_152;

/// Longest line that is accepted where a document is looked for: the one of such a document.
/// Characters.
pub const MAX_DOCUMENT_CHARS: usize = 2_796_209;

/// How much of one text is searched for a document. Bytes.
pub const MAX_DOCUMENT_TEXT_BYTES: usize = 8_388_608;

/// How much of one text is searched for armor; what follows is passed on as text. Bytes.
pub const MAX_TEXT_BYTES: usize = 262_144;

/// Pieces that one text is divided into at most; the last one is the rest of the text.
pub const MAX_PIECES: usize = 256;

/// Longest markup tag, `<` and `>` included; anything longer is no tag. A link may hold the line
/// itself, even twice. Bytes.
pub const MAX_TAG_BYTES: usize = 4_096;

/// Longest character reference, `&` and `;` included; anything longer is none. Bytes.
pub const MAX_ENTITY_BYTES: usize = 24;

/// Largest object that is sent in fragments. Bytes.
pub const MAX_FRAGMENTED_BYTES: usize = 65_536;

/// Fragments one object may have.
pub const MAX_FRAGMENTS: u16 = 1_024;

/// Different contents kept for one index of an object.
pub const MAX_FRAGMENT_VARIANTS: usize = 2;

/// Ways to join the fragments of one object that are tried before it is given up.
pub const MAX_FRAGMENT_COMBINATIONS: usize = 16;

/// Incomplete objects that one reassembler holds.
pub const MAX_FRAGMENT_SETS: usize = 8;

/// What one reassembler holds over all incomplete objects: data plus
/// [`FRAGMENT_OVERHEAD_BYTES`] for each fragment. Bytes.
pub const MAX_REASSEMBLY_BYTES: usize = 393_216;

/// What a held fragment is counted at beside its data. Bytes.
pub const FRAGMENT_OVERHEAD_BYTES: usize = 128;

/// An object still incomplete this long after its first fragment is dropped. Seconds.
pub const MAX_FRAGMENT_AGE: u64 = 3_600;

/// Completed objects whose late duplicates are recognised.
pub const MAX_COMPLETED_IDS: usize = 32;

/// How long late duplicates of a completed object are recognised. Seconds.
pub const COMPLETED_ID_AGE: u64 = 600;

/// Bytes of the longest decoded line.
pub const MAX_LINE_BYTES: usize = 12_283;

/// Bytes of the longest text that can be sent in a session.
pub const MAX_TEXT: usize = 65_536;

/// Lines that one text may take.
pub const MAX_PARTS: u32 = 512;

/// Lines that one text may take while the peer has not answered.
pub const MAX_INIT_LINES: u32 = 8;

/// Unfinished texts that are kept for a session.
pub const MAX_UNFINISHED: usize = 16;

/// Bytes of unfinished texts that are kept for a session, and for all sessions with a peer together.
pub const MAX_UNFINISHED_BYTES: usize = 262_144;

/// What a part of an unfinished text takes beside its bytes, where each is a row of a vault.
pub const UNFINISHED_PART: usize = 192;

/// Bytes of unfinished texts with what their parts take beside: a text may come in parts of one byte.
pub const MAX_UNFINISHED_IN_ALL: usize = 786_432;

/// How long an unfinished text is kept. Credited seconds: 7 days.
pub const UNFINISHED_SECONDS: u64 = 604_800;

/// Messages that may be missing before one that is read.
pub const MAX_GAP: u32 = 1_000;

/// Message keys that are stored for a session.
pub const MAX_STORED_KEYS: usize = 1_000;

/// Message keys that are stored for all sessions with a peer together.
pub const MAX_STORED_KEYS_OF_A_PEER: usize = 2_000;

/// How long a message key is stored. Credited seconds: 7 days.
pub const STORED_KEY_SECONDS: u64 = 604_800;

/// Receiving chains of a session that are remembered beside the current one.
pub const MAX_OLD_CHAINS: usize = 32;

/// Consumed counters of a session that are remembered.
pub const MAX_CONSUMED: usize = 128;

/// Runs of numbers in one acknowledgement.
pub const MAX_RUNS_SENT: usize = 8;

/// Runs of numbers that a receiver keeps.
pub const MAX_RUNS_KEPT: usize = 32;

/// A text that leaves later than this after it was written says when that was. Seconds.
pub const LATE_SECONDS: u64 = 60;

/// No text was written before this, and no clock that says so is right: 2020-01-01. Seconds since 1970.
pub const EARLIEST_WRITTEN: u64 = 1_577_836_800;

/// Texts that an acknowledgement covers with a receipt.
pub const MAX_RECEIPTS: usize = 64;

/// Lines of a session whose acknowledgement is awaited.
pub const MAX_UNACKNOWLEDGED: usize = 1_024;

/// Runs of sequence numbers leapt over that a sender remembers.
pub const MAX_LEAPS: usize = 64;

/// Whole texts of a session that wait for the host to confirm them.
pub const MAX_HELD: usize = 256;

/// After how long an acknowledgement gets a line of its own. Seconds.
pub const ACK_DELAY_SECONDS: u64 = 2;

/// How many waiting lines are acknowledged at once.
pub const ACK_AT_ONCE: u32 = 16;

/// So many lines are answered at once on a session that the peer has not confirmed; then one in
/// [`REPEAT_SECONDS`].
pub const EARLY_ANSWERS: u8 = 4;

/// How often at most a duplicate or a line on an ended session is answered. Seconds.
pub const REPEAT_SECONDS: u64 = 60;

/// Unacknowledged texts after which a session can become dormant.
pub const DORMANT_TEXTS: usize = 16;

/// How old the oldest of them must be. Credited seconds: one day.
pub const DORMANT_SECONDS: u64 = 86_400;

/// How old an unacknowledged text must be on a session that the peer has perhaps lost. Credited
/// seconds.
pub const LOST_SECONDS: u64 = 60;

/// Sessions of a peer.
pub const MAX_SESSIONS: usize = 16;

/// Installations of a peer that a text goes to.
pub const MAX_INSTALLATIONS: usize = 4;

/// Lines sent to a peer that are remembered, to recognise the echo in an Offer.
pub const MAX_ECHOES: usize = 64;

/// Cards of a peer that a session was begun on, remembered.
pub const MAX_ACTED: usize = 64;

/// Text ids of a peer that are remembered, to show each text once.
pub const MAX_SHOWN: usize = 4_096;

/// How long a text id is remembered. Credited seconds: 7 days.
pub const SHOWN_SECONDS: u64 = 604_800;

/// How many later texts must have been shown before a text is told to be overtaken.
pub const OVERTAKEN_BY: usize = 16;

/// How long a one-time prekey lives after the first session on it is confirmed. Credited seconds.
pub const SHARED_PREKEY_SECONDS: u64 = 60;

/// Private one-time prekeys of an installation.
pub const MAX_ONE_TIME_PREKEYS: usize = 256;

/// Ephemeral keys remembered for all living prekeys: Inits that were accepted.
pub const MAX_REMEMBERED_INITS: usize = 4_096;

/// Of these, at most so many of one peer.
pub const MAX_REMEMBERED_INITS_OF_A_PEER: usize = 256;
