//! Every text for people, in English, by its code. `bindings/sentences.json` holds the same for those
//! who translate.
//!
//! A sentence names the person, says what has happened, and what to do. `{name}` is the person or the
//! account, `{count}` a number, `{digits}` what people compare, `{text}` a quotation.

/// Code and template, by subject.
pub(in crate::plugin) const ENGLISH: &[(&str, &str)] = &[
    // How a conversation stands, when that changes.
    (
        "private",
        "What you and {name} write is private from now on. To be sure that it is {name}, compare the safety number.",
    ),
    (
        "private-verified",
        "What you and {name} write is private from now on, and {name} is verified.",
    ),
    ("asked", "{name} is asked to talk in private. What you write waits for the answer."),
    (
        "starting",
        "A private conversation with {name} is being started. What you write waits until it is ready.",
    ),
    (
        "restoring",
        "The private conversation with {name} is being restored. What you write waits until it is ready.",
    ),
    (
        "ended-by-them",
        "{name} has ended the private conversation. Nothing you write is sent until you start it again or end it too.",
    ),
    (
        "ended-left",
        "Whoever you talked with in private as {name} has another name now. Nothing you write to {name} is sent until you start a private conversation there or end it.",
    ),
    (
        "ended",
        "The private conversation with {name} is over. Nothing you write is sent until you start it again or end it.",
    ),
    (
        "plain",
        "The private conversation with {name} is over. What you write to {name} is not private any more.",
    ),
    (
        "cancelled",
        "The private conversation with {name} was not started. What you write to {name} is not private.",
    ),
    (
        "required",
        "Nothing is private with {name} now. What you write waits and asks for a private conversation.",
    ),
    (
        "alarm",
        "Somebody with another key uses the name {name}. Nothing you write is sent until you decide.",
    ),
    ("blocked", "{name} is blocked: nothing of theirs is read, and nothing is sent to them."),
    ("unblocked", "{name} is not blocked any more."),
    // What a code that was scanned says.
    ("scan-match", "The codes match: you and {name} talk to each other and nobody else."),
    (
        "scan-wrong-contact",
        "This is not the code of {name}. Scan it again in the right conversation; if this is the right one, somebody may stand between you.",
    ),
    (
        "scan-not-for-us",
        "{name} has a different key on record for you: somebody may stand between you.",
    ),
    (
        "scan-newer",
        "The code of {name} was made by a newer version of Subrosa. Update, then scan it again.",
    ),
    (
        "scan-no-code",
        "This is not a code for comparing keys. {name} can show one with the command code.",
    ),
    ("verified", "{name} is verified: you have compared the key."),
    ("unverified", "{name} is not verified any more."),
    // The same, asked for.
    ("status-plain", "What you and {name} write is not private."),
    (
        "status-asked",
        "{name} was asked to talk in private and has not answered. What you write waits.",
    ),
    ("status-invited", "{name} would like to talk in private. What you write is not private yet."),
    (
        "status-starting",
        "A private conversation with {name} is being started. What you write waits.",
    ),
    (
        "status-private",
        "What you and {name} write is private. {name} is not verified: compare the safety number.",
    ),
    ("status-verified", "What you and {name} write is private, and {name} is verified."),
    (
        "status-questioned",
        "What you and {name} write is private, but another key has appeared under this name.",
    ),
    (
        "status-restoring",
        "The private conversation with {name} is being restored. What you write waits.",
    ),
    (
        "status-ended",
        "The private conversation with {name} is over. Nothing you write is sent until you start it again or end it.",
    ),
    (
        "status-alarm",
        "Somebody with another key uses the name {name}. Nothing you write is sent until you decide.",
    ),
    ("status-blocked", "{name} is blocked."),
    (
        "status-required",
        "What you and {name} write is not private yet: what you write waits and asks for a private conversation.",
    ),
    ("status-word-known", "known"),
    ("status-none", "No conversation is private, and none is being started."),
    // Words for a title.
    ("title-plain", ""),
    ("title-asked", "waiting for an answer"),
    ("title-invited", "would like to talk in private"),
    ("title-starting", "getting private"),
    ("title-private", "private"),
    ("title-verified", "private, verified"),
    ("title-questioned", "private, but another key has appeared"),
    ("title-restoring", "getting private again"),
    ("title-ended", "private conversation over"),
    ("title-alarm", "another key"),
    ("title-blocked", "blocked"),
    ("title-required", "private only"),
    ("title-line", "{name}: {text}"),
    ("title-line-plain", "not private"),
    // Questions.
    ("ask-invited", "{name} would like to talk in private. Do you want that?"),
    (
        "ask-strangers",
        "More people whom you do not know would like to talk with you in private: {count}.",
    ),
    (
        "ask-key",
        "Somebody with another key writes as {name}: {name} with a new device, or somebody else. Ask {name} for their digits in another way, for example by telephone, before you accept. The digits of this key: {digits}.",
    ),
    (
        "ask-address",
        "Somebody you know now writes as {name}, with the same key. Does the name {name} belong to them?",
    ),
    (
        "ask-no-answer",
        "{name} has not answered for a minute. Do you want to wait, or to cancel? What you wrote is discarded if you cancel.",
    ),
    ("ask-long", "What you wrote to {name} is long and takes many lines. Send it?"),
    ("ask-lost", "Nobody knows whether this has reached {name}: {text}"),
    (
        "ask-old",
        "What you wrote to {name} has waited for more than a day. Texts: {count}. Send them now?",
    ),
    ("ask-unlock", "Your private keys are locked. What is their passphrase?"),
    ("ask-passphrase", "Which passphrase should protect your private keys?"),
    ("ask-passphrase-again", "Please enter the new passphrase once more."),
    ("ask-export", "Which passphrase should protect the copy of your identity?"),
    ("ask-import", "What is the passphrase of this copy of an identity?"),
    (
        "ask-older",
        "Your private keys are older than they were: a backup was restored, or a file is missing. Subrosa may have forgotten that a conversation was private. Put the newest copy of all files back, or go on with what is there. The file concerned: {text}",
    ),
    (
        "ask-damaged",
        "The file of your private keys is damaged. Put the newest copy of all its files back, or go on with what can be read.",
    ),
    ("closed", "This question is not open any more. Nothing has changed."),
    ("no-such-answer", "This does not answer the question: {text}. Nothing has changed."),
    // Choices, as they stand on a button.
    ("choice-accept", "Accept"),
    ("choice-decline", "Decline"),
    ("choice-later", "Later"),
    ("choice-block", "Block"),
    ("choice-unblock", "Unblock"),
    ("choice-accept-key", "It replaces the old key"),
    ("choice-add-key", "It is a further key of theirs"),
    ("choice-start", "Start private conversation"),
    ("choice-end", "End private conversation"),
    ("choice-cancel", "Cancel"),
    ("choice-wait", "Wait"),
    ("choice-send", "Send"),
    ("choice-resend", "Send again"),
    ("choice-discard", "Discard"),
    ("choice-verify", "They are the same"),
    ("choice-differ", "They differ"),
    ("choice-safety", "Show safety number"),
    ("choice-unverify", "Withdraw verification"),
    ("choice-code", "Show code to scan"),
    ("choice-card", "Send card for files"),
    ("choice-go-on", "Go on with what is there"),
    ("choice-status", "Status"),
    // How to answer by typing.
    ("how-one", "Type {text}"),
    ("or", " or "),
    // Marks before texts.
    ("mark-waiting", "[waiting] "),
    ("mark-asking", "[waits for you] "),
    ("mark-sending", "[sending] "),
    ("mark-lost", "[perhaps not received] "),
    ("mark-discarded", "[not sent] "),
    ("mark-not-private", "[not private] "),
    ("mark-again", "[shown before] "),
    ("mark-unproven", "[sender not proven] "),
    ("mark-held-back", "[delayed on its way] "),
    ("mark-stranger", "[sender not accepted here] "),
    ("mark-replaced", "[by a replaced key] "),
    ("mark-minutes", "[{count} min ago] "),
    ("mark-hours", "[{count} h ago] "),
    ("mark-days", "[{count} days ago] "),
    // Texts that did not go as they were typed.
    ("refused", "What you wrote to {name} was not sent: {text}"),
    ("discarded", "What you wrote to {name} was not sent and is discarded: {text}"),
    ("waited-sent", "What you wrote to {name} and what had to wait is sent now. Texts: {count}."),
    ("fallback", "This is a private message. It takes a program with Subrosa to read it."),
    (
        "leaving",
        "Subrosa is not loaded any more. What you write to {name} is not private from now on.",
    ),
    // What went wrong, or is good to know.
    ("damaged", "A private line from {name} arrived damaged or forged and was ignored."),
    ("cut-off", "A private line from {name} arrived without its end and cannot be read."),
    (
        "not-understood",
        "{name} has sent something that this version cannot understand. A newer version may.",
    ),
    (
        "cannot-read",
        "A private line from {name} could not be read. {name} is asked to send it again.",
    ),
    (
        "copy-of-theirs",
        "The keys of {name} exist twice: a backup was restored, or somebody has stolen them. The conversation is made private again. Ask {name} which it was.",
    ),
    (
        "copy-of-ours",
        "Your own keys exist twice: a backup was restored, or somebody has stolen them. The conversation with {name} is made private again.",
    ),
    (
        "refused-ended",
        "What you wrote was not sent, because the private conversation with {name} is over. Start it again, or end it to write without privacy. Your text was: {text}",
    ),
    (
        "refused-key",
        "What you wrote was not sent, because somebody with another key uses the name {name}. Compare the digits before you accept the key. Your text was: {text}",
    ),
    ("refused-blocked", "What you wrote was not sent, because {name} is blocked: {text}"),
    ("refused-long", "What you wrote to {name} is too long and was not sent: {text}"),
    ("refused-many", "Too many texts to {name} wait already. This one was not sent: {text}"),
    (
        "refused-room",
        "Only private texts may be sent, and people in a chat room cannot be messaged privately. What you wrote to {name} was not sent: {text}",
    ),
    (
        "refused-others",
        "This would also reach somebody you talk with in private. It was not sent: {text}",
    ),
    (
        "refused-closed",
        "Your private keys cannot be used now, so nobody knows what is private. What you wrote to {name} was not sent: {text}",
    ),
    (
        "refused-program",
        "Only private texts may be sent here, and {name} is a program of the network, which cannot read them. To allow it, use the word mode with manual. This was not sent: {text}",
    ),
    (
        "refused-command",
        "This might reach somebody you talk with in private, who would get it without privacy. It was not sent: {text}",
    ),
    (
        "refused-line",
        "This is already an encrypted line, made by another program. It was not sent to {name}: {text}",
    ),
    ("locked", "Your private keys are locked. Nothing is sent to {name} until they are unlocked."),
    (
        "busy",
        "Another program uses your private keys just now. What you write to {name} is kept and sent later.",
    ),
    (
        "disk-full",
        "The disk is full. What you write to {name} is kept and sent when there is room.",
    ),
    (
        "vault-failed",
        "Your private keys cannot be used: their file is damaged or gone. Nothing is sent to {name}.",
    ),
    (
        "unknown-account",
        "This account is not set up for private conversations, so nothing is sent to {name}.",
    ),
    (
        "bad-invitation",
        "An invitation from {name} to a private conversation was too old or had been used before. Ask for a new one.",
    ),
    ("not-possible", "This cannot be done with {name} now. Nothing has changed."),
    (
        "other-digits",
        "These are not the digits of {name}. Either there is a mistake in them, or it is somebody else. Nothing has changed.",
    ),
    (
        "account-in-use",
        "Another program uses this account for private conversations already. Nothing is sent to {name} from here until that is closed.",
    ),
    // Why nothing can be sent, while the vault is closed.
    (
        "closed-busy",
        "Another program uses your private keys just now. Nothing is sent until they can be used.",
    ),
    (
        "closed-disk",
        "Your private keys cannot be read or written, perhaps because the disk is full. Nothing is sent until they can be used.",
    ),
    (
        "closed-newer",
        "A newer version of Subrosa has used your private keys, and this one cannot read them. Nothing is sent. Install the newer version.",
    ),
    ("opened", "Your private keys can be used again."),
    ("gone-on", "Your private keys are used as they are from now on."),
    ("nothing-to-decide", "Your private keys are in use. There is nothing to decide about them."),
    ("is-program", "{name} is a program of the network, which cannot talk in private."),
    // The same about an account, or about all.
    ("locked-here", "Your private keys are locked. Nothing is sent until they are unlocked."),
    ("busy-here", "Another program uses your private keys just now. Please try again."),
    ("disk-full-here", "The disk is full. Nothing has changed."),
    ("vault-failed-here", "Your private keys cannot be used: their file is damaged or gone."),
    (
        "account-in-use-here",
        "Another program uses the account {name} for private conversations already. Nothing is sent from here until that is closed.",
    ),
    ("not-possible-here", "This cannot be done now. Nothing has changed."),
    ("internal-here", "Something failed inside the encryption of Subrosa."),
    ("wrong-key", "This passphrase does not unlock your private keys."),
    (
        "copy-not-opened",
        "This passphrase does not open the copy of an identity, or the copy is damaged. Nothing has changed.",
    ),
    ("no-document", "There is no sealed document in this."),
    (
        "document-newer",
        "This document was made by a newer version of Subrosa, which is needed to open it.",
    ),
    ("document-damaged", "This document was changed on its way. Get it again."),
    ("document-not-for-us", "This document is not sealed to any of your keys, or it is damaged."),
    (
        "document-forged",
        "The signature does not belong to this document, or it was written to others. Do not trust it.",
    ),
    ("file-failed", "The file could not be read or written. Nothing has changed."),
    ("no-sealing-key", "Nothing can be sealed to {name} yet. Ask {name} for a card first."),
    ("bad-card", "This card is damaged, out of date, or older than the one that is known."),
    ("can-seal", "Files and texts can be sealed to {name} from now on."),
    (
        "not-read",
        "{name} writes without privacy and has not received what you wrote in private. Perhaps it cannot be read there now.",
    ),
    (
        "unproven",
        "Somebody who has not proven to be {name} tried to end or change the private conversation. It had no effect.",
    ),
    ("internal", "Something failed inside the encryption of Subrosa. Nothing was sent to {name}."),
    // Answers to commands.
    ("unknown-command", "Subrosa has no command of this name: {text}"),
    ("need-name", "Who is this about? Add the name after the word: {text} NAME"),
    (
        "too-much",
        "Nothing was done, because this is not understood: {text}. A name with blanks is written in \
         double quotes.",
    ),
    ("need-word", "Something is missing after this word: {text}"),
    ("no-such-account", "There is no such account in use: {name}"),
    ("nothing-open", "Nothing is asked about {name} now."),
    ("no-texts", "No text to {name} waits for a decision."),
    (
        "digits-malformed",
        "This is neither a safety number nor a fingerprint: they have sixty digits. Nothing has changed.",
    ),
    (
        "digits-own",
        "These are your own digits. Compare those that {name} sees. Nothing has changed.",
    ),
    (
        "safety",
        "Your safety number with {name}: {digits}. Ask {name} on the telephone whether theirs is the same.",
    ),
    (
        "differ",
        "Then somebody may read along. {name} is not verified; do not write anything secret, and tell {name} in another way.",
    ),
    ("code", "Let {name} scan this code, or compare the safety number: {digits}"),
    ("mode-set", "How private conversations with {name} begin from now on: {text}"),
    ("mode-shown", "How private conversations with {name} begin: {text}"),
    ("card-own", "Your card, for people who want to seal files to you: {text}"),
    ("card-sent", "Your card goes to {name}: they can seal files and texts to you then."),
    ("forgotten", "Nothing is known about {name} any more."),
    ("declined", "Declined. Nothing more is asked about this at {name}."),
    ("accepted", "Accepted: the name {name} belongs to them from now on."),
    ("key-accepted", "The new key of {name} is accepted. The old one is not any more."),
    ("key-added", "The further key of {name} is accepted beside the one that was known."),
    ("resent", "Sent again to {name}. Texts: {count}."),
    ("sent-now", "Being sent to {name}. Texts: {count}."),
    ("list-none", "Nobody is known on this account."),
    ("list-contact", "{name}: {text}"),
    ("devices", "Keys accepted for {name}: {count}. {digits}"),
    ("own-digits", "The digits of your own key: {digits}."),
    (
        "for-other-key",
        "What you wrote was for the key that {name} had before and is not sent to another one. Write it again if you still mean it.",
    ),
    ("working", "One moment, please."),
    ("unlocked", "Your private keys are unlocked."),
    ("passphrase-set", "Your private keys are protected by the new passphrase from now on."),
    (
        "passphrase-removed",
        "Your private keys are not protected by a passphrase any more: whoever can read the file can use them.",
    ),
    ("passphrase-differs", "The two passphrases are not the same. Nothing has changed."),
    ("passphrase-empty", "An empty passphrase protects nothing. Nothing has changed."),
    ("not-locked", "Your private keys are not locked."),
    (
        "exported",
        "The copy of your identity was written to {text}. Keep it and its passphrase apart.",
    ),
    ("imported", "The identity is yours from now on."),
    (
        "import-refused",
        "There are conversations already, so your identity cannot be replaced. Nothing has changed.",
    ),
    ("help", "Subrosa makes conversations private. Words: {text}"),
];
