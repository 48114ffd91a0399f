//! Every bound, in one place.

/// Longest armored line that is accepted, marker and final point included. Characters.
pub const MAX_LINE_CHARS: usize = 16_384;

/// Smallest line limit a session may be configured with: an Init with its ratchet line fits it.
/// Characters.
pub const MIN_LINE_CHARS: usize = 360;

/// Line limit where nothing else is known: what IRC carries. Holds 280 bytes. Characters.
pub const DEFAULT_LINE_CHARS: usize = 380;

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
