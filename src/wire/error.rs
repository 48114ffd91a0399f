//! Errors about bytes and text that arrived.

/// What was wrong with bytes or text that came in, or with a limit that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// The input ends before the value does. For a line of armor `needed` is the least that is
    /// missing: its end was never seen.
    #[error("input is cut: at least {needed} bytes needed, {found} found")]
    Truncated {
        /// Bytes (in armor: characters) needed at least.
        needed: usize,
        /// Bytes (in armor: characters) there were.
        found: usize,
    },
    /// A value that should end with its input is followed by more.
    #[error("{found} bytes follow the end of the value")]
    TrailingBytes {
        /// Bytes left over.
        found: usize,
    },
    /// Something is larger than its bound in [`limits`](super::limits).
    #[error("size {found} exceeds the limit of {limit}")]
    Oversized {
        /// The bound.
        limit: usize,
        /// The size found, in the unit of the bound.
        found: usize,
    },
    /// A varint uses more bytes than its value needs.
    #[error("varint is longer than its value needs")]
    NonCanonicalVarint,
    /// A varint holds a value that its type cannot.
    #[error("varint exceeds {bits} bits")]
    VarintOverflow {
        /// Width of the type read: 32 or 64.
        bits: u8,
    },
    /// An object of a cipher suite that this version does not know.
    #[error("cipher suite {0} is unknown")]
    UnknownSuite(u8),
    /// An object of a type that this version does not know.
    #[error("object type {0} is unknown")]
    UnknownType(u8),
    /// An item of an unknown type that may not be skipped.
    #[error("item type {0:#04x} is unknown and may not be skipped")]
    UnknownItem(u8),
    /// A line of armor of another version.
    #[error("armor version {0} is unknown")]
    UnknownVersion(u8),
    /// Text that should be one armored object has none.
    #[error("no armored object in the text")]
    NotArmored,
    /// A byte inside a line of armor that neither belongs there nor is known mangling.
    #[error("byte {0:#04x} does not belong into a line of armor")]
    Alphabet(u8),
    /// Base64 of a length that no bytes encode to: one character is left over.
    #[error("base64 of {found} characters encodes no whole number of bytes")]
    Base64Length {
        /// Characters of base64.
        found: usize,
    },
    /// The bits of the last base64 character that carry no data are not zero.
    #[error("unused bits of the last base64 character are not zero")]
    NonZeroTrailingBits,
    /// A line limit leaves no room for data beside the header of a fragment.
    #[error("a limit of {limit} characters is too small, at least {needed} are needed")]
    LimitTooSmall {
        /// The limit asked for, in characters.
        limit: usize,
        /// The least that makes progress, in characters.
        needed: usize,
    },
    /// A fragment has other than its four fields, or an id of the wrong length.
    #[error("fragment is not of the form id,index,total,data")]
    FragmentForm,
    /// An index or a total is not a decimal number of 16 bits without leading zeros.
    #[error("fragment number is not plain decimal of at most 16 bits")]
    FragmentNumber,
    /// The index of a fragment is zero or greater than the total.
    #[error("fragment {index} of {total} cannot be")]
    FragmentIndex {
        /// Index found; the first is 1.
        index: u16,
        /// Total found.
        total: u16,
    },
    /// There is nothing to carry: a fragment without data, or an object of no bytes.
    #[error("there is no data to carry")]
    Empty,
    /// An object needs more fragments than an object may have.
    #[error("{found} fragments exceed the limit of {limit}")]
    TooManyFragments {
        /// The bound.
        limit: usize,
        /// Fragments announced, or the least number needed.
        found: usize,
    },
    /// One index of an object came with more different contents than are kept.
    #[error("fragment {index} came with too many different contents")]
    TooManyVariants {
        /// The index.
        index: u16,
    },
    /// The fragments are all there, and no way to join them gives the object that was announced.
    #[error("fragments do not join to the object announced, {tried} ways tried")]
    FragmentMismatch {
        /// Ways to join them that were tried.
        tried: usize,
    },
    /// Fragments join to an object that does not come in fragments, a message say: this is its
    /// first byte.
    #[error("an object that begins with {0:#04x} does not come in fragments")]
    NotInFragments(u8),
    /// A value is well-formed but cannot be: it says what.
    #[error("{0} cannot be")]
    Invalid(&'static str),
}
