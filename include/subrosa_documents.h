/* Generated from src/capi/ by cbindgen: change it there, then run `make header`. */

#ifndef SUBROSA_DOCUMENTS_H
#define SUBROSA_DOCUMENTS_H

/**
 * @file
 * Subrosa for files and texts that are read later: sealed to full cards or under a passphrase.
 *
 * Terms say who can open a document and who signs it. A text or bytes are sealed and opened in one
 * call; a file is the work of a job, which the host runs in steps and commits when it has looked at the
 * result (examples/c/sealed_file.c). Events are SUBROSA_DOCUMENT_EVENT_ constants, their fields
 * SUBROSA_DOCUMENT_FIELD_ ones. The rules at the top of subrosa.h hold.
 *
 * A messenger seals to its contacts and opens with the user's key; what it tells of a sender has its
 * own fields too: SUBROSA_FIELD_TRUST, SUBROSA_FIELD_ACCOUNT, SUBROSA_FIELD_PEER.
 */

#include "subrosa_session.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A card, verified, with the key that documents to its owner are sealed to.
 */
typedef struct subrosa_full_card subrosa_full_card;

/**
 * A file that is being sealed or opened, in steps as long as the host likes. Until it is committed
 * there is nothing but a temporary file, which only its owner can read and which goes with the job.
 */
typedef struct subrosa_job subrosa_job;

/**
 * What a document is to be: made empty, filled by the calls below, and used for any number of
 * documents.
 */
typedef struct subrosa_terms subrosa_terms;

/* --- Full cards ------------------------------------------------------------------------------- */

/**
 * The size of a full card in bytes.
 */
#define SUBROSA_FULL_CARD_SIZE 1465

/**
 * The size of a buffer for the text of a full card, on one line or wrapped, its NUL included.
 */
#define SUBROSA_FULL_CARD_TEXT_SIZE 2048

/**
 * The size in bytes of a key that documents are sealed to.
 */
#define SUBROSA_SEALING_KEY_SIZE 1249

/**
 * Our own full card, to be given to whoever wants to seal documents to us, by mail or on a web page
 * say. It is that of `subrosa_installation_card`, and as that valid for 14 days at most. Save the
 * installation after a new one.
 *
 * @param installation  of an identity that had a sealing key when the installation was made
 * @param now           seconds since 1970
 * @param out           receives the full card, or NULL on failure; free it with
 *                      `subrosa_full_card_free`
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_SEALING_KEY`, `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an
 *         error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_full_card_of(subrosa_installation *installation,
                                    int64_t now,
                                    subrosa_full_card **out);

/**
 * Finds the one full card in a text, quoted and mangled as it may be, and verifies it.
 *
 * @param text      any text: a mail, a file, a web page
 * @param text_len  its length in bytes
 * @param now       seconds since 1970
 * @param out       receives the full card, or NULL on failure; free it with
 *                  `subrosa_full_card_free`
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_CARD`, `SUBROSA_E_SEVERAL_CARDS`, `SUBROSA_E_TRUNCATED` and
 *         the other errors of reading; those of `subrosa_card_verify`;
 *         `SUBROSA_E_NO_SEALING_KEY`, `SUBROSA_E_OTHER_SEALING_KEY`; `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_full_card_find(const char *text,
                                      size_t text_len,
                                      int64_t now,
                                      subrosa_full_card **out);

/**
 * Reads a full card from the bytes of `subrosa_full_card_bytes`, and verifies it.
 *
 * @param data      the bytes
 * @param data_len  their number
 * @param now       seconds since 1970
 * @param out       receives the full card, or NULL on failure; free it with
 *                  `subrosa_full_card_free`
 * @return As `subrosa_full_card_find`, without the errors of finding.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_full_card_read(const uint8_t *data,
                                      size_t data_len,
                                      int64_t now,
                                      subrosa_full_card **out);

/**
 * Frees a full card. NULL is fine.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_full_card_free(subrosa_full_card *card);

/**
 * The fingerprint of its owner. Compare it before you trust the card: anybody can make one.
 *
 * @param out  receives 32 bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_full_card_fingerprint(const subrosa_full_card *card, uint8_t out[32]);

/**
 * When it was issued. Of two full cards of one owner the later one counts.
 *
 * @param out  receives seconds since 1970
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_full_card_issued(const subrosa_full_card *card, int64_t *out);

/**
 * The key that documents to its owner are sealed to. Who keeps it with the fingerprint and the time
 * of issue can seal (`subrosa_terms_add_key`) when the card itself is not valid any more.
 *
 * @param out  receives 1,249 bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_full_card_sealing_key(const subrosa_full_card *card, uint8_t out[1249]);

/**
 * The full card as bytes.
 *
 * @param out  receives 1,465 bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_full_card_bytes(const subrosa_full_card *card, uint8_t out[1465]);

/**
 * The full card as text.
 *
 * @param wrapped    1: for mail, lines of 76 characters between a begin and an end line; 0: one
 *                   line
 * @param out        receives the text and a NUL
 * @param inout_len  before: the size of `out`; after: the bytes needed, NUL included.
 *                   `SUBROSA_FULL_CARD_TEXT_SIZE` is always enough
 * @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_full_card_text(const subrosa_full_card *card,
                                      int32_t wrapped,
                                      char *out,
                                      size_t *inout_len);

/* --- Terms ------------------------------------------------------------------------------------ */

/**
 * New terms, for nobody yet.
 *
 * @param time  when the document is sealed, seconds since 1970: whoever opens it sees it
 * @param out   receives the terms, or NULL on failure; free them with `subrosa_terms_free`
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_terms_new(int64_t time, subrosa_terms **out);

/**
 * Frees terms and wipes the secrets in them. NULL is fine.
 *
 * Thread: any, once no other call uses them. Since 0.1.
 */
void subrosa_terms_free(subrosa_terms *terms);

/**
 * The owner of a full card can open the document. Somebody who is added twice counts once.
 *
 * @param card  may be freed afterwards
 * @return `SUBROSA_OK`; `SUBROSA_E_TOO_MANY_RECIPIENTS`; `SUBROSA_E_ARGUMENT`, also if there is a
 *         passphrase; an error of a handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_terms_add_card(subrosa_terms *terms, const subrosa_full_card *card);

/**
 * Somebody whose sealing key was kept can open the document.
 *
 * @param fingerprint  32 bytes: whose key it is
 * @param key          1,249 bytes of `subrosa_full_card_sealing_key`
 * @return `SUBROSA_OK`; `SUBROSA_E_BAD_KEY`, `SUBROSA_E_TOO_MANY_RECIPIENTS`;
 *         `SUBROSA_E_ARGUMENT`, also if there is a passphrase; an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_terms_add_key(subrosa_terms *terms,
                                     const uint8_t fingerprint[32],
                                     const uint8_t key[1249]);

/**
 * The owner of an identity can open the document: whoever wants to open later what it seals adds
 * itself.
 *
 * @param identity  with a sealing key; may be freed afterwards
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_SEALING_KEY`, `SUBROSA_E_TOO_MANY_RECIPIENTS`;
 *         `SUBROSA_E_ARGUMENT`, also if there is a passphrase; an error of a handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_terms_add_identity(subrosa_terms *terms, const subrosa_identity *identity);

/**
 * Whoever knows a passphrase can open the document, and nobody else. Each sealing and each try to
 * open it then takes some tenths of a second and 64 MiB. The last passphrase that is set counts.
 *
 * @param passphrase      UTF-8, not NUL-terminated, not empty
 * @param passphrase_len  its length in bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_UTF8`; `SUBROSA_E_EMPTY_PASSPHRASE`; `SUBROSA_E_ARGUMENT`, also
 *         if there are recipients; an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_terms_set_passphrase(subrosa_terms *terms,
                                            const char *passphrase,
                                            size_t passphrase_len);

/**
 * An identity signs the document. The signature covers its content, tells the recipients who they
 * are, and is proof to anybody that a recipient shows it to. Without one, nobody can tell who has
 * made the document.
 *
 * @param identity  may be freed afterwards; NULL: nobody signs
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of a handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_terms_sign(subrosa_terms *terms, const subrosa_identity *identity);

/**
 * What the content is called: the name of the file without its path. Whoever opens the document
 * sees it. Texts have none.
 *
 * @param name  UTF-8, 1 to 1,024 bytes; NULL: it has no name
 * @return `SUBROSA_OK`; `SUBROSA_E_DOCUMENT_NAME`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
 *         error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_terms_set_name(subrosa_terms *terms, const char *name);

/* --- Texts and bytes -------------------------------------------------------------------------- */

/**
 * Seals a text, for a mail or a note say.
 *
 * @param terms     who can open it, who signs it
 * @param text      UTF-8, not NUL-terminated
 * @param text_len  its length in bytes; the document may have up to 2 MiB
 * @param wrapped   1: for mail, lines of 76 characters between a begin and an end line; 0: one line
 *                  of ASCII without spaces
 * @param out       receives an outcome with a READY event, `TEXT`; or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_RECIPIENTS`, `SUBROSA_E_TOO_LARGE`, `SUBROSA_E_MEMORY`,
 *         `SUBROSA_E_RANDOM`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_seal_text(const subrosa_terms *terms,
                                 const char *text,
                                 size_t text_len,
                                 int32_t wrapped,
                                 subrosa_outcome **out);

/**
 * Finds the first sealed document in a text, quoted and mangled as it may be, and opens it; it has
 * to hold a text itself. What stands around it in the text was not sealed.
 *
 * @param text            any text: a mail, a note, of any encoding
 * @param text_len        its length in bytes
 * @param identity        whose sealing key opens it; or NULL, and there is a passphrase
 * @param passphrase      UTF-8, not NUL-terminated; or NULL, and there is an identity
 * @param passphrase_len  its length in bytes. Trying one takes as long as whoever sealed the
 *                        document wanted, up to some seconds and 256 MiB
 * @param out             receives an outcome with a READY event, `TEXT`; or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_DOCUMENT`, `SUBROSA_E_DOCUMENT_ARMOR`,
 *         `SUBROSA_E_OTHER_CONTENT`, `SUBROSA_E_CONTENT_UTF8`, and the errors of
 *         `subrosa_open_bytes`.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_open_text(const char *text,
                                 size_t text_len,
                                 const subrosa_identity *identity,
                                 const char *passphrase,
                                 size_t passphrase_len,
                                 subrosa_outcome **out);

/**
 * Seals bytes in memory, as a file of the name in the terms. For what lies on a disk there is
 * `subrosa_seal_file`.
 *
 * @param terms     who can open it, who signs it, what it is called
 * @param data      the content
 * @param data_len  its length in bytes
 * @param out       receives an outcome with a READY event, `DATA`; or NULL on failure
 * @return As `subrosa_seal_text`.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_seal_bytes(const subrosa_terms *terms,
                                  const uint8_t *data,
                                  size_t data_len,
                                  subrosa_outcome **out);

/**
 * Opens a document in memory, a file or a text. Nothing is given out before all of it is verified.
 *
 * @param data            the document, as bytes
 * @param data_len        its length
 * @param identity        whose sealing key opens it; or NULL, and there is a passphrase
 * @param passphrase      UTF-8, not NUL-terminated; or NULL, and there is an identity
 * @param passphrase_len  its length in bytes. Trying one takes as long as whoever sealed the
 *                        document wanted, up to some seconds and 256 MiB
 * @param out             receives an outcome with a READY event, `DATA`; or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_NOT_A_DOCUMENT`, `SUBROSA_E_OTHER_OBJECT`,
 *         `SUBROSA_E_DOCUMENT_NEWER`, `SUBROSA_E_DOCUMENT_CUT`, `SUBROSA_E_DOCUMENT_TRAILING`,
 *         `SUBROSA_E_DAMAGED_HEADER`, `SUBROSA_E_DAMAGED_METADATA`, `SUBROSA_E_DAMAGED_CHUNK`,
 *         `SUBROSA_E_DAMAGED_TRAILER`, `SUBROSA_E_NOT_A_RECIPIENT`,
 *         `SUBROSA_E_PASSPHRASE_NEEDED`, `SUBROSA_E_KEYS_NEEDED`,
 *         `SUBROSA_E_DOCUMENT_PASSPHRASE`, `SUBROSA_E_PASSPHRASE_PARAMETER`,
 *         `SUBROSA_E_DOCUMENT_SIGNATURE`, `SUBROSA_E_DOCUMENT_HIGH_S`, `SUBROSA_E_NOT_ADDRESSED_TO_YOU`;
 *         `SUBROSA_E_MEMORY`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_open_bytes(const uint8_t *data,
                                  size_t data_len,
                                  const subrosa_identity *identity,
                                  const char *passphrase,
                                  size_t passphrase_len,
                                  subrosa_outcome **out);

/**
 * Removes what killed runs have left in a folder that files were sealed or opened into: temporary
 * files. Those of jobs that live, in any process, stay. Call it when a program starts.
 *
 * @param folder  a path: on Unix any bytes, elsewhere UTF-8
 * @return How many were removed; `SUBROSA_E_FILE_MISSING`, `SUBROSA_E_FILE_PERMISSION`,
 *         `SUBROSA_E_FILE`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 */
int32_t subrosa_sweep(const char *folder);

/* --- Files ------------------------------------------------------------------------------------ */

/**
 * For `subrosa_job_run`: to the end, at full speed.
 */
#define SUBROSA_JOB_RUN_ALL (-1)

/**
 * For `subrosa_job_commit`: a file that has the name already is replaced, at once and wholly.
 */
#define SUBROSA_COMMIT_REPLACE 1

/**
 * Begins to seal a file. Do `subrosa_job_run` until it is finished, then `subrosa_job_commit`.
 *
 * @param terms   who can open it, who signs it, what it is called; may be freed afterwards
 * @param source  the path of a regular file, which is only read: on Unix any bytes, elsewhere UTF-8
 * @param folder  the path of the folder that the document is to be in; it has to exist
 * @param out     receives the job, or NULL on failure; free it with `subrosa_job_free`
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_RECIPIENTS`, `SUBROSA_E_NOT_A_FILE`,
 *         `SUBROSA_E_FILE_MISSING`, `SUBROSA_E_FILE_PERMISSION`, `SUBROSA_E_DISK_FULL`,
 *         `SUBROSA_E_FILE`, `SUBROSA_E_MEMORY`, `SUBROSA_E_RANDOM`, `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_seal_file(const subrosa_terms *terms,
                                 const char *source,
                                 const char *folder,
                                 subrosa_job **out);

/**
 * Begins to open a document in a file, which holds a file or a text. Do `subrosa_job_run` until it
 * is finished: then all of it is verified, and lies in a temporary file. Look at that, if you like,
 * with a virus scanner say (`PATH` of `subrosa_job_result`), and do `subrosa_job_commit`, or free
 * the job.
 *
 * @param source          the path of the document: on Unix any bytes, elsewhere UTF-8
 * @param folder          the path of the folder that the file is to be in; it has to exist
 * @param identity        whose sealing key opens it; or NULL, and there is a passphrase
 * @param passphrase      UTF-8, not NUL-terminated; or NULL, and there is an identity
 * @param passphrase_len  its length in bytes. Trying one takes as long as whoever sealed the
 *                        document wanted, up to some seconds and 256 MiB
 * @param out             receives the job, or NULL on failure; free it with `subrosa_job_free`
 * @return `SUBROSA_OK`; the errors of files of `subrosa_seal_file`; those of
 *         `subrosa_open_bytes` about the header.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_open_file(const char *source,
                                 const char *folder,
                                 const subrosa_identity *identity,
                                 const char *passphrase,
                                 size_t passphrase_len,
                                 subrosa_job **out);

/**
 * Does more of a job, with as many threads as there are processors, but at most 4; they end before
 * the call does. 8 MiB of memory are enough for a file of any size.
 *
 * @param max_ms  about how many milliseconds to spend; 0 for the least step, about a mebibyte;
 *                `SUBROSA_JOB_RUN_ALL` for all there is
 * @param done    receives how many bytes of the source are done; may be NULL
 * @param total   receives how many there are; may be NULL
 * @return 1 if the job is finished and waits to be committed, 0 if there is more to do. An error
 *         ends the job, and nothing is left of it on the disk: what is wrong with a document, as
 *         `subrosa_open_bytes`; `SUBROSA_E_SIZE_CHANGED`, `SUBROSA_E_DISK_FULL`,
 *         `SUBROSA_E_FILE`, `SUBROSA_E_RANDOM`; `SUBROSA_E_JOB_ENDED` after such an error and after
 *         a commit. `SUBROSA_E_ARGUMENT` or an error of the handle changes nothing.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_job_run(subrosa_job *job, int32_t max_ms, int64_t *done, int64_t *total);

/**
 * What has come of a job that is finished: of opening, who signed it, what it may be called, where
 * it lies to be looked at.
 *
 * @param out  receives an outcome with a READY event, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_JOB_NOT_DONE`, `SUBROSA_E_JOB_ENDED`, `SUBROSA_E_ARGUMENT` or an
 *         error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_job_result(subrosa_job *job, subrosa_outcome **out);

/**
 * Gives the finished file its name in the folder: at once, and durably. A file that has the name
 * already stays, and the call fails, unless it is to be replaced. A folder stays in any case, and
 * so does what a symbolic link points to: the link is what is replaced.
 *
 * @param name   a plain file name without a path: on Unix any bytes, elsewhere UTF-8. NULL for the
 *               `NAME` of a file that was opened
 * @param flags  `SUBROSA_COMMIT_REPLACE`, or 0
 * @return `SUBROSA_OK`: the job has ended. `SUBROSA_E_TARGET_EXISTS`, `SUBROSA_E_TARGET_NAME`,
 *         `SUBROSA_E_TEMPORARY_GONE`, `SUBROSA_E_DISK_FULL`, `SUBROSA_E_FILE_PERMISSION`,
 *         `SUBROSA_E_FILE` leave it as it was, for another try, unless the folder with the new name
 *         cannot be written to the disk; `SUBROSA_E_JOB_NOT_DONE`, `SUBROSA_E_JOB_ENDED`;
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_job_commit(subrosa_job *job, const char *name, uint32_t flags);

/**
 * Frees a job. One that was not committed is cancelled: its temporary file is removed. NULL is fine.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_job_free(subrosa_job *job);

/* --- Documents of a messenger ----------------------------------------------------------------- */

/**
 * For `subrosa_text_seal` and `subrosa_file_seal`: nobody signs the document, and nobody can tell
 * who has made it.
 */
#define SUBROSA_SEAL_UNSIGNED 1

/**
 * For `subrosa_text_seal`: for mail, lines of 76 characters between a begin and an end line.
 */
#define SUBROSA_SEAL_WRAPPED 2

/**
 * The user's own full card on an account, to be given to others by mail or on a web page. Whoever
 * has it can seal documents to the user, and begin a private conversation on this account. Valid
 * for 14 days at most; ask for it when it is needed.
 *
 * @param account  attached
 * @param wrapped  1: for mail, lines of 76 characters between a begin and an end line; 0: one line
 * @param out      receives an outcome with a CARD event, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a vault; `SUBROSA_E_RANDOM`,
 *         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_messenger_card(subrosa_messenger *messenger,
                                      const char *account,
                                      int32_t wrapped,
                                      subrosa_outcome **out);

/**
 * Learns the one full card in a text, so that documents can be sealed to its owner: a mail, a file,
 * a web page. Trust does not change by that, and whoever is known at the address stays.
 *
 * @param account   attached; or NULL, and `peer` too: the card belongs to no address
 * @param peer      the address of the one whose card the user takes it for
 * @param text      any text
 * @param text_len  its length in bytes
 * @param out       receives an outcome with a CONTACT event for the owner; or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_OTHER_FINGERPRINT` if somebody else is known at the address, or
 *         somebody else's card was learned for it; `SUBROSA_E_OLDER_CARD` if a later card of the
 *         owner is known; `SUBROSA_E_OWN_IDENTITY`; the errors of `subrosa_full_card_find`;
 *         `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault;
 *         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_card_learn(subrosa_messenger *messenger,
                                  const char *account,
                                  const char *peer,
                                  const char *text,
                                  size_t text_len,
                                  subrosa_outcome **out);

/**
 * Seals a text to a contact, and to the user, who signs it. For several contacts fill
 * `subrosa_messenger_terms` and call `subrosa_seal_text`.
 *
 * @param account   attached
 * @param peer      the address of the contact
 * @param text      UTF-8, not NUL-terminated
 * @param text_len  its length in bytes
 * @param flags     `SUBROSA_SEAL_` bits, or 0
 * @param out       receives an outcome with a READY event, `TEXT`; or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_SEALING_KEY` while no card of the contact is known,
 *         `SUBROSA_E_WRONG_STATE` if another key has appeared or the contact is blocked, the errors
 *         of `subrosa_seal_text`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a
 *         vault.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_text_seal(subrosa_messenger *messenger,
                                 const char *account,
                                 const char *peer,
                                 const char *text,
                                 size_t text_len,
                                 uint32_t flags,
                                 subrosa_outcome **out);

/**
 * Opens the first sealed document in a text, as `subrosa_open_text`, with the user's key.
 *
 * @param text      any text, of any encoding
 * @param text_len  its length in bytes
 * @param out       receives an outcome with a READY event: `TEXT`, as it was sealed, not made safe
 *                  for any markup; `TRUST`, and the account and address of the sender if they are
 *                  known; or NULL on failure
 * @return `SUBROSA_OK`; the errors of `subrosa_open_text`, `SUBROSA_E_VAULT_LOCKED` and the other
 *         errors of a vault.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_text_open(subrosa_messenger *messenger,
                                 const char *text,
                                 size_t text_len,
                                 subrosa_outcome **out);

/**
 * Begins to seal a file to a contact, and to the user, who signs it; `subrosa_job_run` and
 * `subrosa_job_commit` do the rest. For several contacts fill `subrosa_messenger_terms` and call
 * `subrosa_seal_file`.
 *
 * @param account  attached
 * @param peer     the address of the contact
 * @param source   the path of a regular file; the document says its name, if that is UTF-8
 * @param folder   the path of the folder that the document is to be in
 * @param flags    `SUBROSA_SEAL_UNSIGNED`, or 0
 * @param out      receives the job, or NULL on failure; free it with `subrosa_job_free`
 * @return `SUBROSA_OK`; the errors of `subrosa_text_seal` about the contact, those of
 *         `subrosa_seal_file`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_file_seal(subrosa_messenger *messenger,
                                 const char *account,
                                 const char *peer,
                                 const char *source,
                                 const char *folder,
                                 uint32_t flags,
                                 subrosa_job **out);

/**
 * Begins to open a file with the user's key, as `subrosa_open_file`. What `subrosa_job_result` then
 * gives says how well the sender is known: `TRUST`, and account and address. The job may outlive
 * the messenger, which then knows nobody.
 *
 * @param source  the path of the document
 * @param folder  the path of the folder that the file is to be in
 * @param out     receives the job, or NULL on failure; free it with `subrosa_job_free`
 * @return `SUBROSA_OK`; the errors of `subrosa_open_file`; `SUBROSA_E_VAULT_LOCKED`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_file_open(subrosa_messenger *messenger,
                                 const char *source,
                                 const char *folder,
                                 subrosa_job **out);

/**
 * New terms for a document of the user, as an account is known: sealed to the user, signed by the
 * user, of now. Then add contacts. The terms hold the user's key: free them when they are used.
 *
 * @param account  whose identity it is; NULL for that of the vault
 * @param out      receives the terms, or NULL on failure; free them with `subrosa_terms_free`
 * @return `SUBROSA_OK`; `SUBROSA_E_VAULT_LOCKED` and the errors of a vault; `SUBROSA_E_UTF8`,
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_messenger_terms(subrosa_messenger *messenger,
                                       const char *account,
                                       subrosa_terms **out);

/**
 * A contact of a messenger can open the document.
 *
 * @param account  attached
 * @param peer     the address of the contact
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_SEALING_KEY`, `SUBROSA_E_WRONG_STATE`,
 *         `SUBROSA_E_TOO_MANY_RECIPIENTS`, `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the
 *         errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of a handle.
 *
 * Thread: any, one call at a time for the terms. Since 0.1.
 */
subrosa_result subrosa_terms_add_contact(subrosa_terms *terms,
                                         subrosa_messenger *messenger,
                                         const char *account,
                                         const char *peer);

/**
 * Somebody whose card a messenger has learned can open the document.
 *
 * @param fingerprint  32 bytes: who
 * @return As `subrosa_terms_add_contact`.
 *
 * Thread: any, one call at a time for the terms. Since 0.1.
 *
 */
subrosa_result subrosa_terms_add_known(subrosa_terms *terms,
                                       subrosa_messenger *messenger,
                                       const uint8_t fingerprint[32]);

/* --- Events and their fields ------------------------------------------------------------------ */

/**
 * Something was sealed or opened. Sealed: `TEXT` or `DATA`, or of a job `PATH`. Opened: `KIND`,
 * `TEXT`, `DATA` or `PATH`, `SIGNED`, `NAME` and `NAME_CHANGED` of a file, `CLAIMED_NAME` and `TIME`
 * if the sender stated them; `FINGERPRINT` and `DIGITS` if it is signed. Of a messenger, what is
 * opened has `TRUST` as well, and the account and address of the sender if they are known.
 */
#define SUBROSA_DOCUMENT_EVENT_READY 300

/**
 * The user's full card, to be given to others: `CARD`, its text, `FINGERPRINT`, `DIGITS`.
 */
#define SUBROSA_DOCUMENT_EVENT_CARD 301

/**
 * Text: a document as text, or the text in one.
 */
#define SUBROSA_DOCUMENT_FIELD_TEXT 300

/**
 * Bytes: a document, or the content of one.
 */
#define SUBROSA_DOCUMENT_FIELD_DATA 301

/**
 * Text: where the finished file is until it is committed. On Unix of any encoding.
 */
#define SUBROSA_DOCUMENT_FIELD_PATH 302

/**
 * Text: what a file from a document may be called: a plain name, reduced to what is safe. For a
 * document without one it is `"document"`.
 */
#define SUBROSA_DOCUMENT_FIELD_NAME 303

/**
 * Text: what the sender calls the file. Hostile: never use it as a name, and take care where it is
 * shown.
 */
#define SUBROSA_DOCUMENT_FIELD_CLAIMED_NAME 304

/**
 * Bytes: the fingerprint of whoever has signed the document, 32 bytes.
 */
#define SUBROSA_DOCUMENT_FIELD_FINGERPRINT 305

/**
 * Text: that fingerprint as people compare it.
 */
#define SUBROSA_DOCUMENT_FIELD_DIGITS 306

/**
 * Text: a full card.
 */
#define SUBROSA_DOCUMENT_FIELD_CARD 307

/**
 * Number: a `SUBROSA_DOCUMENT_KIND_` constant.
 */
#define SUBROSA_DOCUMENT_FIELD_KIND 350

/**
 * Number: bytes of the content.
 */
#define SUBROSA_DOCUMENT_FIELD_SIZE 351

/**
 * Number: when the document was sealed, as the sender states it. Seconds since 1970.
 */
#define SUBROSA_DOCUMENT_FIELD_TIME 352

/**
 * Number: 1 if somebody signed the document, whose `FINGERPRINT` there is then: compare it. 0 if
 * anybody may have made it.
 */
#define SUBROSA_DOCUMENT_FIELD_SIGNED 353

/**
 * Number: 1 if `NAME` is not what the sender calls the file: tell the user, for what was dropped may
 * have been meant to deceive. 0 otherwise.
 */
#define SUBROSA_DOCUMENT_FIELD_NAME_CHANGED 354

/**
 * The document holds a file.
 */
#define SUBROSA_DOCUMENT_KIND_FILE 1

/**
 * The document holds a text in UTF-8.
 */
#define SUBROSA_DOCUMENT_KIND_TEXT 2

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* SUBROSA_DOCUMENTS_H */
