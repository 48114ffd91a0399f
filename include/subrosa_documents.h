/* Generated from src/capi/ by cbindgen: change it there, then run `make header`. */

#ifndef SUBROSA_DOCUMENTS_H
#define SUBROSA_DOCUMENTS_H

/**
 * @file
 * Subrosa for files and texts to be read later, sealed to full cards or under a passphrase.
 *
 * Terms say who can open a document and who signs it. One call seals or opens a text or bytes. A
 * file takes a job: the host runs it in steps, may inspect the result, and then commits it
 * (examples/c/sealed_file.c). Events are SUBROSA_DOCUMENT_EVENT_ constants and fields are
 * SUBROSA_DOCUMENT_FIELD_ constants. The rules at the top of subrosa.h apply.
 *
 * A messenger seals to its contacts and opens with the user's key. It describes the sender in the
 * fields SUBROSA_FIELD_TRUST, SUBROSA_FIELD_ACCOUNT and SUBROSA_FIELD_PEER.
 */

#include "subrosa_session.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A full card: a verified card together with the owner's sealing key, to which documents are
 * sealed.
 */
typedef struct subrosa_full_card subrosa_full_card;

/**
 * A job: a file that is being sealed or opened, in steps whose length the host chooses. Until the
 * job is committed, its result is a temporary file that only its owner can read and that is
 * removed with the job.
 */
typedef struct subrosa_job subrosa_job;

/**
 * Terms of a document: who can open it, who signs it, its time and its name. Create them empty,
 * fill them with the calls below, and use them for any number of documents.
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
 * Our own full card, for those who want to seal documents to us; send it by mail or publish it on
 * a web page. It contains the card of `subrosa_installation_card` and is valid for 14 days at
 * most, like that card. Save the installation when the card is new.
 *
 * @param installation  an installation whose identity had a sealing key when the installation was
 *                      created
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
 * Finds the one full card in a text, even if it was quoted or mangled, and verifies it.
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
 * @return As `subrosa_full_card_find`, without the errors about finding it.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_full_card_read(const uint8_t *data,
                                      size_t data_len,
                                      int64_t now,
                                      subrosa_full_card **out);

/**
 * Frees a full card. NULL is allowed.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_full_card_free(subrosa_full_card *card);

/**
 * The fingerprint of the card's owner. Compare it before you trust the card: anybody can make a
 * card.
 *
 * @param out  receives 32 bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 *
 */
subrosa_result subrosa_full_card_fingerprint(const subrosa_full_card *card, uint8_t out[32]);

/**
 * When the card was issued. Of two full cards of one owner, the later one counts.
 *
 * @param out  receives seconds since 1970
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_full_card_issued(const subrosa_full_card *card, int64_t *out);

/**
 * The sealing key of the card's owner. If you store it together with the fingerprint and the time
 * of issue, you can seal documents to the owner (`subrosa_terms_add_key`) even after the card has
 * expired.
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
 * @param wrapped    1 for mail: lines of 76 characters between a begin and an end line; 0 for one
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
 * Creates terms without any recipient.
 *
 * @param time  the time of sealing to state in the document, in seconds since 1970. Everyone who
 *              opens the document sees it
 * @param out   receives the terms, or NULL on failure; free them with `subrosa_terms_free`
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 */
subrosa_result subrosa_terms_new(int64_t time, subrosa_terms **out);

/**
 * Frees terms and wipes the secrets in them. NULL is allowed.
 *
 * Thread: any, once no other call uses them. Since 0.1.
 */
void subrosa_terms_free(subrosa_terms *terms);

/**
 * Adds the owner of a full card as a recipient, who can open the document. Adding somebody twice
 * counts once.
 *
 * @param card  may be freed afterwards
 * @return `SUBROSA_OK`; `SUBROSA_E_TOO_MANY_RECIPIENTS`; `SUBROSA_E_ARGUMENT`, also if a
 *         passphrase is set; an error of a handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_terms_add_card(subrosa_terms *terms, const subrosa_full_card *card);

/**
 * Adds a recipient by a sealing key that you have stored.
 *
 * @param fingerprint  32 bytes: the fingerprint of the key's owner
 * @param key          1,249 bytes from `subrosa_full_card_sealing_key`
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
 * Adds the owner of an identity as a recipient. Add your own identity if you want to open the
 * document later.
 *
 * @param identity  an identity with a sealing key; it may be freed afterwards
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_SEALING_KEY`, `SUBROSA_E_TOO_MANY_RECIPIENTS`;
 *         `SUBROSA_E_ARGUMENT`, also if a passphrase is set; an error of a handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_terms_add_identity(subrosa_terms *terms, const subrosa_identity *identity);

/**
 * Sets a passphrase: everyone who knows it can open the document, and nobody else can. Sealing the
 * document, and each attempt to open it, then takes some tenths of a second and 64 MiB. A later
 * passphrase replaces an earlier one.
 *
 * @param passphrase      UTF-8, not NUL-terminated, not empty
 * @param passphrase_len  its length in bytes
 * @return `SUBROSA_OK`; `SUBROSA_E_UTF8`; `SUBROSA_E_EMPTY_PASSPHRASE`; `SUBROSA_E_ARGUMENT`, also
 *         if recipients were added; an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_terms_set_passphrase(subrosa_terms *terms,
                                            const char *passphrase,
                                            size_t passphrase_len);

/**
 * Signs the document with an identity. The signature covers the content and the list of
 * recipients, and proves who signed to anybody that a recipient shows it to. Without a signature,
 * nobody can tell who made the document.
 *
 * @param identity  may be freed afterwards; NULL for no signature
 * @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of a handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_terms_sign(subrosa_terms *terms, const subrosa_identity *identity);

/**
 * Sets the name of the content: the file name without its path. Everyone who opens the document
 * sees it. Texts have no name.
 *
 * @param name  UTF-8, 1 to 1,024 bytes; NULL for no name
 * @return `SUBROSA_OK`; `SUBROSA_E_DOCUMENT_NAME`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
 *         error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_terms_set_name(subrosa_terms *terms, const char *name);

/* --- Texts and bytes -------------------------------------------------------------------------- */

/**
 * Seals a text, for example for a mail or a note.
 *
 * @param terms     who can open the document, and who signs it
 * @param text      UTF-8, not NUL-terminated
 * @param text_len  its length in bytes; the document can be up to 2 MiB long
 * @param wrapped   1 for mail: lines of 76 characters between a begin and an end line; 0 for one
 *                  line of ASCII without spaces
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
 * Finds the first sealed document in a text, even if it was quoted or mangled, and opens it. The
 * document must contain a text. Whatever surrounds it in the outer text was not sealed.
 *
 * @param text            any text, such as a mail or a note, in any encoding
 * @param text_len        its length in bytes
 * @param identity        the identity that opens it, or NULL if a passphrase is given
 * @param passphrase      UTF-8, not NUL-terminated; or NULL if an identity is given
 * @param passphrase_len  its length in bytes. Trying a passphrase takes the time and memory that
 *                        the sealer chose, up to some seconds and 256 MiB
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
 * Seals bytes in memory as a file with the name in the terms. For files on a disk, use
 * `subrosa_seal_file`.
 *
 * @param terms     who can open the document, who signs it, and its name
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
 * Opens a document in memory, which contains a file or a text. Nothing is returned before the
 * whole document is verified.
 *
 * @param data            the document, as bytes
 * @param data_len        its length
 * @param identity        the identity that opens it, or NULL if a passphrase is given
 * @param passphrase      UTF-8, not NUL-terminated; or NULL if an identity is given
 * @param passphrase_len  its length in bytes. Trying a passphrase takes the time and memory that
 *                        the sealer chose, up to some seconds and 256 MiB
 * @param out             receives an outcome with a READY event, `DATA`; or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_NOT_A_DOCUMENT`, `SUBROSA_E_OTHER_OBJECT`,
 *         `SUBROSA_E_DOCUMENT_NEWER`, `SUBROSA_E_DOCUMENT_CUT`, `SUBROSA_E_DOCUMENT_TRAILING`,
 *         `SUBROSA_E_DAMAGED_HEADER`, `SUBROSA_E_DAMAGED_METADATA`, `SUBROSA_E_DAMAGED_CHUNK`,
 *         `SUBROSA_E_DAMAGED_TRAILER`, `SUBROSA_E_NOT_A_RECIPIENT`, `SUBROSA_E_PASSPHRASE_NEEDED`,
 *         `SUBROSA_E_KEYS_NEEDED`, `SUBROSA_E_DOCUMENT_PASSPHRASE`,
 *         `SUBROSA_E_PASSPHRASE_PARAMETER`, `SUBROSA_E_DOCUMENT_SIGNATURE`,
 *         `SUBROSA_E_DOCUMENT_HIGH_S`, `SUBROSA_E_NOT_ADDRESSED_TO_YOU`; `SUBROSA_E_MEMORY`,
 *         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
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
 * Removes temporary files that killed programs have left in a folder for sealed or opened files.
 * Files of running jobs, in any process, stay. Call this when a program starts.
 *
 * @param folder  a path: on Unix any bytes, elsewhere UTF-8
 * @return The number of files removed; `SUBROSA_E_FILE_MISSING`, `SUBROSA_E_FILE_PERMISSION`,
 *         `SUBROSA_E_FILE`, `SUBROSA_E_ARGUMENT`.
 *
 * Thread: any. Since 0.1.
 */
int32_t subrosa_sweep(const char *folder);

/* --- Files ------------------------------------------------------------------------------------ */

/**
 * For `subrosa_job_run`: runs the job to its end at full speed.
 */
#define SUBROSA_JOB_RUN_ALL (-1)

/**
 * For `subrosa_job_commit`: replaces an existing file of the same name, atomically.
 */
#define SUBROSA_COMMIT_REPLACE 1

/**
 * Begins to seal a file. Call `subrosa_job_run` until it is finished, then `subrosa_job_commit`.
 *
 * @param terms   who can open the document, who signs it, and its name; may be freed afterwards
 * @param source  the path of a regular file, which is only read: on Unix any bytes, elsewhere
 *                UTF-8
 * @param folder  the path of an existing folder for the document
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
 * Begins to open a document in a file, which contains a file or a text. Call `subrosa_job_run`
 * until it is finished: the whole content is then verified and in a temporary file. You may
 * inspect that file, for example with a virus scanner (`PATH` of `subrosa_job_result`). Then call
 * `subrosa_job_commit`, or free the job.
 *
 * @param source          the path of the document: on Unix any bytes, elsewhere UTF-8
 * @param folder          the path of an existing folder for the file
 * @param identity        the identity that opens it, or NULL if a passphrase is given
 * @param passphrase      UTF-8, not NUL-terminated; or NULL if an identity is given
 * @param passphrase_len  its length in bytes. Trying a passphrase takes the time and memory that
 *                        the sealer chose, up to some seconds and 256 MiB
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
 * Continues a job, with one thread for each processor, but at most 4. The threads end before the
 * call returns. 8 MiB of memory are enough for a file of any size.
 *
 * @param max_ms  about how many milliseconds to spend; 0 for the smallest step, about 1 MiB;
 *                `SUBROSA_JOB_RUN_ALL` to run to the end
 * @param done    receives how many bytes of the source are done; may be NULL
 * @param total   receives the total number of bytes; may be NULL
 * @return 1 if the job is finished and can be committed, 0 if there is more to do. An error ends
 *         the job and leaves nothing of it on the disk: the errors of `subrosa_open_bytes` about a
 *         document; `SUBROSA_E_SIZE_CHANGED`, `SUBROSA_E_DISK_FULL`, `SUBROSA_E_FILE`,
 *         `SUBROSA_E_RANDOM`; `SUBROSA_E_JOB_ENDED` after such an error and after a commit.
 *         `SUBROSA_E_ARGUMENT` or an error of the handle changes nothing.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
int32_t subrosa_job_run(subrosa_job *job, int32_t max_ms, int64_t *done, int64_t *total);

/**
 * The result of a finished job. For an opened document: its signer, a safe file name, and the path
 * at which it can be inspected.
 *
 * @param out  receives an outcome with a READY event, or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_JOB_NOT_DONE`, `SUBROSA_E_JOB_ENDED`, `SUBROSA_E_ARGUMENT` or
 *         an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_job_result(subrosa_job *job, subrosa_outcome **out);

/**
 * Gives the finished file its name in the folder, atomically and durably. If a file of that name
 * exists, the call fails, unless you ask to replace it. A folder is never replaced. If the name is
 * a symbolic link, the link is replaced, not its target.
 *
 * @param name   a plain file name without a path: on Unix any bytes, elsewhere UTF-8. NULL for the
 *               `NAME` of an opened file
 * @param flags  `SUBROSA_COMMIT_REPLACE`, or 0
 * @return `SUBROSA_OK`: the job has ended. `SUBROSA_E_TARGET_EXISTS`, `SUBROSA_E_TARGET_NAME`,
 *         `SUBROSA_E_TEMPORARY_GONE`, `SUBROSA_E_DISK_FULL`, `SUBROSA_E_FILE_PERMISSION`,
 *         `SUBROSA_E_FILE`, after which you can try again, unless the folder with the new name
 *         cannot be written to the disk; `SUBROSA_E_JOB_NOT_DONE`, `SUBROSA_E_JOB_ENDED`;
 *         `SUBROSA_E_ARGUMENT` or an error of the handle.
 *
 * Thread: any, one call at a time for a handle. Since 0.1.
 */
subrosa_result subrosa_job_commit(subrosa_job *job, const char *name, uint32_t flags);

/**
 * Frees a job. If it was not committed, it is cancelled and its temporary file is removed. NULL is
 * allowed.
 *
 * Thread: any, once no other call uses it. Since 0.1.
 */
void subrosa_job_free(subrosa_job *job);

/* --- Documents of a messenger ----------------------------------------------------------------- */

/**
 * For `subrosa_text_seal` and `subrosa_file_seal`: does not sign the document, so that nobody can
 * tell who made it.
 */
#define SUBROSA_SEAL_UNSIGNED 1

/**
 * For `subrosa_text_seal`: produces text for mail, lines of 76 characters between a begin and an
 * end line.
 */
#define SUBROSA_SEAL_WRAPPED 2

/**
 * The user's own full card on an account, for others; send it by mail or publish it on a web page.
 * Whoever has it can seal documents to the user and begin a private conversation on this account.
 * It is valid for 14 days at most, so call this when you need a card.
 *
 * @param account  attached
 * @param wrapped  1 for mail: lines of 76 characters between a begin and an end line; 0 for one
 *                 line
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
 * Learns the one full card in a text, such as a mail, a file or a web page, so that documents can
 * be sealed to its owner. This changes no trust and replaces nobody at the address.
 *
 * @param account   attached. NULL, with `peer` also NULL, if the card belongs to no address
 * @param peer      the address of the contact that the user believes to own the card
 * @param text      any text
 * @param text_len  its length in bytes
 * @param out       receives an outcome with a CONTACT event for the owner; or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_OTHER_FINGERPRINT` if somebody else is known at the address or
 *         another person's card was learned for it; `SUBROSA_E_OLDER_CARD` if a later card of the
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
 * Seals a text to a contact and to the user, signed by the user. For several contacts, add them to
 * terms from `subrosa_messenger_terms` and call `subrosa_seal_text`.
 *
 * @param account   attached
 * @param peer      the address of the contact
 * @param text      UTF-8, not NUL-terminated
 * @param text_len  its length in bytes
 * @param flags     `SUBROSA_SEAL_` bits, or 0
 * @param out       receives an outcome with a READY event, `TEXT`; or NULL on failure
 * @return `SUBROSA_OK`; `SUBROSA_E_NO_SEALING_KEY` while no card of the contact is known,
 *         `SUBROSA_E_WRONG_STATE` if another key has appeared or the contact is blocked, the
 *         errors of `subrosa_seal_text`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the
 *         errors of a vault.
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
 * Opens the first sealed document in a text with the user's key, as `subrosa_open_text` does.
 *
 * @param text      any text, in any encoding
 * @param text_len  its length in bytes
 * @param out       receives an outcome with a READY event, or NULL on failure. `TEXT` is as it was
 *                  sealed, not made safe for any markup. The event has `TRUST`, and the account
 *                  and address of the sender if known
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
 * Begins to seal a file to a contact and to the user, signed by the user. Continue with
 * `subrosa_job_run` and `subrosa_job_commit`. For several contacts, add them to terms from
 * `subrosa_messenger_terms` and call `subrosa_seal_file`.
 *
 * @param account  attached
 * @param peer     the address of the contact
 * @param source   the path of a regular file. Its name is stated in the document if it is UTF-8
 * @param folder   the path of the folder for the document
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
 * Begins to open a file with the user's key, as `subrosa_open_file` does. The event of
 * `subrosa_job_result` then has `TRUST`, and the account and address of the sender if known. The
 * job may outlive the messenger; after that, no sender is known.
 *
 * @param source  the path of the document
 * @param folder  the path of the folder for the file
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
 * Creates terms for a document from the user, as known on an account: sealed to and signed by the
 * user, with the current time. Then add contacts. The terms contain the user's key, so free them
 * when you no longer need them.
 *
 * @param account  the account whose identity signs; NULL for the identity of the vault
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
 * Adds a contact of a messenger as a recipient.
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
 * Adds the owner of a card that a messenger has learned as a recipient.
 *
 * @param fingerprint  32 bytes: the fingerprint of the owner
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
 * Something was sealed or opened. A sealed document has `TEXT` or `DATA`, or `PATH` if a job
 * sealed it. An opened document has `KIND`, `SIGNED`, and `TEXT`, `DATA` or `PATH`. It also has
 * `NAME` and `NAME_CHANGED` if it is a file; `CLAIMED_NAME` and `TIME` if the sender stated them;
 * `FINGERPRINT` and `DIGITS` if it is signed. If a messenger opened it, it also has `TRUST`, and
 * the account and address of the sender if known.
 */
#define SUBROSA_DOCUMENT_EVENT_READY 300

/**
 * The user's full card, to give to others. Has `CARD`, its text, `FINGERPRINT` and `DIGITS`.
 */
#define SUBROSA_DOCUMENT_EVENT_CARD 301

/**
 * Text: a document as text, or the text that a document contained.
 */
#define SUBROSA_DOCUMENT_FIELD_TEXT 300

/**
 * Bytes: a document, or the content of a document.
 */
#define SUBROSA_DOCUMENT_FIELD_DATA 301

/**
 * Text: the path of the finished file until it is committed. On Unix it may have any encoding.
 */
#define SUBROSA_DOCUMENT_FIELD_PATH 302

/**
 * Text: a safe name for a file from a document: a plain name, reduced to safe characters. It is
 * `"document"` if the document has no name.
 */
#define SUBROSA_DOCUMENT_FIELD_NAME 303

/**
 * Text: the file name that the sender claims. It may be hostile: never use it as a file name, and
 * take care where you show it.
 */
#define SUBROSA_DOCUMENT_FIELD_CLAIMED_NAME 304

/**
 * Bytes: the fingerprint of the signer, 32 bytes.
 */
#define SUBROSA_DOCUMENT_FIELD_FINGERPRINT 305

/**
 * Text: the fingerprint as digits that people compare.
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
 * Number: the size of the content in bytes.
 */
#define SUBROSA_DOCUMENT_FIELD_SIZE 351

/**
 * Number: when the document was sealed according to the sender, in seconds since 1970.
 */
#define SUBROSA_DOCUMENT_FIELD_TIME 352

/**
 * Number: 1 if the document is signed; then `FINGERPRINT` is set, and you should compare it. 0 if
 * anybody may have made the document.
 */
#define SUBROSA_DOCUMENT_FIELD_SIGNED 353

/**
 * Number: 1 if `NAME` differs from the name that the sender claims, else 0. If 1, tell the user,
 * because the removed part may have been deceptive.
 */
#define SUBROSA_DOCUMENT_FIELD_NAME_CHANGED 354

/**
 * The document contains a file.
 */
#define SUBROSA_DOCUMENT_KIND_FILE 1

/**
 * The document contains a text in UTF-8.
 */
#define SUBROSA_DOCUMENT_KIND_TEXT 2

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* SUBROSA_DOCUMENTS_H */
