/* Generated from src/capi/ by cbindgen: change it there, then run `make header`. */

#ifndef SUBROSA_H
#define SUBROSA_H

/**
 * @file
 * Subrosa: end-to-end encryption that plugs into messengers that already exist.
 *
 * A plugin makes an identity and, for this device, an installation; for each contact it makes a
 * peer. What the user types goes through subrosa_peer_send, what the network brings goes through
 * subrosa_peer_receive. Both give an outcome: a list of events, of which two matter most. SEND has a
 * line to give to the network, TEXT has a text to show.
 *
 *     subrosa_outcome *outcome;
 *     if (subrosa_peer_receive(peer, installation, text, length, now, &outcome) == SUBROSA_OK) {
 *         int32_t kind;
 *         while ((kind = subrosa_outcome_next(outcome)) > 0)
 *             act_on(kind, outcome);
 *         subrosa_outcome_free(outcome);
 *     }
 *
 * The rules that hold for every call:
 *
 * - Results are SUBROSA_OK (0) or negative; a call that gives a number gives it as 0 or positive. No
 *   failed call has changed anything, except that a panic poisons the handles it was given.
 *   subrosa_last_error has a sentence about the last failure on this thread.
 * - A handle is freed with the free function of its type, which takes NULL too and wipes secrets. A
 *   handle that a call gives out is NULL if the call fails; other outputs are then not written.
 *   The handle of another type, one that was freed (as a rule), and one that another call is using
 *   are errors: SUBROSA_E_HANDLE, SUBROSA_E_BUSY.
 * - Inputs are a pointer and a length in bytes; (NULL, 0) is an empty one. The library keeps no
 *   pointer to them.
 * - A text that is given out has a NUL at its end. For one with a buffer, the length parameter is
 *   the size of the buffer before the call, and the bytes needed after it, NUL included, whether it
 *   was large enough or not. A buffer that is too small is SUBROSA_E_BUFFER, and nothing has
 *   happened.
 * - Times are seconds since 1970-01-01 00:00 UTC, never negative. The library reads no clock.
 *   Randomness is the system's.
 * - Any thread may call, but one handle takes one call at a time. There are no callbacks. The
 *   library writes to no file or stream, opens no socket, starts no thread and reads no
 *   environment. It ends the process only when the system has no memory left.
 */


#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif


/**
 * The size of a buffer that holds every text of `subrosa_last_error`, its NUL included.
 */
#define SUBROSA_ERROR_SIZE 256

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
 * The size of a fingerprint in bytes.
 */
#define SUBROSA_FINGERPRINT_SIZE 32

/**
 * The size of a buffer for an exported identity, its NUL included.
 */
#define SUBROSA_EXPORT_SIZE 165

/**
 * The size of a buffer for a fingerprint as digits, its NUL included.
 */
#define SUBROSA_DIGITS_SIZE 72

/**
 * The size of a buffer for a fingerprint in hexadecimal, its NUL included.
 */
#define SUBROSA_HEX_SIZE 65

/**
 * The size of a buffer for the text of a card, its NUL included.
 */
#define SUBROSA_CARD_SIZE 294

/**
 * The size of the key under which a host has states sealed. Bytes.
 */
#define SUBROSA_KEY_SIZE 32

/**
 * Plain text, UTF-8.
 */
#define SUBROSA_CONTENT_PLAIN 0

/**
 * HTML as the sender's messenger made it. Untrusted: show only a safe subset of it.
 */
#define SUBROSA_CONTENT_HTML 1

/**
 * Send this line to the peer: `LINE`, ASCII, within the line limit.
 */
#define SUBROSA_EVENT_SEND 1

/**
 * Show this text of the peer: `TEXT`, `CONTENT`, `ID`, `UNCONFIRMED`. It is authenticated, whole,
 * and given only once. Call `subrosa_peer_confirm` with its id when it is shown or stored.
 */
#define SUBROSA_EVENT_TEXT 2

/**
 * Text that stood around or instead of a line: `TEXT`. Neither private nor authenticated.
 */
#define SUBROSA_EVENT_OUTSIDE 3

/**
 * The other side asks whether there is a plugin here. Not authenticated.
 */
#define SUBROSA_EVENT_QUERY 4

/**
 * A part of an object too large for a line: `TEXT` (as it came), `ID` (6 bytes), `INDEX` from 1,
 * `TOTAL`. Not authenticated.
 */
#define SUBROSA_EVENT_FRAGMENT 5

/**
 * The peer has the text with this `ID`.
 */
#define SUBROSA_EVENT_DELIVERED 6

/**
 * Nobody was expected, and the peer is from now on known by this `FINGERPRINT`.
 */
#define SUBROSA_EVENT_BOUND 7

/**
 * The conversation has another `STATUS` than before the call.
 */
#define SUBROSA_EVENT_STATUS 8

/**
 * A card, verified: `CARD`, its text, and `FINGERPRINT`. One of the peer to keep, or our own to
 * publish.
 */
#define SUBROSA_EVENT_CARD 9

/**
 * The session exists twice, a restored backup or a theft: `OURS` tells whose state, `ECHO` goes
 * into the Offer to answer with.
 */
#define SUBROSA_EVENT_FORK 10

/**
 * Something that begins like a line and is none: `TEXT` to show like other text, `CODE`,
 * `SENTENCE`.
 */
#define SUBROSA_EVENT_UNREAD 11

/**
 * A line was refused, and nothing has changed: `CODE`, `SENTENCE`; say nothing if `SILENT` is 1;
 * `ECHO` if an Offer may answer it; `FINGERPRINT` if it came from another identity.
 */
#define SUBROSA_EVENT_REFUSED 12

/**
 * The text to send has this `ID` and takes so many `LINES`; they follow.
 */
#define SUBROSA_EVENT_SENT 13

/**
 * The state to store: `STATE`, sealed, and its `GENERATION`.
 */
#define SUBROSA_EVENT_STATE 14

/**
 * Bytes: a line to send.
 */
#define SUBROSA_FIELD_LINE 1

/**
 * Bytes: a text.
 */
#define SUBROSA_FIELD_TEXT 2

/**
 * Bytes: the id of a text, 8 bytes, or of a fragmented object, 6 bytes.
 */
#define SUBROSA_FIELD_ID 3

/**
 * Bytes: a fingerprint, 32 bytes.
 */
#define SUBROSA_FIELD_FINGERPRINT 4

/**
 * Bytes: names a line in an Offer, 12 bytes.
 */
#define SUBROSA_FIELD_ECHO 5

/**
 * Bytes: the text of a card.
 */
#define SUBROSA_FIELD_CARD 6

/**
 * Bytes: what was wrong, one English sentence. It quotes nothing of the line.
 */
#define SUBROSA_FIELD_SENTENCE 7

/**
 * Bytes: sealed state.
 */
#define SUBROSA_FIELD_STATE 8

/**
 * Number: a `SUBROSA_CONTENT_` constant.
 */
#define SUBROSA_FIELD_CONTENT 100

/**
 * Number: 1 if the sender has not proven to be live yet: whoever has stolen a prekey of ours could
 * have sent the text. 0 otherwise.
 */
#define SUBROSA_FIELD_UNCONFIRMED 101

/**
 * Number: a `SUBROSA_STATUS_` constant.
 */
#define SUBROSA_FIELD_STATUS 102

/**
 * Number: a `SUBROSA_E_` code.
 */
#define SUBROSA_FIELD_CODE 103

/**
 * Number: 1 if the host says nothing about it: a duplicate, or a line of our own. 0 otherwise.
 */
#define SUBROSA_FIELD_SILENT 104

/**
 * Number: 1 if it is our state that was copied, 0 if it is the peer's.
 */
#define SUBROSA_FIELD_OURS 105

/**
 * Number: one more at each saving. A host that can keep it elsewhere sees whether old state was
 * put back.
 */
#define SUBROSA_FIELD_GENERATION 106

/**
 * Number: how many lines.
 */
#define SUBROSA_FIELD_LINES 107

/**
 * Number: which fragment it is; the first is 1.
 */
#define SUBROSA_FIELD_INDEX 108

/**
 * Number: how many fragments there are.
 */
#define SUBROSA_FIELD_TOTAL 109

/**
 * No session.
 */
#define SUBROSA_STATUS_IDLE 1

/**
 * A session has begun, but the peer has not proven to be there.
 */
#define SUBROSA_STATUS_STARTING 2

/**
 * Texts go out encrypted to a peer that has proven to be there.
 */
#define SUBROSA_STATUS_PRIVATE 3

/**
 * The conversation was closed. Sending is an error until it is begun anew.
 */
#define SUBROSA_STATUS_ENDED 4

/**
 * The session exists twice. Sending is an error until a new one is confirmed.
 */
#define SUBROSA_STATUS_FORKED 5

/**
 * A signed bundle of somebody: an identity and one prekey. With it a session can be begun while
 * its owner is offline.
 */
typedef struct subrosa_card subrosa_card;

/**
 * Who somebody is, with the secret keys. It lives on one or more installations, and is known to
 * others by its fingerprint.
 */
typedef struct subrosa_identity subrosa_identity;

/**
 * One installation of an identity: this device, with its private prekeys. Another device of the
 * same person has the same identity and an installation of its own.
 */
typedef struct subrosa_installation subrosa_installation;

/**
 * What a call has to tell and to send: a list of events. Walk it with `subrosa_outcome_next`, then
 * free it. Lines in it that are never sent are lost.
 */
typedef struct subrosa_outcome subrosa_outcome;

/**
 * All sessions with one other identity.
 */
typedef struct subrosa_peer subrosa_peer;

/**
 * What a call returns: `SUBROSA_OK`, or one of the negative `SUBROSA_E_` codes. A code never
 * changes its meaning; later versions add codes, so treat one you do not know as a failure.
 */
typedef int32_t subrosa_result;

/**
 * The call did what it says.
 */
#define SUBROSA_OK 0

/**
 * A pointer is NULL that may not be, a number is out of its range, or a constant is unknown.
 */
#define SUBROSA_E_ARGUMENT -1

/**
 * A handle is of another type than the parameter, or has been freed.
 */
#define SUBROSA_E_HANDLE -2

/**
 * Another call is using the handle at this moment.
 */
#define SUBROSA_E_BUSY -3

/**
 * A call on this handle has failed with `SUBROSA_E_PANIC`; it can only be freed.
 */
#define SUBROSA_E_POISONED -4

/**
 * A fault in the library. The handles of the call can only be freed; save nothing from them.
 */
#define SUBROSA_E_PANIC -5

/**
 * The buffer is too small; its length parameter says what is needed. Nothing has happened.
 */
#define SUBROSA_E_BUFFER -6

/**
 * A text or passphrase is not UTF-8.
 */
#define SUBROSA_E_UTF8 -7

/**
 * The library has another ABI than the header that the program was compiled with.
 */
#define SUBROSA_E_ABI -8

/**
 * The random generator of the system failed.
 */
#define SUBROSA_E_RANDOM -9

/**
 * There is not enough memory for the passphrase parameters.
 */
#define SUBROSA_E_MEMORY -10

/**
 * The backend is not in this build, or this processor lacks the instructions it needs.
 */
#define SUBROSA_E_UNSUPPORTED -11

/**
 * There is no current event, or it has no such field.
 */
#define SUBROSA_E_FIELD -12

/**
 * The input ends too early: it was cut on its way.
 */
#define SUBROSA_E_TRUNCATED -100

/**
 * The input is larger than any valid one.
 */
#define SUBROSA_E_OVERSIZED -101

/**
 * A line of a version that this library does not know.
 */
#define SUBROSA_E_VERSION -102

/**
 * An object of a cipher suite that this library does not know.
 */
#define SUBROSA_E_SUITE -103

/**
 * An object of a type that this library does not know, or that has no place here.
 */
#define SUBROSA_E_TYPE -104

/**
 * An item that this library does not know and may not skip: a newer version sent it.
 */
#define SUBROSA_E_ITEM -105

/**
 * The input breaks the rules of its format.
 */
#define SUBROSA_E_MALFORMED -106

/**
 * A key is not valid.
 */
#define SUBROSA_E_BAD_KEY -200

/**
 * The signature of a card is not genuine.
 */
#define SUBROSA_E_BAD_SIGNATURE -201

/**
 * The signature of a card has a high s: a copy that anybody can make of a genuine one.
 */
#define SUBROSA_E_NOT_LOW_S -202

/**
 * The card has expired, or a clock is wrong.
 */
#define SUBROSA_E_EXPIRED -203

/**
 * The card was issued more than a day in the future: a clock is wrong.
 */
#define SUBROSA_E_NOT_YET_VALID -204

/**
 * The lifetime of the card is not one that a card may have.
 */
#define SUBROSA_E_LIFETIME -205

/**
 * The card has not been verified: call `subrosa_card_verify` first.
 */
#define SUBROSA_E_UNVERIFIED -206

/**
 * There is no card in the text.
 */
#define SUBROSA_E_NO_CARD -207

/**
 * There are different cards in the text.
 */
#define SUBROSA_E_SEVERAL_CARDS -208

/**
 * There is no identity export in the text.
 */
#define SUBROSA_E_NO_EXPORT -209

/**
 * There are different identity exports in the text.
 */
#define SUBROSA_E_SEVERAL_EXPORTS -210

/**
 * The identity export has a format that this library does not know.
 */
#define SUBROSA_E_EXPORT_FORMAT -211

/**
 * The identity export opened, but was not made properly.
 */
#define SUBROSA_E_EXPORT_CONTENT -212

/**
 * The passphrase is wrong, or the identity export is damaged. Which of the two cannot be told.
 */
#define SUBROSA_E_PASSPHRASE -213

/**
 * A passphrase parameter is out of its range.
 */
#define SUBROSA_E_PASSPHRASE_PARAMETER -214

/**
 * The text is not a fingerprint of 64 hexadecimal digits.
 */
#define SUBROSA_E_NOT_A_FINGERPRINT -215

/**
 * The line belongs to another installation of ours, or to a session that has been lost.
 */
#define SUBROSA_E_NOT_FOR_US -300

/**
 * The line is forged, or was damaged on its way.
 */
#define SUBROSA_E_FORGED -301

/**
 * The line is genuine, but more than 1,000 lines before it are missing.
 */
#define SUBROSA_E_GAP_TOO_LARGE -302

/**
 * The line has been used before: a replay.
 */
#define SUBROSA_E_REPLAYED -303

/**
 * The Offer has been acted upon before: a replay.
 */
#define SUBROSA_E_REPLAYED_OFFER -304

/**
 * The line has arrived before. Say nothing about it.
 */
#define SUBROSA_E_DUPLICATE -305

/**
 * The line is one of our own, sent back. Say nothing about it.
 */
#define SUBROSA_E_REFLECTED -306

/**
 * The line or card is of another identity than the one this peer is known by.
 */
#define SUBROSA_E_OTHER_IDENTITY -307

/**
 * The line or card is of our own identity.
 */
#define SUBROSA_E_OWN_IDENTITY -308

/**
 * An Offer that answers no line of ours, while a session is live.
 */
#define SUBROSA_E_UNEXPECTED_OFFER -309

/**
 * The Offer is older than one that has been acted upon.
 */
#define SUBROSA_E_OLDER_CARD -310

/**
 * The conversation has been closed; start it anew to send.
 */
#define SUBROSA_E_ENDED -311

/**
 * There is no session with the peer.
 */
#define SUBROSA_E_NO_SESSION -312

/**
 * The session exists twice: a restored backup, or a theft. A new one is needed.
 */
#define SUBROSA_E_FORKED -313

/**
 * The text is too long to send before the peer has answered: hold it until then.
 */
#define SUBROSA_E_HOLD -314

/**
 * A text of no bytes cannot be sent.
 */
#define SUBROSA_E_EMPTY -315

/**
 * The text is too long to be sent at all.
 */
#define SUBROSA_E_TOO_LONG -316

/**
 * A line limit is not between 360 and 16,384 characters.
 */
#define SUBROSA_E_LINE_LIMIT -317

/**
 * Too many sessions have been begun with the living prekeys; wait until some expire.
 */
#define SUBROSA_E_TOO_MANY_INITS -318

/**
 * The line is genuine, but its content breaks the protocol.
 */
#define SUBROSA_E_CONTENT -319

/**
 * The installation belongs to another identity than the one the peer was made for.
 */
#define SUBROSA_E_WRONG_INSTALLATION -320

/**
 * The saved state does not open: another key, another identity, or damage.
 */
#define SUBROSA_E_STATE -400

/**
 * The saved state has a format that this library does not know.
 */
#define SUBROSA_E_STATE_FORMAT -401

/**
 * The bytes are no saved state, or one of another kind.
 */
#define SUBROSA_E_STATE_KIND -402

/**
 * The saved state opened, but was not made properly.
 */
#define SUBROSA_E_STATE_CONTENT -403

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
 * The version of the library, `"0.1.0"`.
 *
 * @return A constant string. Do not free it.
 *
 * Thread: any. Since 0.1.
 */
const char *subrosa_version(void);

/**
 * Whether the library is one that this header describes. A plugin calls it before anything else.
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

/**
 * Chooses the implementation for the whole process. For tests and measurements.
 *
 * @param name  `"accelerated"` or `"portable"`
 * @return `SUBROSA_OK`; `SUBROSA_E_UNSUPPORTED` if it cannot run here; `SUBROSA_E_ARGUMENT` for
 *         NULL or another name. After an error the choice stays as it was.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_backend_select(const char *name);

/**
 * Makes a new identity. Takes well under a millisecond.
 *
 * @param now  seconds since 1970; remembered as the time of its creation
 * @param out  receives the identity, or NULL on failure; free it with `subrosa_identity_free`
 * @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_identity_generate(int64_t now, subrosa_identity **out);

/**
 * Frees an identity and wipes its secrets. NULL is fine.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_identity_free(subrosa_identity *identity);

/**
 * The fingerprint by which others know the identity.
 *
 * @param out  receives 32 bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_identity_fingerprint(const subrosa_identity *identity, uint8_t out[32]);

/**
 * When the identity was created.
 *
 * @param out  receives seconds since 1970
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_identity_created(const subrosa_identity *identity, int64_t *out);

/**
 * Seals the identity under a passphrase, as one line of text that can be moved to another machine
 * or printed. Slow on purpose, and takes the memory asked for: some tenths of a second and 64 MiB
 * where the parameters are 0.
 *
 * @param passphrase      UTF-8, not NUL-terminated; ask for a long one
 * @param passphrase_len  its length in bytes
 * @param memory_kib      memory in KiB, 19,456 to 262,144; 0 stands for 65,536
 * @param iterations      passes over it, 1 to 10; 0 stands for 3
 * @param parallelism     lanes, 1 to 4; 0 stands for 1
 * @param out             receives the text and a NUL
 * @param inout_len       before: the size of `out`; after: the bytes needed, NUL included.
 *                        `SUBROSA_EXPORT_SIZE` is always enough
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, before any work; `SUBROSA_E_PASSPHRASE_PARAMETER`,
 *         `SUBROSA_E_UTF8`, `SUBROSA_E_MEMORY`, `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an
 *         error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_identity_export(const subrosa_identity *identity,
                                       const char *passphrase,
                                       size_t passphrase_len,
                                       uint32_t memory_kib,
                                       uint32_t iterations,
                                       uint32_t parallelism,
                                       char *out,
                                       size_t *inout_len);

/**
 * Opens an exported identity. Takes the time and memory that the export was made with, up to
 * 256 MiB and some seconds.
 *
 * @param text            any text with one export in it, of any encoding
 * @param text_len        its length in bytes
 * @param passphrase      UTF-8, not NUL-terminated
 * @param passphrase_len  its length in bytes
 * @param out             receives the identity, or NULL on failure; free it with
 *                        `subrosa_identity_free`
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_EXPORT`, `SUBROSA_E_SEVERAL_EXPORTS`, `SUBROSA_E_TRUNCATED`
 *         and the other errors of reading, `SUBROSA_E_EXPORT_FORMAT`,
 *         `SUBROSA_E_PASSPHRASE_PARAMETER`, `SUBROSA_E_PASSPHRASE`, `SUBROSA_E_EXPORT_CONTENT`,
 *         `SUBROSA_E_BAD_KEY`, `SUBROSA_E_UTF8`, `SUBROSA_E_MEMORY`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_identity_import(const char *text,
                                       size_t text_len,
                                       const char *passphrase,
                                       size_t passphrase_len,
                                       subrosa_identity **out);

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
 * @return 1 if it is, 0 if not; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT`.
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
 * Finds the one card in a text and verifies it: `subrosa_card_parse` and `subrosa_card_verify`.
 *
 * @param text      any text: a mail, a chat line, a file
 * @param text_len  its length in bytes
 * @param now       seconds since 1970
 * @param out       receives the card, or NULL on failure; free it with `subrosa_card_free`
 * @return `SUBROSA_OK`, or an error of these two.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_card_find(const char *text,
                                 size_t text_len,
                                 int64_t now,
                                 subrosa_card **out);

/**
 * Finds the one card in a text and does not verify it: nothing that it says can be believed yet.
 *
 * @param text      any text: a mail, a chat line, a file
 * @param text_len  its length in bytes
 * @param out       receives the card, or NULL on failure; free it with `subrosa_card_free`
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_CARD`, `SUBROSA_E_SEVERAL_CARDS`, `SUBROSA_E_TRUNCATED`,
 *         `SUBROSA_E_VERSION` and the other errors of reading; `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_card_parse(const char *text, size_t text_len, subrosa_card **out);

/**
 * Verifies a card: its keys, lifetime and signature. A card that fails counts as unverified, also
 * if it was verified before.
 *
 * @param now  seconds since 1970
 * @return `SUBROSA_OK`; `SUBROSA_E_BAD_KEY`, `SUBROSA_E_LIFETIME`, `SUBROSA_E_NOT_YET_VALID`,
 *         `SUBROSA_E_EXPIRED`, `SUBROSA_E_NOT_LOW_S`, `SUBROSA_E_BAD_SIGNATURE`;
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_card_verify(subrosa_card *card, int64_t now);

/**
 * Frees a card. NULL is fine.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_card_free(subrosa_card *card);

/**
 * The fingerprint of the identity that the card names.
 *
 * @param out  receives 32 bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_card_fingerprint(const subrosa_card *card, uint8_t out[32]);

/**
 * The id of the card.
 *
 * @param out  receives 8 bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_card_id(const subrosa_card *card, uint8_t out[8]);

/**
 * From when the card is valid.
 *
 * @param out  receives seconds since 1970
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_card_issued(const subrosa_card *card, int64_t *out);

/**
 * From when the card is not valid any more.
 *
 * @param out  receives seconds since 1970
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_card_expires(const subrosa_card *card, int64_t *out);

/**
 * Whether the card is for one session only.
 *
 * @return 1 if it is, 0 if it can be used again; an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_card_one_time(const subrosa_card *card);

/**
 * The card as one line of text.
 *
 * @param out        receives the text and a NUL
 * @param inout_len  before: the size of `out`; after: the bytes needed, NUL included. Always
 *                   `SUBROSA_CARD_SIZE`
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_card_text(const subrosa_card *card, char *out, size_t *inout_len);

/**
 * A new installation of an identity, which may be freed afterwards.
 *
 * @param now  seconds since 1970
 * @param out  receives the installation, or NULL on failure; free it with
 *             `subrosa_installation_free`
 * @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_installation_new(const subrosa_identity *identity,
                                        int64_t now,
                                        subrosa_installation **out);

/**
 * Frees an installation and wipes its secrets. NULL is fine.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_installation_free(subrosa_installation *installation);

/**
 * The id by which peers tell the installation from others of the same identity.
 *
 * @param out  receives 4 bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_installation_id(const subrosa_installation *installation, uint8_t out[4]);

/**
 * Our card to publish: whoever has it can begin a session while we are offline. It is replaced
 * every 7 days and valid for 14. Save the installation after a new one.
 *
 * @param now  seconds since 1970
 * @param out  receives an outcome with a CARD event, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_installation_card(subrosa_installation *installation,
                                         int64_t now,
                                         subrosa_outcome **out);

/**
 * An Offer: a line that invites whoever gets it to begin a session. It holds a prekey for one
 * session, which lives for 48 hours. Save the installation before the line is sent.
 *
 * @param echo  12 bytes that name the line that could not be read, from a REFUSED or FORK event;
 *              NULL for an invitation
 * @param now   seconds since 1970
 * @param out   receives an outcome with a SEND event, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_installation_offer(subrosa_installation *installation,
                                          const uint8_t *echo,
                                          int64_t now,
                                          subrosa_outcome **out);

/**
 * Deletes prekeys that are too old. Every tick of a peer does it too.
 *
 * @param now  seconds since 1970
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_installation_expire(subrosa_installation *installation, int64_t now);

/**
 * The state of the installation as bytes, sealed under a key of the host. It holds the private
 * prekeys and not the identity.
 *
 * @param key  32 secret bytes
 * @param out  receives an outcome with a STATE event, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_installation_save(subrosa_installation *installation,
                                         const uint8_t key[32],
                                         subrosa_outcome **out);

/**
 * Opens what `subrosa_installation_save` made. Load the newest state alone: one that was saved
 * earlier and used since looks to peers like a copy (`SUBROSA_EVENT_FORK`).
 *
 * @param identity    the identity it is an installation of; it may be freed afterwards
 * @param state       the bytes of the STATE event
 * @param state_len   their number
 * @param key         the 32 bytes it was sealed under
 * @param out         receives the installation, or NULL on failure; free it with
 *                    `subrosa_installation_free`
 * @param generation  receives the generation; may be NULL
 * @return `SUBROSA_OK`; `SUBROSA_E_STATE`, `SUBROSA_E_STATE_FORMAT`, `SUBROSA_E_STATE_KIND`,
 *         `SUBROSA_E_STATE_CONTENT`, `SUBROSA_E_TRUNCATED` and the other errors of reading;
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_installation_load(const subrosa_identity *identity,
                                         const uint8_t *state,
                                         size_t state_len,
                                         const uint8_t key[32],
                                         subrosa_installation **out,
                                         int64_t *generation);

/**
 * A peer without a session.
 *
 * @param installation  ours; the same, or another of the same identity, is passed to every call
 * @param fingerprint   32 bytes: who the peer has to be. With NULL the first identity that appears
 *                      is taken (`SUBROSA_EVENT_BOUND`)
 * @param now           seconds since 1970
 * @param out           receives the peer, or NULL on failure; free it with `subrosa_peer_free`
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_new(const subrosa_installation *installation,
                                const uint8_t *fingerprint,
                                int64_t now,
                                subrosa_peer **out);

/**
 * Frees a peer and wipes its secrets. NULL is fine.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_peer_free(subrosa_peer *peer);

/**
 * Sets how many characters a line may have. The default is 380, which IRC carries.
 *
 * @param chars  360 to 16,384
 * @return `SUBROSA_OK`; `SUBROSA_E_LINE_LIMIT`; an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_set_line_limit(subrosa_peer *peer, int32_t chars);

/**
 * Switches acknowledgements on (the default) or off: without them no DELIVERED event comes to the
 * peer.
 *
 * @param on  1 or 0
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_set_acknowledgements(subrosa_peer *peer, int32_t on);

/**
 * Has every line filled to the limit, so that its length tells nothing. By default it is filled to
 * the next multiple of 16 bytes.
 *
 * @param on  1 or 0
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_set_fill_lines(subrosa_peer *peer, int32_t on);

/**
 * Who the peer is, as far as that is known or expected.
 *
 * @param out  receives 32 bytes, if the peer is known
 * @return 1 if it is, 0 if nobody has appeared yet; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
int32_t subrosa_peer_fingerprint(const subrosa_peer *peer, uint8_t out[32]);

/**
 * Where the conversation stands.
 *
 * @return A `SUBROSA_STATUS_` constant, all of them positive; an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_peer_status(const subrosa_peer *peer);

/**
 * The state of the peer as bytes, sealed under a key of the host. Save it after every call that
 * changed it and before lines are sent; save the peer before the installation.
 *
 * @param key  32 secret bytes
 * @param out  receives an outcome with a STATE event, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_peer_save(subrosa_peer *peer, const uint8_t key[32], subrosa_outcome **out);

/**
 * Opens what `subrosa_peer_save` made. Load the newest state alone: one that was saved earlier and
 * used since looks to the peer like a copy (`SUBROSA_EVENT_FORK`).
 *
 * @param installation  ours, of the identity that the state was saved with
 * @param state         the bytes of the STATE event
 * @param state_len     their number
 * @param key           the 32 bytes it was sealed under
 * @param fingerprint   32 bytes: who the peer has to be, so that states cannot be exchanged; NULL
 *                      if that does not matter
 * @param out           receives the peer, or NULL on failure; free it with `subrosa_peer_free`
 * @param generation    receives the generation; may be NULL
 * @return `SUBROSA_OK`; `SUBROSA_E_STATE`, `SUBROSA_E_STATE_FORMAT`, `SUBROSA_E_STATE_KIND`,
 *         `SUBROSA_E_STATE_CONTENT`, `SUBROSA_E_OTHER_IDENTITY`, `SUBROSA_E_TRUNCATED` and the
 *         other errors of reading; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the
 *         handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_peer_load(const subrosa_installation *installation,
                                 const uint8_t *state,
                                 size_t state_len,
                                 const uint8_t key[32],
                                 const uint8_t *fingerprint,
                                 subrosa_peer **out,
                                 int64_t *generation);

/**
 * In how many seconds `subrosa_peer_tick` has something to do.
 *
 * @param now      seconds since 1970
 * @param seconds  receives the number; -1 if there is nothing to wait for
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_wake_in(const subrosa_peer *peer, int64_t now, int64_t *seconds);

/**
 * Begins a session on a verified card of the peer, also where the conversation had ended. The peer
 * need not be online. The status is STARTING until it answers; a session that is live goes on.
 *
 * @param peer          the peer
 * @param installation  ours
 * @param card          a card of the peer, verified
 * @param content       what the first text is: a `SUBROSA_CONTENT_` constant
 * @param text          a first text to send along, UTF-8, not NUL-terminated; (NULL, 0) for none
 * @param text_len      its length in bytes
 * @param now           seconds since 1970
 * @param out           receives an outcome with SENT (if there is a text) and SEND events, or NULL
 *                      on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_UNVERIFIED`, `SUBROSA_E_EXPIRED`, `SUBROSA_E_OTHER_IDENTITY`,
 *         `SUBROSA_E_OWN_IDENTITY`, `SUBROSA_E_HOLD` for a text of more than 8 lines,
 *         `SUBROSA_E_TOO_LONG`, `SUBROSA_E_UTF8`, `SUBROSA_E_WRONG_INSTALLATION`,
 *         `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_start(subrosa_peer *peer,
                                  subrosa_installation *installation,
                                  const subrosa_card *card,
                                  int32_t content,
                                  const char *text,
                                  size_t text_len,
                                  int64_t now,
                                  subrosa_outcome **out);

/**
 * Encrypts a text, for each installation of the peer that has a session.
 *
 * @param peer          the peer
 * @param installation  ours
 * @param content       a `SUBROSA_CONTENT_` constant
 * @param text          the text, UTF-8, not NUL-terminated
 * @param text_len      its length, 1 to 65,536 bytes
 * @param again         the id of an earlier sending of the same text, 8 bytes, so that the peer
 *                      shows it only once; NULL for a new text
 * @param now           seconds since 1970
 * @param out           receives an outcome with SENT and SEND events, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_SESSION`, `SUBROSA_E_ENDED`, `SUBROSA_E_FORKED`,
 *         `SUBROSA_E_EMPTY`, `SUBROSA_E_TOO_LONG`, `SUBROSA_E_HOLD`, `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_WRONG_INSTALLATION`, `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of
 *         the handle. After any of them send nothing in clear instead.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_send(subrosa_peer *peer,
                                 subrosa_installation *installation,
                                 int32_t content,
                                 const char *text,
                                 size_t text_len,
                                 const uint8_t *again,
                                 int64_t now,
                                 subrosa_outcome **out);

/**
 * Reads whatever came from the peer's address: lines of this library within any markup, text
 * around them, or no line at all. A line that is refused is an event (REFUSED), not an error.
 *
 * @param peer          the peer
 * @param installation  ours
 * @param text          what came, of any encoding, not NUL-terminated
 * @param text_len      its length in bytes
 * @param now           seconds since 1970
 * @param out           receives an outcome with any events, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle. After an error show what
 *         came.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_receive(subrosa_peer *peer,
                                    subrosa_installation *installation,
                                    const char *text,
                                    size_t text_len,
                                    int64_t now,
                                    subrosa_outcome **out);

/**
 * Says that a text is safe, shown or stored: only now will it be acknowledged to the peer.
 *
 * @param peer  the peer
 * @param id    the `ID` of the TEXT event, 8 bytes; an unknown one does nothing
 * @param now   seconds since 1970
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_peer_confirm(subrosa_peer *peer, const uint8_t id[8], int64_t now);

/**
 * Makes what is due: acknowledgements and repeated answers; forgets what is too old. Call it when
 * `subrosa_peer_wake_in` says so.
 *
 * @param peer          the peer
 * @param installation  ours
 * @param now           seconds since 1970
 * @param out           receives an outcome with SEND and STATUS events, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_tick(subrosa_peer *peer,
                                 subrosa_installation *installation,
                                 int64_t now,
                                 subrosa_outcome **out);

/**
 * Closes the conversation. The peer learns of it by an authenticated line; sending is an error
 * from now on, until it is begun anew.
 *
 * @param peer          the peer
 * @param installation  ours
 * @param now           seconds since 1970
 * @param out           receives an outcome with SEND and STATUS events, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_SESSION` if there is none to close,
 *         `SUBROSA_E_WRONG_INSTALLATION`, `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of
 *         the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_close(subrosa_peer *peer,
                                  subrosa_installation *installation,
                                  int64_t now,
                                  subrosa_outcome **out);

/**
 * Sends an empty line on every live session. A peer that has lost its state answers with an Offer
 * that names it: the way to find out after an Offer that answers nothing
 * (`SUBROSA_E_UNEXPECTED_OFFER`).
 *
 * @param peer          the peer
 * @param installation  ours
 * @param now           seconds since 1970
 * @param out           receives an outcome with SEND events, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_SESSION` if none is live, `SUBROSA_E_WRONG_INSTALLATION`,
 *         `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_probe(subrosa_peer *peer,
                                  subrosa_installation *installation,
                                  int64_t now,
                                  subrosa_outcome **out);

/**
 * Sends our current card to the peer, encrypted: with it the peer can begin a session while we are
 * offline.
 *
 * @param peer          the peer
 * @param installation  ours; save it afterwards
 * @param now           seconds since 1970
 * @param out           receives an outcome with SEND events, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_SESSION` if none is live, `SUBROSA_E_WRONG_INSTALLATION`,
 *         `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_send_card(subrosa_peer *peer,
                                      subrosa_installation *installation,
                                      int64_t now,
                                      subrosa_outcome **out);

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
 * A field of the current event that is a number.
 *
 * @param field  a `SUBROSA_FIELD_` constant
 * @param value  receives the number
 * @return `SUBROSA_OK`; `SUBROSA_E_FIELD` if this event has no such field, and at the end;
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_outcome_int(const subrosa_outcome *outcome, int32_t field, int64_t *value);

/**
 * Frees an outcome and wipes the texts in it. NULL is fine.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_outcome_free(subrosa_outcome *outcome);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* SUBROSA_H */
