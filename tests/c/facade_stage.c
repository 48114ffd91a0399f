/* What the calls of a messenger are made on (tests/c/calls.h): a vault that is copied for each of them.
 * In it Alice talks with Bob in private, and has a long text that waits for her decision. */
#define _POSIX_C_SOURCE 200809L
#include "calls.h"
#include "files.h"
#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

facade_given given;

/* The vault that is copied. */
static char model[800];

static char *text_of(subrosa_outcome *outcome, int32_t field)
{
    char *copy;
    CHECK(subrosa_outcome_next(outcome) != 0);
    copy = malloc(strlen(subrosa_outcome_str(outcome, field)) + 1);
    if (copy == NULL)
        abort();
    strcpy(copy, subrosa_outcome_str(outcome, field));
    subrosa_outcome_free(outcome);
    return copy;
}

/* The card of somebody on the account of all hosts. */
static char *card_of(host *me, int32_t wrapped)
{
    subrosa_outcome *outcome = NULL;
    RESULT(SUBROSA_OK, subrosa_messenger_card(me->glue.messenger, ACCOUNT, wrapped, &outcome));
    return text_of(outcome, SUBROSA_DOCUMENT_FIELD_CARD);
}

static void learn(host *me, const char *card)
{
    subrosa_outcome *outcome = NULL;
    RESULT(SUBROSA_OK, subrosa_card_learn(me->glue.messenger, ACCOUNT, me->other->name, card,
                                          strlen(card), &outcome));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_CONTACT);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_SEALABLE) == 1);
    subrosa_outcome_free(outcome);
}

/* Each knows the other's card; there is a text and a file from Bob to Alice. */
static void make_documents(host *a, host *b)
{
    subrosa_outcome *outcome = NULL;
    subrosa_job *job = NULL;
    char *card = card_of(a, 1);
    learn(b, card);
    free(card);
    RESULT(SUBROSA_OK, subrosa_text_seal(b->glue.messenger, ACCOUNT, "alice", "text", 4, 0, &outcome));
    given.sealed = text_of(outcome, SUBROSA_DOCUMENT_FIELD_TEXT);
    strcpy(given.source, path_in(given.folder, "source"));
    write_file(given.source, "content", 7);
    RESULT(SUBROSA_OK, subrosa_file_seal(b->glue.messenger, ACCOUNT, "alice", given.source,
                                         given.folder, 0, &job));
    RESULT(1, subrosa_job_run(job, SUBROSA_JOB_RUN_ALL, NULL, NULL));
    RESULT(SUBROSA_OK, subrosa_job_commit(job, "sealed", 0));
    subrosa_job_free(job);
    strcpy(given.sealed_file, path_in(given.folder, "sealed"));
    given.card = card_of(b, 0);
    learn(a, given.card);
}

static void make_models(void)
{
    static char text[12000];
    char words[900];
    host a, b;
    size_t length = 0;
    umask(077); /* a copy of a key file is as good as the file */
    sprintf(given.folder, "%.500s", new_directory());
    make_folder(given.folder);
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    sprintf(words, "export \"%s\" %s", path_in(given.folder, "copy"), PASSPHRASE);
    RESULT(SUBROSA_OK, host_does_nowhere(&b, words));
    CHECK(host_ends(&b, "exported"));
    given.exported = (char *)read_file(path_in(given.folder, "copy"), &length);
    CHECK(given.exported != NULL);
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(b.glue.messenger, NULL, given.fingerprint));
    memset(text, 'x', sizeof text - 1);
    CHECK(host_types(&a, text) == SUBROSA_VERDICT_TAKEN);
    CHECK(host_types(&b, "heard") == SUBROSA_VERDICT_TAKEN);
    given.line = host_intercepts(&a);
    make_documents(&a, &b);
    hosts_close(&a, &b);
    strcpy(model, a.vault);
    /* The vault of the user of these tests. */
    CHECK(setenv("XDG_DATA_HOME", given.folder, 1) == 0);
}

static void copy_file(const char *from, const char *to, const char *suffix)
{
    char path[900], buffer[4096];
    FILE *source, *copy;
    size_t length;
    sprintf(path, "%s%s", from, suffix);
    source = fopen(path, "rb");
    sprintf(path, "%s%s", to, suffix);
    copy = source == NULL ? NULL : fopen(path, "wb");
    if (copy == NULL)
        abort();
    while ((length = fread(buffer, 1, sizeof buffer, source)) > 0)
        CHECK(fwrite(buffer, 1, length, copy) == length);
    fclose(source);
    CHECK(fclose(copy) == 0);
}

/* A vault like the model. */
static const char *new_vault(void)
{
    static char path[800];
    static int number;
    sprintf(path, "%.700s.%d", model, ++number);
    copy_file(model, path, "");
    copy_file(model, path, "-generation");
    copy_file(model, path, ".key");
    return path;
}

/* The question about the text that waits, which is asked again when an account is attached. */
static int64_t question_of(subrosa_outcome *outcome)
{
    int64_t question = 0;
    RESULT(SUBROSA_OK, subrosa_outcome_result(outcome));
    while (find(outcome, SUBROSA_EVENT_SAY))
        if (is_text(outcome, SUBROSA_FIELD_CODE, "ask-long"))
            question = subrosa_outcome_int(outcome, SUBROSA_FIELD_QUESTION);
    CHECK(question > 0);
    subrosa_outcome_free(outcome);
    return question;
}

void facade_open(const function *f)
{
    enum damage wanted = damage;
    damage = SOUND;
    if (given.line == NULL)
        make_models();
    strcpy(set.vault, new_vault());
    RESULT(SUBROSA_OK,
           result_of(subrosa_messenger_open(SUBROSA_ABI, set.vault, NULL, &set.messenger)));
    given.question = question_of(subrosa_account_attach(set.messenger, ACCOUNT, "plain", NULL));
    if (strncmp(f->name, "irc_", 4) == 0)
        RESULT(SUBROSA_OK,
               result_of(subrosa_account_attach(set.messenger, IRC_ACCOUNT, "irc", "nick=alice")));
    if (strcmp(f->name, "card_learn") == 0) /* the card is of the time of the tests */
        RESULT(SUBROSA_OK, subrosa_messenger_set_time(set.messenger, NOW * 1000));
    facade_renew();
    damage = wanted;
}

void facade_renew(void)
{
    subrosa_terms_free(set.terms);
    set.terms = NULL;
    RESULT(SUBROSA_OK, subrosa_messenger_terms(set.messenger, ACCOUNT, &set.terms));
}

void facade_close(void)
{
    subrosa_messenger_free(set.messenger);
    subrosa_messenger_free(set.new_messenger);
    subrosa_terms_free(set.terms);
    subrosa_terms_free(set.new_terms);
    subrosa_job_free(set.new_job);
    set.terms = set.new_terms = NULL;
    set.new_job = NULL;
    CHECK(names_in(given.folder, ".subrosa-") == 0);
    set.messenger = set.new_messenger = NULL;
}

void facade_forget(void)
{
    free(given.line);
    free(given.exported);
    free(given.card);
    free(given.sealed);
    memset(&given, 0, sizeof given);
}

/* What the user has asked for is answered: these calls say why they have failed. */
static int is_asked_for(const function *f)
{
    static const char *const names[] = {"messenger_open", "messenger_open_with_key", "account_attach",
                                        "command", "answer", "safety_scan", "outgoing", "irc_out"};
    size_t at;
    for (at = 0; at < sizeof names / sizeof *names; at++)
        if (strcmp(f->name, names[at]) == 0)
            return 1;
    return 0;
}

int facade_answer_is_safe(const function *f)
{
    const int is_typed = strcmp(f->name, "outgoing") == 0 || strcmp(f->name, "irc_out") == 0;
    const int32_t verdict = is_typed ? SUBROSA_VERDICT_REFUSED : SUBROSA_VERDICT_PASS;
    int is_safe;
    if (set.new_outcome == NULL)
        return 1;
    is_safe = subrosa_outcome_verdict(set.new_outcome) == verdict;
    if (is_asked_for(f)) {
        is_safe &= subrosa_outcome_next(set.new_outcome) == SUBROSA_EVENT_SAY;
        is_safe &= *subrosa_outcome_str(set.new_outcome, SUBROSA_FIELD_SENTENCE) != '\0';
        is_safe &= subrosa_outcome_has(set.new_outcome, SUBROSA_FIELD_TEXT) == is_typed;
    }
    is_safe &= subrosa_outcome_next(set.new_outcome) == 0;
    subrosa_outcome_free(set.new_outcome);
    set.new_outcome = NULL;
    return is_safe;
}
