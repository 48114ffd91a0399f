/* Generated from src/capi/ by cbindgen: change it there, then run `make header`. */

#ifndef SUBROSA_H
#define SUBROSA_H

/**
 * @file
 * Subrosa: end-to-end encryption that plugs into messengers that already exist.
 *
 * This header is all that a plugin of a messenger needs. A messenger keeps everything in a vault, and is
 * told what the user types (subrosa_outgoing, subrosa_command), what the network brings
 * (subrosa_incoming), and that time has passed (subrosa_tick). Each call gives an outcome: a verdict
 * about the text, and events to be carried out in their order. There are five of them:
 *
 *     SEND   send LINE to PEER
 *     SHOW   show MARK and TEXT as said by PEER
 *     SAY    say SENTENCE where PLACE says; maybe it asks something
 *     TITLE  show how the conversation stands: WORDS, or an icon by LEVEL
 *     ECHO   show MARK and TEXT as said by the user
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
 * subrosa_glue.h, a header beside this one, has that walk and what else each plugin would write again:
 * a plugin gives it a function for each event (examples/c/glue.c is a whole one). Four rules keep a
 * plugin safe whatever goes wrong:
 *
 * - Send what was typed only if the verdict is SUBROSA_VERDICT_PASS. Hide what came only if it is
 *   SUBROSA_VERDICT_TAKEN. The verdict of an outcome that is NULL is SUBROSA_VERDICT_REFUSED.
 * - Walk each outcome to its end, then free it. An event is carried out when the walk has gone past
 *   it: a text counts as shown then, and its sender is told so. What could not be carried out is given
 *   back by subrosa_outcome_undone; that, and what was never reached, comes again with a later tick.
 *   Events may be answered with calls, and outcomes may be kept and walked later.
 * - Set the timer anew after every outcome, to subrosa_wake_ms, and call subrosa_tick then.
 * - Ask subrosa_may_send before anything leaves that passes no hook, files for instance.
 *
 * What is for people is said once, in a language of the user's, by name, and safe for any window: a
 * plugin has no sentences of its own. What people type, "/subrosa start" say, goes to subrosa_command
 * as it is; menus come from subrosa_choices.
 *
 * Two more headers stand beside this one. subrosa_session.h is the level below, for hosts with storage
 * of their own: identities, cards, installations, peers. subrosa_documents.h is for files and texts
 * that are read later, to full cards or under a passphrase. Codes of errors stand together at the end
 * of this header.
 *
 * The rules that hold for every call:
 *
 * - A call on a messenger that can tell something returns its outcome, in any case: without a living
 *   messenger one by which nothing typed is sent and nothing that came is hidden.
 *   subrosa_outcome_result says whether the call could do what was asked. Other calls return a result,
 *   SUBROSA_OK (0) or negative, or what they give. No failed call has changed anything, except that a
 *   panic poisons the handles it was given (a messenger only the second time), and that a messenger
 *   may have kept a text for later: the verdict says so. subrosa_last_error has a sentence about the
 *   last failure on this thread for developers, subrosa_last_sentence one for users.
 * - A handle is freed with the free function of its type, which takes NULL too and wipes secrets. A
 *   handle that a call gives out is NULL if the call fails; other outputs are then not written.
 *   The handle of another type, one that was freed (as a rule), and one that another call is using
 *   are errors: SUBROSA_E_HANDLE, SUBROSA_E_BUSY.
 * - Inputs are a pointer and a length in bytes; (NULL, 0) is an empty one, and in this header
 *   SUBROSA_NUL stands for the length up to the NUL. Names (accounts, peers, settings) are C strings
 *   in UTF-8. The library keeps no pointer to them.
 * - A text that is given out has a NUL at its end. For one with a buffer, the length parameter is
 *   the size of the buffer before the call, and the bytes needed after it, NUL included, whether it
 *   was large enough or not. A buffer that is too small is SUBROSA_E_BUFFER, and nothing has
 *   happened.
 * - Paths of vaults, of files that are sealed or opened, and names they are committed under, are those
 *   of the system: on Unix any bytes without NUL, elsewhere UTF-8.
 * - Times are seconds since 1970-01-01 00:00 UTC, never negative, where they are parameters. Only a
 *   messenger reads the system's clock. Randomness is the system's.
 * - Any thread may call. One handle takes one call at a time; calls on a messenger wait for each
 *   other instead. There are no callbacks. The library opens no socket, writes to no stream, and reads
 *   no environment but for the place of the user's own vault. The only thread of it that outlasts a
 *   call turns a passphrase into a key for a messenger, and ends with that; a messenger reads and
 *   writes the files of its vault, a job reads the file and writes into the folder it was given, and
 *   nothing else touches any. The process is ended only when the system has no memory left. After a
 *   fork the child opens its messengers anew.
 */

#include <stddef.h>
#include <stdint.h>

/**
 * As the length of a text: up to its NUL.
 */
#define SUBROSA_NUL ((size_t)-1)

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A vault in use: the accounts of a host, their contacts and conversations. Its calls may come from
 * any thread at any time; they wait for each other.
 */
typedef struct subrosa_messenger subrosa_messenger;

/**
 * What a call has to tell: a list of events to be carried out in their order, and of a messenger a
 * verdict about the host's text. Walk it with `subrosa_outcome_next`, then free it.
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
 * Opens a vault, which keeps everything: who the user is, whom they know, what is on its way. What is
 * missing is made: the directories above it (mode 0700), the vault, its key file, an identity. The
 * vault is the file at `vault` and the files beside it whose names begin with its name; keep and copy
 * them together, and only while no program uses them.
 *
 * Settings:
 *
 * - `command`: how a command begins that the user types. `/subrosa` if it is not set. If it has a blank,
 *   as in `"/msg *subrosa"`, each word is followed by the person's name.
 * - `can`: what the host can do, so that nothing is told twice. `edits`: it obeys PROGRESS and CLOSE.
 *   `buttons`: HOW is left empty. `hidden`: it asks for a line that nobody sees. `time`: it shows
 *   `TIME`, so that `MARK` leaves it out.
 * - `language`: a file of templates as `bindings/sentences.json`.
 *
 * A vault that a passphrase protects is locked: a SAY asks for it. One that cannot be used now, as it is
 * busy, set back, damaged or of a newer version, gives a messenger all the same: the outcome has the
 * reason as its result, a SAY tells the user, and maybe asks whether to go on with what is there; what is
 * typed is refused, and what comes is shown as it is, until a tick or the user's word has opened it.
 * Accounts can be attached meanwhile, and are in use then.
 *
 * @param abi       `SUBROSA_ABI`
 * @param vault     the path of the vault; NULL for the user's own, which all programs share:
 *                  `subrosa/vault` in `$XDG_DATA_HOME` or `~/.local/share`, in
 *                  `~/Library/Application Support` on macOS, in `%LOCALAPPDATA%` on Windows
 * @param settings  `"name=value ..."`, a value with blanks in double quotes with `\"` and `\\`
 *                  inside; NULL for none
 * @param out       receives the messenger; free it with `subrosa_messenger_free`. NULL if the call itself was
 *                  wrong: its ABI, settings or parameters
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
 * As `subrosa_messenger_open`, with a key that the host keeps, in a key ring say: a new vault is
 * protected by it, instead of by a key file beside the vault.
 *
 * @param host_key  32 secret bytes, the same each time; or NULL
 * @return As `subrosa_messenger_open`; `SUBROSA_E_WRONG_KEY` for another key, and
 *         `SUBROSA_E_OTHER_PROTECTION` if the vault is protected otherwise.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_messenger_open_with_key(int32_t abi,
                                                 const char *vault,
                                                 const uint8_t *host_key,
                                                 const char *settings,
                                                 subrosa_messenger **out);

/**
 * To be called before the host unloads the library: an alarm in each window that is private, as what
 * is typed there is not private from now on. Walk the outcome, then free it and the messenger.
 *
 * @return An outcome with a SAY for each of these windows.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_messenger_leave(subrosa_messenger *messenger);

/**
 * Frees a messenger: detaches its accounts, closes the vault and wipes secrets. NULL is fine.
 * Nothing is lost. Outcomes of it that still live tell nothing more.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_messenger_free(subrosa_messenger *messenger);

/**
 * When to call `subrosa_tick`: set a timer by it after each outcome.
 *
 * @return Milliseconds from now, at least 10; -1 if there is nothing to wait for, and for a NULL or
 *         bad handle.
 *
 * Thread: any. Since 0.1.
 */
int64_t subrosa_wake_ms(const subrosa_messenger *messenger);

/* --- Accounts --------------------------------------------------------------------------------- */

/**
 * Takes an account into use: one connection of the user. No other messenger, in this process or
 * another one, can use it meanwhile. Until it is in use every text that is typed on it is refused,
 * and `subrosa_tick` tries again: when another program has the account, or the vault is locked.
 *
 * @param account   the host's name for it, the same at every start: protocol and own address, say.
 *                  UTF-8, 1 to 1,024 bytes
 * @param profile   how its network is: `"irc"`, `"xmpp"`, `"bonjour"`, `"aim"`, `"icq"`, `"msn"`,
 *                  `"yahoo"`, `"gadu-gadu"`, `"groupwise"`, `"simple"`, `"mail"`; `"plain"` or
 *                  `"html"` for any other. It sets the length of lines, their pace, the markup and
 *                  which spellings of an address are the same
 * @param settings  as for `subrosa_account_set`; NULL for none
 * @return An outcome with what is left from the last run: TITLE of conversations, questions, texts
 *         that were not shown, lines. Its result is `SUBROSA_OK`; `SUBROSA_E_SETTING`,
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
 * Changes settings of an account, attached or not: all of them, or none. What cannot be set now,
 * because the vault is locked or busy, a tick sets; until then nothing leaves there.
 *
 * Settings:
 *
 * - `html`: `in` if the host gives texts as HTML, `out` if it takes them as HTML, `in,out` for both,
 *   nothing for neither.
 * - `line-chars`: the longest line in characters. `interval-ms`: milliseconds between two lines.
 *   `burst`: how many may go at once.
 * - `split-lines`: 1 if the network cuts texts at line breaks.
 * - `long-text-lines`: how many lines a text may have before the user is asked.
 * - `mode`: `manual` if the user begins private conversations; `automatic` if the library does, where
 *   that is possible; `append` as that, and the library asks somebody unknown once, behind a text of the
 *   user; `required` if nothing may go in clear.
 * - `tell`: 0 if nobody is told that the library is here, not even where it is not seen.
 * - `share-card`: 1 if contacts in private get the user's card by themselves.
 * - `casemapping`: as a server of IRC announces it. `nick`: the user's nick, if the account is attached
 *   in the middle of a connection. `raw`: the longest raw line that the host takes, in bytes; 0: any.
 * - `log`: 1 if private texts may stand in logs.
 * - `shows`: 0 if nobody looks, so that nothing is shown, and nothing counts as received.
 * - `offers`, `offers-of-contact`, `handshakes`, `handshakes-of-address`, `handshakes-of-strangers`,
 *   `invitations`: budgets an hour.
 *
 * @param settings  `"name=value ..."`, a value with blanks in double quotes
 * @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_SETTING`, `SUBROSA_E_NAME` and the
 *         errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_account_set(subrosa_messenger *messenger,
                                     const char *account,
                                     const char *settings);

/**
 * One setting of an attached account: as it was set, or as its profile has it.
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
 * Says whether the connection of an account is there. Lines wait while it is not, and texts that
 * nobody has acknowledged when it went are sent again, with the same bytes. An account that was just
 * attached counts as connected.
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
 * Gives an account back. Nothing is lost: what is not sent, delivered or shown comes again.
 *
 * @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_account_detach(subrosa_messenger *messenger, const char *account);

/**
 * The host calls an account otherwise now: the user has changed its name or server. Conversations,
 * trust, texts and modes come along, also its own identity. If the vault has an account of the new
 * name already, what may not leave in clear under either may not leave under the new one; its
 * sessions stay, those of the old account end, and texts on their way there are lost, of which the
 * user is told. An account that is attached is attached under the new name afterwards.
 *
 * @param from  the name until now, attached here or by nobody
 * @param to    the new name, UTF-8, 1 to 1,024 bytes
 * @return An outcome with what `subrosa_account_attach` gives. Its result is `SUBROSA_OK`;
 *         `SUBROSA_E_UNKNOWN_ACCOUNT` if the vault has no account of the old name,
 *         `SUBROSA_E_ACCOUNT_IN_USE` if another program has attached either,
 *         `SUBROSA_E_IDENTITY_IN_USE`, `SUBROSA_E_NAME`, `SUBROSA_E_VAULT_LOCKED` and the errors of
 *         a vault, and nothing has changed; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of
 *         the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_account_rename(subrosa_messenger *messenger,
                                        const char *from,
                                        const char *to);

/**
 * The list of contacts is complete, as the network has given it: who was on it in an earlier run, and is
 * not named by `SUBROSA_HINT_KNOWN` since the account was attached, is not on it any more.
 *
 * @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a
 *         vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_account_listed(subrosa_messenger *messenger,
                                        const char *account);

/* --- Texts ------------------------------------------------------------------------------------ */

/**
 * The text goes as it is, or is shown as it is, as if there were no library.
 */
#define SUBROSA_VERDICT_PASS 1

/**
 * Of a text that came: it is shown with `subrosa_outcome_mark` before it.
 */
#define SUBROSA_VERDICT_MARKED 2

/**
 * The text is swallowed: what a person is to see of it comes as an ECHO or a SHOW.
 */
#define SUBROSA_VERDICT_TAKEN 3

/**
 * Of a text that was typed: it is neither sent nor kept. A SAY has it in `TEXT`, to be put back where
 * it was typed.
 */
#define SUBROSA_VERDICT_REFUSED 4

/**
 * The text says what its sender does ("/me waves").
 */
#define SUBROSA_FLAG_ACTION 1

/**
 * The text is by a program, as a NOTICE of IRC: it is never answered; one that would have to wait is
 * refused in silence.
 */
#define SUBROSA_FLAG_NOTICE 2

/**
 * The text is replayed from a history, or was kept by the server meanwhile: it begins nothing. If it is
 * new, it is shown and acknowledged.
 */
#define SUBROSA_FLAG_HISTORY 4

/**
 * The text is one of the user's own that came back, from the network or another device: a carbon,
 * an echo of a bouncer. `peer` is whom it went to. Lines of the library in it are hidden; what went in
 * clear to somebody private is marked.
 */
#define SUBROSA_FLAG_OWN 8

/**
 * The peer is a name in a room that is written to alone, `room/nick` of XMPP for instance: whoever
 * takes the name has it, so nothing private is begun there. Texts of rooms themselves are never given
 * to the library.
 */
#define SUBROSA_FLAG_OCCUPANT 16

/**
 * The text is HTML, even if its account has plain texts.
 */
#define SUBROSA_FLAG_HTML 32

/**
 * The text is plain, even if its account has HTML.
 */
#define SUBROSA_FLAG_PLAIN 64

/**
 * The user wants to send a text.
 *
 * A line that came as a SEND event passes, so that a hook sees its own lines through.
 *
 * @param account  attached
 * @param peer     the address of the other side, UTF-8, 1 to 1,024 bytes. For XMPP without the
 *                 resource
 * @param text     what the user typed, in the markup of the account
 * @param length   its length in bytes, or `SUBROSA_NUL`
 * @param flags    `SUBROSA_FLAG_` bits, or 0
 * @return An outcome: send the text only if its verdict is `SUBROSA_VERDICT_PASS`. Its result is
 *         `SUBROSA_OK`. After `SUBROSA_E_VAULT_BUSY` and `SUBROSA_E_DISK_FULL` the text may have been
 *         kept for later, as the verdict says. After any other error the verdict is
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
 * The network has brought a text. What is not of this library passes untouched, whatever its encoding.
 *
 * @param account  attached
 * @param peer     the address it came from, UTF-8, 1 to 1,024 bytes. For XMPP without the resource
 * @param text     what came, of any encoding
 * @param length   its length in bytes, or `SUBROSA_NUL`
 * @param flags    `SUBROSA_FLAG_` bits, or 0
 * @param time     when it was said by what the network says, in seconds since 1970; 0 for now
 * @return An outcome: hide the text only if its verdict is `SUBROSA_VERDICT_TAKEN`, and show it with
 *         `subrosa_outcome_mark` before it if it is `SUBROSA_VERDICT_MARKED`. Its result is
 *         `SUBROSA_OK`. After `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_VAULT_BUSY` and
 *         `SUBROSA_E_DISK_FULL` the text is kept in memory and read later, if the verdict is
 *         `SUBROSA_VERDICT_TAKEN`. The other errors are `SUBROSA_E_UNKNOWN_ACCOUNT`,
 *         `SUBROSA_E_NAME` and those of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error
 *         of the handle.
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
 * Whether something may leave now, in clear: the last guard, for every path around the hooks, files
 * included. Costs no sync of the disk. A line that came as a SEND event may.
 *
 * @param account  attached
 * @param peer     the address of the other side
 * @param text     what is about to be sent; (NULL, 0) for what is no text
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
 * What a line is for that the library has given out: for a hook nearer the wire than the one that
 * sends, which adds what the network wants beside it.
 *
 * @param line    the line
 * @param length  its length in bytes, or `SUBROSA_NUL`
 * @return A `SUBROSA_KIND_` constant; 0 if it is no line that the library has given out lately, and
 *         after every error.
 *
 * Thread: any. Since 0.1.
 */
int32_t subrosa_line_kind(const subrosa_messenger *messenger, const char *line, size_t length);

/**
 * The host could not send a line: it is given again a little later, with the same bytes. For a
 * connection that is gone call `subrosa_account_online` instead.
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
 * Does what is due on all accounts: lines that had to wait for their turn, acknowledgements, texts
 * to be sent again, questions, what was not carried out. Call it when `subrosa_wake_ms` says so;
 * earlier does no harm.
 *
 * @return An outcome. Its result is `SUBROSA_OK`; the errors of a vault: it is tried again;
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_tick(subrosa_messenger *messenger);

/**
 * Begins a batch: for a bot that answers many texts at once. From now on the calls of this messenger
 * that change something give outcomes with their verdict, and the ECHO of what was typed; `subrosa_batch_end`
 * gives all other events. A batch is as safe as single calls are, and spares the disk: on one that takes its time
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
 * @return An outcome with the events of all calls in their order. Its result is `SUBROSA_OK`;
 *         `SUBROSA_E_WRONG_STATE` if there is no batch; `SUBROSA_E_DISK_FULL`,
 *         `SUBROSA_E_VAULT_BUSY` and the other errors of a vault: the batch then goes on, nothing is
 *         lost, and this can be called again; an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_batch_end(subrosa_messenger *messenger);

/* --- IRC as raw lines ------------------------------------------------------------------------- */

/**
 * The client wants to send a raw line. A host gives all of them, as they were typed: unsplit, of any
 * length, from the first of a connection. Nothing else of the library leaves before the server has
 * greeted (001), unless the setting `nick` says who the user is. CR LF at the end is ignored, inside a
 * line refused. `SUBROSA words` and `PRIVMSG *subrosa :words` are commands. May be mixed with
 * `subrosa_outgoing` on the same account.
 *
 * A line that may reach somebody private in clear, or that nobody understands, is refused whole: lists
 * with somebody private in them, masks, CTCP, reactions. What passes is unchanged.
 *
 * @param account  attached, of the profile `"irc"`
 * @param line     the line, of any encoding
 * @param length   its length in bytes, or `SUBROSA_NUL`
 * @return An outcome: send the line only if its verdict is `SUBROSA_VERDICT_PASS`. Its events have
 *         `RAW`: for the server if it is a SEND, else as if the server had sent it. Its result is that
 *         of `subrosa_outgoing`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_irc_out(subrosa_messenger *messenger,
                                 const char *account,
                                 const char *line,
                                 size_t length);

/**
 * The server has sent a raw line. A host gives all of them, from the first of a connection: nick
 * changes, case mappings, the real length of a line and who is there are learned from them.
 *
 * @param account  attached, of the profile `"irc"`
 * @param line     the line, of any encoding, with its tags
 * @param length   its length in bytes, or `SUBROSA_NUL`
 * @param time     when it was said, in seconds since 1970; 0: its tag `time`, or now
 * @return An outcome: hide the line only if its verdict is `SUBROSA_VERDICT_TAKEN`, and show
 *         `subrosa_outcome_line` instead of it if that is `SUBROSA_VERDICT_MARKED`. Its events have
 *         `RAW`. Its result is that of `subrosa_incoming`; an account that is not attached lets every line
 *         pass.
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
 * Does what the user has typed behind the name of the command, or chosen in a menu. The word `help`
 * lists all; docs/MESSENGER.md describes them.
 *
 * - A private conversation: `start`, `end`, `cancel`, `status`.
 * - What is asked about an invitation, a name or a key: `accept`, `decline`, `accept-key`, `add-key`.
 * - Comparing keys: `verify`, `unverify`, `differ`, `safety`, `code`, `devices`.
 * - Texts that wait for a decision: `send`, `resend`, `discard`.
 * - A person: `block`, `unblock`, `forget`.
 * - The vault, and who the user is: `unlock`, `passphrase`, `no-passphrase`, `go-on`, `export FILE`,
 *   `import FILE`.
 * - How conversations begin, the user's card, who is known: `mode`, `card`, `list`, `help`.
 *
 * @param account  the account of the window where it was typed; NULL or `""` for none
 * @param peer     the person of the window; NULL or `""` for none: its name follows the word
 * @param text     what was typed, UTF-8
 * @param length   its length in bytes, or `SUBROSA_NUL`
 * @return An outcome, in which a SAY answers the user. Its result is `SUBROSA_OK`;
 *         `SUBROSA_E_COMMAND` if it is not understood, and why what it asks for could not be done.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_command(subrosa_messenger *messenger,
                                 const char *account,
                                 const char *peer,
                                 const char *text,
                                 size_t length);

/**
 * Answers a question: with the word of one of its choices, or with the line that it asked for. It acts
 * on what was asked then, or not at all: no button of yesterday accepts the key of today.
 *
 * @param question  the `QUESTION` of a SAY
 * @param text      UTF-8
 * @param length    its length in bytes, or `SUBROSA_NUL`
 * @return An outcome, in which a SAY answers the user. Its result is `SUBROSA_OK`;
 *         `SUBROSA_E_ANSWER` if the question is not open any more, or this is no answer to it, and
 *         why what it asks for could not be done.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_answer(subrosa_messenger *messenger,
                                int64_t question,
                                const char *text,
                                size_t length);

/**
 * What the user can do about a person now, the best first: for menus. Reads memory alone.
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
 * How a conversation stands now: for bars, and for windows that are opened later. Reads memory alone.
 *
 * @param account  NULL or `""` with no peer: all accounts
 * @param peer     the address of the other side; NULL or `""`: all conversations that are not plain
 * @return An outcome with a TITLE for each.
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
 * The contact is there, so that what is sent is received.
 */
#define SUBROSA_HINT_PRESENT 2

/**
 * The contact's program says that it has the library (docs/XMPP.md).
 */
#define SUBROSA_HINT_CAPABLE 3

/**
 * What the host knows of a person. Hints permit nothing.
 *
 * @param account  attached
 * @param peer     the address of the other side
 * @param hint     a `SUBROSA_HINT_` constant
 * @param value    1 or 0
 * @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and
 *         the errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_contact_hint(subrosa_messenger *messenger,
                                      const char *account,
                                      const char *peer,
                                      int32_t hint,
                                      int32_t value);

/**
 * The network says that somebody has another name now (NICK of IRC). It may lie, so what may not
 * leave in clear under either name may leave under neither from now on, and a block holds under both;
 * that is so even if this call fails, and is written later. Whoever is known under the old name is
 * known under the new one, and the conversation goes on there, if the user has never written to that
 * name nor decided about it, or if they come back to it. Else they are a guest there, about whom a SAY
 * asks. The old name is nobody's and waits for them: if texts to it did not go in clear they are
 * refused until the user decides.
 *
 * @param account  attached
 * @param from     the old name
 * @param to       the new name
 * @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and
 *         the errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_outcome *subrosa_contact_rename(subrosa_messenger *messenger,
                                        const char *account,
                                        const char *from,
                                        const char *to);

/**
 * What is known at an address, or at all addresses of an account: a CONTACT event for each identity
 * there, first that which texts go to. The same `FINGERPRINT` is the same person.
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
 * The user's texts that have not arrived: a TEXT event for each.
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
 * Compares a code that a person has shown, as a camera has read it. If it matches, the person is
 * verified.
 *
 * @param account  attached
 * @param peer     the address of the other side
 * @param code     the text of the code, UTF-8
 * @param length   its length in bytes, or `SUBROSA_NUL`
 * @return An outcome, in which a SAY tells the user what that means: `CODE` is `scan-match`,
 *         `scan-wrong-contact`, `scan-not-for-us`, `scan-newer` or `scan-no-code`. Its result is
 *         `SUBROSA_OK`; `SUBROSA_E_WRONG_STATE` if nobody is known there; `SUBROSA_E_UNKNOWN_ACCOUNT`,
 *         `SUBROSA_E_NAME` and the errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
 *         error of the handle.
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
 * What `subrosa_answer` and `subrosa_command` take.
 */
#define SUBROSA_CHOICE_WORD 0

/**
 * What stands on a button or in a menu.
 */
#define SUBROSA_CHOICE_LABEL 1

/**
 * `"risk"` if whoever chooses it without having looked may be deceived, else `""`.
 */
#define SUBROSA_CHOICE_RISK 2

/**
 * What the host does with its own text, which it gave to `subrosa_outgoing`, `subrosa_incoming` or
 * one of their like. Send what was typed only if it is `SUBROSA_VERDICT_PASS`; hide what came only
 * if it is `SUBROSA_VERDICT_TAKEN`.
 *
 * @return A `SUBROSA_VERDICT_` constant. `SUBROSA_VERDICT_REFUSED` if the handle is NULL or bad, or
 *         its outcome is not one of a messenger.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_outcome_verdict(const subrosa_outcome *outcome);

/**
 * Whether the call could do what was asked. A plugin need not look: it acts on the verdict, and what
 * the user has to know is said by a SAY.
 *
 * @return `SUBROSA_OK`, or why the call failed; `SUBROSA_E_ARGUMENT` for NULL, and the other errors of
 *         a handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_outcome_result(const subrosa_outcome *outcome);

/**
 * What stands before a text that is `SUBROSA_VERDICT_MARKED`: plain text, as "[not private] ".
 *
 * @return A text with a NUL at its end; it belongs to the outcome and is valid until that is freed.
 *         `""` for every other verdict, and for a NULL or bad handle. Never NULL.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
const char *subrosa_outcome_mark(const subrosa_outcome *outcome);

/**
 * The raw line of IRC to show instead of one that is `SUBROSA_VERDICT_MARKED`: of `subrosa_irc_in`, with
 * the tags that came.
 *
 * @param length  receives its length in bytes, without the NUL behind it. May be NULL
 * @return The bytes as they came but for the mark, and a NUL; they belong to the outcome and are valid
 *         until that is freed. `""` for every other verdict and call, and for a NULL or bad handle.
 *         Never NULL.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
const char *subrosa_outcome_line(const subrosa_outcome *outcome,
                                 size_t *length);

/**
 * Goes to the next event, which the other calls then are about; the one before it is carried out by
 * that. Of a messenger, a private text counts as shown then, and its sender is told so. The walk tells
 * the present: a title or a question that was overtaken by another call is left out. An event may be
 * answered with calls on the messenger.
 *
 * Pass over kinds you do not know: later versions add some.
 *
 * @return The kind, a `SUBROSA_EVENT_` constant; 0 at the end, and for a NULL or bad handle. Never
 *         negative.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_outcome_next(subrosa_outcome *outcome);

/**
 * The event where the walk stands was not carried out: it comes again with a later `subrosa_tick`,
 * ever later if it fails again, and the texts of the same peer behind it wait for it. The walk goes
 * on. Does nothing to events of the other levels.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
void subrosa_outcome_undone(subrosa_outcome *outcome);

/**
 * Whether the event where the walk stands has a field.
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
 * @return The text with a NUL at its end; it belongs to the outcome and is valid until the walk
 *         goes on. `""` if this event has no such field, at the end, and for a NULL or bad handle.
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
 * A field of the current event that is bytes, or a text with its length.
 *
 * @param field   a `SUBROSA_FIELD_` constant
 * @param length  receives the number of bytes, without the NUL behind them; 0 if there are none. May
 *                be NULL
 * @return The bytes, followed by a NUL; they belong to the outcome and are valid until the walk goes
 *         on. NULL if this event has no such field, at the end, and for a NULL or bad handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
const uint8_t *subrosa_outcome_bytes(const subrosa_outcome *outcome,
                                     int32_t field,
                                     size_t *length);

/**
 * One way to answer the question of the current event, or one thing that the user can do. The first
 * is never a risk.
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
 * The event where the walk stands as one JSON object, with the names of the fields in small letters;
 * before the first one `verdict`, `mark` and `error`. Of a messenger's outcome alone.
 *
 * @return UTF-8 with a NUL at its end; it belongs to the outcome and is valid until the walk goes on.
 *         `""` for an outcome of another level, and for a NULL or bad handle. Never NULL.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
const char *subrosa_outcome_json(subrosa_outcome *outcome);

/**
 * Frees an outcome and wipes the texts in it. NULL is fine. Freeing confirms nothing: what was not
 * walked past is given again with a later `subrosa_tick`. Lines of a peer in it that were never sent
 * are lost.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_outcome_free(subrosa_outcome *outcome);

/* --- Events and their fields ------------------------------------------------------------------ */

/**
 * Send `LINE` to `PEER`, and nothing with it: ASCII, within the line limit of the account. `LINE_ID`
 * names it if it cannot be sent, `KIND` says what it is for (a `SUBROSA_KIND_` constant), `FALLBACK` is
 * a sentence for programs without this library, where a network carries both.
 */
#define SUBROSA_EVENT_SEND 1

/**
 * Show `MARK` and `TEXT` as said by `PEER`, in their window, which is opened if need be: `ACTION`,
 * `TIME`, `TRUST`, `PRIVATE`, `LOG`. A private text has `ID` and `FINGERPRINT` as well.
 */
#define SUBROSA_EVENT_SHOW 2

/**
 * Say `SENTENCE` where `PLACE` says: `SEVERITY`, `ASKED_FOR`, `LOG`, `CODE`, `NAME`. It may have `TEXT`
 * (one that was not sent, to be put back where it was typed; or a card), `DIGITS`, `COUNT`, and a code
 * to scan: `BLOCKS`, or `MODULES` and `SIDE`. If `QUESTION` is not 0, something is asked: `HOW` says what
 * the user types, `INPUT` what is asked for, `subrosa_outcome_choice` has the choices;
 * `subrosa_answer` takes the answer.
 */
#define SUBROSA_EVENT_SAY 3

/**
 * Show how the conversation with `PEER` stands now: `WORDS` in a title, or an icon by `LEVEL`; `STATE`,
 * `TRUST`.
 */
#define SUBROSA_EVENT_TITLE 4

/**
 * Show `MARK` and `TEXT` as said by the user to `PEER`: `ACTION`, `LOG`, `NUMBER`, `LABEL`. Not where the messenger
 * shows what a hook has stopped.
 */
#define SUBROSA_EVENT_ECHO 5

/**
 * The echo `NUMBER` has `MARK` before it from now on: `STAGE`, `DONE` of `TOTAL` lines. Comes only to
 * hosts that can change what they have shown (`can=edits`).
 */
#define SUBROSA_EVENT_PROGRESS 10

/**
 * `QUESTION` is not open any more, whoever has answered it: take its buttons away.
 */
#define SUBROSA_EVENT_CLOSE 11

/**
 * Answer of `subrosa_choices`: `subrosa_outcome_choice`.
 */
#define SUBROSA_EVENT_CHOICES 20

/**
 * Answer of `subrosa_contact_list`, one for each identity: `STATE`, `TRUST`, `KNOWN`, `BLOCKED`,
 * `SEALABLE`, `COUNT` texts that have not arrived, `CURRENT`; if somebody is known `FINGERPRINT`,
 * `DIGITS`, `FIRST_SEEN`; while another key is in question `OTHER_FINGERPRINT` and `OTHER_DIGITS`.
 */
#define SUBROSA_EVENT_CONTACT 21

/**
 * Answer of `subrosa_text_list`: `NUMBER`, `TEXT`, `STAGE`, `MARK`, `DONE` of `TOTAL` lines.
 */
#define SUBROSA_EVENT_TEXT 22

/**
 * Text: the account; empty if it is about none.
 */
#define SUBROSA_FIELD_ACCOUNT 1

/**
 * Text: the address of the other side, as the host wrote it last; empty if it is about nobody.
 */
#define SUBROSA_FIELD_PEER 2

/**
 * Text: a line to send.
 */
#define SUBROSA_FIELD_LINE 3

/**
 * Text, of accounts that are fed with raw lines of IRC: the event as a raw line, without CR LF and tags.
 * For the server if it is a SEND, else as if the server had sent it: a SHOW from `PEER`, an ECHO from
 * the user, SAY and TITLE from `*subrosa`.
 */
#define SUBROSA_FIELD_RAW 4

/**
 * Text: a sentence for people whose program does not have this library. Networks that carry two
 * bodies send it beside the line, the others leave it out.
 */
#define SUBROSA_FIELD_FALLBACK 5

/**
 * Text: what was said, safe for the markup of the account. Of a SAY and a TEXT as it was typed.
 */
#define SUBROSA_FIELD_TEXT 6

/**
 * Text, plain: stands before `TEXT`, behind "/me " of an action. Mostly empty.
 */
#define SUBROSA_FIELD_MARK 7

/**
 * Text, plain: a sentence that suits any window. It names the person, in at most 40 characters, with
 * `?` for `<>&"%` and controls.
 */
#define SUBROSA_FIELD_SENTENCE 8

/**
 * Text, plain: what the user types to answer. Empty for hosts with buttons.
 */
#define SUBROSA_FIELD_HOW 9

/**
 * Text, plain: how the conversation stands, as "private, verified". Empty for a plain one.
 */
#define SUBROSA_FIELD_WORDS 10

/**
 * Text: the name of the sentence in `bindings/sentences.json`.
 */
#define SUBROSA_FIELD_CODE 11

/**
 * Text: the person as `PEER`, not made safe for anything.
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
 * Text: how far a text of the user is: `waiting`, `asking`, `sending`, `sent`, `delivered`, `lost`,
 * `discarded`.
 */
#define SUBROSA_FIELD_STAGE 15

/**
 * Text: where the conversation stands: `plain`, `asked`, `invited`, `starting`, `private`,
 * `restoring`, `ended`, `alarm`, `blocked`, `required`.
 */
#define SUBROSA_FIELD_STATE 16

/**
 * Text: how well the other side is known: `none`, `first-use`, `verified`, `changed`.
 */
#define SUBROSA_FIELD_TRUST 17

/**
 * Text: the label of the line of IRC that an echo answers (labeled-response).
 */
#define SUBROSA_FIELD_LABEL 18

/**
 * Text: the digits of the key that is in question.
 */
#define SUBROSA_FIELD_OTHER_DIGITS 19

/**
 * Bytes: names a text, 8 bytes. A text that is shown again has the same.
 */
#define SUBROSA_FIELD_ID 30

/**
 * Bytes: the code to scan, `SIDE` rows of `SIDE` bytes, 1 for dark and 0 for light. It wants a margin
 * of four modules.
 */
#define SUBROSA_FIELD_MODULES 31

/**
 * Bytes: whose key it is, 32 bytes.
 */
#define SUBROSA_FIELD_FINGERPRINT 32

/**
 * Bytes: the key that is in question, 32 bytes.
 */
#define SUBROSA_FIELD_OTHER_FINGERPRINT 33

/**
 * Number: names a line to `subrosa_line_failed`.
 */
#define SUBROSA_FIELD_LINE_ID 100

/**
 * Number: what a line is for, a `SUBROSA_KIND_` constant.
 */
#define SUBROSA_FIELD_KIND 101

/**
 * Number: 1 if the text says what somebody does ("/me waves"), else 0.
 */
#define SUBROSA_FIELD_ACTION 102

/**
 * Number: when the text was said by its sender's clock, in seconds since 1970; 0 if that is not known.
 */
#define SUBROSA_FIELD_TIME 103

/**
 * Number: 1 if the text came encrypted and authenticated, else 0.
 */
#define SUBROSA_FIELD_PRIVATE 104

/**
 * Number: names a text of the user; 0 if it has no number.
 */
#define SUBROSA_FIELD_NUMBER 105

/**
 * Number: how much a sentence matters, a `SUBROSA_SEVERITY_` constant.
 */
#define SUBROSA_FIELD_SEVERITY 106

/**
 * Number: where a sentence is said, a `SUBROSA_PLACE_` constant.
 */
#define SUBROSA_FIELD_PLACE 107

/**
 * Number: 1 if the user did something just now, so that a dialog may take the keyboard; 0: never.
 */
#define SUBROSA_FIELD_ASKED_FOR 108

/**
 * Number: 0 if it may not stand in logs, else 1.
 */
#define SUBROSA_FIELD_LOG 109

/**
 * Number: names a question to `subrosa_answer`; 0: nothing is asked. No number is used twice.
 */
#define SUBROSA_FIELD_QUESTION 110

/**
 * Number: what a question asks for besides its choices, a `SUBROSA_INPUT_` constant.
 */
#define SUBROSA_FIELD_INPUT 111

/**
 * Number: how safe a conversation is, a `SUBROSA_LEVEL_` constant.
 */
#define SUBROSA_FIELD_LEVEL 112

/**
 * Number: lines that were given to the host.
 */
#define SUBROSA_FIELD_DONE 113

/**
 * Number: lines in all; 0 while that is not known.
 */
#define SUBROSA_FIELD_TOTAL 114

/**
 * Number: how many.
 */
#define SUBROSA_FIELD_COUNT 115

/**
 * Number: modules of a side of the code to scan.
 */
#define SUBROSA_FIELD_SIDE 116

/**
 * Number: 1 if the library answers this contact: it is on the user's list, the user has written to
 * it, or has accepted it; else 0.
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
 * Number: 1 if texts to the address go to this identity, else 0.
 */
#define SUBROSA_FIELD_CURRENT 120

/**
 * Number: when the contact was seen first, in seconds since 1970.
 */
#define SUBROSA_FIELD_FIRST_SEEN 121

/**
 * A part of a text, or all of it.
 */
#define SUBROSA_KIND_TEXT 1

/**
 * Says that something has arrived. No person reads it: it wants no sound and no history.
 */
#define SUBROSA_KIND_ACKNOWLEDGEMENT 2

/**
 * Begins a private conversation.
 */
#define SUBROSA_KIND_HANDSHAKE 3

/**
 * The user's card.
 */
#define SUBROSA_KIND_CARD 4

/**
 * Asks a person for a private conversation: it begins with a sentence.
 */
#define SUBROSA_KIND_QUESTION 5

/**
 * Of the network and not of the library's format: a TAGMSG of IRC, which nobody sees.
 */
#define SUBROSA_KIND_NETWORK 6

/**
 * Something that is good to know.
 */
#define SUBROSA_SEVERITY_INFORMATION 1

/**
 * Something that did not work as it should.
 */
#define SUBROSA_SEVERITY_WARNING 2

/**
 * Security is at stake: show it where it cannot be overlooked.
 */
#define SUBROSA_SEVERITY_ALARM 3

/**
 * In the window of `PEER`, which is opened if need be; if that is empty, where the user has typed last or
 * where the messenger speaks of itself.
 */
#define SUBROSA_PLACE_WINDOW 1

/**
 * In the window of `PEER` if it is open, else where the messenger speaks of itself.
 */
#define SUBROSA_PLACE_ANYWHERE 2

/**
 * In the window of `PEER` if it is open, else nowhere.
 */
#define SUBROSA_PLACE_IF_OPEN 3

/**
 * Nothing is typed: one of the choices is chosen.
 */
#define SUBROSA_INPUT_NONE 0

/**
 * The user types a line.
 */
#define SUBROSA_INPUT_LINE 1

/**
 * The user types a line that nobody sees.
 */
#define SUBROSA_INPUT_HIDDEN 2

/**
 * Nothing is private.
 */
#define SUBROSA_LEVEL_PLAIN 0

/**
 * Texts wait, or somebody waits for the user.
 */
#define SUBROSA_LEVEL_WAITING 1

/**
 * Private, with a key that nobody has compared.
 */
#define SUBROSA_LEVEL_PRIVATE 2

/**
 * Private, with a key that the user has compared.
 */
#define SUBROSA_LEVEL_VERIFIED 3

/**
 * Security is at stake.
 */
#define SUBROSA_LEVEL_ALARM 4

/* --- Who somebody is -------------------------------------------------------------------------- */

/**
 * The fingerprint by which others know the user: that of the vault's identity, or of the account's
 * own one.
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
 * A setting is not known, its value is not possible, or the text is not of the form name=value.
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
 * The file of templates cannot be read, or is none.
 */
#define SUBROSA_E_LANGUAGE (-513)

/**
 * The command is not understood, or lacks something; a SAY tells the user.
 */
#define SUBROSA_E_COMMAND (-514)

/**
 * The question is not open any more, or this is no answer to it; a SAY tells the user.
 */
#define SUBROSA_E_ANSWER (-515)

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
 * of all files back, or have the user accept the vault as it is: the word `go-on`.
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
