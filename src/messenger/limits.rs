//! Every bound of the room, in one place.

/// Bytes of an account's name or of an address.
pub const MAX_NAME_BYTES: usize = 1_024;

/// Texts of the user that wait or are not known to be delivered, of one account.
pub const MAX_TEXTS: usize = 16_384;

/// Their bytes.
pub const MAX_TEXTS_BYTES: usize = 16_777_216;

/// Of these, so many for one address.
pub const MAX_TEXTS_OF_ADDRESS: usize = 256;

/// Lines above which a text is sent only after the user has agreed, if the host sets nothing else.
pub const LONG_TEXT_LINES: usize = 20;

/// Lines up to which a text overtakes longer ones.
pub const SHORT_TEXT_LINES: usize = 3;

/// Peers of an account that are kept in memory.
pub const MAX_LOADED_PEERS: usize = 512;

/// Tags of sessions that are gone, remembered of a peer.
pub const MAX_RETIRED_TAGS: usize = 64;

/// Addresses of strangers of an account that are remembered, in memory alone.
pub const MAX_STRANGERS: usize = 1_024;

/// Lines of an invitation that wait for the user's decision.
pub const MAX_INVITATION_LINES: usize = 8;

/// Bytes of the lines of all invitations of an account.
pub const MAX_INVITATION_BYTES: usize = 262_144;

/// Addresses of one identity that are remembered. What it sends from further ones is shown where it
/// was known.
pub const MAX_ADDRESSES_OF_IDENTITY: usize = 16;

/// Identities that have appeared at an address instead of the known one, remembered.
pub const MAX_CHALLENGERS: usize = 8;

/// Identities of one person that are accepted at an address.
pub const MAX_IDENTITIES: usize = 4;

/// Names that somebody passed on the way to another one and that the user never touched, remembered.
pub const MAX_LEFT_ADDRESSES: usize = 1_024;

/// Names that the window of somebody has come to, that nobody has and that the user never touched,
/// remembered one by one. Older ones stay shut and are remembered by bits.
pub const MAX_WINDOWS: usize = 1_024;

/// Identities that the user does not want at an address, remembered.
pub const MAX_DECLINED: usize = 16;

/// Lines given to the host that can be given again ([`super::Messenger::line_failed`]) and are
/// recognised as ours.
pub const MAX_RELEASED: usize = 512;

/// Lines that wait because lines of others are to be answered; one for each session.
pub const MAX_QUEUED_ANSWERS: usize = 64;

/// Texts that came while the vault could not be used; and their bytes.
pub const MAX_DEFERRED: usize = 256;
/// Bytes of texts that came while the vault could not be used.
pub const MAX_DEFERRED_BYTES: usize = 1_048_576;

/// Texts that were shown while the vault could not be used.
pub const MAX_CONFIRMATIONS: usize = 1_024;

/// Work done by one tick for an account. Jobs; what is left follows at once.
pub const MAX_JOBS: usize = 64;

/// How long nobody may answer before the user is asked. Milliseconds.
pub const NO_ANSWER_MS: u64 = 60_000;

/// First pause before a text that is not acknowledged is sent again; it doubles. Milliseconds.
pub const RESEND_MS: u64 = 60_000;

/// How often a text is sent before it rests: then one of those for an address goes again, for all.
pub const MAX_UNANSWERED: u32 = 3;

/// How long a text is sent again by itself. Milliseconds: a day.
pub const RESEND_LIFE_MS: u64 = 86_400_000;

/// How long a text may wait for a private conversation before the user is asked whether it is still
/// meant. Milliseconds: a day.
pub const OLD_MS: u64 = 86_400_000;

/// Lines that wait and are made anew because they tell nothing of the time: no more at once, or the
/// peer would take the gap between what was made before and what comes for too large.
pub const MAX_MADE_ANEW: u32 = 256;

/// Longest pause of anything that is repeated. Milliseconds: an hour.
pub const LONGEST_PAUSE_MS: u64 = 3_600_000;

/// How long Offers are made because of a fork that brings no new session. Milliseconds: two days.
pub const FORK_OFFERS_MS: u64 = 172_800_000;

/// Prekeys of such Offers that are kept for one address.
pub const MAX_FORK_CARDS: usize = 16;

/// How soon after an Offer an unreadable line may come that is answered within the pause: the line and
/// the wait for a readable one (PROTOCOL.md section 11, H9). Milliseconds.
pub const FOLLOWS_MS: u64 = 60_000 + ANSWER_DELAY_MS;

/// How long an unreadable line waits for a readable one before it is answered (PROTOCOL.md section
/// 11). Milliseconds.
pub const ANSWER_DELAY_MS: u64 = 5_000;

/// After a readable line nothing is answered for so long. Milliseconds.
pub const READABLE_MS: u64 = 60_000;

/// How long a contact whose Offers are used up waits for another one, when it asks. Milliseconds:
/// with two hostile contacts no prekey of anybody else is pushed out before it dies.
pub const OFFERS_OF_CONTACT_MS: u64 = 1_800_000;

/// How often a notice of one kind is given for one address. Milliseconds.
pub const NOTICE_MS: u64 = 60_000;

/// How long an address whose handshakes are used up waits for another one. Milliseconds.
pub const HANDSHAKE_MS: u64 = 10_000;

/// Handshakes of a contact that are computed at once although others have used up those of all contacts
/// together.
pub const OWN_HANDSHAKES: u64 = 4;

/// How long such a contact waits for another one after that. Milliseconds.
pub const OWN_HANDSHAKE_MS: u64 = 60_000;

/// How long after [`MAX_CHALLENGERS`] questions about keys at an address another one is asked.
/// Milliseconds: what is not asked is told with the state of the conversation.
pub const KEY_QUESTION_MS: u64 = 600_000;

/// Decisions and renames that are kept for an account which cannot be taken into use yet.
pub const MAX_POSTPONED: usize = 4_096;

/// How many steps of [`Patience`](crate::vault::Patience) a call waits for locks that others hold,
/// with all its transactions: 20 milliseconds.
pub const BUSY_STEPS: u32 = 20;

/// How often a tick looks whether what takes long is done. Milliseconds.
pub const SLOW_LOOK_MS: u64 = 50;

/// How long after a failure the vault is tried again for the first time. Milliseconds; then twice as
/// long each time.
pub const FIRST_RETRY_MS: u64 = 50;

/// The longest time after which the vault is tried again. Milliseconds.
pub const RETRY_MS: u64 = 1_000;

/// How long after a failed line the account sends nothing. Milliseconds.
pub const FAILED_MS: u64 = 2_000;

/// A text that waited longer than this between arriving and being shown is late, and one that waited
/// longer between being written and leaving says when it was written. Milliseconds.
pub const LATE_MS: u64 = crate::wire::limits::LATE_SECONDS * 1_000;

/// A text that was sent so often, and that nobody has acknowledged, goes in the shortest lines then and
/// every second time after: the network may cut longer ones without a word.
pub const ATTEMPTS_AS_LONG: u32 = 2;
