/* Generated from src/capi/ by cbindgen: change it there, then run `make header`. */

#ifndef SUBROSA_H
#define SUBROSA_H

/**
 * @file
 * Subrosa: end-to-end encryption that plugs into messengers that already exist.
 *
 * This header is all that a plugin of a messenger needs. A messenger keeps everything in a vault, and is
 * told three things: what the user types (subrosa_outgoing), what the network brings
 * (subrosa_incoming), and that time has passed (subrosa_tick). It answers with an outcome: a verdict
 * about the text, and a list of events. This is all that a messenger with one account needs, where
 * network_send, window_show, window_echo, window_note and timer_set are what it has already
 * (examples/c/glue.c is a whole program around it):
 *
 *     static void act_on(plugin *me, subrosa_outcome *outcome)
 *     {
 *         int32_t kind;
 *         while ((kind = subrosa_outcome_next(outcome)) > 0) {
 *             const char *peer = subrosa_outcome_str(outcome, SUBROSA_FIELD_PEER);
 *             if (kind == SUBROSA_EVENT_SEND)
 *                 network_send(me, peer, subrosa_outcome_str(outcome, SUBROSA_FIELD_LINE));
 *             if (kind == SUBROSA_EVENT_SHOW)
 *                 window_show(me, peer, subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT),
 *                             subrosa_outcome_int(outcome, SUBROSA_FIELD_PRIVATE) == 1);
 *             if (kind == SUBROSA_EVENT_STATE)
 *                 window_note(me, peer, subrosa_outcome_str(outcome, SUBROSA_FIELD_WORD));
 *             if (kind == SUBROSA_EVENT_ASK || kind == SUBROSA_EVENT_NOTICE)
 *                 window_note(me, peer, subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE));
 *         }
 *         subrosa_outcome_free(outcome);
 *         timer_set(me, subrosa_messenger_wake_ms(me->messenger));
 *     }
 *
 *     static int is_sent_when_typed(plugin *me, const char *peer, const char *text)
 *     {
 *         subrosa_outcome *outcome;
 *         int32_t verdict;
 *         subrosa_outgoing(me->messenger, me->account, peer, text, strlen(text), 0, &outcome);
 *         verdict = subrosa_outcome_verdict(outcome);
 *         if (verdict == SUBROSA_VERDICT_TAKEN || verdict == SUBROSA_VERDICT_HELD)
 *             window_echo(me, peer, text, verdict == SUBROSA_VERDICT_HELD);
 *         act_on(me, outcome);
 *         return verdict <= SUBROSA_VERDICT_PASS_WARN;
 *     }
 *
 *     static int is_shown_when_it_came(plugin *me, const char *peer, const char *text)
 *     {
 *         subrosa_outcome *outcome;
 *         int32_t verdict;
 *         subrosa_incoming(me->messenger, me->account, peer, text, strlen(text), 0, &outcome);
 *         verdict = subrosa_outcome_verdict(outcome);
 *         act_on(me, outcome);
 *         return verdict != SUBROSA_VERDICT_TAKEN;
 *     }
 *
 *     static void timer(plugin *me)
 *     {
 *         subrosa_outcome *outcome;
 *         subrosa_tick(me->messenger, &outcome);
 *         act_on(me, outcome);
 *     }
 *
 * Besides it opens a vault and attaches its account when it starts, has a menu or commands for
 * subrosa_contact_do, and asks subrosa_may_send before it sends a file or anything else that passes
 * no hook. Three rules keep a plugin safe whatever goes wrong:
 *
 * - Decide by the verdict, never by the result. Send only if it is at most
 *   SUBROSA_VERDICT_PASS_WARN, hide only if it is SUBROSA_VERDICT_TAKEN. The verdict of an outcome
 *   that is NULL is SUBROSA_VERDICT_REFUSED.
 * - Free every outcome, and walk it to its end first: what a SHOW event had, counts as shown then,
 *   and is acknowledged to the other side. What was not reached comes again when the
 *   account is attached, or when its connection comes back. Calls may nest: an event may be answered
 *   with a call.
 * - Set the timer anew after every outcome, to subrosa_messenger_wake_ms, and call subrosa_tick then.
 *
 * SENTENCE and WORD are English and hold nothing that a peer supplied and none of <>&"%. CODE is for
 * programs and translations. Every event of a messenger has an ACCOUNT and a PEER, which are empty
 * where it is not about one account or one conversation.
 *
 * Two more headers stand beside this one. subrosa_session.h is the level below, for hosts with storage
 * of their own: identities, cards, installations, peers. subrosa_documents.h is for files and texts
 * that are read later, to full cards or under a passphrase. Codes of errors stand together at the end
 * of this header.
 *
 * The rules that hold for every call:
 *
 * - Results are SUBROSA_OK (0) or negative; a call that gives a number gives it as 0 or positive. No
 *   failed call has changed anything, except that a panic poisons the handles it was given (a
 *   messenger only the second time), and that a messenger may have kept a text for later: the
 *   verdict says so. subrosa_last_error has a sentence about the last failure on this thread
 *   for developers, subrosa_last_sentence one for users.
 * - A handle is freed with the free function of its type, which takes NULL too and wipes secrets. A
 *   handle that a call gives out is NULL if the call fails; other outputs are then not written. But
 *   a call on a messenger that has an outcome gives one also if it fails, with a NOTICE in it; NULL
 *   only if the messenger is no living handle.
 *   The handle of another type, one that was freed (as a rule), and one that another call is using
 *   are errors: SUBROSA_E_HANDLE, SUBROSA_E_BUSY.
 * - Inputs are a pointer and a length in bytes; (NULL, 0) is an empty one. Names (accounts, peers,
 *   the path of a vault) are C strings in UTF-8. The library keeps no pointer to them.
 * - A text that is given out has a NUL at its end. For one with a buffer, the length parameter is
 *   the size of the buffer before the call, and the bytes needed after it, NUL included, whether it
 *   was large enough or not. A buffer that is too small is SUBROSA_E_BUFFER, and nothing has
 *   happened.
 * - Paths of files that are sealed or opened, and names they are committed under, are those of the
 *   system: on Unix any bytes without NUL, elsewhere UTF-8.
 * - Times are seconds since 1970-01-01 00:00 UTC, never negative, where they are parameters. Only a
 *   messenger reads the system's clock. Randomness is the system's.
 * - Any thread may call. One handle takes one call at a time; calls on a messenger wait for each
 *   other instead. There are no callbacks. The library opens no socket, writes to no
 *   stream and reads no environment. The only thread of it that outlasts a call turns a
 *   passphrase into a key for a messenger, and ends with that; a messenger reads and writes
 *   the files of its vault, a job reads the file and writes into the folder it was given, and nothing
 *   else touches any. The process is ended only when the system has no memory left. After
 *   a fork the child opens its messengers anew.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A vault in use: the accounts of a host, their contacts and conversations. Its calls may come from
 * any thread at any time; they wait for each other.
 */
typedef struct subrosa_messenger subrosa_messenger;

/**
 * What a call has to tell and to send: a list of events, and of a messenger a verdict. Walk it with
 * `subrosa_outcome_next`, then free it. Lines of a peer in it that are never sent are lost; of a
 * messenger, texts whose lines were lost are sent again.
 */
typedef struct subrosa_outcome subrosa_outcome;

/**
 * What a call returns: `SUBROSA_OK`, or one of the negative `SUBROSA_E_` codes. A code never
 * changes its meaning; later versions add codes, so treat one you do not know as a failure.
 */
typedef int32_t subrosa_result;

/* --- The library ------------------------------------------------------------------------------ */

/**
 * The version of this header. `subrosa_version` gives that of the library.
 */
#define SUBROSA_VERSION_MAJOR 0

/**
 * The version of this header.
 */
#define SUBROSA_VERSION_MINOR 1

/**
 * The version of this header.
 */
#define SUBROSA_VERSION_PATCH 0

/**
 * The ABI of this header: the number in the name of the shared library. It changes only when a
 * program has to be compiled anew.
 */
#define SUBROSA_ABI 0

/**
 * The version of the library, `"0.1.0"`.
 *
 * @return A constant string. Do not free it.
 *
 * Thread: any. Since 0.1.
 */
const char *subrosa_version(void);

/**
 * Checks that the library is one that this header describes. A plugin calls it before anything else.
 *
 * @param abi  `SUBROSA_ABI`
 * @return `SUBROSA_OK`; `SUBROSA_E_ABI`: use nothing else of this library.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_abi_check(int32_t abi);

/**
 * Which implementation does the work on P-256 and AES: `"accelerated"` where the processor allows
 * it, else `"portable"`. Both give the same results.
 *
 * @return A constant string. Do not free it.
 *
 * Thread: any. Since 0.1.
 */
const char *subrosa_backend(void);

/* --- Opening and leaving ---------------------------------------------------------------------- */

/**
 * Where the vault of a user is by convention, so that every program finds the same one.
 *
 * @param base       the directory in which the user's programs keep their data: `$XDG_DATA_HOME` or
 *                   else `~/.local/share`, `~/Library/Application Support` on macOS, `%APPDATA%` on
 *                   Windows; without `~` or variables
 * @param out        receives `base`, `subrosa` and `vault` as one path, and a NUL
 * @param inout_len  before: the size of `out`; after: the bytes needed, NUL included
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_vault_path(const char *base, char *out, size_t *inout_len);

/**
 * Opens a vault. What is missing is made: the directories above it (mode 0700), the vault, its key
 * file, an identity. "The vault" is the file at `path` and the files beside it whose names begin
 * with its name; keep and copy them together, and only while no program uses them.
 *
 * A vault that a passphrase protects is locked then: `subrosa_messenger_unlock`. Any other is
 * ready for use.
 *
 * @param path      UTF-8; see `subrosa_vault_path`
 * @param host_key  32 secret bytes that the host keeps, in a key ring say; or NULL. A new vault is
 *                  protected by this key, or if it is NULL by a key file beside it, which whoever
 *                  can read the vault can read too. Ignored for a vault that is protected otherwise
 * @param out       receives the messenger, or NULL on failure; free it with
 *                  `subrosa_messenger_free`
 * @return `SUBROSA_OK`; `SUBROSA_E_OTHER_PROTECTION` if there has to be a host key and is none,
 *         `SUBROSA_E_WRONG_KEY`, `SUBROSA_E_KEY_FILE_MISSING`, `SUBROSA_E_KEY_FILE_EXPOSED`,
 *         `SUBROSA_E_KEY_FILE_DAMAGED`, `SUBROSA_E_NOT_A_VAULT`, `SUBROSA_E_VAULT_NEWER`,
 *         `SUBROSA_E_VAULT_OLDER` and the other errors of a vault; `SUBROSA_E_RANDOM`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_messenger_open(const char *path,
                                      const uint8_t *host_key,
                                      subrosa_messenger **out);

/**
 * Opens a vault that `subrosa_messenger_open` or `subrosa_messenger_unlock` refuses with
 * `SUBROSA_E_VAULT_OLDER` or `SUBROSA_E_VAULT_DAMAGED`, and goes on from what is left of it, once. Only
 * after the user was told and has agreed: the vault may not know any more who was private, whom the
 * user has blocked, or who the user is. If nothing is left, a new vault is made.
 *
 * @param path      UTF-8
 * @param host_key  as for `subrosa_messenger_open`; may be NULL
 * @param out       receives the messenger, or NULL on failure; free it with
 *                  `subrosa_messenger_free`. Locked, it goes on when it is unlocked
 * @return As `subrosa_messenger_open`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_messenger_open_older(const char *path,
                                            const uint8_t *host_key,
                                            subrosa_messenger **out);

/**
 * Frees a messenger: detaches its accounts, closes the vault and wipes secrets. NULL is fine.
 * Nothing is lost. Outcomes of it that still live can be walked and freed, but confirm nothing any
 * more.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_messenger_free(subrosa_messenger *messenger);

/**
 * Whether the vault is locked. While it is, private texts that come are kept in memory
 * (`SUBROSA_VERDICT_TAKEN`), and no account can be attached.
 *
 * @return 1 if it is; 0 if not, and for a NULL or bad handle.
 *
 * Thread: any. Since 0.1.
 */
int32_t subrosa_messenger_locked(const subrosa_messenger *messenger);

/**
 * Unlocks the vault. This takes some tenths of a second and 64 MiB: call it on a thread of its own
 * if the host has a window. Other calls on the messenger work meanwhile. Then attach the accounts
 * and call `subrosa_tick`, which gives what has come in the meantime.
 *
 * @param passphrase      UTF-8, not NUL-terminated
 * @param passphrase_len  its length in bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_WRONG_KEY`, `SUBROSA_E_OTHER_PROTECTION` if no passphrase
 *         protects the vault, `SUBROSA_E_MEMORY` and the errors of a vault; `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_messenger_unlock(subrosa_messenger *messenger,
                                        const char *passphrase,
                                        size_t passphrase_len);

/**
 * Protects the vault with a passphrase from now on. That has happened for good when this returns;
 * copies that were made of the vault before still open in the old way. It takes as long as
 * `subrosa_messenger_unlock`, and other calls wait.
 *
 * @param passphrase      UTF-8, not NUL-terminated, and not empty
 * @param passphrase_len  its length in bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_EMPTY_PASSPHRASE` for an empty one and NULL: nothing has changed
 *         then (`subrosa_messenger_remove_passphrase`); `SUBROSA_E_VAULT_LOCKED`,
 *         `SUBROSA_E_MEMORY`, `SUBROSA_E_RANDOM` and the errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_messenger_set_passphrase(subrosa_messenger *messenger,
                                                const char *passphrase,
                                                size_t passphrase_len);

/**
 * Protects the vault with a new key file beside it from now on, in place of a passphrase or a host
 * key: whoever can read the vault can read that too. It has happened for good when this returns;
 * copies that were made of the vault before still open in the old way.
 *
 * @return `SUBROSA_OK`; `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_RANDOM` and the errors of a vault; an
 *         error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_messenger_remove_passphrase(subrosa_messenger *messenger);

/* --- Accounts --------------------------------------------------------------------------------- */

/**
 * Takes an account into use. No other messenger, in this process or another one, can use it
 * meanwhile. If it is in use here already, this is `subrosa_account_online` with 1.
 *
 * @param account  the host's name for it, the same at every start: protocol and own address, say.
 *                 UTF-8, 1 to 1,024 bytes
 * @param profile  how its network is: `"irc"`, `"xmpp"`, `"bonjour"`, `"aim"`, `"icq"`, `"msn"`,
 *                 `"yahoo"`, `"gadu-gadu"`, `"groupwise"`, `"simple"`, `"mail"`; `"plain"` or `"html"` for any other. It sets the length of lines, their
 *                 pace, the markup and which spellings of an address are the same;
 *                 `subrosa_account_set` changes that
 * @param out      receives an outcome with what is left from the last run: STATE of conversations,
 *                 SHOW of texts that were not confirmed, PROGRESS of texts that are not delivered,
 *                 SEND of lines; with a NOTICE on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_ACCOUNT_IN_USE`, `SUBROSA_E_PROFILE`, `SUBROSA_E_NAME`,
 *         `SUBROSA_E_VAULT_LOCKED` and the errors of a vault; `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_account_attach(subrosa_messenger *messenger,
                                      const char *account,
                                      const char *profile,
                                      subrosa_outcome **out);

/**
 * Gives an account back. Nothing is lost: what is not sent, delivered or confirmed comes again.
 *
 * @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
 *         error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_account_detach(subrosa_messenger *messenger, const char *account);

/**
 * The host calls an account otherwise now: the user has changed its name or server. Conversations,
 * trust, texts and modes come along, also its own identity. If the vault has an account of the new
 * name already, what may not leave in clear under either may not leave under the new one; its
 * sessions stay, those of the old account end, and texts on their way there are lost, which PROGRESS
 * tells. An account that is attached is attached under the new name afterwards.
 *
 * @param from  the name until now, attached here or by nobody
 * @param to    the new name, UTF-8, 1 to 1,024 bytes
 * @param out   receives an outcome with what `subrosa_account_attach` gives; with a NOTICE on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` if the vault has no account of the old name,
 *         `SUBROSA_E_ACCOUNT_IN_USE` if another program has attached either, `SUBROSA_E_NAME`,
 *         `SUBROSA_E_VAULT_LOCKED` and the errors of a vault, and nothing has changed;
 *         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_account_rename(subrosa_messenger *messenger,
                                      const char *from,
                                      const char *to,
                                      subrosa_outcome **out);

/**
 * Says whether the connection of an account is there. Lines wait while it is not, and texts that
 * nobody has acknowledged when it went are sent again, with the same bytes. When it comes back, texts
 * that the host has not confirmed are shown again. An account that was just attached counts as
 * connected.
 *
 * @param online  1 or 0
 * @param out     receives an outcome with SEND, SHOW and PROGRESS events; with a NOTICE on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a vault; `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_account_online(subrosa_messenger *messenger,
                                      const char *account,
                                      int32_t online,
                                      subrosa_outcome **out);

/**
 * Of an account: the longest line in characters, 360 to 16,384.
 */
#define SUBROSA_SETTING_LINE_CHARS 1

/**
 * Of an account: how many lines may follow each other at once, 1 to 1,000.
 */
#define SUBROSA_SETTING_BURST 2

/**
 * Of an account: the pause between further lines, 0 to 600,000 milliseconds.
 */
#define SUBROSA_SETTING_INTERVAL_MS 3

/**
 * Of an account: the host gives and takes HTML (1) or plain text (0).
 */
#define SUBROSA_SETTING_HTML 4

/**
 * Of an account: each line of a text is a SHOW event of its own (1) or not (0).
 */
#define SUBROSA_SETTING_SPLIT_LINES 5

/**
 * Of an account: how private conversations begin, a `SUBROSA_MODE_` constant.
 */
#define SUBROSA_SETTING_MODE 7

/**
 * Every difference counts.
 */
#define SUBROSA_CASE_EXACT 0

/**
 * `A` to `Z` are `a` to `z`.
 */
#define SUBROSA_CASE_ASCII 1

/**
 * And `[ ] \ ~` are `{ } | ^`: what servers call `rfc1459`, and the default of `"irc"`.
 */
#define SUBROSA_CASE_RFC1459 2

/**
 * And `[ ] \` are `{ } |`: what servers call `rfc1459-strict` or `strict-rfc1459`.
 */
#define SUBROSA_CASE_STRICT_RFC1459 5

/**
 * As ASCII, and spaces do not count.
 */
#define SUBROSA_CASE_SCREEN_NAME 3

/**
 * A Jabber address: in lower case up to the first `/`.
 */
#define SUBROSA_CASE_JID 4

/**
 * Nothing begins without the user: who asks, contact or not, is an invitation.
 */
#define SUBROSA_MODE_MANUAL 1

/**
 * The default: a contact who asks is answered, and the first text in clear to somebody unknown asks,
 * once, whether there is a plugin (`SUBROSA_EVENT_APPEND`).
 */
#define SUBROSA_MODE_AUTOMATIC 2

/**
 * And nothing goes in clear: a text to somebody with whom there is no private conversation is held
 * and starts one. Rooms are not concerned.
 */
#define SUBROSA_MODE_REQUIRED 3

/**
 * Of an account: the texts that the host gives, what the user types and what the network brings,
 * are HTML (1) or plain text (0). `SUBROSA_SETTING_HTML` sets this and the next one.
 */
#define SUBROSA_SETTING_HTML_GIVEN 20

/**
 * Of an account: the host shows HTML (1) or plain text (0).
 */
#define SUBROSA_SETTING_HTML_TAKEN 21

/**
 * Of an account: which spellings of an address are the same, a `SUBROSA_CASE_` constant. Servers of
 * IRC announce it (CASEMAPPING). Where two addresses become one, what may not leave in clear to
 * either may not to that one; where one becomes two, both keep it. While the account is not attached,
 * `SUBROSA_E_ADDRESS_TAKEN` as soon as an address of it is remembered; nothing changes then.
 */
#define SUBROSA_SETTING_CASE_MAPPING 22

/**
 * Of an account: lines above which a text is sent only after the user has agreed (ASK LONG_TEXT),
 * 1 to 512. With 512 nothing is asked.
 */
#define SUBROSA_SETTING_LONG_TEXT_LINES 23

/**
 * Of an account: contacts get the user's full card by themselves once they talk in private, so that
 * they can seal documents to the user (1), or not (0). As long as it is not set: 1 where a line may
 * have 2,400 characters or more, so that the card takes one.
 */
#define SUBROSA_SETTING_SHARE_CARD 40

/**
 * Of an account: Offers made without the user for all contacts together, a minute. 1 to 60,000, as
 * all budgets; 10 if it is not set.
 */
#define SUBROSA_SETTING_OFFERS 24

/**
 * Of an account: Offers made at once because one contact asks; then one in 30 minutes. 4.
 */
#define SUBROSA_SETTING_OFFERS_OF_CONTACT 25

/**
 * Of an account: handshakes computed at once for one address; then one in 10 seconds. 16.
 */
#define SUBROSA_SETTING_HANDSHAKES_OF_ADDRESS 26

/**
 * Of an account: handshakes computed for all contacts together, a minute. 120.
 */
#define SUBROSA_SETTING_HANDSHAKES 27

/**
 * Of an account: handshakes computed for all strangers together, a minute. 60.
 */
#define SUBROSA_SETTING_HANDSHAKES_OF_STRANGERS 28

/**
 * Of an account: questions and notices about strangers, a minute. 10.
 */
#define SUBROSA_SETTING_INVITATIONS 29

/**
 * Of a contact: the user knows it (1), it is on the list of contacts say, or not (0). To others the
 * library is silent until the user writes to them or accepts them. It says nothing of what may leave
 * in clear. At an address that its contact has left it does nothing.
 */
#define SUBROSA_SETTING_KNOWN 101

/**
 * Of a contact: it is there (1, which the library takes for granted) or not (0): then nothing is
 * sent to it unasked. Not kept in the vault.
 */
#define SUBROSA_SETTING_PRESENT 102

/**
 * Of a contact: how private conversations with it begin, a `SUBROSA_MODE_` constant; 0, the default,
 * as its account has it.
 */
#define SUBROSA_SETTING_CONTACT_MODE 103

/**
 * Changes how the network of an account is. The vault keeps it, also for an account that is attached
 * later: set before `subrosa_account_attach`, it is there from the first text on.
 *
 * @param setting  a `SUBROSA_SETTING_` constant of an account
 * @param value    see there
 * @return `SUBROSA_OK`; `SUBROSA_E_SETTING`, `SUBROSA_E_ADDRESS_TAKEN` (`CASE_MAPPING` alone),
 *         `SUBROSA_E_NAME`, `SUBROSA_E_ACCOUNT_IN_USE` if another program has attached it, and the
 *         errors of a vault;
 *         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_account_set(subrosa_messenger *messenger,
                                   const char *account,
                                   int32_t setting,
                                   int64_t value);

/**
 * How a setting of an account stands: as it was set, or as its profile has it.
 *
 * @param setting  a `SUBROSA_SETTING_` constant of an account
 * @param value    receives it
 * @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
 *         error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_account_get(subrosa_messenger *messenger,
                                   const char *account,
                                   int32_t setting,
                                   int64_t *value);

/* --- Texts ------------------------------------------------------------------------------------ */

/**
 * The text is HTML, even if its account has plain texts.
 */
#define SUBROSA_FLAG_HTML 1

/**
 * The text says what its sender does ("/me waves").
 */
#define SUBROSA_FLAG_ACTION 2

/**
 * The text is an automatic one that must not be answered, as a NOTICE of IRC.
 */
#define SUBROSA_FLAG_NOTICE 4

/**
 * The text is played again from a history: it is read if it is new, and never answered.
 */
#define SUBROSA_FLAG_HISTORY 8

/**
 * The text is one of the user's own that came back, from the network or another device: a carbon,
 * an echo of a bouncer. Lines of the library in it are hidden, and nothing is done.
 */
#define SUBROSA_FLAG_OWN 16

/**
 * The text belongs to a room with several people: it passes, and nothing is done.
 */
#define SUBROSA_FLAG_ROOM 32

/**
 * The peer is a name in a room that is written to alone, `room/nick` of XMPP for instance: whoever
 * takes the name has it, so nothing private is begun there. The text passes and nothing is done; if
 * nothing may go in clear (`SUBROSA_MODE_REQUIRED`), one that goes out is refused.
 */
#define SUBROSA_FLAG_OCCUPANT 64

/**
 * The user wants to send a text. The verdict says what the host does with it: send it only if
 * `subrosa_outcome_verdict` is at most `SUBROSA_VERDICT_PASS_WARN`. That holds whatever the result
 * is, and for an outcome that is NULL too.
 *
 * A line that came as a SEND event passes, so that a hook sees its own lines through.
 *
 * @param account   attached
 * @param peer      the address of the other side, UTF-8, 1 to 1,024 bytes. For XMPP without the
 *                  resource
 * @param text      what the user typed, in the markup of the account; not NUL-terminated
 * @param text_len  its length in bytes
 * @param flags     `SUBROSA_FLAG_` bits, or 0
 * @param out       receives an outcome with SEND, PROGRESS, ASK and NOTICE events, also on failure;
 *                  NULL if the messenger is no living handle
 * @return `SUBROSA_OK`. After `SUBROSA_E_VAULT_BUSY` and `SUBROSA_E_DISK_FULL` the text may have
 *         been kept for later, as the verdict says. Any other error: `SUBROSA_VERDICT_REFUSED`.
 *         These are `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_NAME` and the
 *         errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_outgoing(subrosa_messenger *messenger,
                                const char *account,
                                const char *peer,
                                const char *text,
                                size_t text_len,
                                uint32_t flags,
                                subrosa_outcome **out);

/**
 * The network has brought a text. The verdict says what the host does with it: hide it only if
 * `subrosa_outcome_verdict` is `SUBROSA_VERDICT_TAKEN`. That holds whatever the result is, and for
 * an outcome that is NULL too. What is not of this library passes untouched, whatever its encoding.
 *
 * @param account   attached
 * @param peer      the address it came from, UTF-8, 1 to 1,024 bytes. For XMPP without the resource
 * @param text      what came, of any encoding; not NUL-terminated
 * @param text_len  its length in bytes
 * @param flags     `SUBROSA_FLAG_` bits, or 0
 * @param out       receives an outcome with any events, also on failure; NULL if the messenger is
 *                  no living handle
 * @return `SUBROSA_OK`. After `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_VAULT_BUSY` and
 *         `SUBROSA_E_DISK_FULL` the text is kept in memory and read later, if the verdict is
 *         `SUBROSA_VERDICT_TAKEN`. The other errors are `SUBROSA_E_UNKNOWN_ACCOUNT`,
 *         `SUBROSA_E_NAME` and those of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error
 *         of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_incoming(subrosa_messenger *messenger,
                                const char *account,
                                const char *peer,
                                const char *text,
                                size_t text_len,
                                uint32_t flags,
                                subrosa_outcome **out);

/**
 * Does what is due on all accounts: lines that had to wait for their turn, acknowledgements, texts
 * to be sent again, questions. Call it when `subrosa_outcome_wake_ms` or `subrosa_messenger_wake_ms`
 * says so; earlier does no harm.
 *
 * @param out  receives an outcome with any events, also on failure; NULL if the messenger is no
 *             living handle
 * @return `SUBROSA_OK`; the errors of a vault: it is tried again; `SUBROSA_E_ARGUMENT` or an error
 *         of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_tick(subrosa_messenger *messenger,
                            subrosa_outcome **out);

/**
 * When to call `subrosa_tick`, as things stand now.
 *
 * @return Milliseconds from now; -1 if there is nothing to wait for, and for a NULL or bad handle.
 *
 * Thread: any. Since 0.1.
 */
int64_t subrosa_messenger_wake_ms(const subrosa_messenger *messenger);

/**
 * The host could not send a line: it is given again a little later, with the same bytes. For a
 * connection that is gone call `subrosa_account_online` instead.
 *
 * @param line_id  the `LINE_ID` of the SEND event; an unknown one does nothing
 * @param out      receives an outcome with any events; with a NOTICE on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a vault; `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_line_failed(subrosa_messenger *messenger,
                                   const char *account,
                                   int64_t line_id,
                                   subrosa_outcome **out);

/**
 * Whether something may leave now, in clear: the last guard, for every path around the hooks, files
 * included. Costs no disk. A line that came as a SEND event may.
 *
 * @param account   attached
 * @param peer      the address of the other side
 * @param text      what is about to be sent; (NULL, 0) for what is no text
 * @param text_len  its length in bytes
 * @return 1 if it may; 0 if not, and after every error (`subrosa_last_error`).
 *
 * Thread: any. Since 0.1.
 */
int32_t subrosa_may_send(const subrosa_messenger *messenger,
                         const char *account,
                         const char *peer,
                         const char *text,
                         size_t text_len);

/**
 * The texts of the user that are not delivered: one PROGRESS event with `TEXT` for each.
 *
 * @param peer  the address they are for; NULL for all of the account
 * @param out   receives an outcome with PROGRESS events; with a NOTICE on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a vault; `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_text_list(subrosa_messenger *messenger,
                                 const char *account,
                                 const char *peer,
                                 subrosa_outcome **out);

/**
 * Begins a batch: for a bot that answers many texts at once. From now on the calls of this messenger
 * that change something give outcomes with their verdict alone; `subrosa_batch_end` gives all
 * events. A batch is as safe as single calls are, and spares the disk: on one that takes its time
 * for each sync, calls are many times as fast. Keep a batch to some hundred calls; what it has to
 * tell is kept in memory.
 *
 * @return `SUBROSA_OK`; `SUBROSA_E_WRONG_STATE` in a batch; an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_batch_begin(subrosa_messenger *messenger);

/**
 * Ends a batch: what its calls have changed is made durable, and their events are given.
 *
 * @param out  receives an outcome with the events of all calls in their order; with a NOTICE on
 *             failure. The batch then goes on, nothing is lost, and this can be called again
 * @return `SUBROSA_OK`; `SUBROSA_E_WRONG_STATE` if there is no batch, `SUBROSA_E_DISK_FULL`,
 *         `SUBROSA_E_VAULT_BUSY` and the other errors of a vault; an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_batch_end(subrosa_messenger *messenger, subrosa_outcome **out);

/* --- What the user decides -------------------------------------------------------------------- */

/**
 * Talk in private. From now on no text goes in clear. For a conversation that the other side has
 * ended too.
 */
#define SUBROSA_DO_START 1

/**
 * End the private conversation: what is held is discarded, texts to this address go in clear again.
 * At other addresses of the contact nothing changes.
 */
#define SUBROSA_DO_END 2

/**
 * Accept an invitation. With the fingerprint of somebody who is asked about here: this address is
 * theirs from now on, and whoever was accepted here before has left it. Nobody's key is replaced.
 */
#define SUBROSA_DO_ACCEPT 3

/**
 * Decline an invitation; or another key or another address, which is then not asked about again
 * before the next START, END or ACCEPT_KEY. With a fingerprint what was asked about that one, else
 * what was asked. Nothing that was private goes in clear by that.
 */
#define SUBROSA_DO_DECLINE 4

/**
 * The fingerprint was compared and is right. Needs the fingerprint.
 */
#define SUBROSA_DO_VERIFY 5

/**
 * The fingerprint is no longer held to be right. Needs the fingerprint.
 */
#define SUBROSA_DO_UNVERIFY 6

/**
 * Accept the new key of a contact, in the place of all that it had. Needs its fingerprint. The old
 * keys are replaced on all accounts: they are not verified any more, their sessions are closed, and
 * where they were known nothing goes in clear. Accepting one of them again takes that back. Not for a
 * key that is accepted elsewhere: that is another contact, who may get the address by ACCEPT.
 */
#define SUBROSA_DO_ACCEPT_KEY 7

/**
 * Block the contact, or an address where nobody is known: nothing of it is read any more, wherever
 * it writes from.
 */
#define SUBROSA_DO_BLOCK 8

/**
 * Unblock the contact. Where texts did not go in clear before the block they still do not.
 */
#define SUBROSA_DO_UNBLOCK 9

/**
 * Give up a start that nobody answers; what is held is discarded. Texts go in clear again if they did
 * when it was started; else they are refused, as before, until END.
 */
#define SUBROSA_DO_CANCEL 10

/**
 * Accept a further key of a contact, who uses several. Needs its fingerprint. Texts go to the one
 * heard last, but never to one that is not verified instead of one that is.
 */
#define SUBROSA_DO_ADD_KEY 13

/**
 * Forget the contact: the conversation ends, its sessions, its texts and what is known of it are
 * deleted. Needs the fingerprint if somebody is known. Not while it is blocked. Texts to this address
 * go in clear again, unless somebody else is known here too; at other addresses nothing goes in clear
 * that did not before. That a key was replaced is remembered.
 */
#define SUBROSA_DO_FORGET 14

/**
 * Send a text that is long and waits for the user, or was lost (`subrosa_text_do`); all such texts for
 * a peer (`subrosa_contact_do`).
 */
#define SUBROSA_DO_SEND 11

/**
 * Give up a text (`subrosa_text_do`); all texts for a peer that wait for the user or were lost
 * (`subrosa_contact_do`).
 */
#define SUBROSA_DO_DISCARD 12

/**
 * Send the contact the user's full card in the private conversation, so that it can seal documents
 * to the user.
 */
#define SUBROSA_DO_SHARE_CARD 30

/**
 * The user decides about a conversation or a contact.
 *
 * @param account      attached
 * @param peer         the address of the other side
 * @param action       a `SUBROSA_DO_` constant
 * @param fingerprint  32 bytes: whose key it is about, as the user has seen it: if that is another
 *                     one by now nothing is done. NULL where the action needs none
 * @param out          receives an outcome with any events; with a NOTICE on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_WRONG_STATE`, `SUBROSA_E_OTHER_FINGERPRINT`,
 *         `SUBROSA_E_TOO_MANY_KEYS`, `SUBROSA_E_UNKNOWN_TEXT` if no text waits for a decision,
 *         `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault; `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_contact_do(subrosa_messenger *messenger,
                                  const char *account,
                                  const char *peer,
                                  int32_t action,
                                  const uint8_t *fingerprint,
                                  subrosa_outcome **out);

/**
 * The same with the digits that the user has compared, typed or pasted: for hosts that keep no
 * fingerprints. They have to be the sixty digits of somebody whom the decision can be about: the
 * contact, one that has appeared instead, one that invites.
 *
 * @param account     attached
 * @param peer        the address of the other side
 * @param action      a `SUBROSA_DO_` constant
 * @param digits      UTF-8, not NUL-terminated; white space and dashes count for nothing
 * @param digits_len  its length in bytes
 * @param out         receives an outcome with any events; with a NOTICE on failure
 * @return As `subrosa_contact_do`; `SUBROSA_E_OTHER_FINGERPRINT` if the digits are nobody's here.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_contact_do_digits(subrosa_messenger *messenger,
                                         const char *account,
                                         const char *peer,
                                         int32_t action,
                                         const char *digits,
                                         size_t digits_len,
                                         subrosa_outcome **out);

/**
 * The user decides about a text that is held or lost.
 *
 * @param number  the `NUMBER` of its PROGRESS or ASK event
 * @param action  `SUBROSA_DO_SEND` (a long text, or a lost one again) or `SUBROSA_DO_DISCARD`
 * @param out     receives an outcome with SEND and PROGRESS events; with a NOTICE on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_TEXT`, `SUBROSA_E_WRONG_STATE`,
 *         `SUBROSA_E_OTHER_FINGERPRINT` if it was sent to somebody else before,
 *         `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a vault; `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_text_do(subrosa_messenger *messenger,
                               const char *account,
                               int64_t number,
                               int32_t action,
                               subrosa_outcome **out);

/* --- Contacts --------------------------------------------------------------------------------- */

/**
 * The host says something about a contact. Call `subrosa_tick` when `subrosa_messenger_wake_ms` says
 * so: for somebody who comes back something may be due.
 *
 * @param account  attached
 * @param peer     the address of the other side
 * @param setting  `SUBROSA_SETTING_KNOWN`, `SUBROSA_SETTING_PRESENT` or
 *                 `SUBROSA_SETTING_CONTACT_MODE`
 * @param value    1 or 0; of a mode, see there
 * @return `SUBROSA_OK`; `SUBROSA_E_SETTING`, `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault;
 *         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_contact_set(subrosa_messenger *messenger,
                                   const char *account,
                                   const char *peer,
                                   int32_t setting,
                                   int64_t value);

/**
 * The network says that somebody has another name now (NICK of IRC). It may lie, so what may not
 * leave in clear under either name may leave under neither from now on, and a block holds under both;
 * that is so even if this call fails, and is written later. Whoever is known under the old name is
 * known under the new one, and the conversation goes on there, if the user has never written to that
 * name nor decided about it, or if they come back to it. Else they are a guest there, of whom ASK
 * ADDRESS_CHANGED tells. The old name is nobody's and waits for them: if texts to it did not go in
 * clear they are refused until the user decides.
 *
 * @param account  attached
 * @param from     the old name
 * @param to       the new name
 * @param out      receives an outcome with STATE events; with a NOTICE on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault;
 *         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_address_rename(subrosa_messenger *messenger,
                                      const char *account,
                                      const char *from,
                                      const char *to,
                                      subrosa_outcome **out);

/**
 * What is known of the other side at an address: one CONTACT event, or one for each identity.
 *
 * @param account  attached
 * @param peer     the address
 * @param out      receives an outcome with CONTACT events; with a NOTICE on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a vault; `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_contact_get(subrosa_messenger *messenger,
                                   const char *account,
                                   const char *peer,
                                   subrosa_outcome **out);

/**
 * What is known of all addresses of an account: a CONTACT event each, or one for each identity there.
 * The same `FINGERPRINT` is the same person.
 *
 * @param account  attached
 * @param out      receives an outcome with CONTACT events; with a NOTICE on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a vault; `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_contact_list(subrosa_messenger *messenger,
                                    const char *account,
                                    subrosa_outcome **out);

/**
 * The safety number of the user and a contact, and the code to show: one SAFETY event. Both people see
 * the same number; they read it to each other, by telephone for instance, or one scans what the other
 * shows. Then `SUBROSA_DO_VERIFY`.
 *
 * @param account      attached
 * @param peer         the address of the contact
 * @param fingerprint  32 bytes: which of those in question there, the one that has appeared instead for
 *                     instance. NULL: the one that texts go to
 * @param out          receives an outcome with a SAFETY event; with a NOTICE on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_WRONG_STATE` if nobody is known, `SUBROSA_E_OTHER_FINGERPRINT`,
 *         `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault; `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_safety_number(subrosa_messenger *messenger,
                                     const char *account,
                                     const char *peer,
                                     const uint8_t *fingerprint,
                                     subrosa_outcome **out);

/**
 * Compares a code that the contact has shown: one SCANNED event. If it matches, the contact is
 * verified by that.
 *
 * @param account   attached
 * @param peer      the address of the contact
 * @param code      what the scanner has read: UTF-8, not NUL-terminated
 * @param code_len  its length in bytes
 * @param out       receives an outcome with a SCANNED event, and a STATE event if it matches; with a
 *                  NOTICE on failure
 * @return `SUBROSA_OK`, whatever the comparison says; `SUBROSA_E_WRONG_STATE` if nobody is known,
 *         `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault; `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_safety_scan(subrosa_messenger *messenger,
                                   const char *account,
                                   const char *peer,
                                   const char *code,
                                   size_t code_len,
                                   subrosa_outcome **out);

/* --- Who somebody is -------------------------------------------------------------------------- */

/**
 * The fingerprint by which others know the user, on all accounts of the vault.
 *
 * @param out  receives 32 bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 *
 */
subrosa_result subrosa_messenger_fingerprint(const subrosa_messenger *messenger, uint8_t out[32]);

/**
 * The identity as one line of text under a passphrase, to be moved to another device. Takes some
 * tenths of a second; other calls work meanwhile.
 *
 * @param passphrase      UTF-8, not NUL-terminated, and not empty
 * @param passphrase_len  its length in bytes
 * @param out             receives an outcome with an IDENTITY event, or with a NOTICE on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_EMPTY_PASSPHRASE`, `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_MEMORY`, `SUBROSA_E_RANDOM`,
 *         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_messenger_export_identity(const subrosa_messenger *messenger,
                                                 const char *passphrase,
                                                 size_t passphrase_len,
                                                 subrosa_outcome **out);

/**
 * Puts an identity that was exported elsewhere in the place of the one that the vault was made
 * with. Only before accounts are attached, and while there are no contacts. Takes the time that the
 * export was made with; other calls work meanwhile.
 *
 * @param text            any text with one export in it, of any encoding
 * @param text_len        its length in bytes
 * @param passphrase      UTF-8, not NUL-terminated
 * @param passphrase_len  its length in bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_IDENTITY_IN_USE`, `SUBROSA_E_VAULT_LOCKED`, the errors of
 *         `subrosa_identity_import` and of a vault; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_messenger_import_identity(subrosa_messenger *messenger,
                                                 const char *text,
                                                 size_t text_len,
                                                 const char *passphrase,
                                                 size_t passphrase_len);

/**
 * Gives an account an identity of its own, for good: nobody who sees its cards and those of other
 * accounts can tell that they are one person's. Before the account is attached for the first time.
 * What is known of contacts stays shared. Documents are still signed and opened by the identity of
 * the vault.
 *
 * @param account         the host's name for it
 * @param text            any text with one export of an identity in it, to take that one; (NULL, 0)
 *                        to make a new one
 * @param text_len        its length in bytes
 * @param passphrase      of the export: UTF-8, not NUL-terminated
 * @param passphrase_len  its length in bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_IDENTITY_IN_USE` if the account was used before or has one,
 *         `SUBROSA_E_ACCOUNT_IN_USE`, `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_NAME`, the errors of
 *         `subrosa_identity_import` and of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
 *         error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_account_own_identity(subrosa_messenger *messenger,
                                            const char *account,
                                            const char *text,
                                            size_t text_len,
                                            const char *passphrase,
                                            size_t passphrase_len);

/**
 * The fingerprint by which others know an account: that of its own identity, or of the vault's.
 *
 * @param account  the host's name for it, attached or not
 * @param out      receives 32 bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_VAULT_LOCKED` and the errors of a vault; `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 *
 */
subrosa_result subrosa_account_fingerprint(subrosa_messenger *messenger,
                                           const char *account,
                                           uint8_t out[32]);

/**
 * The identity by which others know an account as one line of text under a passphrase, as
 * `subrosa_messenger_export_identity` gives that of the vault.
 *
 * @param account         the host's name for it, attached or not
 * @param passphrase      UTF-8, not NUL-terminated
 * @param passphrase_len  its length in bytes
 * @param out             receives an outcome with an IDENTITY event, or with a NOTICE on failure
 * @return As `subrosa_messenger_export_identity`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_account_export_identity(subrosa_messenger *messenger,
                                               const char *account,
                                               const char *passphrase,
                                               size_t passphrase_len,
                                               subrosa_outcome **out);

/**
 * The size of a fingerprint in bytes.
 */
#define SUBROSA_FINGERPRINT_SIZE 32

/**
 * The size of a buffer for a fingerprint as digits, its NUL included.
 */
#define SUBROSA_DIGITS_SIZE 72

/**
 * The size of a buffer for a fingerprint in hexadecimal, its NUL included.
 */
#define SUBROSA_HEX_SIZE 65

/**
 * The form of a fingerprint that people compare, for instance by telephone: twelve groups of five
 * decimal digits.
 *
 * @param fingerprint  32 bytes
 * @param out          receives the digits and a NUL
 * @param inout_len    before: the size of `out`; after: the bytes needed, NUL included. Always
 *                     `SUBROSA_DIGITS_SIZE`
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 *
 */
subrosa_result subrosa_fingerprint_digits(const uint8_t fingerprint[32],
                                          char *out,
                                          size_t *inout_len);

/**
 * Whether a text that a user typed or pasted is the sixty digits of a fingerprint. White space and
 * dashes count for nothing.
 *
 * @param fingerprint  32 bytes
 * @param text         UTF-8, not NUL-terminated
 * @param text_len     its length in bytes
 * @return 1 if it is; 0 if not, and for a NULL pointer and a text that is not UTF-8.
 *
 * Thread: any. Since 0.1.
 *
 */
int32_t subrosa_fingerprint_matches_digits(const uint8_t fingerprint[32],
                                           const char *text,
                                           size_t text_len);

/**
 * A fingerprint as 64 hexadecimal digits, for programs.
 *
 * @param fingerprint  32 bytes
 * @param out          receives the digits and a NUL
 * @param inout_len    before: the size of `out`; after: the bytes needed, NUL included. Always
 *                     `SUBROSA_HEX_SIZE`
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 *
 */
subrosa_result subrosa_fingerprint_to_hex(const uint8_t fingerprint[32],
                                          char *out,
                                          size_t *inout_len);

/**
 * Reads a fingerprint of 64 hexadecimal digits, in either case, with white space and colons
 * anywhere.
 *
 * @param text      UTF-8, not NUL-terminated
 * @param text_len  its length in bytes
 * @param out       receives 32 bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_NOT_A_FINGERPRINT`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 *
 */
subrosa_result subrosa_fingerprint_from_hex(const char *text, size_t text_len, uint8_t out[32]);

/**
 * The size of a buffer for the code of two identities, its NUL included.
 */
#define SUBROSA_SAFETY_CODE_SIZE 139

/**
 * Modules of a side of the QR code of that, without margin.
 */
#define SUBROSA_SAFETY_SIDE 41

/**
 * The safety number of two identities: twelve groups of five digits, the same for both.
 *
 * @param own        32 bytes: the fingerprint of the one
 * @param other      32 bytes: that of the other
 * @param out        receives the digits and a NUL
 * @param inout_len  before: the size of `out`; after: the bytes needed, NUL included. Always
 *                   `SUBROSA_DIGITS_SIZE`
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 *
 */
subrosa_result subrosa_safety_digits(const uint8_t own[32],
                                     const uint8_t other[32],
                                     char *out,
                                     size_t *inout_len);

/**
 * The code that `own` shows to `other`, for a QR code: 138 characters of its alphanumeric mode.
 *
 * @param own        32 bytes: the fingerprint of the one who shows it
 * @param other      32 bytes: that of the one it is shown to
 * @param out        receives the code and a NUL
 * @param inout_len  before: the size of `out`; after: the bytes needed, NUL included. Always
 *                   `SUBROSA_SAFETY_CODE_SIZE`
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 *
 */
subrosa_result subrosa_safety_code(const uint8_t own[32],
                                   const uint8_t other[32],
                                   char *out,
                                   size_t *inout_len);

/**
 * That code as a QR code in an SVG image, with its margin.
 *
 * @param own        32 bytes: the fingerprint of the one who shows it
 * @param other      32 bytes: that of the one it is shown to
 * @param out        receives the image and a NUL
 * @param inout_len  before: the size of `out`; after: the bytes needed, NUL included
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 *
 */
subrosa_result subrosa_safety_svg(const uint8_t own[32],
                                  const uint8_t other[32],
                                  char *out,
                                  size_t *inout_len);

/**
 * That QR code as modules, to be drawn by the host with a margin of four modules.
 *
 * @param own    32 bytes: the fingerprint of the one who shows it
 * @param other  32 bytes: that of the one it is shown to
 * @param out    receives `SUBROSA_SAFETY_SIDE` rows of as many bytes: 1 dark, 0 light
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 *
 */
subrosa_result subrosa_safety_modules(const uint8_t own[32],
                                      const uint8_t other[32],
                                      uint8_t out[1681]);

/**
 * Compares a code that `other` has shown to `own`.
 *
 * @param own       32 bytes: the fingerprint of the one who scans
 * @param other     32 bytes: that of the one who has shown it, as `own` knows it
 * @param code      what the scanner has read: UTF-8, not NUL-terminated
 * @param code_len  its length in bytes
 * @return A `SUBROSA_SCAN_` constant, above 0; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 *
 */
int32_t subrosa_safety_compare(const uint8_t own[32],
                               const uint8_t other[32],
                               const char *code,
                               size_t code_len);

/* --- Outcomes --------------------------------------------------------------------------------- */

/**
 * Goes to the next event, which the other calls then are about. Events come in the order in which
 * they are to be acted upon. Pass over kinds you do not know: later versions add some.
 *
 * @return A `SUBROSA_EVENT_` constant; 0 at the end; an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_outcome_next(subrosa_outcome *outcome);

/**
 * What the host does with its own text, which it gave to `subrosa_outgoing` or `subrosa_incoming`.
 *
 * @return A `SUBROSA_VERDICT_` constant. `SUBROSA_VERDICT_REFUSED` if the handle is NULL or bad, or
 *         its outcome is not one of a messenger: so a host that sends only if the verdict is at
 *         most `SUBROSA_VERDICT_PASS_WARN`, and hides only if it is `SUBROSA_VERDICT_TAKEN`, is
 *         safe whatever has gone wrong.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_outcome_verdict(const subrosa_outcome *outcome);

/**
 * When to call `subrosa_tick`: so many milliseconds after the call that gave the outcome. It is
 * true until the next call, as `subrosa_messenger_wake_ms` is.
 *
 * @return Milliseconds; -1 if there is nothing to wait for, and for a NULL or bad handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int64_t subrosa_outcome_wake_ms(const subrosa_outcome *outcome);

/**
 * Whether the current event has a field.
 *
 * @param field  a `SUBROSA_FIELD_` constant
 * @return 1 if it has, 0 if not, at the end, and for a NULL or bad handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_outcome_has(const subrosa_outcome *outcome, int32_t field);

/**
 * A field of the current event that is a text.
 *
 * @param field  a `SUBROSA_FIELD_` constant
 * @return The text with a NUL at its end; it belongs to the outcome and is valid until that is
 *         freed. `""` if this event has no such field, at the end, and for a NULL or bad handle.
 *         Never NULL. `subrosa_outcome_bytes` gives the length too, for texts that may have a NUL
 *         inside.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
const char *subrosa_outcome_str(const subrosa_outcome *outcome, int32_t field);

/**
 * A field of the current event that is a number.
 *
 * @param field  a `SUBROSA_FIELD_` constant
 * @return The number; 0 if this event has no such field (`subrosa_outcome_has` tells), at the end,
 *         and for a NULL or bad handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int64_t subrosa_outcome_int(const subrosa_outcome *outcome, int32_t field);

/**
 * A field of the current event that is bytes.
 *
 * @param field  a `SUBROSA_FIELD_` constant
 * @param bytes  receives a pointer to the bytes, which are followed by a NUL. They belong to the
 *               outcome and are valid until it is freed
 * @param len    receives their number, without the NUL; may be NULL
 * @return `SUBROSA_OK`; `SUBROSA_E_FIELD` if this event has no such field, and at the end;
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_outcome_bytes(const subrosa_outcome *outcome,
                                     int32_t field,
                                     const uint8_t **bytes,
                                     size_t *len);

/**
 * Frees an outcome and wipes the texts in it. NULL is fine.
 *
 * Of an outcome of a messenger, the texts of all SHOW events that `subrosa_outcome_next` has
 * reached count as shown from now on: they are acknowledged, and not given again. A text of several
 * SHOW events counts once all of them are reached. Nothing happens to the others, nor after the
 * messenger was freed: they come again, with `REPEATED`, when the account is attached anew.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_outcome_free(subrosa_outcome *outcome);

/**
 * Outgoing: send the text as it is. Incoming: show it as it is.
 */
#define SUBROSA_VERDICT_PASS 0

/**
 * Incoming: show the text marked, as clear text in a private conversation.
 */
#define SUBROSA_VERDICT_PASS_WARN 1

/**
 * Outgoing: do not send the text, its lines come as SEND events; echo it as private. Incoming: hide
 * it, what it says comes in events.
 */
#define SUBROSA_VERDICT_TAKEN 2

/**
 * Outgoing: do not send the text, echo it as waiting.
 */
#define SUBROSA_VERDICT_HELD 3

/**
 * Outgoing: neither send nor echo the text; a NOTICE says why.
 */
#define SUBROSA_VERDICT_REFUSED 4

/**
 * Send this line to `PEER`: `LINE`, ASCII, within the line limit, and its `LINE_ID`.
 */
#define SUBROSA_EVENT_SEND 1

/**
 * Show this text of `PEER`: `TEXT`, safe for the markup of the account, `ACTION`, `PRIVATE`,
 * `HISTORY`. A private one has `TRUST`, `FINGERPRINT`, `DIGITS`, `ID`, `LATE`, `REPEATED`,
 * `UNCONFIRMED`, `OVERTAKEN` and `WRITTEN` as well.
 */
#define SUBROSA_EVENT_SHOW 30

/**
 * How far a text of the user has come: `NUMBER`, `CODE` (a `SUBROSA_STAGE_` constant), `SENTENCE`,
 * `DONE` and `TOTAL` lines; `TEXT` in answer to `subrosa_text_list`.
 */
#define SUBROSA_EVENT_PROGRESS 31

/**
 * The conversation with `PEER` stands elsewhere than before: `STATE`, `TRUST`, `SENTENCE`, and
 * `WORD` for a title bar; `FINGERPRINT` and `DIGITS` of whom texts go to, if that is known;
 * `OTHER_FINGERPRINT` and `OTHER_DIGITS` while another key is in question.
 */
#define SUBROSA_EVENT_STATE 32

/**
 * The user has to decide: `CODE` (a `SUBROSA_ASK_` constant), `SENTENCE`; `FINGERPRINT` and
 * `DIGITS` if it is about a key, `NUMBER` if it is about a text.
 */
#define SUBROSA_EVENT_ASK 33

/**
 * Tell the user: `CODE` (a `SUBROSA_NOTICE_` constant), `SEVERITY`, `SENTENCE`.
 */
#define SUBROSA_EVENT_NOTICE 34

/**
 * An address, in answer to a query: `STATE`, `TRUST`, `WORD`, `SENTENCE`, `KNOWN`, `BLOCKED`,
 * `MODE`, `WAITING` texts that are not delivered, `SEALABLE`; if somebody is known `FINGERPRINT`,
 * `DIGITS`, `FIRST_SEEN`; `OTHER_FINGERPRINT` and `OTHER_DIGITS` while another key is in question.
 * Of an address that has several identities there is one event for each; that which texts go to
 * comes first and has `CURRENT`.
 */
#define SUBROSA_EVENT_CONTACT 35

/**
 * The exported identity: `TEXT`, one line, `FINGERPRINT`, `DIGITS`.
 */
#define SUBROSA_EVENT_IDENTITY 36

/**
 * What to compare with a contact: `SAFETY_NUMBER` of both; `TEXT`, the code to show, and `SVG`, its QR
 * code as an image; `SIDE` and `MODULES`, the QR code to be drawn with a margin of four modules;
 * `FINGERPRINT` and `DIGITS` of the contact alone.
 */
#define SUBROSA_EVENT_SAFETY 51

/**
 * What comparing the code that a contact has shown says: `CODE` (a `SUBROSA_SCAN_` constant),
 * `SENTENCE`; `FINGERPRINT` and `DIGITS` of the contact, who is verified by it, if it matches.
 */
#define SUBROSA_EVENT_SCANNED 52

/**
 * The host appends `TEXT` to the text in clear that it has just been told to send. Hosts that cannot
 * leave it out.
 */
#define SUBROSA_EVENT_APPEND 50

/**
 * Text: a line to send.
 */
#define SUBROSA_FIELD_LINE 1

/**
 * Text: a text.
 */
#define SUBROSA_FIELD_TEXT 2

/**
 * Bytes: the id of a text, 8 bytes.
 */
#define SUBROSA_FIELD_ID 3

/**
 * Bytes: a fingerprint, 32 bytes.
 */
#define SUBROSA_FIELD_FINGERPRINT 4

/**
 * Text: one English sentence for the user.
 */
#define SUBROSA_FIELD_SENTENCE 7

/**
 * Text: the account an event is about.
 */
#define SUBROSA_FIELD_ACCOUNT 9

/**
 * Text: the address of the other side, as the host wrote it last; empty if it is about nobody.
 */
#define SUBROSA_FIELD_PEER 10

/**
 * Text: the fingerprint as people compare it, twelve groups of five digits.
 */
#define SUBROSA_FIELD_DIGITS 11

/**
 * Text: one English word or two for where a conversation stands.
 */
#define SUBROSA_FIELD_WORD 12

/**
 * Number: 1 if the sender has not proven to be live yet: whoever has stolen a prekey of ours could
 * have sent the text. 0 otherwise.
 */
#define SUBROSA_FIELD_UNCONFIRMED 101

/**
 * Number: the constant that the event names.
 */
#define SUBROSA_FIELD_CODE 103

/**
 * Number: how many lines there are.
 */
#define SUBROSA_FIELD_TOTAL 109

/**
 * Number: names a line to `subrosa_line_failed`.
 */
#define SUBROSA_FIELD_LINE_ID 110

/**
 * Number: names a text of the user to `subrosa_text_do`.
 */
#define SUBROSA_FIELD_NUMBER 111

/**
 * Number: lines that were given to the host.
 */
#define SUBROSA_FIELD_DONE 112

/**
 * Number: a `SUBROSA_STATE_` constant.
 */
#define SUBROSA_FIELD_STATE 113

/**
 * Number: a `SUBROSA_TRUST_` constant.
 */
#define SUBROSA_FIELD_TRUST 114

/**
 * Number: a `SUBROSA_SEVERITY_` constant.
 */
#define SUBROSA_FIELD_SEVERITY 115

/**
 * Number: 1 if the text says what its sender does ("/me waves"). 0 otherwise.
 */
#define SUBROSA_FIELD_ACTION 116

/**
 * Number: 1 if the text came encrypted and authenticated. 0 otherwise: show it as clear text.
 */
#define SUBROSA_FIELD_PRIVATE 117

/**
 * Number: 1 if the text arrived a minute or more before it is given. 0 otherwise.
 */
#define SUBROSA_FIELD_LATE 118

/**
 * Number: 1 if the text was given before, and the host may have shown it. 0 otherwise.
 */
#define SUBROSA_FIELD_REPEATED 119

/**
 * Number: 1 if the host said that the text comes from a history. 0 otherwise.
 */
#define SUBROSA_FIELD_HISTORY 120

/**
 * Number: 1 if the library answers this contact: the host says that the user knows it, the user
 * has written to it, or has accepted it. 0 otherwise.
 */
#define SUBROSA_FIELD_KNOWN 121

/**
 * Number: texts that are not delivered.
 */
#define SUBROSA_FIELD_WAITING 122

/**
 * Number: 1 if texts to this address go to this identity. 0 otherwise.
 */
#define SUBROSA_FIELD_CURRENT 160

/**
 * Number: 1 if the user has blocked it. 0 otherwise.
 */
#define SUBROSA_FIELD_BLOCKED 161

/**
 * Number: when the identity was seen first, in seconds since 1970; 0 if nobody is known.
 */
#define SUBROSA_FIELD_FIRST_SEEN 162

/**
 * Bytes: the 32 bytes of the fingerprint of another identity that has appeared at the address.
 */
#define SUBROSA_FIELD_OTHER_FINGERPRINT 164

/**
 * Text: that fingerprint as people compare it.
 */
#define SUBROSA_FIELD_OTHER_DIGITS 165

/**
 * Text: an SVG image.
 */
#define SUBROSA_FIELD_SVG 166

/**
 * Bytes: the modules of a QR code row by row, 1 dark, 0 light.
 */
#define SUBROSA_FIELD_MODULES 167

/**
 * Number: modules of a side of a QR code.
 */
#define SUBROSA_FIELD_SIDE 168

/**
 * Text: what both people see, twelve groups of five digits.
 */
#define SUBROSA_FIELD_SAFETY_NUMBER 169

/**
 * Number: the `SUBROSA_MODE_` set for the contact; 0 if the account's is in force.
 */
#define SUBROSA_FIELD_MODE 163

/**
 * Number: 1 if documents can be sealed to the contact, because a card of it is known. 0 otherwise.
 */
#define SUBROSA_FIELD_SEALABLE 155

/**
 * Number: 1 if at least 16 texts that were sent later have been shown already, or any of a later
 * session: the text was held back on its way. 0 otherwise.
 */
#define SUBROSA_FIELD_OVERTAKEN 170

/**
 * Number: when the text was written, in seconds since 1970, as its sender says, who may be wrong or
 * lie. Never later than the text came; 0 if it left within a minute, or if that cannot be.
 */
#define SUBROSA_FIELD_WRITTEN 171

/**
 * Texts go in clear.
 */
#define SUBROSA_STATE_PLAIN 1

/**
 * The user has asked for a private conversation; texts are held.
 */
#define SUBROSA_STATE_ASKED 2

/**
 * The other side has asked, the user decides; texts go in clear.
 */
#define SUBROSA_STATE_INVITED 3

/**
 * A session is being made; texts are held.
 */
#define SUBROSA_STATE_STARTING 4

/**
 * Texts go encrypted.
 */
#define SUBROSA_STATE_PRIVATE 5

/**
 * The session was lost or copied and is being made anew; texts are held.
 */
#define SUBROSA_STATE_RESTORING 6

/**
 * The other side has ended the conversation; texts are refused until the user decides.
 */
#define SUBROSA_STATE_ENDED 7

/**
 * Somebody else has appeared under this address; texts are refused until the user decides.
 */
#define SUBROSA_STATE_ALARM 8

/**
 * The user has blocked the contact.
 */
#define SUBROSA_STATE_BLOCKED 9

/**
 * Nothing is private, and nothing goes in clear: the next text is held and asks for a private
 * conversation. `SUBROSA_MODE_REQUIRED`.
 */
#define SUBROSA_STATE_REQUIRED 10

/**
 * Nobody is known.
 */
#define SUBROSA_TRUST_NONE 0

/**
 * The identity that appeared first.
 */
#define SUBROSA_TRUST_FIRST_USE 1

/**
 * The user has compared the fingerprint.
 */
#define SUBROSA_TRUST_VERIFIED 2

/**
 * Another identity has appeared.
 */
#define SUBROSA_TRUST_CHANGED 3

/**
 * The text waits, until the conversation is private or for the user's decision.
 */
#define SUBROSA_STAGE_HELD 1

/**
 * `DONE` of `TOTAL` lines have been given to the host.
 */
#define SUBROSA_STAGE_SENDING 2

/**
 * All lines have been given to the host.
 */
#define SUBROSA_STAGE_SENT 3

/**
 * The other side has the text: authenticated.
 */
#define SUBROSA_STAGE_DELIVERED 4

/**
 * Nobody knows whether the text has arrived, and it is not sent again by itself.
 */
#define SUBROSA_STAGE_LOST 5

/**
 * The text will not be sent.
 */
#define SUBROSA_STAGE_DISCARDED 6

/**
 * The text waits for the user to agree: `SUBROSA_ASK_LONG_TEXT` or `SUBROSA_ASK_OLD_TEXT`.
 */
#define SUBROSA_STAGE_ASKING 7

/**
 * Talk in private? `SUBROSA_DO_ACCEPT` or `SUBROSA_DO_DECLINE`.
 */
#define SUBROSA_ASK_INVITED 1

/**
 * An identity that is accepted nowhere has appeared where another one is known, or was: it may be the
 * contact's new key, or somebody else. `SUBROSA_DO_ACCEPT_KEY` or `SUBROSA_DO_ADD_KEY` with its
 * `FINGERPRINT`, once that was compared; `SUBROSA_DO_ACCEPT`, if the address is somebody else's now;
 * or `SUBROSA_DO_DECLINE`. Until then it is a guest: where texts go in clear they still do, where a
 * private conversation stands that goes on.
 */
#define SUBROSA_ASK_KEY_CHANGED 2

/**
 * Somebody who is accepted at another address, by `FINGERPRINT`, writes from this one, and is a guest
 * here: what they say appears where they are known, and nothing goes to them from here.
 * `SUBROSA_DO_ACCEPT` with that makes this address theirs, and what is under way goes there; or
 * `SUBROSA_DO_DECLINE`. Nothing has to be done.
 */
#define SUBROSA_ASK_ADDRESS_CHANGED 3

/**
 * No answer for a minute: wait, or `SUBROSA_DO_CANCEL`.
 */
#define SUBROSA_ASK_NO_ANSWER 4

/**
 * The text `NUMBER` takes many lines: `SUBROSA_DO_SEND` or `SUBROSA_DO_DISCARD`.
 */
#define SUBROSA_ASK_LONG_TEXT 5

/**
 * Texts to `PEER` have waited for more than a day, and could be sent now: `SUBROSA_DO_SEND` or
 * `SUBROSA_DO_DISCARD` for all of them. What was written after them waits for that.
 */
#define SUBROSA_ASK_OLD_TEXT 6

/**
 * Good to know.
 */
#define SUBROSA_SEVERITY_INFORMATION 1

/**
 * Something did not work.
 */
#define SUBROSA_SEVERITY_WARNING 2

/**
 * Security is at stake.
 */
#define SUBROSA_SEVERITY_ALARM 3

/**
 * A line that came is damaged or forged.
 */
#define SUBROSA_NOTICE_DAMAGED 1

/**
 * A line that came is of another version or kind.
 */
#define SUBROSA_NOTICE_NOT_UNDERSTOOD 2

/**
 * A line cannot be read, because the session is lost here; a new one is asked for.
 */
#define SUBROSA_NOTICE_CANNOT_READ 3

/**
 * The other side's keys exist twice: a restored backup or a theft.
 */
#define SUBROSA_NOTICE_COPY_OF_THEIRS 4

/**
 * Our keys exist twice: a restored backup or a theft.
 */
#define SUBROSA_NOTICE_COPY_OF_OURS 5

/**
 * A text was refused: the other side has ended the conversation.
 */
#define SUBROSA_NOTICE_ENDED 6

/**
 * A text was refused: somebody else uses this address.
 */
#define SUBROSA_NOTICE_KEY_CHANGED 7

/**
 * A text was refused: the contact is blocked.
 */
#define SUBROSA_NOTICE_BLOCKED 8

/**
 * A text is too long to be sent.
 */
#define SUBROSA_NOTICE_TOO_LONG 9

/**
 * A text was refused: too many wait already.
 */
#define SUBROSA_NOTICE_TOO_MANY 10

/**
 * The vault is locked.
 */
#define SUBROSA_NOTICE_LOCKED 11

/**
 * The vault cannot be written just now: what came is kept and tried again.
 */
#define SUBROSA_NOTICE_BUSY 12

/**
 * The disk is full: what came is kept and tried again.
 */
#define SUBROSA_NOTICE_DISK_FULL 13

/**
 * The vault is damaged or gone.
 */
#define SUBROSA_NOTICE_VAULT_FAILED 14

/**
 * The account is not attached.
 */
#define SUBROSA_NOTICE_UNKNOWN_ACCOUNT 15

/**
 * An invitation was refused: its card has expired or was used before.
 */
#define SUBROSA_NOTICE_BAD_INVITATION 16

/**
 * What was asked for makes no sense now, or was not in its range.
 */
#define SUBROSA_NOTICE_NOT_POSSIBLE 17

/**
 * The fingerprint is not the one in question.
 */
#define SUBROSA_NOTICE_OTHER_FINGERPRINT 18

/**
 * Another program uses the account.
 */
#define SUBROSA_NOTICE_ACCOUNT_IN_USE 19

/**
 * The passphrase, or the key in its place, does not open the vault.
 */
#define SUBROSA_NOTICE_WRONG_KEY 20

/**
 * Something failed inside the library, or the host called it wrongly.
 */
#define SUBROSA_NOTICE_INTERNAL 21

/**
 * There is no sealed document in what was to be opened.
 */
#define SUBROSA_NOTICE_NO_DOCUMENT 40

/**
 * A newer version has made the document.
 */
#define SUBROSA_NOTICE_DOCUMENT_NEWER 41

/**
 * The document was changed on its way.
 */
#define SUBROSA_NOTICE_DOCUMENT_DAMAGED 42

/**
 * The document is not sealed to any of the user's keys, or is damaged.
 */
#define SUBROSA_NOTICE_DOCUMENT_NOT_FOR_US 43

/**
 * The signature of the document is not genuine, or it was meant for others.
 */
#define SUBROSA_NOTICE_DOCUMENT_FORGED 44

/**
 * A file cannot be read or written, or there is one of that name.
 */
#define SUBROSA_NOTICE_FILE_FAILED 45

/**
 * No key is known that documents to the contact are sealed to.
 */
#define SUBROSA_NOTICE_NO_SEALING_KEY 46

/**
 * A card cannot be read, is out of date, or older than the one that is known.
 */
#define SUBROSA_NOTICE_BAD_CARD 47

/**
 * Documents can be sealed to the contact from now on.
 */
#define SUBROSA_NOTICE_CAN_SEAL 48

/**
 * A text was refused: nothing may go in clear, and there are no private conversations with names in
 * a room.
 */
#define SUBROSA_NOTICE_ONLY_PRIVATE 50

/**
 * A text was refused because it would reach somebody in clear whose texts are private: a list of
 * names, a mask, or a name that the network may take for another one.
 */
#define SUBROSA_NOTICE_REACHES_PRIVATE 51

/**
 * `PEER` writes in clear and has not received what was sent several times: perhaps it cannot be read
 * there.
 */
#define SUBROSA_NOTICE_NOT_READ 52

/**
 * Somebody who has not proven to be the contact asked for more than to show texts, which had no
 * effect: the contact who begins and ends at once, or whoever has stolen a prekey of ours.
 */
#define SUBROSA_NOTICE_UNPROVEN 53

/**
 * The codes match: both know each other by the same keys, and nobody stands between.
 */
#define SUBROSA_SCAN_MATCH 1

/**
 * The code is that of another identity than the contact.
 */
#define SUBROSA_SCAN_WRONG_CONTACT 2

/**
 * The code is the contact's, who knows somebody else for the user.
 */
#define SUBROSA_SCAN_NOT_FOR_US 3

/**
 * The code was made by a newer version of the library.
 */
#define SUBROSA_SCAN_NEWER 4

/**
 * It is no code of the library, or a damaged one.
 */
#define SUBROSA_SCAN_NOT_A_CODE 5

/* --- Results ---------------------------------------------------------------------------------- */

/**
 * The size of a buffer that holds every text of `subrosa_last_error`, its NUL included.
 */
#define SUBROSA_ERROR_SIZE 256

/**
 * Copies one English sentence about the last call on this thread that failed: what was wrong with
 * what. For logs and developers; programs decide by the code. It never holds a secret, a
 * passphrase or a text.
 *
 * @param out        receives the sentence with a NUL; may be NULL if `*inout_len` is 0
 * @param inout_len  before: the size of `out`; after: the bytes needed, NUL included.
 *                   `SUBROSA_ERROR_SIZE` is always enough
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT`: these two leave the sentence as
 *         it is. Empty if no call has failed on this thread.
 *
 * Thread: any; each thread has its own sentence. Since 0.1.
 */
subrosa_result subrosa_last_error(char *out, size_t *inout_len);

/**
 * Copies one English sentence for the user about the last call on this thread that failed: what it
 * means, and what to do. It holds nothing that anybody else supplied, and none of `<>&"%`. Of a
 * fault that no user can do anything about it says only that something failed.
 *
 * @param out        receives the sentence with a NUL; may be NULL if `*inout_len` is 0
 * @param inout_len  before: the size of `out`; after: the bytes needed, NUL included.
 *                   `SUBROSA_ERROR_SIZE` is always enough
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT`: these two leave the sentence as
 *         it is. Empty if no call has failed on this thread.
 *
 * Thread: any; each thread has its own sentence. Since 0.1.
 */
subrosa_result subrosa_last_sentence(char *out, size_t *inout_len);

/**
 * The call did what it says.
 */
#define SUBROSA_OK 0

/**
 * A pointer is NULL that may not be, a number is out of its range, or a constant is unknown.
 */
#define SUBROSA_E_ARGUMENT (-1)

/**
 * A handle is of another type than the parameter, or has been freed.
 */
#define SUBROSA_E_HANDLE (-2)

/**
 * Another call is using the handle at this moment.
 */
#define SUBROSA_E_BUSY (-3)

/**
 * A call on this handle has failed with `SUBROSA_E_PANIC`, on a messenger two calls; it can only be
 * freed.
 */
#define SUBROSA_E_POISONED (-4)

/**
 * A fault in the library. The handles of the call can only be freed; save nothing from them. A
 * messenger goes on after the first one, from what its vault holds.
 */
#define SUBROSA_E_PANIC (-5)

/**
 * The buffer is too small; its length parameter says what is needed. Nothing has happened.
 */
#define SUBROSA_E_BUFFER (-6)

/**
 * A text or passphrase is not UTF-8.
 */
#define SUBROSA_E_UTF8 (-7)

/**
 * The library has another ABI than the header that the program was compiled with.
 */
#define SUBROSA_E_ABI (-8)

/**
 * The random generator of the system failed.
 */
#define SUBROSA_E_RANDOM (-9)

/**
 * There is not enough memory for the passphrase parameters.
 */
#define SUBROSA_E_MEMORY (-10)

/**
 * The backend is not in this build, or this processor lacks the instructions it needs.
 */
#define SUBROSA_E_UNSUPPORTED (-11)

/**
 * There is no current event, or it has no such field.
 */
#define SUBROSA_E_FIELD (-12)

/**
 * The input ends too early: it was cut on its way.
 */
#define SUBROSA_E_TRUNCATED (-100)

/**
 * The input is larger than any valid one.
 */
#define SUBROSA_E_OVERSIZED (-101)

/**
 * A line of a version that this library does not know.
 */
#define SUBROSA_E_VERSION (-102)

/**
 * An object of a cipher suite that this library does not know.
 */
#define SUBROSA_E_SUITE (-103)

/**
 * An object of a type that this library does not know, or that has no place here.
 */
#define SUBROSA_E_TYPE (-104)

/**
 * An item that this library does not know and may not skip: a newer version sent it.
 */
#define SUBROSA_E_ITEM (-105)

/**
 * The input breaks the rules of its format.
 */
#define SUBROSA_E_MALFORMED (-106)

/**
 * A key is not valid.
 */
#define SUBROSA_E_BAD_KEY (-200)

/**
 * The signature of a card is not genuine.
 */
#define SUBROSA_E_BAD_SIGNATURE (-201)

/**
 * The signature of a card has a high s: a copy that anybody can make of a genuine one.
 */
#define SUBROSA_E_NOT_LOW_S (-202)

/**
 * The card has expired, or a clock is wrong.
 */
#define SUBROSA_E_EXPIRED (-203)

/**
 * The card was issued more than a day in the future: a clock is wrong.
 */
#define SUBROSA_E_NOT_YET_VALID (-204)

/**
 * The lifetime of the card is not one that a card may have.
 */
#define SUBROSA_E_LIFETIME (-205)

/**
 * The card has not been verified: call `subrosa_card_verify` first.
 */
#define SUBROSA_E_UNVERIFIED (-206)

/**
 * There is no card in the text.
 */
#define SUBROSA_E_NO_CARD (-207)

/**
 * There are different cards in the text.
 */
#define SUBROSA_E_SEVERAL_CARDS (-208)

/**
 * There is no identity export in the text.
 */
#define SUBROSA_E_NO_EXPORT (-209)

/**
 * There are different identity exports in the text.
 */
#define SUBROSA_E_SEVERAL_EXPORTS (-210)

/**
 * The identity export has a format that this library does not know.
 */
#define SUBROSA_E_EXPORT_FORMAT (-211)

/**
 * The identity export opened, but was not made properly.
 */
#define SUBROSA_E_EXPORT_CONTENT (-212)

/**
 * The passphrase is wrong, or the identity export is damaged. Which of the two cannot be told.
 */
#define SUBROSA_E_PASSPHRASE (-213)

/**
 * A passphrase parameter is out of its range.
 */
#define SUBROSA_E_PASSPHRASE_PARAMETER (-214)

/**
 * The text is not a fingerprint of 64 hexadecimal digits.
 */
#define SUBROSA_E_NOT_A_FINGERPRINT (-215)

/**
 * The card or the identity has no key that documents are sealed to.
 */
#define SUBROSA_E_NO_SEALING_KEY (-216)

/**
 * The key that documents are sealed to is not the one that the card names.
 */
#define SUBROSA_E_OTHER_SEALING_KEY (-217)

/**
 * The line belongs to another installation of ours, or to a session that has been lost.
 */
#define SUBROSA_E_NOT_FOR_US (-300)

/**
 * The line is forged, or was damaged on its way.
 */
#define SUBROSA_E_FORGED (-301)

/**
 * The line is genuine, but more than 1,000 lines before it are missing.
 */
#define SUBROSA_E_GAP_TOO_LARGE (-302)

/**
 * The line has been used before: a replay.
 */
#define SUBROSA_E_REPLAYED (-303)

/**
 * The Offer has been acted upon before: a replay.
 */
#define SUBROSA_E_REPLAYED_OFFER (-304)

/**
 * The line has arrived before. Say nothing about it.
 */
#define SUBROSA_E_DUPLICATE (-305)

/**
 * The line is one of our own, sent back. Say nothing about it.
 */
#define SUBROSA_E_REFLECTED (-306)

/**
 * The line or card is of another identity than the one this peer is known by.
 */
#define SUBROSA_E_OTHER_IDENTITY (-307)

/**
 * The line or card is of our own identity.
 */
#define SUBROSA_E_OWN_IDENTITY (-308)

/**
 * An Offer that answers no line of ours, while a session is live.
 */
#define SUBROSA_E_UNEXPECTED_OFFER (-309)

/**
 * The Offer is older than one that has been acted upon.
 */
#define SUBROSA_E_OLDER_CARD (-310)

/**
 * The conversation has been closed; start it anew to send.
 */
#define SUBROSA_E_ENDED (-311)

/**
 * There is no session with the peer.
 */
#define SUBROSA_E_NO_SESSION (-312)

/**
 * The session exists twice: a restored backup, or a theft. A new one is needed.
 */
#define SUBROSA_E_FORKED (-313)

/**
 * The text is too long to send before the peer has answered: hold it until then.
 */
#define SUBROSA_E_NOT_CONFIRMED_YET (-314)

/**
 * A text of no bytes cannot be sent.
 */
#define SUBROSA_E_EMPTY (-315)

/**
 * The text is too long to be sent at all.
 */
#define SUBROSA_E_TOO_LONG (-316)

/**
 * A line limit is not between 360 and 16,384 characters.
 */
#define SUBROSA_E_LINE_LIMIT (-317)

/**
 * Too many sessions have been begun with the living prekeys; wait until some expire.
 */
#define SUBROSA_E_TOO_MANY_INITS (-318)

/**
 * The line is genuine, but its content breaks the protocol.
 */
#define SUBROSA_E_CONTENT (-319)

/**
 * The installation belongs to another identity than the one the peer was made for.
 */
#define SUBROSA_E_WRONG_INSTALLATION (-320)

/**
 * The saved state does not open: another key, another identity, or damage.
 */
#define SUBROSA_E_STATE (-400)

/**
 * The saved state has a format that this library does not know.
 */
#define SUBROSA_E_STATE_FORMAT (-401)

/**
 * The bytes are no saved state, or one of another kind.
 */
#define SUBROSA_E_STATE_KIND (-402)

/**
 * The saved state opened, but was not made properly.
 */
#define SUBROSA_E_STATE_CONTENT (-403)

/**
 * The account is not attached.
 */
#define SUBROSA_E_UNKNOWN_ACCOUNT (-500)

/**
 * Another messenger, of this process or another one, has the account attached.
 */
#define SUBROSA_E_ACCOUNT_IN_USE (-501)

/**
 * The account is attached on another machine, or by a process that cannot be asked;
 * `subrosa_last_error` names the machine. If it is not at work any more, the user may take the
 * account over.
 */
#define SUBROSA_E_ACCOUNT_ELSEWHERE (-502)

/**
 * The name of an account or an address is empty or longer than 1,024 bytes.
 */
#define SUBROSA_E_NAME (-503)

/**
 * No profile has that name.
 */
#define SUBROSA_E_PROFILE (-504)

/**
 * The value of a setting is out of its range.
 */
#define SUBROSA_E_SETTING (-505)

/**
 * There is no text with this number any more.
 */
#define SUBROSA_E_UNKNOWN_TEXT (-506)

/**
 * The fingerprint is not the one in question: the user has seen another one.
 */
#define SUBROSA_E_OTHER_FINGERPRINT (-507)

/**
 * As many identities are accepted at the address as can be: 4.
 */
#define SUBROSA_E_TOO_MANY_KEYS (-508)

/**
 * Addresses of the account are remembered, so which spellings are one address can be changed only
 * while it is attached. No other call gives this.
 */
#define SUBROSA_E_ADDRESS_TAKEN (-509)

/**
 * This cannot be done where the conversation, or the text, stands.
 */
#define SUBROSA_E_WRONG_STATE (-510)

/**
 * The identity has contacts or attached accounts and cannot be replaced.
 */
#define SUBROSA_E_IDENTITY_IN_USE (-511)

/**
 * A record in the vault cannot be understood.
 */
#define SUBROSA_E_RECORD (-512)

/**
 * There is no vault at this path.
 */
#define SUBROSA_E_VAULT_MISSING (-600)

/**
 * There is a file at the path of the new vault already.
 */
#define SUBROSA_E_VAULT_EXISTS (-601)

/**
 * The file is no vault.
 */
#define SUBROSA_E_NOT_A_VAULT (-602)

/**
 * A newer version of this library has written the vault.
 */
#define SUBROSA_E_VAULT_NEWER (-603)

/**
 * The vault is damaged.
 */
#define SUBROSA_E_VAULT_DAMAGED (-604)

/**
 * The vault or its directory cannot be written.
 */
#define SUBROSA_E_VAULT_READ_ONLY (-605)

/**
 * The disk is full.
 */
#define SUBROSA_E_DISK_FULL (-606)

/**
 * Another program was writing to the vault for more than 20 ms.
 */
#define SUBROSA_E_VAULT_BUSY (-607)

/**
 * The vault is locked.
 */
#define SUBROSA_E_VAULT_LOCKED (-608)

/**
 * The passphrase, host key or key file is not the one of this vault.
 */
#define SUBROSA_E_WRONG_KEY (-609)

/**
 * The vault is protected in another way than the one it was to be opened by.
 */
#define SUBROSA_E_OTHER_PROTECTION (-610)

/**
 * A passphrase of no bytes protects nothing.
 */
#define SUBROSA_E_EMPTY_PASSPHRASE (-611)

/**
 * The key file beside the vault is missing.
 */
#define SUBROSA_E_KEY_FILE_MISSING (-612)

/**
 * Others than its owner can read or write the key file.
 */
#define SUBROSA_E_KEY_FILE_EXPOSED (-613)

/**
 * The key file has not exactly 32 bytes.
 */
#define SUBROSA_E_KEY_FILE_DAMAGED (-614)

/**
 * The vault was opened by the process that this one was forked from; open it anew.
 */
#define SUBROSA_E_VAULT_FORKED (-615)

/**
 * An earlier write of the same call has failed; all of it is undone.
 */
#define SUBROSA_E_VAULT_ROLLED_BACK (-616)

/**
 * A value is longer than a vault takes, 16 MiB.
 */
#define SUBROSA_E_VAULT_VALUE (-617)

/**
 * The system refused something to do with a file of the vault.
 */
#define SUBROSA_E_VAULT_FILE (-618)

/**
 * The files of the vault cannot be read or written.
 */
#define SUBROSA_E_VAULT_IO (-619)

/**
 * The database of the vault failed in a way that has no better code.
 */
#define SUBROSA_E_VAULT_DATABASE (-620)

/**
 * The vault has come back younger than it was: an older copy, or a file of it is missing. What is
 * lost may be that something was private. `subrosa_last_error` names the file; put the newest copies
 * of all files back, or have the user accept the vault as it is: `subrosa_messenger_open_older`.
 */
#define SUBROSA_E_VAULT_OLDER (-621)

/**
 * The file of the vault has several names (hard links) and could be in use under another one.
 */
#define SUBROSA_E_VAULT_NAMES (-622)

/**
 * The input is not a sealed document.
 */
#define SUBROSA_E_NOT_A_DOCUMENT (-700)

/**
 * The input is something else that this library makes, a card say.
 */
#define SUBROSA_E_OTHER_OBJECT (-701)

/**
 * A newer version has made the document.
 */
#define SUBROSA_E_DOCUMENT_NEWER (-702)

/**
 * The end of the document is missing.
 */
#define SUBROSA_E_DOCUMENT_CUT (-703)

/**
 * Something follows the end of the document.
 */
#define SUBROSA_E_DOCUMENT_TRAILING (-704)

/**
 * The header of the document is damaged.
 */
#define SUBROSA_E_DAMAGED_HEADER (-705)

/**
 * The description of the content is damaged.
 */
#define SUBROSA_E_DAMAGED_METADATA (-706)

/**
 * The content of the document is damaged; the sentence of `subrosa_last_error` says in which chunk.
 */
#define SUBROSA_E_DAMAGED_CHUNK (-707)

/**
 * The signature of the document is damaged.
 */
#define SUBROSA_E_DAMAGED_TRAILER (-708)

/**
 * The document is sealed to somebody else, or its header is damaged. Which cannot be told.
 */
#define SUBROSA_E_NOT_A_RECIPIENT (-709)

/**
 * The document is sealed under a passphrase, and a key was given.
 */
#define SUBROSA_E_PASSPHRASE_NEEDED (-710)

/**
 * The document is sealed to keys, and a passphrase was given.
 */
#define SUBROSA_E_KEYS_NEEDED (-711)

/**
 * The passphrase is wrong, or the header of the document is damaged. Which cannot be told.
 */
#define SUBROSA_E_DOCUMENT_PASSPHRASE (-712)

/**
 * The signature does not belong to this document.
 */
#define SUBROSA_E_DOCUMENT_SIGNATURE (-713)

/**
 * The signature has a high s: a copy that anybody can make of a genuine one.
 */
#define SUBROSA_E_DOCUMENT_HIGH_S (-714)

/**
 * The sender sealed the document to others, and somebody has passed it on.
 */
#define SUBROSA_E_NOT_ADDRESSED_TO_YOU (-715)

/**
 * The document is not signed, and a signature was asked for.
 */
#define SUBROSA_E_UNSIGNED (-716)

/**
 * The document is signed by nobody that was asked for.
 */
#define SUBROSA_E_UNKNOWN_SENDER (-717)

/**
 * A signed document cannot be opened as a stream.
 */
#define SUBROSA_E_SIGNED_STREAM (-718)

/**
 * The document holds a file where a text was asked for, or the other way round.
 */
#define SUBROSA_E_OTHER_CONTENT (-719)

/**
 * The text in the document is not UTF-8, or has a NUL in it.
 */
#define SUBROSA_E_CONTENT_UTF8 (-720)

/**
 * Nobody is there to seal to.
 */
#define SUBROSA_E_NO_RECIPIENTS (-721)

/**
 * There are more than 1,024 recipients.
 */
#define SUBROSA_E_TOO_MANY_RECIPIENTS (-722)

/**
 * A name for the content is empty or longer than 1,024 bytes.
 */
#define SUBROSA_E_DOCUMENT_NAME (-723)

/**
 * The file has changed its size while it was sealed.
 */
#define SUBROSA_E_SIZE_CHANGED (-724)

/**
 * The content is larger than a document holds (16 TiB), or than one as text does (2 MiB).
 */
#define SUBROSA_E_TOO_LARGE (-725)

/**
 * There is no sealed document in the text.
 */
#define SUBROSA_E_NO_DOCUMENT (-726)

/**
 * The document in the text was changed on its way and cannot be read.
 */
#define SUBROSA_E_DOCUMENT_ARMOR (-727)

/**
 * There is a file of that name, and it was not to be replaced.
 */
#define SUBROSA_E_TARGET_EXISTS (-728)

/**
 * The name of the target is not that of one file in a folder.
 */
#define SUBROSA_E_TARGET_NAME (-729)

/**
 * The source is not a regular file.
 */
#define SUBROSA_E_NOT_A_FILE (-730)

/**
 * Somebody has removed or exchanged the temporary file, a scanner say.
 */
#define SUBROSA_E_TEMPORARY_GONE (-731)

/**
 * The job has ended: with success, or with an error.
 */
#define SUBROSA_E_JOB_ENDED (-732)

/**
 * The job has to be run to its end first.
 */
#define SUBROSA_E_JOB_NOT_DONE (-733)

/**
 * The system refused something to do with a file.
 */
#define SUBROSA_E_FILE (-734)

/**
 * There is no such file or folder.
 */
#define SUBROSA_E_FILE_MISSING (-735)

/**
 * The file or folder may not be read, or not be written.
 */
#define SUBROSA_E_FILE_PERMISSION (-736)

/**
 * The name of a result as this header spells it.
 *
 * @param code  any number
 * @return A constant string: `"SUBROSA_E_FORGED"` for that code, `"unknown result"` for a number
 *         that is no code. Never NULL; do not free it.
 *
 * Thread: any. Since 0.1.
 */
const char *subrosa_result_name(subrosa_result code);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* SUBROSA_H */
