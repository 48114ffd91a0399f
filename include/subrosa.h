/* Generated from src/capi/ by cbindgen: change it there, then run `make header`. */

#ifndef SUBROSA_H
#define SUBROSA_H

/**
 * @file
 * Subrosa: end-to-end encryption that plugs into existing messengers.
 *
 * A messenger plugin needs only this header. It opens a subrosa_messenger, which keeps everything
 * in a vault, and tells it what the user types (subrosa_outgoing, subrosa_command), what the
 * network delivers (subrosa_incoming), and that time has passed (subrosa_tick). Each call returns
 * an outcome: a verdict on the text, and events for the plugin to carry out in order. There are
 * five main events:
 *
 *     SEND   send LINE to PEER
 *     SHOW   show MARK and TEXT as a message from PEER
 *     SAY    show SENTENCE where PLACE says; it may ask a question
 *     TITLE  show the state of the conversation: WORDS, or an icon for LEVEL
 *     ECHO   show MARK and TEXT as a message from the user
 *
 *     static void carry_out(plugin *me, subrosa_outcome *outcome)
 *     {
 *         int32_t kind;
 *         while ((kind = subrosa_outcome_next(outcome)) != 0) {
 *             const char *peer = subrosa_outcome_str(outcome, SUBROSA_FIELD_PEER);
 *             if (kind == SUBROSA_EVENT_SEND)
 *                 network_send(me, peer, subrosa_outcome_str(outcome, SUBROSA_FIELD_LINE));
 *             ...
 *         }
 *         subrosa_outcome_free(outcome);
 *         timer_set(me, subrosa_wake_ms(me->messenger));
 *     }
 *
 * subrosa_glue.h contains this walk and the other code that every plugin needs. A plugin gives it
 * one function for each event; examples/c/glue.c is a complete example. Four rules keep a plugin
 * safe whatever goes wrong:
 *
 * - Send a typed text only if the verdict is SUBROSA_VERDICT_PASS. Hide an incoming text only if
 *   the verdict is SUBROSA_VERDICT_TAKEN. The verdict of a NULL outcome is SUBROSA_VERDICT_REFUSED.
 * - Walk each outcome to its end, then free it. An event counts as carried out once the walk has
 *   moved past it: a text then counts as shown, and its sender is told so. If an event cannot be
 *   carried out, call subrosa_outcome_undone. Such an event, and every event that the walk did not
 *   reach, is given again by a later tick. You may call the library while you handle an event, and
 *   you may keep outcomes and walk them later.
 * - After every outcome, set the timer to subrosa_wake_ms, and call subrosa_tick when it fires.
 * - Call subrosa_may_send before sending anything that no hook has seen, such as a file.
 *
 * The library supplies every sentence for the user, in the user's language, with the person's name,
 * and safe for any window; a plugin has no sentences of its own. Pass what the user types after the
 * command, such as "start" after "/subrosa", unchanged to subrosa_command. Menus come from
 * subrosa_choices.
 *
 * There are two more headers. subrosa_session.h is the level below, for hosts with their own
 * storage: identities, cards, installations, peers. subrosa_documents.h seals files and texts to
 * full cards or under a passphrase, to be read later. All error codes are at the end of this
 * header.
 *
 * These rules hold for every call:
 *
 * - Every messenger call that has something to tell returns an outcome, even if it fails. Without a
 *   working messenger, that outcome sends nothing that was typed and hides nothing that arrived.
 *   subrosa_outcome_result tells whether the call succeeded. Other calls return SUBROSA_OK (0), a
 *   negative error code, or a value >= 0.
 * - A failed call has changed nothing, with three exceptions. A panic poisons the handles it was
 *   given (a messenger only the second time). A messenger may have kept a text for later; the
 *   verdict says so. What a failed messenger call forbids to send unencrypted stays forbidden.
 * - subrosa_last_error describes the last failure on this thread for developers,
 *   subrosa_last_sentence for users.
 * - Free each handle with the free function of its type, which accepts NULL and wipes secrets. If a
 *   call fails, its output handles are NULL and its other outputs are not written. Passing a handle
 *   of the wrong type, a freed one (detected in most cases) or one that another call is using is an
 *   error: SUBROSA_E_HANDLE, SUBROSA_E_BUSY.
 * - Inputs are a pointer and a length in bytes. (NULL, 0) is empty. In this header, the length
 *   SUBROSA_NUL means up to the NUL. Names (accounts, peers, settings) are C strings in UTF-8. The
 *   library keeps no pointer to any input.
 * - Every text that the library returns ends with a NUL. If you supply a buffer, set the length
 *   parameter to the size of the buffer; the call sets it to the bytes needed, NUL included,
 *   whether the buffer was large enough or not. If it was too small, the call returns
 *   SUBROSA_E_BUFFER and has done nothing.
 * - Paths of vaults, of files to seal or open, and the names that files are committed under, are in
 *   the encoding of the system: any bytes without NUL on Unix, UTF-8 elsewhere.
 * - Time parameters are seconds since 1970-01-01 00:00 UTC and never negative. Only a messenger
 *   reads the system's clock. Random numbers come from the system.
 * - Any thread may call. A handle serves one call at a time, except that calls on a messenger wait
 *   for each other. There are no callbacks. The library opens no socket, writes to no stream, and
 *   reads the environment only to find the user's own vault. One kind of thread outlives a call: it
 *   turns a passphrase into a key for a messenger, and then ends. A messenger uses the files of its
 *   vault, the file of translations and the files that the user names for an export or import; a
 *   job uses only the file and folder it was given. The process is ended only if the system runs
 *   out of memory. After a fork, the child must open its own messengers.
 */

#include <stddef.h>
#include <stdint.h>

/**
 * Pass this as the length of a text that ends with a NUL.
 */
#define SUBROSA_NUL ((size_t)-1)

#ifdef __cplusplus
extern "C" {
#endif

/**
 * An open vault: the accounts of a host, their contacts and conversations. Any thread may call at
 * any time; calls wait for each other.
 */
typedef struct subrosa_messenger subrosa_messenger;

/**
 * What a call tells the host: a list of events to carry out in order and, from a messenger, a
 * verdict on the host's text. Walk it with `subrosa_outcome_next`, then free it.
 */
typedef struct subrosa_outcome subrosa_outcome;

/**
 * What a call returns: `SUBROSA_OK`, or one of the negative `SUBROSA_E_` codes. A code never
 * changes its meaning; later versions add codes, so treat one you do not know as a failure.
 */
typedef int32_t subrosa_result;

/* --- The library ------------------------------------------------------------------------------ */

/**
 * The version of this header. `subrosa_version` returns the version of the library.
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
 * The ABI of this header: the number in the name of the shared library. It changes only when
 * programs must be recompiled.
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
 * Checks that the library matches this header. Call it before anything else.
 *
 * @param abi  `SUBROSA_ABI`
 * @return `SUBROSA_OK`; `SUBROSA_E_ABI`: do not use this library.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_abi_check(int32_t abi);

/**
 * The implementation of P-256 and AES in use: `"accelerated"` where the processor allows it, else
 * `"portable"`. Both give the same results.
 *
 * @return A constant string. Do not free it.
 *
 * Thread: any. Since 0.1.
 */
const char *subrosa_backend(void);

/* --- Opening and leaving ---------------------------------------------------------------------- */

/**
 * Opens a vault, which stores everything: the user's identity, contacts and undelivered texts.
 * Whatever is missing is created: parent directories (mode 0700), the vault, its key file, an
 * identity. The vault consists of the file at `vault` and the files beside it whose names begin
 * with its name. Keep and copy them together, and only while no program uses them.
 *
 * Settings:
 *
 * - `command`: what the user types to begin a command, by default `/subrosa`. If it contains a
 *   blank, as in `"/msg *subrosa"`, the user must type the person's name after each word.
 * - `can`: what the host can do, so that nothing is said twice. `edits`: it carries out PROGRESS
 *   and CLOSE. `buttons`: it shows choices as buttons, and HOW is empty. `hidden`: it can ask for
 *   a line without showing what is typed. `time`: it shows `TIME`, and `MARK` leaves the time out.
 * - `language`: the path of a translation, a file in the form of `bindings/sentences.json`.
 *
 * A vault protected by a passphrase is locked, and a SAY asks for the passphrase. You also get a
 * messenger if the vault cannot be used now because it is busy, older than it was, damaged or
 * written by a newer version. Then the result of the outcome is the reason, and a SAY tells the
 * user and may ask whether to go on with what is there. Until a tick or the user has opened the
 * vault, typed texts are refused and incoming texts are shown unchanged. You can attach accounts
 * meanwhile; they come into use when the vault opens.
 *
 * @param abi       `SUBROSA_ABI`
 * @param vault     the path of the vault; NULL for the user's own vault, which all programs share:
 *                  `subrosa/vault` in `$XDG_DATA_HOME` or `~/.local/share`, in
 *                  `~/Library/Application Support` on macOS, in `%LOCALAPPDATA%` on Windows
 * @param settings  `"name=value ..."`; put a value with blanks in double quotes, with `\"` and
 *                  `\\` inside; NULL for none
 * @param out       receives the messenger; free it with `subrosa_messenger_free`. NULL if the ABI,
 *                  the settings or another parameter was wrong
 * @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_ABI`, `SUBROSA_E_SETTING`,
 *         `SUBROSA_E_LANGUAGE`; `SUBROSA_E_NOT_A_VAULT`, `SUBROSA_E_VAULT_NEWER`,
 *         `SUBROSA_E_VAULT_OLDER` and the other errors of a vault; `SUBROSA_E_RANDOM`,
 *         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_messenger_open(int32_t abi,
                                        const char *vault,
                                        const char *settings,
                                        subrosa_messenger **out);

/**
 * Opens a vault as `subrosa_messenger_open` does, with a key that the host keeps, for example in a
 * key ring. A new vault is protected by this key instead of a key file beside the vault.
 *
 * @param host_key  32 secret bytes, the same each time; NULL to use a key file, as
 *                  `subrosa_messenger_open` does
 * @return As `subrosa_messenger_open`; `SUBROSA_E_WRONG_KEY` for another key, and
 *         `SUBROSA_E_OTHER_PROTECTION` if a host key protects the vault but `host_key` is NULL.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_messenger_open_with_key(int32_t abi,
                                                 const char *vault,
                                                 const uint8_t *host_key,
                                                 const char *settings,
                                                 subrosa_messenger **out);

/**
 * Call this before the host unloads the library. It gives an alarm in each private window, because
 * what the user types there will no longer be private. Walk the outcome, then free it and the
 * messenger.
 *
 * @return An outcome with a SAY for each of these windows.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_messenger_leave(subrosa_messenger *messenger);

/**
 * Frees a messenger: detaches its accounts, closes the vault and wipes secrets. NULL is allowed.
 * No text is lost. Outcomes that have not been freed give no further events.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_messenger_free(subrosa_messenger *messenger);

/**
 * When to call `subrosa_tick`. Set a timer to this after each outcome.
 *
 * @return Milliseconds from now, at least 10; -1 if nothing is due, and for a NULL or bad handle.
 *
 * Thread: any. Since 0.1.
 */
int64_t subrosa_wake_ms(const subrosa_messenger *messenger);

/* --- Accounts --------------------------------------------------------------------------------- */

/**
 * Attaches an account: one connection of the user. While it is attached, no other messenger, in
 * this process or another, can use it. If another program is using the account or the vault is
 * locked, every text typed on it is refused and `subrosa_tick` tries again.
 *
 * @param account   the host's name for the account, the same at every start, for example protocol
 *                  and own address. UTF-8, 1 to 1,024 bytes
 * @param profile   the type of network: `"irc"`, `"xmpp"`, `"bonjour"`, `"aim"`, `"icq"`, `"msn"`,
 *                  `"yahoo"`, `"gadu-gadu"`, `"groupwise"`, `"simple"`, `"mail"`; `"plain"` or
 *                  `"html"` for any other. It sets the line length, the pace, the markup, and
 *                  which spellings of an address count as the same
 * @param settings  as for `subrosa_account_set`; NULL for none
 * @return An outcome with what the last run left: titles of conversations, questions, texts that
 *         were not shown, lines. Its result is `SUBROSA_OK`; `SUBROSA_E_SETTING`,
 *         `SUBROSA_E_ACCOUNT_IN_USE`, `SUBROSA_E_ACCOUNT_ELSEWHERE`, `SUBROSA_E_PROFILE`,
 *         `SUBROSA_E_NAME`, `SUBROSA_E_VAULT_LOCKED` and the errors of a vault; `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_account_attach(subrosa_messenger *messenger,
                                        const char *account,
                                        const char *profile,
                                        const char *settings);

/**
 * Changes settings of an account, attached or not. Either all of them change or none. If the vault
 * is locked or busy, a later tick applies them, and until then nothing is sent on the account.
 *
 * Settings:
 *
 * - `html`: `in` if the host passes texts as HTML, `out` if it shows texts as HTML, `in,out` for
 *   both, empty for neither.
 * - `line-chars`: the length limit of a line in characters. `interval-ms`: milliseconds between
 *   two lines. `burst`: how many lines may be sent at once. The defaults of `"irc"` are 380, 2,000
 *   and 4, and its raw lines tell how long a line may be on the server; those of `"xmpp"` are
 *   8,192, 1,000 and 10.
 * - `split-lines`: 1 if the network cuts texts at line breaks.
 * - `long-text-lines`: how many lines a text may take before the user is asked.
 * - `mode`: `manual` if only the user starts private conversations; `automatic` if the library
 *   also starts them where it can; `append` as automatic, and the library also asks an unknown
 *   person once, after a text of the user; `required` if no text may be sent unencrypted.
 * - `tell`: 0 if other programs must not learn that the user has this library, not even in a way
 *   that people do not see.
 * - `share-card`: 1 if the user's card is sent automatically to contacts in private conversations.
 * - `casemapping`: the value that an IRC server announces. `nick`: the user's nick, if the account
 *   is attached in the middle of a connection; without it lines wait until the server tells the
 *   nick. `raw`: the length limit in bytes of the raw lines that the host accepts; 0 for no limit.
 * - `log`: 1 if private texts may be logged.
 * - `shows`: 0 if nobody is looking. Nothing is shown then, and nothing counts as received.
 * - `offers`, `offers-of-contact`, `handshakes`, `handshakes-of-address`,
 *   `handshakes-of-strangers`, `invitations`: limits per hour.
 *
 * @param settings  `"name=value ..."`; put a value with blanks in double quotes
 * @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_SETTING`, `SUBROSA_E_NAME` and the
 *         errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_account_set(subrosa_messenger *messenger,
                                     const char *account,
                                     const char *settings);

/**
 * Reads one setting of an attached account: the value that was set, or the default of its profile.
 *
 * @param setting    its name, as in `subrosa_account_set`
 * @param out        receives the value and a NUL
 * @param inout_len  before: the size of `out`; after: the bytes needed, NUL included
 * @return `SUBROSA_OK`; `SUBROSA_E_SETTING`, `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_BUFFER`,
 *         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_account_get(subrosa_messenger *messenger,
                                   const char *account,
                                   const char *setting,
                                   char *out,
                                   size_t *inout_len);

/**
 * Reports whether an account is connected. While it is not, lines wait. Texts that were not
 * acknowledged when the connection was lost are sent again, with the same bytes. A newly attached
 * account counts as connected.
 *
 * @param online  1 or 0
 * @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a
 *         vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_account_online(subrosa_messenger *messenger,
                                        const char *account,
                                        int32_t online);

/**
 * Detaches an account, so that other programs can use it. Nothing is lost: what was not sent,
 * delivered or shown is given again at the next attach.
 *
 * @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_account_detach(subrosa_messenger *messenger, const char *account);

/**
 * Renames an account, after the user has changed its name or server. Conversations, trust, texts,
 * modes and its own identity, if it has one, move to the new name. If the vault already has an
 * account of the new name, what had to be private under either name must be private under the new
 * one. The sessions of that account stay; those of the old account end, its undelivered texts are
 * lost, and the user is told. An attached account stays attached, under the new name.
 *
 * @param from  the old name, attached here or not attached at all
 * @param to    the new name, UTF-8, 1 to 1,024 bytes
 * @return An outcome as from `subrosa_account_attach`. Its result is `SUBROSA_OK`;
 *         `SUBROSA_E_UNKNOWN_ACCOUNT` if the vault has no account of the old name,
 *         `SUBROSA_E_ACCOUNT_IN_USE` if another program has attached either,
 *         `SUBROSA_E_IDENTITY_IN_USE`, `SUBROSA_E_NAME`, `SUBROSA_E_VAULT_LOCKED` and the errors
 *         of a vault, and nothing has changed; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error
 *         of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_account_rename(subrosa_messenger *messenger,
                                        const char *from,
                                        const char *to);

/**
 * Reports that the network has delivered the complete contact list. A contact that was on the list
 * before, but was not reported with `SUBROSA_HINT_KNOWN` since the account was attached or came
 * online, is no longer on it.
 *
 * @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a
 *         vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_account_listed(subrosa_messenger *messenger, const char *account);

/* --- Texts ------------------------------------------------------------------------------------ */

/**
 * Send the typed text, or show the incoming text, as if the library were not there.
 */
#define SUBROSA_VERDICT_PASS 1

/**
 * Show the incoming text after `subrosa_outcome_mark`.
 */
#define SUBROSA_VERDICT_MARKED 2

/**
 * Neither send nor show the text. If there is something to see, an ECHO or a SHOW has it.
 */
#define SUBROSA_VERDICT_TAKEN 3

/**
 * Do not send the typed text; the library has not kept it. A SAY has it in `TEXT`, so that you can
 * put it back into the input line.
 */
#define SUBROSA_VERDICT_REFUSED 4

/**
 * The text describes an action of its sender, as "/me waves" does.
 */
#define SUBROSA_FLAG_ACTION 1

/**
 * The text was written by a program, like a NOTICE of IRC. It is never answered. A typed one that
 * would have to wait is silently refused.
 */
#define SUBROSA_FLAG_NOTICE 2

/**
 * The text was replayed from a history, or the server kept it while the user was away. It starts
 * nothing. If it is new, it is shown and acknowledged.
 */
#define SUBROSA_FLAG_HISTORY 4

/**
 * The text is one of the user's own that came back from the network or another device, such as a
 * carbon or the echo of a bouncer. `peer` is the person it was sent to. Lines of the library are
 * hidden; a text that was sent unencrypted in a private conversation is marked.
 */
#define SUBROSA_FLAG_OWN 8

/**
 * The peer is a chat-room occupant addressed directly, such as `room/nick` of XMPP. Anybody can
 * take such a name, so no private conversation is started there. Never pass texts of the room
 * itself to the library.
 */
#define SUBROSA_FLAG_OCCUPANT 16

/**
 * The text is HTML, whatever the setting of its account.
 */
#define SUBROSA_FLAG_HTML 32

/**
 * The text is plain, whatever the setting of its account.
 */
#define SUBROSA_FLAG_PLAIN 64

/**
 * Call this when the user wants to send a text.
 *
 * A line from a SEND event passes, so that it does not matter if your hook sees the lines that you
 * send.
 *
 * @param account  attached
 * @param peer     the address of the other side, UTF-8, 1 to 1,024 bytes. For XMPP without the
 *                 resource
 * @param text     what the user typed, in the markup of the account
 * @param length   its length in bytes, or `SUBROSA_NUL`
 * @param flags    `SUBROSA_FLAG_` bits, or 0
 * @return An outcome: send the text only if its verdict is `SUBROSA_VERDICT_PASS`. Its result is
 *         `SUBROSA_OK`. After `SUBROSA_E_VAULT_BUSY` and `SUBROSA_E_DISK_FULL` the text may have
 *         been kept for later; the verdict tells. After any other error the verdict is
 *         `SUBROSA_VERDICT_REFUSED`: `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_VAULT_LOCKED`,
 *         `SUBROSA_E_NAME` and the errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
 *         error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_outgoing(subrosa_messenger *messenger,
                                  const char *account,
                                  const char *peer,
                                  const char *text,
                                  size_t length,
                                  uint32_t flags);

/**
 * Call this when a text has arrived. Texts that do not come from this library pass unchanged, in
 * any encoding.
 *
 * @param account  attached
 * @param peer     the address it came from, UTF-8, 1 to 1,024 bytes. For XMPP without the resource
 * @param text     what arrived, in any encoding
 * @param length   its length in bytes, or `SUBROSA_NUL`
 * @param flags    `SUBROSA_FLAG_` bits, or 0
 * @param time     when the network says it was sent, in seconds since 1970; 0 for now
 * @return An outcome: hide the text only if its verdict is `SUBROSA_VERDICT_TAKEN`, and show it
 *         with `subrosa_outcome_mark` before it if it is `SUBROSA_VERDICT_MARKED`. Its result is
 *         `SUBROSA_OK`. After `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_VAULT_BUSY` and
 *         `SUBROSA_E_DISK_FULL` the text is kept in memory and read later, if the verdict is
 *         `SUBROSA_VERDICT_TAKEN`. The other errors are `SUBROSA_E_UNKNOWN_ACCOUNT`,
 *         `SUBROSA_E_NAME` and those of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
 *         error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_incoming(subrosa_messenger *messenger,
                                  const char *account,
                                  const char *peer,
                                  const char *text,
                                  size_t length,
                                  uint32_t flags,
                                  int64_t time);

/**
 * Tells whether something may be sent unencrypted now. This is the last check for everything that
 * your hooks do not see, files included. It does not sync the disk. A line from a SEND event may
 * be sent.
 *
 * @param account  attached
 * @param peer     the address of the other side
 * @param text     what is about to be sent; (NULL, 0) for anything other than text
 * @param length   its length in bytes, or `SUBROSA_NUL`
 * @return 1 if it may; 0 if not, and after every error (`subrosa_last_error`).
 *
 * Thread: any. Since 0.1.
 */
int32_t subrosa_may_send(const subrosa_messenger *messenger,
                         const char *account,
                         const char *peer,
                         const char *text,
                         size_t length);

/**
 * Tells what a line from a SEND event is for. Use it in a hook nearer to the wire that adds what
 * the network needs beside the line.
 *
 * @param line    the line
 * @param length  its length in bytes, or `SUBROSA_NUL`
 * @return A `SUBROSA_KIND_` constant; 0 if the library has not recently given out this line, and
 *         after every error.
 *
 * Thread: any. Since 0.1.
 */
int32_t subrosa_line_kind(const subrosa_messenger *messenger, const char *line, size_t length);

/**
 * Reports that the host could not send a line. A later tick gives it again, with the same bytes.
 * If the connection was lost, call `subrosa_account_online` instead.
 *
 * @param line_id  the `LINE_ID` of the SEND event; an unknown one does nothing
 * @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a
 *         vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_line_failed(subrosa_messenger *messenger,
                                     const char *account,
                                     int64_t line_id);

/**
 * Does what is due on all accounts: lines whose turn it is, acknowledgements, texts to send again,
 * questions, events that were not carried out. Call it when `subrosa_wake_ms` says so; calling it
 * earlier does no harm.
 *
 * @return An outcome. Its result is `SUBROSA_OK`; the errors of a vault, after which a later tick
 *         tries again; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_tick(subrosa_messenger *messenger);

/**
 * Begins a batch, for example in a bot that answers many texts at once. Until the batch ends,
 * calls that change something return only their verdict and the ECHO of what was typed;
 * `subrosa_batch_end` returns all other events. A batch is as safe as single calls and syncs the
 * disk only once. On a disk with slow syncs, calls are many times as fast. Limit a batch to a few
 * hundred calls, because its events are kept in memory.
 *
 * @return `SUBROSA_OK`; `SUBROSA_E_WRONG_STATE` if a batch has begun already; an error of the
 *         handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_batch_begin(subrosa_messenger *messenger);

/**
 * Ends a batch: makes the changes of its calls durable and returns their events.
 *
 * @return An outcome with the events of all calls in their order. Its result is `SUBROSA_OK`;
 *         `SUBROSA_E_WRONG_STATE` if there is no batch; `SUBROSA_E_DISK_FULL`,
 *         `SUBROSA_E_VAULT_BUSY` and the other errors of a vault, after which the batch goes on,
 *         nothing is lost, and you can call this again; an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_batch_end(subrosa_messenger *messenger);

/* --- IRC as raw lines ------------------------------------------------------------------------- */

/**
 * Call this when the client wants to send a raw line of IRC. Pass all lines as they were typed,
 * unsplit, of any length, from the first of a connection. The library sends nothing of its own
 * before the server's greeting (001), unless the setting `nick` tells who the user is. If the
 * connection existed before the account was attached, an answer of the server or a text to the user
 * tells it too. CR LF is ignored at the end of a line and refused inside it. `SUBROSA words` and
 * `PRIVMSG *subrosa :words` are commands. You may also use `subrosa_outgoing` on the same account.
 *
 * A line that might reach somebody in a private conversation unencrypted is refused as a whole: a
 * list with such a person in it, a mask, CTCP, a reaction, an unknown command. A line that passes
 * is unchanged.
 *
 * @param account  attached, of the profile `"irc"`
 * @param line     the line, in any encoding
 * @param length   its length in bytes, or `SUBROSA_NUL`
 * @return An outcome: send the line only if its verdict is `SUBROSA_VERDICT_PASS`. Its events have
 *         the field `RAW`: a line for the server in a SEND, and in all others a line as if from
 *         the server. Its result is as for `subrosa_outgoing`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_irc_out(subrosa_messenger *messenger,
                                 const char *account,
                                 const char *line,
                                 size_t length);

/**
 * Call this when the server has sent a raw line of IRC. Pass all lines, from the first of a
 * connection. The library learns nick changes, case mappings, the real length limit of a line and
 * who is present from them.
 *
 * @param account  attached, of the profile `"irc"`
 * @param line     the line, in any encoding, with its tags
 * @param length   its length in bytes, or `SUBROSA_NUL`
 * @param time     when it was sent, in seconds since 1970; 0 to use its tag `time`, or now
 * @return An outcome: hide the line only if its verdict is `SUBROSA_VERDICT_TAKEN`, and show
 *         `subrosa_outcome_line` instead if it is `SUBROSA_VERDICT_MARKED`. Its events have the
 *         field `RAW`. Its result is as for `subrosa_incoming`. On an account that is not
 *         attached, every line passes.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_irc_in(subrosa_messenger *messenger,
                                const char *account,
                                const char *line,
                                size_t length,
                                int64_t time);

/* --- What the user does ----------------------------------------------------------------------- */

/**
 * Carries out what the user has typed after the name of the command, or chosen in a menu. The word
 * `help` lists all words; docs/MESSENGER.md describes them.
 *
 * - Private conversations: `start`, `end`, `cancel`, `status`.
 * - Answers about an invitation, a name or a key: `accept`, `decline`, `accept-key`, `add-key`.
 * - Comparing keys: `verify`, `unverify`, `differ`, `safety`, `code`, `devices`.
 * - Texts that wait for a decision: `send`, `resend`, `discard`.
 * - People: `block`, `unblock`, `forget`.
 * - The vault and the user's identity: `unlock`, `passphrase`, `no-passphrase`, `go-on`, `export
 *   FILE`, `import FILE`.
 * - Everything else: `mode` (how conversations begin), `card` (the user's card), `list`
 *   (contacts), `help`.
 *
 * @param account  the account of the window where it was typed; NULL or `""` for none
 * @param peer     the person of the window; NULL or `""` for none. A name after the word means
 *                 that person instead; put a name with blanks in double quotes
 * @param text     what was typed, UTF-8
 * @param length   its length in bytes, or `SUBROSA_NUL`
 * @return An outcome, in which a SAY answers the user. Its result is `SUBROSA_OK`;
 *         `SUBROSA_E_COMMAND` if the command is not understood; or the reason why it could not be
 *         carried out.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_command(subrosa_messenger *messenger,
                                 const char *account,
                                 const char *peer,
                                 const char *text,
                                 size_t length);

/**
 * Answers a question with the word of one of its choices, or with the line that it asked for. The
 * answer applies to what was asked at the time, or has no effect: an old button never accepts a
 * new key.
 *
 * @param question  the `QUESTION` of a SAY
 * @param text      UTF-8
 * @param length    its length in bytes, or `SUBROSA_NUL`
 * @return An outcome, in which a SAY answers the user. Its result is `SUBROSA_OK`;
 *         `SUBROSA_E_ANSWER` if the question is no longer open or this does not answer it; or the
 *         reason why it could not be carried out.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_answer(subrosa_messenger *messenger,
                                int64_t question,
                                const char *text,
                                size_t length);

/**
 * Lists what the user can do about a person now, the best choice first, for a menu. Reads only
 * memory.
 *
 * @param account  attached
 * @param peer     the address of the other side
 * @return An outcome with one CHOICES event, whose words `subrosa_command` takes.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_choices(const subrosa_messenger *messenger,
                                 const char *account,
                                 const char *peer);

/**
 * The current state of a conversation, for status bars and for windows that are opened later.
 * Reads only memory.
 *
 * @param account  NULL or `""` with no peer: all accounts
 * @param peer     the address of the other side; NULL or `""` for all conversations that are not
 *                 plain
 * @return An outcome with one TITLE for each conversation.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_title(const subrosa_messenger *messenger,
                               const char *account,
                               const char *peer);

/* --- Contacts --------------------------------------------------------------------------------- */

/**
 * The contact is on the user's list.
 */
#define SUBROSA_HINT_KNOWN 1

/**
 * The contact is online and can receive what is sent.
 */
#define SUBROSA_HINT_PRESENT 2

/**
 * The contact's program announces that it has the library (docs/XMPP.md).
 */
#define SUBROSA_HINT_CAPABLE 3

/**
 * Tells the library what the host knows about a person. Hints never permit anything to be sent.
 *
 * @param account  attached
 * @param peer     the address of the other side
 * @param hint     a `SUBROSA_HINT_` constant
 * @param value    1 or 0
 * @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME`
 *         and the errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the
 *         handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_contact_hint(subrosa_messenger *messenger,
                                      const char *account,
                                      const char *peer,
                                      int32_t hint,
                                      int32_t value);

/**
 * Reports that, according to the network, somebody has changed name (NICK of IRC). The network may
 * lie. So if either name had to be private, both must be from now on, and a block holds for both.
 * This is so even if the call fails; it is then written later. If the user has never written to
 * the new name nor decided about it, or if the person returns to it, the person is known there and
 * the conversation goes on. Otherwise the person is a guest there, and a SAY asks about them. The
 * old name stays reserved for them: if texts to it had to be private, they are refused until the
 * user decides.
 *
 * @param account  attached
 * @param from     the old name
 * @param to       the new name
 * @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME`
 *         and the errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the
 *         handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_contact_rename(subrosa_messenger *messenger,
                                        const char *account,
                                        const char *from,
                                        const char *to);

/**
 * Lists who is known at an address, or at all addresses of an account: one CONTACT event for each
 * identity, first the one that texts are sent to. The same `FINGERPRINT` means the same person.
 *
 * @param account  attached
 * @param peer     the address; NULL for all
 * @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a
 *         vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_contact_list(subrosa_messenger *messenger,
                                      const char *account,
                                      const char *peer);

/**
 * Lists the user's texts that have not been delivered: one TEXT event for each.
 *
 * @param account  attached
 * @param peer     the address they are for; NULL for all
 * @return As `subrosa_contact_list`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_text_list(subrosa_messenger *messenger,
                                   const char *account,
                                   const char *peer);

/**
 * Compares a scanned code that a person has shown to the user. If it matches, the person is
 * verified.
 *
 * @param account  attached
 * @param peer     the address of the other side
 * @param code     the text of the code, UTF-8
 * @param length   its length in bytes, or `SUBROSA_NUL`
 * @return An outcome, in which a SAY explains the result to the user: `CODE` is `scan-match`,
 *         `scan-wrong-contact`, `scan-not-for-us`, `scan-newer` or `scan-no-code`. Its result is
 *         `SUBROSA_OK`; `SUBROSA_E_WRONG_STATE` if nobody is known there;
 *         `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault;
 *         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_safety_scan(subrosa_messenger *messenger,
                                     const char *account,
                                     const char *peer,
                                     const char *code,
                                     size_t length);

/* --- Outcomes --------------------------------------------------------------------------------- */

/**
 * The word to pass to `subrosa_answer` or `subrosa_command`.
 */
#define SUBROSA_CHOICE_WORD 0

/**
 * The label of the button or menu entry.
 */
#define SUBROSA_CHOICE_LABEL 1

/**
 * `"risk"` if a user who chooses it without checking may be deceived, else `""`.
 */
#define SUBROSA_CHOICE_RISK 2

/**
 * What the host must do with the text that it passed to `subrosa_outgoing`, `subrosa_incoming`,
 * `subrosa_irc_out` or `subrosa_irc_in`. Send a typed text only on `SUBROSA_VERDICT_PASS`; hide an
 * incoming one only on `SUBROSA_VERDICT_TAKEN`.
 *
 * @return A `SUBROSA_VERDICT_` constant. `SUBROSA_VERDICT_REFUSED` if the handle is NULL or bad,
 *         or the outcome does not come from a messenger.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_outcome_verdict(const subrosa_outcome *outcome);

/**
 * Whether the call succeeded. A plugin need not check this: it acts on the verdict, and a SAY
 * tells the user what they need to know.
 *
 * @return `SUBROSA_OK`, or why the call failed; `SUBROSA_E_ARGUMENT` for NULL, and the other
 *         errors of a handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_outcome_result(const subrosa_outcome *outcome);

/**
 * The mark to show before a text whose verdict is `SUBROSA_VERDICT_MARKED`: plain text, such as
 * "[not private] ".
 *
 * @return A text with a NUL at its end; it belongs to the outcome and is valid until that is
 *         freed. `""` for every other verdict, and for a NULL or bad handle. Never NULL.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
const char *subrosa_outcome_mark(const subrosa_outcome *outcome);

/**
 * The raw line to show instead of the one passed to `subrosa_irc_in` if the verdict is
 * `SUBROSA_VERDICT_MARKED`. It has the tags of the original.
 *
 * @param length  receives its length in bytes, not counting the NUL. May be NULL
 * @return The original bytes with the mark inserted, followed by a NUL; they belong to the outcome
 *         and are valid until that is freed. `""` for every other verdict and call, and for a NULL
 *         or bad handle. Never NULL.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
const char *subrosa_outcome_line(const subrosa_outcome *outcome, size_t *length);

/**
 * Moves to the next event, which becomes the current one. The event before it then counts as
 * carried out: with a messenger, a private text counts as shown, and its sender is told so. The
 * walk is up to date: it leaves out a title or question that another call has superseded. You may
 * call the messenger while you handle an event.
 *
 * Ignore kinds that you do not know: later versions may add some.
 *
 * @return The kind, a `SUBROSA_EVENT_` constant; 0 at the end, and for a NULL or bad handle. Never
 *         negative.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_outcome_next(subrosa_outcome *outcome);

/**
 * Reports that the current event could not be carried out. A later `subrosa_tick` gives it again,
 * after longer and longer pauses if it keeps failing, and later texts of the same peer wait for
 * it. Continue the walk. This has no effect on events of sessions and documents.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
void subrosa_outcome_undone(subrosa_outcome *outcome);

/**
 * Whether the current event has a field.
 *
 * @param field  a `SUBROSA_FIELD_` constant
 * @return 1 if it has, 0 if it has not, after the last event, and for a NULL or bad handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_outcome_has(const subrosa_outcome *outcome, int32_t field);

/**
 * Reads a text field of the current event.
 *
 * @param field  a `SUBROSA_FIELD_` constant
 * @return The text with a NUL at its end; it belongs to the outcome and is valid until the walk
 *         goes on. `""` if this event has no such field, at the end, and for a NULL or bad handle.
 *         Never NULL. `subrosa_outcome_bytes` gives the length too, for texts that may have a NUL
 *         inside.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
const char *subrosa_outcome_str(const subrosa_outcome *outcome, int32_t field);

/**
 * Reads a number field of the current event.
 *
 * @param field  a `SUBROSA_FIELD_` constant
 * @return The number; 0 if this event has no such field (check with `subrosa_outcome_has`), after
 *         the last event, and for a NULL or bad handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int64_t subrosa_outcome_int(const subrosa_outcome *outcome, int32_t field);

/**
 * Reads a field of the current event that holds bytes, or a text together with its length.
 *
 * @param field   a `SUBROSA_FIELD_` constant
 * @param length  receives the number of bytes, not counting the NUL; 0 if there are none. May be
 *                NULL
 * @return The bytes, followed by a NUL; they belong to the outcome and are valid until the walk
 *         goes on. NULL if this event has no such field, at the end, and for a NULL or bad handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
const uint8_t *subrosa_outcome_bytes(const subrosa_outcome *outcome, int32_t field, size_t *length);

/**
 * Reads one choice of the current event: an answer to its question, or an entry of a menu. The
 * first choice is never a risk.
 *
 * @param index  0 for the first
 * @param what   a `SUBROSA_CHOICE_` constant
 * @return A text with a NUL at its end; it belongs to the outcome and is valid until the walk goes
 *         on. NULL after the last choice, and for a NULL or bad handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
const char *subrosa_outcome_choice(const subrosa_outcome *outcome, int32_t index, int32_t what);

/**
 * The current event as one JSON object, with field names in lower case. Before the first event, an
 * object with `verdict`, `mark` and `error`. Only for outcomes of a messenger.
 *
 * @return UTF-8 with a NUL at its end; it belongs to the outcome and is valid until the walk goes
 *         on. `""` for an outcome of a session or document, and for a NULL or bad handle. Never
 *         NULL.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
const char *subrosa_outcome_json(subrosa_outcome *outcome);

/**
 * Frees an outcome and wipes the texts in it. NULL is allowed. Freeing confirms nothing: a later
 * `subrosa_tick` gives the events that the walk did not pass again. From an outcome of
 * `subrosa_session.h`, lines that were never sent are lost.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_outcome_free(subrosa_outcome *outcome);

/* --- Events and their fields ------------------------------------------------------------------ */

/**
 * Send `LINE` to `PEER`, and nothing else with it. The line is ASCII and within the line limit of
 * the account. `LINE_ID` identifies it for `subrosa_line_failed`. `KIND` says what it is for (a
 * `SUBROSA_KIND_` constant). `FALLBACK` is a sentence for programs without this library, on
 * networks that carry both.
 */
#define SUBROSA_EVENT_SEND 1

/**
 * Show `MARK` and `TEXT` as a message from `PEER`, in the window of `PEER`; open one if there is
 * none. Also has `ACTION`, `TIME`, `TRUST`, `PRIVATE` and `LOG`, and for a private text `ID` and
 * `FINGERPRINT`.
 */
#define SUBROSA_EVENT_SHOW 2

/**
 * Show `SENTENCE` where `PLACE` says. Also has `SEVERITY`, `ASKED_FOR`, `LOG`, `CODE` and `NAME`.
 * It may have `TEXT` (a text that was not sent, to put back into the input line; or a card),
 * `DIGITS`, `COUNT`, and a code to scan: `BLOCKS`, or `MODULES` and `SIDE`. If `QUESTION` is not
 * 0, the sentence asks a question: `HOW` tells the user what to type, `INPUT` says what kind of
 * input is wanted, and `subrosa_outcome_choice` returns the choices. Pass the answer to
 * `subrosa_answer`.
 */
#define SUBROSA_EVENT_SAY 3

/**
 * Show the state of the conversation with `PEER`: `WORDS` in a title, or an icon for `LEVEL`. Also
 * has `STATE` and `TRUST`.
 */
#define SUBROSA_EVENT_TITLE 4

/**
 * Show `MARK` and `TEXT` as a message from the user to `PEER`, unless the messenger shows a text
 * although a hook has stopped it. Also has `ACTION`, `LOG`, `NUMBER` and `LABEL`.
 */
#define SUBROSA_EVENT_ECHO 5

/**
 * Change the mark before the echo `NUMBER` to `MARK`. Also has `STAGE`, and `DONE` of `TOTAL`
 * lines. Only for hosts that can change what they have shown (`can=edits`).
 */
#define SUBROSA_EVENT_PROGRESS 10

/**
 * `QUESTION` is no longer open, whoever answered it: remove its buttons. Only for hosts that can
 * change what they have shown (`can=edits`).
 */
#define SUBROSA_EVENT_CLOSE 11

/**
 * The result of `subrosa_choices`. Read the choices with `subrosa_outcome_choice`.
 */
#define SUBROSA_EVENT_CHOICES 20

/**
 * A result of `subrosa_contact_list`, one for each identity. Has `STATE`, `TRUST`, `KNOWN`,
 * `BLOCKED`, `SEALABLE`, `CURRENT`, and `COUNT`, the number of undelivered texts. If somebody is
 * known: `FINGERPRINT`, `DIGITS` and `FIRST_SEEN`. While the user has to decide about another key:
 * `OTHER_FINGERPRINT` and `OTHER_DIGITS`.
 */
#define SUBROSA_EVENT_CONTACT 21

/**
 * A result of `subrosa_text_list`. Has `NUMBER`, `TEXT`, `STAGE`, `MARK`, and `DONE` of `TOTAL`
 * lines.
 */
#define SUBROSA_EVENT_TEXT 22

/**
 * Text: the account; empty if the event is about none.
 */
#define SUBROSA_FIELD_ACCOUNT 1

/**
 * Text: the address of the other side, as the host last wrote it; empty if the event is about
 * nobody.
 */
#define SUBROSA_FIELD_PEER 2

/**
 * Text: a line to send.
 */
#define SUBROSA_FIELD_LINE 3

/**
 * Text: the event as a raw line of IRC, without CR LF and tags, on accounts that pass raw lines.
 * In a SEND it is for the server. In all other events it is as if from the server: a SHOW from
 * `PEER`, an ECHO from the user, SAY and TITLE from `*subrosa`.
 */
#define SUBROSA_FIELD_RAW 4

/**
 * Text: a sentence for people whose program does not have this library. Send it beside the line on
 * networks that carry two bodies; otherwise ignore it.
 */
#define SUBROSA_FIELD_FALLBACK 5

/**
 * Text: what was said, safe for the markup of the account. In SAY and TEXT events, as it was
 * typed.
 */
#define SUBROSA_FIELD_TEXT 6

/**
 * Text, plain: the mark to show before `TEXT`, or after the "/me " of an action. Usually empty.
 */
#define SUBROSA_FIELD_MARK 7

/**
 * Text, plain: a sentence that is safe in any window. It names the person in at most 40
 * characters, with `?` in place of `<>&"%` and control characters.
 */
#define SUBROSA_FIELD_SENTENCE 8

/**
 * Text, plain: tells the user what to type as an answer. Empty for hosts with buttons.
 */
#define SUBROSA_FIELD_HOW 9

/**
 * Text, plain: the state of the conversation, such as "private, verified". Empty for a plain one.
 */
#define SUBROSA_FIELD_WORDS 10

/**
 * Text: the name of the sentence in `bindings/sentences.json`.
 */
#define SUBROSA_FIELD_CODE 11

/**
 * Text: the name of the person, as in `PEER`. It is not made safe for any use.
 */
#define SUBROSA_FIELD_NAME 12

/**
 * Text: digits that people compare.
 */
#define SUBROSA_FIELD_DIGITS 13

/**
 * Text: the code to scan as lines of half blocks, dark on light.
 */
#define SUBROSA_FIELD_BLOCKS 14

/**
 * Text: the progress of a text of the user: `waiting`, `asking`, `sending`, `sent`, `delivered`,
 * `lost`, `discarded`.
 */
#define SUBROSA_FIELD_STAGE 15

/**
 * Text: the state of the conversation: `plain`, `asked`, `invited`, `starting`, `private`,
 * `restoring`, `ended`, `alarm`, `blocked`, `required`.
 */
#define SUBROSA_FIELD_STATE 16

/**
 * Text: how well the other side is known: `none`, `first-use`, `verified`, `changed`.
 */
#define SUBROSA_FIELD_TRUST 17

/**
 * Text: the label of the IRC line that an echo answers (labeled-response).
 */
#define SUBROSA_FIELD_LABEL 18

/**
 * Text: the digits of the key that the user has to decide about.
 */
#define SUBROSA_FIELD_OTHER_DIGITS 19

/**
 * Bytes: the id of a text, 8 bytes. A text that is shown again has the same id.
 */
#define SUBROSA_FIELD_ID 30

/**
 * Bytes: the code to scan, `SIDE` rows of `SIDE` bytes, 1 for dark and 0 for light. Draw it with a
 * margin of four modules.
 */
#define SUBROSA_FIELD_MODULES 31

/**
 * Bytes: the fingerprint of the person, 32 bytes.
 */
#define SUBROSA_FIELD_FINGERPRINT 32

/**
 * Bytes: the fingerprint of the key that the user has to decide about, 32 bytes.
 */
#define SUBROSA_FIELD_OTHER_FINGERPRINT 33

/**
 * Number: identifies a line for `subrosa_line_failed`.
 */
#define SUBROSA_FIELD_LINE_ID 100

/**
 * Number: what a line is for, a `SUBROSA_KIND_` constant.
 */
#define SUBROSA_FIELD_KIND 101

/**
 * Number: 1 if the text describes an action, as "/me waves" does, else 0.
 */
#define SUBROSA_FIELD_ACTION 102

/**
 * Number: when the text was written, according to its sender's clock, in seconds since 1970; 0 if
 * unknown.
 */
#define SUBROSA_FIELD_TIME 103

/**
 * Number: 1 if the text came encrypted and authenticated, else 0.
 */
#define SUBROSA_FIELD_PRIVATE 104

/**
 * Number: identifies a text of the user; 0 if it has no number.
 */
#define SUBROSA_FIELD_NUMBER 105

/**
 * Number: how important a sentence is, a `SUBROSA_SEVERITY_` constant.
 */
#define SUBROSA_FIELD_SEVERITY 106

/**
 * Number: where to show a sentence, a `SUBROSA_PLACE_` constant.
 */
#define SUBROSA_FIELD_PLACE 107

/**
 * Number: 1 if the user has just done something, so that a dialog may take the keyboard focus; 0
 * if no dialog may.
 */
#define SUBROSA_FIELD_ASKED_FOR 108

/**
 * Number: 0 if the event must be kept out of logs, else 1.
 */
#define SUBROSA_FIELD_LOG 109

/**
 * Number: identifies a question for `subrosa_answer`; 0 if nothing is asked. No number is used
 * twice.
 */
#define SUBROSA_FIELD_QUESTION 110

/**
 * Number: what input a question accepts besides its choices, a `SUBROSA_INPUT_` constant.
 */
#define SUBROSA_FIELD_INPUT 111

/**
 * Number: how safe a conversation is, a `SUBROSA_LEVEL_` constant.
 */
#define SUBROSA_FIELD_LEVEL 112

/**
 * Number: how many lines of a text were given to the host.
 */
#define SUBROSA_FIELD_DONE 113

/**
 * Number: how many lines a text has in all; 0 while that is unknown.
 */
#define SUBROSA_FIELD_TOTAL 114

/**
 * Number: a count, such as the number of texts that a sentence or a CONTACT event is about.
 */
#define SUBROSA_FIELD_COUNT 115

/**
 * Number: the modules on each side of the code to scan.
 */
#define SUBROSA_FIELD_SIDE 116

/**
 * Number: 1 if the library answers this contact because it is on the user's list, or the user has
 * written to it or accepted it; else 0.
 */
#define SUBROSA_FIELD_KNOWN 117

/**
 * Number: 1 if the user has blocked the contact, else 0.
 */
#define SUBROSA_FIELD_BLOCKED 118

/**
 * Number: 1 if documents can be sealed to the contact, else 0.
 */
#define SUBROSA_FIELD_SEALABLE 119

/**
 * Number: 1 if texts to the address are sent to this identity, else 0.
 */
#define SUBROSA_FIELD_CURRENT 120

/**
 * Number: when the contact was first seen, in seconds since 1970.
 */
#define SUBROSA_FIELD_FIRST_SEEN 121

/**
 * The line carries a text or a part of one.
 */
#define SUBROSA_KIND_TEXT 1

/**
 * The line acknowledges something. No person reads it, so it needs no sound and no history.
 */
#define SUBROSA_KIND_ACKNOWLEDGEMENT 2

/**
 * The line starts a private conversation.
 */
#define SUBROSA_KIND_HANDSHAKE 3

/**
 * The line carries the user's card.
 */
#define SUBROSA_KIND_CARD 4

/**
 * The line asks a person for a private conversation and contains a readable sentence.
 */
#define SUBROSA_KIND_QUESTION 5

/**
 * The line is not in the library's format but in that of the network: a TAGMSG of IRC, which
 * nobody sees.
 */
#define SUBROSA_KIND_NETWORK 6

/**
 * Useful to know.
 */
#define SUBROSA_SEVERITY_INFORMATION 1

/**
 * Something did not work as it should.
 */
#define SUBROSA_SEVERITY_WARNING 2

/**
 * Security is at stake. Show this where it cannot be overlooked.
 */
#define SUBROSA_SEVERITY_ALARM 3

/**
 * Show the sentence in the window of `PEER`; open one if there is none. If `PEER` is empty, show
 * it where the user last typed, or where the messenger shows its own messages.
 */
#define SUBROSA_PLACE_WINDOW 1

/**
 * Show the sentence in the window of `PEER` if it is open, else where the messenger shows its own
 * messages.
 */
#define SUBROSA_PLACE_ANYWHERE 2

/**
 * Show the sentence in the window of `PEER` if it is open, else nowhere.
 */
#define SUBROSA_PLACE_IF_OPEN 3

/**
 * The user types nothing, but picks a choice.
 */
#define SUBROSA_INPUT_NONE 0

/**
 * The user types a line.
 */
#define SUBROSA_INPUT_LINE 1

/**
 * The user types a line that is not shown, such as a passphrase.
 */
#define SUBROSA_INPUT_HIDDEN 2

/**
 * The conversation is not private.
 */
#define SUBROSA_LEVEL_PLAIN 0

/**
 * Texts are waiting, or somebody is waiting for the user.
 */
#define SUBROSA_LEVEL_WAITING 1

/**
 * The conversation is private, and the user has not compared the key.
 */
#define SUBROSA_LEVEL_PRIVATE 2

/**
 * The conversation is private, and the user has compared the key.
 */
#define SUBROSA_LEVEL_VERIFIED 3

/**
 * Security is at stake.
 */
#define SUBROSA_LEVEL_ALARM 4

/* --- Who somebody is -------------------------------------------------------------------------- */

/**
 * The fingerprint by which others know the user: that of the vault's identity, or that of the
 * account's own identity.
 *
 * @param account  the account; NULL or `""` for the identity of the vault
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
 * Gives an account an identity of its own, permanently, so that nobody can tell from its cards
 * that it belongs to the same person as other accounts. Call this before the account is attached
 * for the first time. What is known about contacts stays shared. Documents sealed on the account
 * are signed by its own identity.
 *
 * @param account         the host's name for the account
 * @param text            any text that contains one exported identity, to import it; (NULL, 0) to
 *                        create a new one
 * @param text_len        its length in bytes
 * @param passphrase      the passphrase of the export: UTF-8, not NUL-terminated
 * @param passphrase_len  its length in bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_IDENTITY_IN_USE` if the account was used before or has its own
 *         identity already, `SUBROSA_E_ACCOUNT_IN_USE`, `SUBROSA_E_VAULT_LOCKED`,
 *         `SUBROSA_E_NAME`, the errors of `subrosa_identity_import` and of a vault;
 *         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
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
 * Writes a fingerprint in the form that people compare, for example by telephone: twelve groups of
 * five decimal digits.
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
 * dashes are ignored.
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
 * Writes a fingerprint as 64 hexadecimal digits, for programs.
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
 * The size of a buffer for the safety code of two identities, its NUL included.
 */
#define SUBROSA_SAFETY_CODE_SIZE 139

/**
 * The number of modules on each side of the QR code of a safety code, without margin.
 */
#define SUBROSA_SAFETY_SIDE 41

/**
 * The codes match: both sides have the right keys of each other, and nobody stands between them.
 */
#define SUBROSA_SCAN_MATCH 1

/**
 * The code belongs to an identity other than the contact.
 */
#define SUBROSA_SCAN_WRONG_CONTACT 2

/**
 * The code is the contact's, but the contact has a different key on record for the user.
 */
#define SUBROSA_SCAN_NOT_FOR_US 3

/**
 * The code was made by a newer version of the library.
 */
#define SUBROSA_SCAN_NEWER 4

/**
 * This is not a code of the library, or it is damaged.
 */
#define SUBROSA_SCAN_NOT_A_CODE 5

/**
 * The safety number of two identities: twelve groups of five digits, the same for both.
 *
 * @param own        32 bytes: the fingerprint of one side
 * @param other      32 bytes: the fingerprint of the other side
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
 * The safety code that `own` shows to `other`: 138 characters, all of the alphanumeric mode of QR
 * codes.
 *
 * @param own        32 bytes: the fingerprint of the side that shows the code
 * @param other      32 bytes: the fingerprint of the side that scans it
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
 * The safety code as a QR code in an SVG image, margin included.
 *
 * @param own        32 bytes: the fingerprint of the side that shows the code
 * @param other      32 bytes: the fingerprint of the side that scans it
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
 * The safety code as the modules of a QR code. Draw them with a margin of four modules.
 *
 * @param own    32 bytes: the fingerprint of the side that shows the code
 * @param other  32 bytes: the fingerprint of the side that scans it
 * @param out    receives `SUBROSA_SAFETY_SIDE` rows of `SUBROSA_SAFETY_SIDE` bytes: 1 for dark, 0
 *               for light
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 *
 */
subrosa_result subrosa_safety_modules(const uint8_t own[32],
                                      const uint8_t other[32],
                                      uint8_t out[1681]);

/**
 * Compares a safety code that `other` has shown to `own`.
 *
 * @param own       32 bytes: the fingerprint of the side that scans
 * @param other     32 bytes: the fingerprint of the side that has shown the code, as `own` knows
 *                  it
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

/* --- Results ---------------------------------------------------------------------------------- */

/**
 * The size of a buffer that is large enough for every sentence of `subrosa_last_error` and
 * `subrosa_last_sentence`, NUL included.
 */
#define SUBROSA_ERROR_SIZE 256

/**
 * Copies an English sentence that explains the last failed call on this thread. It is for logs and
 * developers; programs should use the error code. It never contains a secret, a passphrase or a
 * text.
 *
 * @param out        receives the sentence with a NUL; may be NULL if `*inout_len` is 0
 * @param inout_len  before: the size of `out`; after: the bytes needed, NUL included.
 *                   `SUBROSA_ERROR_SIZE` is always enough
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER` and `SUBROSA_E_ARGUMENT`, neither of which changes the
 *         stored sentence. The sentence is empty if no call has failed on this thread.
 *
 * Thread: any; each thread has its own sentence. Since 0.1.
 */
subrosa_result subrosa_last_error(char *out, size_t *inout_len);

/**
 * Copies an English sentence for the user about the last failed call on this thread: what the
 * failure means, and what to do. It contains nothing that anybody else supplied, and none of
 * `<>&"%`. If the user can do nothing about the failure, it says only that something failed.
 *
 * @param out        receives the sentence with a NUL; may be NULL if `*inout_len` is 0
 * @param inout_len  before: the size of `out`; after: the bytes needed, NUL included.
 *                   `SUBROSA_ERROR_SIZE` is always enough
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER` and `SUBROSA_E_ARGUMENT`, neither of which changes the
 *         stored sentence. The sentence is empty if no call has failed on this thread.
 *
 * Thread: any; each thread has its own sentence. Since 0.1.
 */
subrosa_result subrosa_last_sentence(char *out, size_t *inout_len);

/**
 * The call did what it says.
 */
#define SUBROSA_OK 0

/**
 * A pointer is NULL that must not be, a number is out of range, or a constant is unknown.
 */
#define SUBROSA_E_ARGUMENT (-1)

/**
 * A handle has the wrong type or has been freed.
 */
#define SUBROSA_E_HANDLE (-2)

/**
 * Another call is using the handle at this moment.
 */
#define SUBROSA_E_BUSY (-3)

/**
 * An earlier call on this handle has failed with `SUBROSA_E_PANIC` (on a messenger, two calls
 * have); the handle can only be freed.
 */
#define SUBROSA_E_POISONED (-4)

/**
 * The library has a bug. The handles passed to the call can only be freed; save nothing from them.
 * A messenger recovers once, from what its vault holds.
 */
#define SUBROSA_E_PANIC (-5)

/**
 * The buffer is too small; the length parameter now holds the size needed. The call has done
 * nothing.
 */
#define SUBROSA_E_BUFFER (-6)

/**
 * A text or passphrase is not UTF-8.
 */
#define SUBROSA_E_UTF8 (-7)

/**
 * The library has a different ABI from the header that the program was compiled with.
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
 * The backend is not in this build, or the processor lacks the instructions that it needs.
 */
#define SUBROSA_E_UNSUPPORTED (-11)

/**
 * There is no current event, or it has no such field.
 */
#define SUBROSA_E_FIELD (-12)

/**
 * The input ends too early: it was cut on the way.
 */
#define SUBROSA_E_TRUNCATED (-100)

/**
 * The input is larger than any valid one.
 */
#define SUBROSA_E_OVERSIZED (-101)

/**
 * The line has a version that this library does not know.
 */
#define SUBROSA_E_VERSION (-102)

/**
 * The object has a cipher suite that this library does not know.
 */
#define SUBROSA_E_SUITE (-103)

/**
 * The object has a type that this library does not know, or that is not allowed here.
 */
#define SUBROSA_E_TYPE (-104)

/**
 * The input has an item that this library does not know and must not skip: a newer version sent
 * it.
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
 * The signature of a card is invalid.
 */
#define SUBROSA_E_BAD_SIGNATURE (-201)

/**
 * The signature of a card has a high s value, which anybody can derive from a genuine signature.
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
 * The lifetime of the card is not allowed.
 */
#define SUBROSA_E_LIFETIME (-205)

/**
 * The card has not been verified: call `subrosa_card_verify` first.
 */
#define SUBROSA_E_UNVERIFIED (-206)

/**
 * The text contains no card.
 */
#define SUBROSA_E_NO_CARD (-207)

/**
 * The text contains more than one card.
 */
#define SUBROSA_E_SEVERAL_CARDS (-208)

/**
 * The text contains no identity export.
 */
#define SUBROSA_E_NO_EXPORT (-209)

/**
 * The text contains more than one identity export.
 */
#define SUBROSA_E_SEVERAL_EXPORTS (-210)

/**
 * The identity export has a format that this library does not know.
 */
#define SUBROSA_E_EXPORT_FORMAT (-211)

/**
 * The identity export could be decrypted, but its content is invalid.
 */
#define SUBROSA_E_EXPORT_CONTENT (-212)

/**
 * The passphrase is wrong or the identity export is damaged; these cannot be told apart.
 */
#define SUBROSA_E_PASSPHRASE (-213)

/**
 * A passphrase parameter is out of range.
 */
#define SUBROSA_E_PASSPHRASE_PARAMETER (-214)

/**
 * The text is not a fingerprint of 64 hexadecimal digits.
 */
#define SUBROSA_E_NOT_A_FINGERPRINT (-215)

/**
 * The card or identity has no sealing key, so documents cannot be sealed to it.
 */
#define SUBROSA_E_NO_SEALING_KEY (-216)

/**
 * The sealing key is not the one that the card names.
 */
#define SUBROSA_E_OTHER_SEALING_KEY (-217)

/**
 * The line belongs to another of our installations, or to a session that has been lost.
 */
#define SUBROSA_E_NOT_FOR_US (-300)

/**
 * The line is forged, or was damaged on the way.
 */
#define SUBROSA_E_FORGED (-301)

/**
 * The line is genuine, but more than 1,000 lines before it are missing.
 */
#define SUBROSA_E_GAP_TOO_LARGE (-302)

/**
 * The line has been used before; this is a replay.
 */
#define SUBROSA_E_REPLAYED (-303)

/**
 * The Offer has been acted upon before; this is a replay.
 */
#define SUBROSA_E_REPLAYED_OFFER (-304)

/**
 * The line has arrived before. Do not report it to the user.
 */
#define SUBROSA_E_DUPLICATE (-305)

/**
 * The line is one of our own that was sent back. Do not report it to the user.
 */
#define SUBROSA_E_REFLECTED (-306)

/**
 * The line or card comes from a different identity from the one that this peer is known by.
 */
#define SUBROSA_E_OTHER_IDENTITY (-307)

/**
 * The line or card comes from our own identity.
 */
#define SUBROSA_E_OWN_IDENTITY (-308)

/**
 * An Offer arrived during a live session, and it answers no line of ours.
 */
#define SUBROSA_E_UNEXPECTED_OFFER (-309)

/**
 * The Offer is older than one that has already been acted upon.
 */
#define SUBROSA_E_OLDER_CARD (-310)

/**
 * The conversation has been closed. Start it again to send.
 */
#define SUBROSA_E_ENDED (-311)

/**
 * There is no session with the peer.
 */
#define SUBROSA_E_NO_SESSION (-312)

/**
 * The session state exists twice, because a backup was restored or the state was stolen. A new
 * session is needed.
 */
#define SUBROSA_E_FORKED (-313)

/**
 * The text is too long to send before the peer has answered. Hold it until then.
 */
#define SUBROSA_E_NOT_CONFIRMED_YET (-314)

/**
 * An empty text cannot be sent.
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
 * Too many sessions have been begun with the current prekeys. Wait until some prekeys expire.
 */
#define SUBROSA_E_TOO_MANY_INITS (-318)

/**
 * The line is genuine, but its content breaks the protocol.
 */
#define SUBROSA_E_CONTENT (-319)

/**
 * The installation belongs to a different identity from the one that the peer was created for.
 */
#define SUBROSA_E_WRONG_INSTALLATION (-320)

/**
 * The saved state cannot be opened: the key or the identity is wrong, or the state is damaged.
 */
#define SUBROSA_E_STATE (-400)

/**
 * The saved state has a format that this library does not know.
 */
#define SUBROSA_E_STATE_FORMAT (-401)

/**
 * The bytes are not a saved state, or are one of another kind.
 */
#define SUBROSA_E_STATE_KIND (-402)

/**
 * The saved state could be decrypted, but its content is invalid.
 */
#define SUBROSA_E_STATE_CONTENT (-403)

/**
 * The account is not attached.
 */
#define SUBROSA_E_UNKNOWN_ACCOUNT (-500)

/**
 * Another messenger, in this process or another, has the account attached.
 */
#define SUBROSA_E_ACCOUNT_IN_USE (-501)

/**
 * The account is attached on another machine, or by a process that cannot be asked;
 * `subrosa_last_error` names the machine. If that machine no longer uses the account, the user may
 * take it over.
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
 * A setting is unknown, its value is invalid, or the text does not have the form name=value.
 */
#define SUBROSA_E_SETTING (-505)

/**
 * There is no longer a text with this number.
 */
#define SUBROSA_E_UNKNOWN_TEXT (-506)

/**
 * The fingerprint is not that of the key that the user has to decide about.
 */
#define SUBROSA_E_OTHER_FINGERPRINT (-507)

/**
 * The address already has the maximum of 4 accepted identities.
 */
#define SUBROSA_E_TOO_MANY_KEYS (-508)

/**
 * The vault remembers addresses of the account, so the rule for spellings of an address can change
 * only while the account is attached. No other call returns this.
 */
#define SUBROSA_E_ADDRESS_TAKEN (-509)

/**
 * This cannot be done in the current state of the conversation or the text.
 */
#define SUBROSA_E_WRONG_STATE (-510)

/**
 * The identity has contacts or attached accounts, so it cannot be replaced.
 */
#define SUBROSA_E_IDENTITY_IN_USE (-511)

/**
 * A record in the vault cannot be understood.
 */
#define SUBROSA_E_RECORD (-512)

/**
 * The translation file cannot be read, or is not a translation file.
 */
#define SUBROSA_E_LANGUAGE (-513)

/**
 * The command is not understood or is incomplete. A SAY tells the user.
 */
#define SUBROSA_E_COMMAND (-514)

/**
 * The question is no longer open, or this does not answer it. A SAY tells the user.
 */
#define SUBROSA_E_ANSWER (-515)

/**
 * There is no vault at this path.
 */
#define SUBROSA_E_VAULT_MISSING (-600)

/**
 * There already is a file at the path of the new vault.
 */
#define SUBROSA_E_VAULT_EXISTS (-601)

/**
 * The file is not a vault.
 */
#define SUBROSA_E_NOT_A_VAULT (-602)

/**
 * The vault was written by a newer version of this library.
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
 * The passphrase, host key or key file is not that of this vault.
 */
#define SUBROSA_E_WRONG_KEY (-609)

/**
 * The vault is protected in a different way from the one that the call tried.
 */
#define SUBROSA_E_OTHER_PROTECTION (-610)

/**
 * The passphrase is empty, so it would protect nothing.
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
 * The key file is not exactly 32 bytes long.
 */
#define SUBROSA_E_KEY_FILE_DAMAGED (-614)

/**
 * The vault was opened by the process that this one was forked from. Open it again.
 */
#define SUBROSA_E_VAULT_FORKED (-615)

/**
 * An earlier write of the same call has failed, and all its writes were undone.
 */
#define SUBROSA_E_VAULT_ROLLED_BACK (-616)

/**
 * A value is longer than the 16 MiB that a vault accepts.
 */
#define SUBROSA_E_VAULT_VALUE (-617)

/**
 * The system refused an operation on a file of the vault.
 */
#define SUBROSA_E_VAULT_FILE (-618)

/**
 * The files of the vault cannot be read or written.
 */
#define SUBROSA_E_VAULT_IO (-619)

/**
 * The database of the vault failed in a way that has no code of its own.
 */
#define SUBROSA_E_VAULT_DATABASE (-620)

/**
 * The vault is older than it was before: an older copy was restored, or one of its files is
 * missing. The library may have forgotten that a conversation was private. `subrosa_last_error`
 * names the file. Put back the newest copies of all files, or let the user accept the vault as it
 * is with the word `go-on`.
 */
#define SUBROSA_E_VAULT_OLDER (-621)

/**
 * The file of the vault has several names (hard links) and may be in use under another one.
 */
#define SUBROSA_E_VAULT_NAMES (-622)

/**
 * The input is not a sealed document.
 */
#define SUBROSA_E_NOT_A_DOCUMENT (-700)

/**
 * The input is another object of this library, such as a card.
 */
#define SUBROSA_E_OTHER_OBJECT (-701)

/**
 * The document was made by a newer version of this library.
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
 * The content of the document is damaged; `subrosa_last_error` says in which chunk.
 */
#define SUBROSA_E_DAMAGED_CHUNK (-707)

/**
 * The signature of the document is damaged.
 */
#define SUBROSA_E_DAMAGED_TRAILER (-708)

/**
 * The document is sealed to somebody else or its header is damaged; these cannot be told apart.
 */
#define SUBROSA_E_NOT_A_RECIPIENT (-709)

/**
 * The document is sealed under a passphrase, but a key was given.
 */
#define SUBROSA_E_PASSPHRASE_NEEDED (-710)

/**
 * The document is sealed to keys, but a passphrase was given.
 */
#define SUBROSA_E_KEYS_NEEDED (-711)

/**
 * The passphrase is wrong or the header of the document is damaged; these cannot be told apart.
 */
#define SUBROSA_E_DOCUMENT_PASSPHRASE (-712)

/**
 * The signature does not belong to this document.
 */
#define SUBROSA_E_DOCUMENT_SIGNATURE (-713)

/**
 * The signature has a high s value, which anybody can derive from a genuine signature.
 */
#define SUBROSA_E_DOCUMENT_HIGH_S (-714)

/**
 * The sender sealed the document to somebody else, and it was passed on to you.
 */
#define SUBROSA_E_NOT_ADDRESSED_TO_YOU (-715)

/**
 * The document is not signed, but a signature was required.
 */
#define SUBROSA_E_UNSIGNED (-716)

/**
 * The document is not signed by any of the expected senders.
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
 * There are no recipients to seal to.
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
 * The size of the file changed while it was being sealed.
 */
#define SUBROSA_E_SIZE_CHANGED (-724)

/**
 * The content is larger than the limit of a document (16 TiB), or of a document as text (2 MiB).
 */
#define SUBROSA_E_TOO_LARGE (-725)

/**
 * The text contains no sealed document.
 */
#define SUBROSA_E_NO_DOCUMENT (-726)

/**
 * The document in the text was changed on the way and cannot be read.
 */
#define SUBROSA_E_DOCUMENT_ARMOR (-727)

/**
 * There already is a file of that name, and the call was not allowed to replace it.
 */
#define SUBROSA_E_TARGET_EXISTS (-728)

/**
 * The target name is not a plain file name.
 */
#define SUBROSA_E_TARGET_NAME (-729)

/**
 * The source is not a regular file.
 */
#define SUBROSA_E_NOT_A_FILE (-730)

/**
 * Something, such as a virus scanner, has removed or replaced the temporary file.
 */
#define SUBROSA_E_TEMPORARY_GONE (-731)

/**
 * The job has already ended, successfully or with an error.
 */
#define SUBROSA_E_JOB_ENDED (-732)

/**
 * The job must be run to its end first.
 */
#define SUBROSA_E_JOB_NOT_DONE (-733)

/**
 * The system refused an operation on a file.
 */
#define SUBROSA_E_FILE (-734)

/**
 * There is no such file or folder.
 */
#define SUBROSA_E_FILE_MISSING (-735)

/**
 * There is no permission to read or write the file or folder.
 */
#define SUBROSA_E_FILE_PERMISSION (-736)

/**
 * Returns the name of a result code, as this header spells it.
 *
 * @param code  any number
 * @return A constant string: `"SUBROSA_E_FORGED"` for that code, `"unknown result"` for any other
 *         number. Never NULL; do not free it.
 *
 * Thread: any. Since 0.1.
 */
const char *subrosa_result_name(subrosa_result code);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* SUBROSA_H */
