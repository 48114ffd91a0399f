//! Programs of a network: nothing of ours is ever sent to them, and nothing that is meant for them
//! looks as if a person had written it.

/// Services of IRC whose names do not end in `serv`: a text to one of these is a command.
const SERVICES: [&str; 6] = ["alis", "global", "q", "x", "py-ctcp", "freenode-connect"];

/// Whether a nick is one of the services of an IRC network, or a window of a bouncer.
pub(super) fn is_service(name: &str) -> bool {
    let nick = name.split(['@', '!', '%']).next().unwrap_or(name).to_ascii_lowercase();
    let suffix =
        ["serv", "services"].iter().any(|end| nick.ends_with(end) && nick.len() > end.len());
    suffix || nick.starts_with('*') || nick == "-psybnc" || SERVICES.contains(&nick.as_str())
}

/// Whether a name says that it is a bot. People are called so too: nothing that a person asks for is
/// refused because of it.
pub(super) fn is_bot_by_name(name: &str) -> bool {
    let name = name.to_lowercase();
    let bare = name.trim_end_matches(|c: char| !c.is_alphabetic());
    bare.ends_with("bot") || name.starts_with("bot-") || name.starts_with("bot_")
}

/// What other programs' encryption, and commands to bots, begin with.
const OTHERS: [&str; 9] =
    ["?OTR", "?SR", "+OK ", "mcps ", "-----BEGIN ", "OMEMO", "?ZRTP", "{\"", "<?xml"];

/// Whether a text looks as if a person had written it to a person.
pub(super) fn is_like_a_person(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    let words = text.trim_start();
    let command = words.starts_with(['!', '/', '.', '@', '~', '$', '%', '&', '`', '\\']);
    let other = OTHERS.iter().any(|start| words.starts_with(start));
    words.chars().any(char::is_alphabetic) && !command && !other && !text.chars().any(control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_and_windows_of_bouncers_are_programs() {
        for name in [
            "NickServ",
            "chanserv",
            "NickServ@services.dal.net",
            "*status",
            "-psyBNC",
            "Q",
            "Global",
        ] {
            assert!(is_service(name), "{name}");
        }
        for name in ["bob", "serv", "conserve", "q_", "globalist"] {
            assert!(!is_service(name), "{name}");
        }
    }

    #[test]
    fn a_bot_is_one_by_its_name_and_nobody_else() {
        for name in ["weatherbot", "infoBot", "bot-7", "quizbot_"] {
            assert!(is_bot_by_name(name), "{name}");
        }
        for name in ["bob", "bottle", "robotics"] {
            assert!(!is_bot_by_name(name), "{name}");
        }
    }

    #[test]
    fn commands_controls_and_other_encryption_are_not_like_a_person() {
        for text in ["hello", "¿qué tal?", "see you at 5", "你好"] {
            assert!(is_like_a_person(text.as_bytes()), "{text}");
        }
        for text in [
            "!weather",
            "/help",
            "?OTR:AAQD",
            "\u{1}VERSION\u{1}",
            "12345",
            "",
            "+OK abcdef",
            "\u{3}4red",
        ] {
            assert!(!is_like_a_person(text.as_bytes()), "{text:?}");
        }
        assert!(!is_like_a_person(b"caf\xe9"));
    }
}
