/* Generated from src/capi/ by cbindgen: change it there, then run `make header`. */

#ifndef SUBROSA_SESSION_H
#define SUBROSA_SESSION_H

/**
 * @file
 * Subrosa for hosts with their own storage: identities, cards, installations, peers.
 *
 * A peer is everything between our identity and one other identity. Pass what the user types to
 * subrosa_peer_send and what the network delivers to subrosa_peer_receive; subrosa_peer_tick does
 * what is due. Each call returns an outcome without a verdict, whose events are
 * SUBROSA_SESSION_EVENT_ constants (mainly SEND and TEXT) and whose fields are
 * SUBROSA_SESSION_FIELD_ constants. See examples/c/minimal.c. The rules at the top of subrosa.h
 * apply.
 *
 * A line that is never sent is lost. After every call that changed a peer, save the peer before its
 * lines are sent, and then save the installation.
 */

#include "subrosa.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A card: a signed bundle of somebody's public identity and one prekey. With it you can begin a
 * session while its owner is offline.
 */
typedef struct subrosa_card subrosa_card;

/**
 * An identity: the secret keys that make somebody who they are. It is used by one or more
 * installations, and others know it by its fingerprint.
 */
typedef struct subrosa_identity subrosa_identity;

/**
 * An installation of an identity: this device, with its private prekeys. Another device of the
 * same person has the same identity and its own installation.
 */
typedef struct subrosa_installation subrosa_installation;

/**
 * A peer: all our sessions with one other identity.
 */
typedef struct subrosa_peer subrosa_peer;

/* --- Identities ------------------------------------------------------------------------------- */

/**
 * The size of a buffer for any exported identity, its NUL included.
 */
#define SUBROSA_EXPORT_SIZE 210

/**
 * Creates a new identity. This takes well under a millisecond.
 *
 * @param now  seconds since 1970, stored as the time of creation
 * @param out  receives the identity, or NULL on failure; free it with `subrosa_identity_free`
 * @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_identity_generate(int64_t now, subrosa_identity **out);

/**
 * Creates a sealing key, to which documents for this identity are sealed, unless the identity has
 * one already. Export or store the identity afterwards: if the key is lost, documents sealed to it
 * can no longer be opened. Installations created from the identity after this call have full cards
 * (`subrosa_full_card_of`).
 *
 * @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_identity_add_sealing_key(subrosa_identity *identity);

/**
 * Frees an identity and wipes its secrets. NULL is allowed.
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
 * Encrypts the identity under a passphrase, as one line of text that can be printed or moved to
 * another machine. The call is slow on purpose and uses the memory requested: some tenths of a
 * second and 64 MiB if the parameters are 0.
 *
 * @param passphrase      UTF-8, not NUL-terminated, and not empty; ask for a long one
 * @param passphrase_len  its length in bytes
 * @param memory_kib      memory in KiB, 19,456 to 262,144; 0 stands for 65,536
 * @param iterations      passes over the memory, 1 to 10; 0 stands for 3
 * @param parallelism     lanes, 1 to 4; 0 stands for 1
 * @param out             receives the text and a NUL
 * @param inout_len       before: the size of `out`; after: the bytes needed, NUL included.
 *                        `SUBROSA_EXPORT_SIZE` is always enough
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, before any work; `SUBROSA_E_EMPTY_PASSPHRASE` for an
 *         empty one and NULL; `SUBROSA_E_PASSPHRASE_PARAMETER`, `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_MEMORY`, `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
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
 * Imports an exported identity. This takes the time and memory that the export was made with, up
 * to some seconds and 256 MiB.
 *
 * @param text            any text with one export in it, in any encoding
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

/* --- Cards ------------------------------------------------------------------------------------ */

/**
 * The size of a buffer for the text of a card, its NUL included.
 */
#define SUBROSA_CARD_SIZE 294

/**
 * Finds the one card in a text and verifies it, as `subrosa_card_parse` and `subrosa_card_verify`
 * do.
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
 * Finds the one card in a text without verifying it. Do not rely on anything in the card until it
 * is verified.
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
 * Verifies the keys, lifetime and signature of a card. A card that fails counts as unverified,
 * even if it was verified before.
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
 * Frees a card. NULL is allowed.
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
 * When the card was issued. It is valid from then on.
 *
 * @param out  receives seconds since 1970
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_card_issued(const subrosa_card *card, int64_t *out);

/**
 * When the card expires.
 *
 * @param out  receives seconds since 1970
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_card_expires(const subrosa_card *card, int64_t *out);

/**
 * Whether the card can be used for one session only.
 *
 * @return 1 if it can; 0 if it is reusable, and for a NULL or bad handle.
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

/* --- Installations ---------------------------------------------------------------------------- */

/**
 * The size in bytes of the key under which states are sealed for the host.
 */
#define SUBROSA_KEY_SIZE 32

/**
 * Creates a new installation of an identity. The identity may be freed afterwards.
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
 * Frees an installation and wipes its secrets. NULL is allowed.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_installation_free(subrosa_installation *installation);

/**
 * The id that distinguishes the installation from others of the same identity.
 *
 * @param out  receives 4 bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_installation_id(const subrosa_installation *installation, uint8_t out[4]);

/**
 * Our card, to be published: whoever has it can begin a session while we are offline. It is
 * replaced every 7 days and valid for 14. Save the installation when the card is new.
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
 * Makes an Offer: a line that invites its receiver to begin a session. It contains a prekey for
 * one session, valid for 48 hours. Save the installation before the line is sent.
 *
 * @param echo  12 bytes from a REFUSED or FORK event that identify the line that could not be
 *              read; NULL for an invitation
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
 * Deletes prekeys that are too old. Every `subrosa_peer_tick` also does this. Call this after
 * loading and when it is due, so that keys are deleted on time even if nobody talks.
 *
 * @param now     seconds since 1970
 * @param due_in  receives the number of seconds after which to call this again at the latest; -1
 *                if nothing will expire
 * @return 1 if the state has changed and must be saved (also after each hour, to record the time),
 *         0 if not; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_installation_expire(subrosa_installation *installation,
                                    int64_t now,
                                    int64_t *due_in);

/**
 * The state of the installation as bytes, encrypted under a key of the host. It contains the
 * private prekeys, but not the identity.
 *
 * @param key  32 secret bytes
 * @param out  receives an outcome with a SAVED event, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_installation_save(subrosa_installation *installation,
                                         const uint8_t key[32],
                                         subrosa_outcome **out);

/**
 * Opens a state from `subrosa_installation_save`. Load only the newest state: to peers, an older
 * state that has been used since looks like a copy (`SUBROSA_SESSION_EVENT_FORK`).
 *
 * @param identity    the identity of the installation; it may be freed afterwards
 * @param state       the bytes of the SAVED event
 * @param state_len   their number
 * @param key         the 32 bytes that the state was sealed under
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

/* --- Peers ------------------------------------------------------------------------------------ */

/**
 * Creates a peer without a session.
 *
 * @param installation  ours. Pass the same one, or another of the same identity, to every call
 * @param fingerprint   32 bytes: the identity that the peer must have. With NULL, the first
 *                      identity that appears is accepted (`SUBROSA_SESSION_EVENT_BOUND`)
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
 * Frees a peer and wipes its secrets. NULL is allowed.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_peer_free(subrosa_peer *peer);

/**
 * Sets the length limit of a line in characters. The default is 380, which fits into one IRC line.
 *
 * @param chars  360 to 16,384
 * @return `SUBROSA_OK`; `SUBROSA_E_LINE_LIMIT`; an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_set_line_limit(subrosa_peer *peer, int32_t chars);

/**
 * Turns acknowledgements on (the default) or off. Without them, the peer gets no DELIVERED events.
 *
 * @param on  1 or 0
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_set_acknowledgements(subrosa_peer *peer, int32_t on);

/**
 * Turns filling on or off. If it is on, every line is padded to the line limit, so that its length
 * reveals nothing. By default, padding goes to the next multiple of 16 bytes.
 *
 * @param on  1 or 0
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_set_fill_lines(subrosa_peer *peer, int32_t on);

/**
 * The fingerprint of the peer, if it is known or expected.
 *
 * @param out  receives 32 bytes if the fingerprint is known
 * @return 1 if it is known; 0 if nobody has appeared yet, and for a NULL pointer or a bad handle.
 *         If 0, `out` is unchanged.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
int32_t subrosa_peer_fingerprint(const subrosa_peer *peer, uint8_t out[32]);

/**
 * The state of the conversation.
 *
 * @return A `SUBROSA_STATUS_` constant, which is positive; or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_peer_status(const subrosa_peer *peer);

/**
 * The state of the peer as bytes, encrypted under a key of the host. Save it after every call that
 * changed the peer and before its lines are sent. Save the peer before the installation.
 *
 * @param key  32 secret bytes
 * @param out  receives an outcome with a SAVED event, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_peer_save(subrosa_peer *peer, const uint8_t key[32], subrosa_outcome **out);

/**
 * Opens a state from `subrosa_peer_save`. Load only the newest state: to the peer, an older state
 * that has been used since looks like a copy (`SUBROSA_SESSION_EVENT_FORK`).
 *
 * @param installation  ours, of the identity that the state was saved with
 * @param state         the bytes of the SAVED event
 * @param state_len     their number
 * @param key           the 32 bytes that the state was sealed under
 * @param fingerprint   32 bytes: the identity that the peer must have, so that states cannot be
 *                      swapped; NULL to accept any
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
 * Deletes what is too old: keys of lines that never arrived, incomplete texts, unused sessions.
 * Every `subrosa_peer_tick` also does this. Call this for peers that nobody talks to, after
 * loading and when it is due. It may change `subrosa_peer_status`.
 *
 * @param now     seconds since 1970
 * @param due_in  receives the number of seconds after which to call this again at the latest; -1
 *                if nothing will expire
 * @return 1 if the state has changed and must be saved (also after each hour, to record the time),
 *         0 if not; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_peer_expire(subrosa_peer *peer, int64_t now, int64_t *due_in);

/**
 * The number of seconds after which `subrosa_peer_tick` has something to do.
 *
 * @param now      seconds since 1970
 * @param seconds  receives the number; -1 if nothing is due
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_wake_in(const subrosa_peer *peer, int64_t now, int64_t *seconds);

/**
 * Plain text, UTF-8.
 */
#define SUBROSA_CONTENT_PLAIN 0

/**
 * HTML as the sender's messenger produced it. It is untrusted: show only a safe subset.
 */
#define SUBROSA_CONTENT_HTML 1

/**
 * Plain text that describes an action of the sender, as "/me waves" does.
 */
#define SUBROSA_CONTENT_PLAIN_ACTION 2

/**
 * HTML that describes an action of the sender, as "/me waves" does. It is untrusted: show only a
 * safe subset.
 */
#define SUBROSA_CONTENT_HTML_ACTION 3

/**
 * The bytes of a full card of the sender, for `subrosa_full_card_read`, and no text. Confirm it,
 * compare its fingerprint with that of the peer, and do not show it.
 */
#define SUBROSA_CONTENT_FULL_CARD 4

/**
 * Begins a session with a verified card of the peer, even if the conversation had ended. The peer
 * need not be online. The status is STARTING until the peer answers; a live session goes on.
 *
 * @param peer          the peer
 * @param installation  ours
 * @param card          a card of the peer, verified
 * @param content       the type of the first text: a `SUBROSA_CONTENT_` constant
 * @param text          a first text to send along, UTF-8, not NUL-terminated; (NULL, 0) for none
 * @param text_len      its length in bytes
 * @param now           seconds since 1970
 * @param out           receives an outcome with a SENT event (if there is a text) and SEND events,
 *                      or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_UNVERIFIED`, `SUBROSA_E_EXPIRED`, `SUBROSA_E_OTHER_IDENTITY`,
 *         `SUBROSA_E_OWN_IDENTITY`, `SUBROSA_E_NOT_CONFIRMED_YET` for a text of more than 8 lines,
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
 * Encrypts a text for each installation of the peer that has a session.
 *
 * @param peer          the peer
 * @param installation  ours
 * @param content       a `SUBROSA_CONTENT_` constant
 * @param text          the text, UTF-8, not NUL-terminated
 * @param text_len      its length, 1 to 65,536 bytes
 * @param again         8 bytes: the id of the text if these bytes were sent before, so that the peer
 *                      shows it only once; NULL for a new text
 * @param written       when the user wrote the text, in seconds since 1970; 0 for now. The peer is
 *                      told if it was more than a minute before `now`
 * @param now           seconds since 1970
 * @param out           receives an outcome with SENT and SEND events, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_SESSION`, `SUBROSA_E_ENDED`, `SUBROSA_E_FORKED`,
 *         `SUBROSA_E_EMPTY`, `SUBROSA_E_TOO_LONG`, `SUBROSA_E_NOT_CONFIRMED_YET`,
 *         `SUBROSA_E_UTF8`, `SUBROSA_E_WRONG_INSTALLATION`, `SUBROSA_E_RANDOM`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle. After an error, do not send the text
 *         unencrypted instead.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_peer_send(subrosa_peer *peer,
                                 subrosa_installation *installation,
                                 int32_t content,
                                 const char *text,
                                 size_t text_len,
                                 const uint8_t *again,
                                 int64_t written,
                                 int64_t now,
                                 subrosa_outcome **out);

/**
 * Reads whatever arrived from the peer's address: lines of this library within any markup, text
 * around them, or no line at all. A refused line is a REFUSED event, not an error.
 *
 * @param peer          the peer
 * @param installation  ours
 * @param text          what arrived, in any encoding, not NUL-terminated
 * @param text_len      its length in bytes
 * @param now           seconds since 1970
 * @param out           receives an outcome with any events, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle. After an error, show what
 *         arrived.
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
 * Confirms that a text has been shown or stored. Only then is it acknowledged to the peer.
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
 * Does what is due: sends acknowledgements, repeats answers, and deletes what is too old. Call it
 * when `subrosa_peer_wake_in` says so.
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
 * Closes the conversation and tells the peer with an authenticated line. Sending is an error until
 * the conversation is started again.
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
 * that names this line. Use this after an Offer that answers nothing
 * (`SUBROSA_E_UNEXPECTED_OFFER`) to find out whether the peer has lost its state.
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
 * Sends our current card to the peer, encrypted. With it the peer can begin a session while we are
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

/* --- Events and their fields ------------------------------------------------------------------ */

/**
 * Send this line to the peer: `LINE`, ASCII, within the line limit.
 */
#define SUBROSA_SESSION_EVENT_SEND 200

/**
 * A text has been encrypted: it has this `ID` and takes `LINES` lines, which follow as SEND
 * events.
 */
#define SUBROSA_SESSION_EVENT_SENT 201

/**
 * Show this text from the peer. Has `TEXT`, `CONTENT`, `ID`, `UNCONFIRMED`, `OVERTAKEN` and
 * `WRITTEN`. It is authenticated and complete, and is given only once. Call `subrosa_peer_confirm`
 * with its id when you have shown or stored it.
 */
#define SUBROSA_SESSION_EVENT_TEXT 202

/**
 * The peer has received the text with this `ID`.
 */
#define SUBROSA_SESSION_EVENT_DELIVERED 203

/**
 * No identity was expected, and the peer is now bound to this `FINGERPRINT`.
 */
#define SUBROSA_SESSION_EVENT_BOUND 204

/**
 * The call has changed the `STATUS` of the conversation.
 */
#define SUBROSA_SESSION_EVENT_STATUS 205

/**
 * A verified card: a card of the peer, to be kept, or our own, to be published. Has `CARD`, its
 * text, and `FINGERPRINT`.
 */
#define SUBROSA_SESSION_EVENT_CARD 206

/**
 * The encrypted state to store. Has `SAVED` and `GENERATION`.
 */
#define SUBROSA_SESSION_EVENT_SAVED 207

/**
 * `TEXT` is text from around a line, or text without a line. It is neither private nor
 * authenticated.
 */
#define SUBROSA_SESSION_EVENT_OUTSIDE 208

/**
 * The other side asks whether this program has the library. Not authenticated.
 */
#define SUBROSA_SESSION_EVENT_QUERY 209

/**
 * A fragment of an object that is too large for one line. Has `TEXT` (as it arrived), `ID` (6
 * bytes), `INDEX` (from 1) and `TOTAL`. Not authenticated.
 */
#define SUBROSA_SESSION_EVENT_FRAGMENT 210

/**
 * Text that begins like a line but is not one. Show `TEXT` like other text. Also has `CODE` and
 * `SENTENCE`.
 */
#define SUBROSA_SESSION_EVENT_UNREAD 211

/**
 * A line was refused, and nothing has changed. Has `CODE` and `SENTENCE`; `ECHO` if an Offer may
 * answer it; `FINGERPRINT` if it came from another identity. Do not report it to the user if
 * `SILENT` is 1.
 */
#define SUBROSA_SESSION_EVENT_REFUSED 212

/**
 * The session state exists twice, because a backup was restored or the state was stolen. `OURS`
 * tells whose state it is. Answer with an Offer, and pass `ECHO` to it.
 */
#define SUBROSA_SESSION_EVENT_FORK 213

/**
 * Somebody who has not proven to be the peer has requested more than showing a text. `CODE` is a
 * `SUBROSA_REQUEST_` constant. The request had no effect; it may come from a thief of one of our
 * prekeys.
 */
#define SUBROSA_SESSION_EVENT_UNPROVEN 214

/**
 * The peer may have read something else in place of the text with this `ID`: what it says it has
 * read is not what was sent. FORK follows, because somebody with a copy of the state has replaced
 * the text on its way. It is not delivered. Send it again only if the user wants to, as a new text.
 */
#define SUBROSA_SESSION_EVENT_MISREAD 215

/**
 * Bytes: a line to send.
 */
#define SUBROSA_SESSION_FIELD_LINE 200

/**
 * Bytes: a text.
 */
#define SUBROSA_SESSION_FIELD_TEXT 201

/**
 * Bytes: the id of a text, 8 bytes, or of a fragmented object, 6 bytes.
 */
#define SUBROSA_SESSION_FIELD_ID 202

/**
 * Bytes: a fingerprint, 32 bytes.
 */
#define SUBROSA_SESSION_FIELD_FINGERPRINT 203

/**
 * Bytes: an English sentence that says what was wrong. It quotes nothing from the line.
 */
#define SUBROSA_SESSION_FIELD_SENTENCE 204

/**
 * Bytes: identifies a line in an Offer, 12 bytes.
 */
#define SUBROSA_SESSION_FIELD_ECHO 205

/**
 * Bytes: the text of a card.
 */
#define SUBROSA_SESSION_FIELD_CARD 206

/**
 * Bytes: sealed state.
 */
#define SUBROSA_SESSION_FIELD_SAVED 207

/**
 * Number: a `SUBROSA_CONTENT_` constant.
 */
#define SUBROSA_SESSION_FIELD_CONTENT 250

/**
 * Number: how many lines the text takes.
 */
#define SUBROSA_SESSION_FIELD_LINES 251

/**
 * Number: the index of the fragment; the first is 1.
 */
#define SUBROSA_SESSION_FIELD_INDEX 252

/**
 * Number: the number of fragments.
 */
#define SUBROSA_SESSION_FIELD_TOTAL 253

/**
 * Number: a `SUBROSA_STATUS_` constant.
 */
#define SUBROSA_SESSION_FIELD_STATUS 254

/**
 * Number: a `SUBROSA_E_` code; in an UNPROVEN event, a `SUBROSA_REQUEST_` constant.
 */
#define SUBROSA_SESSION_FIELD_CODE 255

/**
 * Number: increases by one each time the state is saved. A host that can also store it elsewhere
 * can detect that an old state was restored.
 */
#define SUBROSA_SESSION_FIELD_GENERATION 256

/**
 * Number: 1 if the sender has not yet proven to be live, so that a thief of one of our prekeys
 * could have sent the text; else 0.
 */
#define SUBROSA_SESSION_FIELD_UNCONFIRMED 257

/**
 * Number: 1 if the text was held back on the way: at least 16 texts that were sent later, or any
 * text of a later session, have already been shown; else 0.
 */
#define SUBROSA_SESSION_FIELD_OVERTAKEN 258

/**
 * Number: 1 if the host should not report the line to the user, because it is a duplicate or one
 * of our own; else 0.
 */
#define SUBROSA_SESSION_FIELD_SILENT 259

/**
 * Number: 1 if our state was copied, 0 if the peer's was.
 */
#define SUBROSA_SESSION_FIELD_OURS 260

/**
 * Number: when the text was written according to its sender, who may be wrong or lie, in seconds
 * since 1970; 0 if the sender does not say, because the text was sent within a minute.
 */
#define SUBROSA_SESSION_FIELD_WRITTEN 261

/**
 * The request was to end the conversation. A genuine peer also sends it if it closes before it has
 * been answered.
 */
#define SUBROSA_REQUEST_CLOSE 1

/**
 * The request was to treat a state as copied.
 */
#define SUBROSA_REQUEST_FORK 2

/**
 * The request was to send on another session.
 */
#define SUBROSA_REQUEST_REPLACED 3

/**
 * The request was to treat lines of ours as received.
 */
#define SUBROSA_REQUEST_ACKNOWLEDGEMENT 4

/**
 * There is no session.
 */
#define SUBROSA_STATUS_IDLE 1

/**
 * A session has begun, but the peer has not yet proven to be live.
 */
#define SUBROSA_STATUS_STARTING 2

/**
 * Texts are sent encrypted to a peer that has proven to be live.
 */
#define SUBROSA_STATUS_PRIVATE 3

/**
 * The conversation was closed. Sending is an error until it is started again.
 */
#define SUBROSA_STATUS_ENDED 4

/**
 * The session state exists twice. Sending is an error until a new session is confirmed.
 */
#define SUBROSA_STATUS_FORKED 5

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* SUBROSA_SESSION_H */
