//! When a line was said. The figures are those of `date --utc --date=… +%s`.

use subrosa::irc::clock::{played_back, server_time};

#[test]
fn the_time_of_a_server_is_seconds_since_1970() {
    for (text, seconds) in [
        ("1970-01-01T00:00:00Z", 0),
        ("2011-10-19T16:40:51.620Z", 1_319_042_451),
        ("2000-02-29T12:00:00.000Z", 951_825_600),
        ("2000-03-01T00:00:00.000Z", 951_868_800),
        ("2023-12-31T23:59:59.999Z", 1_704_067_199),
        ("2024-12-31T00:00:00.5Z", 1_735_603_200),
        ("2026-11-30T19:04:28.000000Z", 1_796_065_468),
        ("2012-06-30T23:59:60.419Z", 1_341_100_800),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] {
        assert_eq!(server_time(text.as_bytes()), Some(seconds), "{text}");
    }
}

#[test]
fn what_is_no_time_is_none() {
    for text in [
        "",
        "Z",
        "1319042451",
        "2011-10-19 16:40:51.620Z",
        "2011-10-19T16:40:51.620",
        "2011-10-19T16:40:51.Z",
        "2011-10-19T16:40:51,620Z",
        "2011-10-19T16:40:51.62aZ",
        "2011-10-19T16:40Z",
        "2011-10-19T24:00:00Z",
        "2011-10-19T16:60:00Z",
        "2011-10-19T16:40:61Z",
        "2011-13-01T00:00:00Z",
        "2011-00-01T00:00:00Z",
        "2011-04-31T00:00:00Z",
        "2011-04-00T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "+011-10-19T16:40:51Z",
        "２011-10-19T16:40:51Z",
    ] {
        assert_eq!(server_time(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn the_time_before_a_line_of_a_bouncer_is_taken_off() {
    let (time, rest) = played_back(b"[12:34:56] ?SR1:EQ.").unwrap();
    assert_eq!((time.seconds(), rest), (45_296, &b"?SR1:EQ."[..]));
    let (time, rest) = played_back(b"[23:59:59] ").unwrap();
    assert_eq!((time.seconds(), rest), (86_399, &b""[..]));
    for text in [
        "",
        "[",
        "[12:34:56]",
        "[12:34:56]x",
        "[12:34] x",
        "[24:00:00] x",
        "[12:34:60] x",
        "[aa:bb:cc] x",
        " [12:34:56] x",
        "[12:34:56 ] x",
    ] {
        assert_eq!(played_back(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn a_time_of_day_is_the_last_one_that_was_so() {
    let at = |text: &[u8]| played_back(text).unwrap().0;
    // 2026-11-30T19:04:28Z.
    let now = 1_796_065_468;
    assert_eq!(at(b"[19:04:28] ").latest(now, 0), now);
    assert_eq!(at(b"[19:04:27] ").latest(now, 0), now - 1);
    assert_eq!(at(b"[19:04:29] ").latest(now, 0), now - 86_399, "yesterday");
    // Where the clock says 20:04:28 already.
    assert_eq!(at(b"[20:04:00] ").latest(now, 3_600), now - 28);
    assert_eq!(at(b"[14:04:00] ").latest(now, -18_000), now - 28);
    assert_eq!(at(b"[00:00:01] ").latest(0, 0), 0, "nothing was before 1970");
    let _ = at(b"[00:00:01] ").latest(u64::MAX, i32::MAX);
}
