//! When a line was said.

use super::line::Line;

const DAY: u64 = 86_400;

/// When a line was said by its tag `time` (IRCv3 server-time), in seconds since 1970; nothing
/// without a tag, and with one that is no time from 1970 to 9999.
#[must_use]
pub fn said(line: &Line<'_>) -> Option<u64> {
    line.tags().get("time").and_then(server_time)
}

/// `2011-10-19T16:40:51.620Z` in seconds since 1970. A leap second is the second behind it.
#[must_use]
pub fn server_time(text: &[u8]) -> Option<u64> {
    let (date, rest) = text.split_at_checked(10)?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date else { return None };
    let rest = rest.strip_prefix(b"T")?.strip_suffix(b"Z")?;
    let (time, fraction) = rest.split_at_checked(8)?;
    let is_fraction = match fraction.split_first() {
        None => true,
        Some((b'.', digits)) => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        Some(_) => false,
    };
    if !is_fraction {
        return None;
    }
    let year = 100 * two(*y1, *y2)? + two(*y3, *y4)?;
    let (month, day) = (two(*m1, *m2)?, two(*d1, *d2)?);
    let fits =
        year >= 1970 && (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day);
    if !fits {
        return None;
    }
    let years: u64 = (1970..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum();
    let months: u64 = (1..month).map(|month| days_of(year, month)).sum();
    Some((years + months + day - 1) * DAY + TimeOfDay::parse(time, 60)?.seconds)
}

/// A time of day, of a time zone that nobody has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    seconds: u64,
}

impl TimeOfDay {
    /// `12:34:56`.
    fn parse(text: &[u8], last_second: u64) -> Option<Self> {
        let [h1, h2, b':', m1, m2, b':', s1, s2] = text else { return None };
        let (hour, minute, second) = (two(*h1, *h2)?, two(*m1, *m2)?, two(*s1, *s2)?);
        let fits = hour < 24 && minute < 60 && second <= last_second;
        fits.then_some(Self { seconds: 3_600 * hour + 60 * minute + second })
    }

    /// Seconds since midnight.
    #[must_use]
    pub fn seconds(self) -> u64 {
        self.seconds
    }

    /// The last moment until `now` at which it was this time of day, where clocks are so many seconds
    /// ahead of UTC; both in seconds since 1970.
    #[must_use]
    pub fn latest(self, now: u64, ahead: i32) -> u64 {
        let local = now.saturating_add_signed(ahead.into());
        let since = (local % DAY + DAY - self.seconds) % DAY;
        now.saturating_sub(since)
    }
}

/// What ZNC puts before a text that it plays back, unless the client has asked for server-time:
/// `[12:34:56] `. The time, and the text behind it.
///
/// People write such a thing too. So it is taken off only where what follows is a line of this
/// library, which nobody can say by themselves with a time before it, or where a bouncer is known to
/// play back.
#[must_use]
pub fn played_back(text: &[u8]) -> Option<(TimeOfDay, &[u8])> {
    let (time, rest) = text.strip_prefix(b"[")?.split_at_checked(8)?;
    let rest = rest.strip_prefix(b"] ")?;
    Some((TimeOfDay::parse(time, 59)?, rest))
}

/// A number of two digits.
fn two(tens: u8, ones: u8) -> Option<u64> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u64::from(byte - b'0'));
    Some(10 * digit(tens)? + digit(ones)?)
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
