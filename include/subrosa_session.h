/* Generated from src/capi/ by cbindgen: change it there, then run `make header`. */

#ifndef SUBROSA_SESSION_H
#define SUBROSA_SESSION_H

/**
 * @file
 * Subrosa for hosts with storage of their own: identities, cards, installations, peers.
 *
 * A peer is all that goes between our identity and one other. What the user types goes through
 * subrosa_peer_send, what the network brings goes through subrosa_peer_receive, and
 * subrosa_peer_tick does what is due. Each gives an outcome; its events are SUBROSA_SESSION_EVENT_
 * constants, SEND and TEXT above all, their fields SUBROSA_SESSION_FIELD_ ones, and it has no verdict
 * (examples/c/minimal.c). The rules at the top of subrosa.h hold.
 *
 * Lines in an outcome that are never sent are lost: save the peer after every call that changed it and
 * before its lines go out, and the installation after that.
 */

#include "subrosa.h"

#ifdef __cplusplus
extern "C" {
#endif

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
 * All sessions with one other identity.
 */
typedef struct subrosa_peer subrosa_peer;

/* --- Identities ------------------------------------------------------------------------------- */

/**
 * The size of a buffer for any exported identity, its NUL included.
 */
#define SUBROSA_EXPORT_SIZE 210

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
 * Makes the key that documents to this identity are sealed to, unless it has one. Export or store
 * the identity afterwards: without the key, what was sealed to it cannot be opened any more. An
 * installation that is made of it from then on has full cards (`subrosa_full_card_of`).
 *
 * @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_identity_add_sealing_key(subrosa_identity *identity);

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
 * @param passphrase      UTF-8, not NUL-terminated, and not empty; ask for a long one
 * @param passphrase_len  its length in bytes
 * @param memory_kib      memory in KiB, 19,456 to 262,144; 0 stands for 65,536
 * @param iterations      passes over it, 1 to 10; 0 stands for 3
 * @param parallelism     lanes, 1 to 4; 0 stands for 1
 * @param out             receives the text and a NUL
 * @param inout_len       before: the size of `out`; after: the bytes needed, NUL included.
 *                        `SUBROSA_EXPORT_SIZE` is always enough
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, before any work; `SUBROSA_E_EMPTY_PASSPHRASE` for an
 *         empty one and NULL; `SUBROSA_E_PASSPHRASE_PARAMETER`, `SUBROSA_E_UTF8`, `SUBROSA_E_MEMORY`, `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an
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

/* --- Cards ------------------------------------------------------------------------------------ */

/**
 * The size of a buffer for the text of a card, its NUL included.
 */
#define SUBROSA_CARD_SIZE 294

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
 * @return 1 if it is; 0 if it can be used again, and for a NULL or bad handle.
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
 * The size of the key under which a host has states sealed. Bytes.
 */
#define SUBROSA_KEY_SIZE 32

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
 * Deletes prekeys that are too old. Every tick of a peer does it too; a host calls it after loading,
 * and when it is due, so that keys die on time where nobody talks.
 *
 * @param now     seconds since 1970
 * @param due_in  receives in how many seconds to call again, at the latest; -1 if nothing waits for
 *                its end
 * @return 1 if something has changed that is to be saved (an hour of time that would be lost, too),
 *         0 if not; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_installation_expire(subrosa_installation *installation,
                                    int64_t now,
                                    int64_t *due_in);

/**
 * The state of the installation as bytes, sealed under a key of the host. It holds the private
 * prekeys and not the identity.
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
 * Opens what `subrosa_installation_save` made. Load the newest state alone: one that was saved
 * earlier and used since looks to peers like a copy (`SUBROSA_SESSION_EVENT_FORK`).
 *
 * @param identity    the identity it is an installation of; it may be freed afterwards
 * @param state       the bytes of the SAVED event
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

/* --- Peers ------------------------------------------------------------------------------------ */

/**
 * A peer without a session.
 *
 * @param installation  ours; the same, or another of the same identity, is passed to every call
 * @param fingerprint   32 bytes: who the peer has to be. With NULL the first identity that appears
 *                      is taken (`SUBROSA_SESSION_EVENT_BOUND`)
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
 * @return 1 if it is; 0 if nobody has appeared yet, and for a NULL pointer or a bad handle: `out` is
 *         as it was then.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
int32_t subrosa_peer_fingerprint(const subrosa_peer *peer,
                                 uint8_t out[32]);

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
 * @param out  receives an outcome with a SAVED event, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_peer_save(subrosa_peer *peer, const uint8_t key[32], subrosa_outcome **out);

/**
 * Opens what `subrosa_peer_save` made. Load the newest state alone: one that was saved earlier and
 * used since looks to the peer like a copy (`SUBROSA_SESSION_EVENT_FORK`).
 *
 * @param installation  ours, of the identity that the state was saved with
 * @param state         the bytes of the SAVED event
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
 * Forgets what is too old: keys of lines that never came, unfinished texts, sessions that nobody
 * uses. Every tick does it too; a host calls it for peers that nobody talks to, after loading and
 * when it is due. `subrosa_peer_status` can be another one afterwards.
 *
 * @param now     seconds since 1970
 * @param due_in  receives in how many seconds to call again, at the latest; -1 if nothing waits for
 *                its end
 * @return 1 if something has changed that is to be saved (an hour of time that would be lost, too),
 *         0 if not; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_peer_expire(subrosa_peer *peer, int64_t now, int64_t *due_in);

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
 * Plain text, UTF-8.
 */
#define SUBROSA_CONTENT_PLAIN 0

/**
 * HTML as the sender's messenger made it. Untrusted: show only a safe subset of it.
 */
#define SUBROSA_CONTENT_HTML 1

/**
 * Plain text that says what the sender does, as "/me waves" does.
 */
#define SUBROSA_CONTENT_PLAIN_ACTION 2

/**
 * The same in HTML.
 */
#define SUBROSA_CONTENT_HTML_ACTION 3

/**
 * No text: the bytes of a full card of the sender, for `subrosa_full_card_read`. Confirm it, compare
 * its fingerprint with that of the peer, and do not show it.
 */
#define SUBROSA_CONTENT_FULL_CARD 4

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
 * Encrypts a text, for each installation of the peer that has a session.
 *
 * @param peer          the peer
 * @param installation  ours
 * @param content       a `SUBROSA_CONTENT_` constant
 * @param text          the text, UTF-8, not NUL-terminated
 * @param text_len      its length, 1 to 65,536 bytes
 * @param again         the id of an earlier sending of the same text, 8 bytes, so that the peer
 *                      shows it only once; NULL for a new text
 * @param written       when the user wrote it, seconds since 1970, which the peer is told if that is
 *                      more than a minute before `now`; 0 if it was now
 * @param now           seconds since 1970
 * @param out           receives an outcome with SENT and SEND events, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_SESSION`, `SUBROSA_E_ENDED`, `SUBROSA_E_FORKED`,
 *         `SUBROSA_E_EMPTY`, `SUBROSA_E_TOO_LONG`, `SUBROSA_E_NOT_CONFIRMED_YET`, `SUBROSA_E_UTF8`,
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
                                 int64_t written,
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

/* --- Events and their fields ------------------------------------------------------------------ */

/**
 * Send this line to the peer: `LINE`, ASCII, within the line limit.
 */
#define SUBROSA_SESSION_EVENT_SEND 200

/**
 * The text to send has this `ID` and takes so many `LINES`; they follow.
 */
#define SUBROSA_SESSION_EVENT_SENT 201

/**
 * Show this text of the peer: `TEXT`, `CONTENT`, `ID`, `UNCONFIRMED`, `OVERTAKEN`, `WRITTEN`. It is
 * authenticated, whole, and given only once. Call `subrosa_peer_confirm` with its id when it is shown or stored.
 */
#define SUBROSA_SESSION_EVENT_TEXT 202

/**
 * The peer has the text with this `ID`.
 */
#define SUBROSA_SESSION_EVENT_DELIVERED 203

/**
 * Nobody was expected, and the peer is from now on known by this `FINGERPRINT`.
 */
#define SUBROSA_SESSION_EVENT_BOUND 204

/**
 * The conversation has another `STATUS` than before the call.
 */
#define SUBROSA_SESSION_EVENT_STATUS 205

/**
 * A card, verified: `CARD`, its text, and `FINGERPRINT`. One of the peer to keep, or our own to
 * publish.
 */
#define SUBROSA_SESSION_EVENT_CARD 206

/**
 * The state to store: `SAVED`, sealed, and its `GENERATION`.
 */
#define SUBROSA_SESSION_EVENT_SAVED 207

/**
 * Text that stood around or instead of a line: `TEXT`. Neither private nor authenticated.
 */
#define SUBROSA_SESSION_EVENT_OUTSIDE 208

/**
 * The other side asks whether there is a plugin here. Not authenticated.
 */
#define SUBROSA_SESSION_EVENT_QUERY 209

/**
 * A part of an object too large for a line: `TEXT` (as it came), `ID` (6 bytes), `INDEX` from 1,
 * `TOTAL`. Not authenticated.
 */
#define SUBROSA_SESSION_EVENT_FRAGMENT 210

/**
 * Something that begins like a line and is none: `TEXT` to show like other text, `CODE`,
 * `SENTENCE`.
 */
#define SUBROSA_SESSION_EVENT_UNREAD 211

/**
 * A line was refused, and nothing has changed: `CODE`, `SENTENCE`; say nothing if `SILENT` is 1;
 * `ECHO` if an Offer may answer it; `FINGERPRINT` if it came from another identity.
 */
#define SUBROSA_SESSION_EVENT_REFUSED 212

/**
 * The session exists twice, a restored backup or a theft: `OURS` tells whose state, `ECHO` goes
 * into the Offer to answer with.
 */
#define SUBROSA_SESSION_EVENT_FORK 213

/**
 * Somebody who has not proven to be the peer asks for more than to show texts: `CODE`, a
 * `SUBROSA_REQUEST_` constant. It had no effect; it may be who has stolen a prekey of ours.
 */
#define SUBROSA_SESSION_EVENT_UNPROVEN 214

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
 * Bytes: what was wrong, one English sentence. It quotes nothing of the line.
 */
#define SUBROSA_SESSION_FIELD_SENTENCE 204

/**
 * Bytes: names a line in an Offer, 12 bytes.
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
 * Number: how many lines.
 */
#define SUBROSA_SESSION_FIELD_LINES 251

/**
 * Number: which fragment it is; the first is 1.
 */
#define SUBROSA_SESSION_FIELD_INDEX 252

/**
 * Number: how many fragments there are.
 */
#define SUBROSA_SESSION_FIELD_TOTAL 253

/**
 * Number: a `SUBROSA_STATUS_` constant.
 */
#define SUBROSA_SESSION_FIELD_STATUS 254

/**
 * Number: a `SUBROSA_E_` code; of UNPROVEN, a `SUBROSA_REQUEST_` constant.
 */
#define SUBROSA_SESSION_FIELD_CODE 255

/**
 * Number: one more at each saving. A host that can keep it elsewhere sees whether old state was
 * put back.
 */
#define SUBROSA_SESSION_FIELD_GENERATION 256

/**
 * Number: 1 if the sender has not proven to be live yet: whoever has stolen a prekey of ours could
 * have sent the text. 0 otherwise.
 */
#define SUBROSA_SESSION_FIELD_UNCONFIRMED 257

/**
 * Number: 1 if at least 16 texts that were sent later have been shown already, or any of a later
 * session: the text was held back on its way. 0 otherwise.
 */
#define SUBROSA_SESSION_FIELD_OVERTAKEN 258

/**
 * Number: 1 if the host says nothing about it: a duplicate, or a line of our own. 0 otherwise.
 */
#define SUBROSA_SESSION_FIELD_SILENT 259

/**
 * Number: 1 if it is our state that was copied, 0 if it is the peer's.
 */
#define SUBROSA_SESSION_FIELD_OURS 260

/**
 * Number: when the text was written, in seconds since 1970, as its sender says, who may be wrong or
 * lie; 0 if the sender says nothing, because it left within a minute.
 */
#define SUBROSA_SESSION_FIELD_WRITTEN 261

/**
 * To end the conversation. Also of a peer that closes before it has been answered.
 */
#define SUBROSA_REQUEST_CLOSE 1

/**
 * To take a state for copied.
 */
#define SUBROSA_REQUEST_FORK 2

/**
 * To send on another session.
 */
#define SUBROSA_REQUEST_REPLACED 3

/**
 * To take lines of ours for received.
 */
#define SUBROSA_REQUEST_ACKNOWLEDGEMENT 4

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

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* SUBROSA_SESSION_H */
