/* Documents between contacts of two messengers.
 *
 *     sealing directory
 */
#define _POSIX_C_SOURCE 200809L
#include "files.h"
#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The field of the one event of an outcome that is not freed yet. */
static subrosa_outcome *ready(subrosa_outcome *outcome, int32_t kind)
{
    CHECK(subrosa_outcome_next(outcome) == kind);
    return outcome;
}

static void documents_between_contacts(void)
{
    host a, b;
    char card[SUBROSA_FULL_CARD_TEXT_SIZE], sealed[6000], source[700], folder[600];
    subrosa_outcome *outcome = NULL;
    subrosa_terms *terms = NULL;
    subrosa_job *job = NULL;
    char sentence[SUBROSA_ERROR_SIZE] = "";
    size_t length = 0, size = sizeof sentence;
    uint8_t *content;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    RESULT(SUBROSA_E_NO_SEALING_KEY,
           subrosa_text_seal(a.glue.messenger, ACCOUNT, "bob", "rose", 4, 0, &outcome));
    RESULT(SUBROSA_OK, subrosa_messenger_card(b.glue.messenger, ACCOUNT, 1, &outcome));
    strcpy(card, subrosa_outcome_str(ready(outcome, SUBROSA_DOCUMENT_EVENT_CARD), SUBROSA_DOCUMENT_FIELD_CARD));
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK,
           subrosa_card_learn(a.glue.messenger, ACCOUNT, "bob", card, strlen(card), &outcome));
    ready(outcome, SUBROSA_EVENT_CONTACT);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_SEALABLE) == 1);
    CHECK(is_text(outcome, SUBROSA_FIELD_TRUST, "first-use"));
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_E_OWN_IDENTITY,
           subrosa_card_learn(b.glue.messenger, NULL, NULL, card, strlen(card), &outcome));
    CHECK(outcome == NULL);

    RESULT(SUBROSA_OK, subrosa_text_seal(a.glue.messenger, ACCOUNT, "bob", "rose", 4, 0, &outcome));
    strcpy(sealed, subrosa_outcome_str(ready(outcome, SUBROSA_DOCUMENT_EVENT_READY), SUBROSA_DOCUMENT_FIELD_TEXT));
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK, subrosa_text_open(b.glue.messenger, sealed, strlen(sealed), &outcome));
    ready(outcome, SUBROSA_DOCUMENT_EVENT_READY);
    CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_DOCUMENT_FIELD_TEXT), "rose") == 0);
    CHECK(is_text(outcome, SUBROSA_FIELD_PEER, "alice"));
    CHECK(is_text(outcome, SUBROSA_FIELD_TRUST, "first-use"));
    CHECK(subrosa_outcome_int(outcome, SUBROSA_DOCUMENT_FIELD_SIGNED) == 1);
    subrosa_outcome_free(outcome);
    sealed[strlen(sealed) / 2] ^= 1;
    CHECK(subrosa_text_open(b.glue.messenger, sealed, strlen(sealed), &outcome) < 0);
    CHECK(outcome == NULL);
    RESULT(SUBROSA_OK, subrosa_last_sentence(sentence, &size));
    CHECK(strstr(sentence, "document") != NULL);

    /* A file, to several people by terms. */
    sprintf(folder, "%.500s", new_directory());
    make_folder(folder);
    strcpy(source, path_in(folder, "rose.txt"));
    write_file(source, "a rose", 6);
    RESULT(SUBROSA_OK, subrosa_messenger_terms(a.glue.messenger, ACCOUNT, &terms));
    RESULT(SUBROSA_OK, subrosa_terms_add_contact(terms, a.glue.messenger, ACCOUNT, "bob"));
    RESULT(SUBROSA_E_NO_SEALING_KEY,
           subrosa_terms_add_contact(terms, a.glue.messenger, ACCOUNT, "carol"));
    RESULT(SUBROSA_OK, subrosa_terms_set_name(terms, "rose.txt"));
    RESULT(SUBROSA_OK, subrosa_seal_file(terms, source, folder, &job));
    subrosa_terms_free(terms);
    RESULT(1, subrosa_job_run(job, SUBROSA_JOB_RUN_ALL, NULL, NULL));
    RESULT(SUBROSA_OK, subrosa_job_commit(job, "sealed", 0));
    subrosa_job_free(job);
    RESULT(SUBROSA_OK,
           subrosa_file_open(b.glue.messenger, path_in(folder, "sealed"), folder, &job));
    RESULT(1, subrosa_job_run(job, SUBROSA_JOB_RUN_ALL, NULL, NULL));
    RESULT(SUBROSA_OK, subrosa_job_result(job, &outcome));
    ready(outcome, SUBROSA_DOCUMENT_EVENT_READY);
    CHECK(is_text(outcome, SUBROSA_FIELD_PEER, "alice"));
    CHECK(is_text(outcome, SUBROSA_FIELD_ACCOUNT, ACCOUNT));
    CHECK(is_text(outcome, SUBROSA_FIELD_TRUST, "first-use"));
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_E_TARGET_EXISTS, subrosa_job_commit(job, NULL, 0));
    RESULT(SUBROSA_OK, subrosa_job_commit(job, NULL, SUBROSA_COMMIT_REPLACE));
    subrosa_job_free(job);
    content = read_file(source, &length);
    CHECK(length == 6 && memcmp(content, "a rose", 6) == 0);
    free(content);

    /* A job outlives its messenger, which then knows nobody. */
    RESULT(SUBROSA_OK,
           subrosa_file_open(b.glue.messenger, path_in(folder, "sealed"), folder, &job));
    hosts_close(&a, &b);
    RESULT(1, subrosa_job_run(job, SUBROSA_JOB_RUN_ALL, NULL, NULL));
    RESULT(SUBROSA_OK, subrosa_job_result(job, &outcome));
    ready(outcome, SUBROSA_DOCUMENT_EVENT_READY);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_DOCUMENT_FIELD_SIGNED) == 1);
    CHECK(is_text(outcome, SUBROSA_FIELD_TRUST, "none"));
    subrosa_outcome_free(outcome);
    subrosa_job_free(job);
    CHECK(names_in(folder, ".subrosa-") == 0);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        directory_of_tests = argv[1];
    documents_between_contacts();
    return report("sealing");
}
