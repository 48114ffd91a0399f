/* Vaults and accounts, seen from C: made, protected, locked, unlocked while texts come, in use
 * elsewhere, and not as they should be.
 *
 *     vaults directory-for-the-vaults
 */
#define _POSIX_C_SOURCE 200809L
#include "hosts.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A path for a vault that is not there yet. */
static const char *new_path(void)
{
    static char path[800];
    sprintf(path, "%.500s/subrosa/vault", new_directory());
    return path;
}

/* Opens a vault. If that cannot be, the outcome says why, and the messenger that there is all the same lets
 * nothing leave; it is freed. */
static int32_t open_with(const char *path, const uint8_t *key, subrosa_messenger **messenger)
{
    subrosa_outcome *outcome =
        subrosa_messenger_open_with_key(SUBROSA_ABI, path, key, NULL, messenger);
    const int32_t result = subrosa_outcome_result(outcome);
    if (result != SUBROSA_OK) {
        CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SAY && *messenger != NULL);
        CHECK(*subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE) != '\0');
        CHECK(verdict_of(subrosa_outgoing(*messenger, ACCOUNT, "bob", "text", SUBROSA_NUL, 0)) ==
              SUBROSA_VERDICT_REFUSED);
        CHECK(verdict_of(subrosa_incoming(*messenger, ACCOUNT, "bob", "text", SUBROSA_NUL, 0, 0)) ==
              SUBROSA_VERDICT_PASS);
    }
    CHECK(subrosa_outcome_next(outcome) == 0);
    subrosa_outcome_free(outcome);
    if (result != SUBROSA_OK) {
        subrosa_messenger_free(*messenger);
        *messenger = NULL;
    }
    return result;
}

static int32_t open_at(const char *path, subrosa_messenger **messenger)
{
    return open_with(path, NULL, messenger);
}

/* Attaches an account, which says nothing but `code`. */
static int32_t attach(subrosa_messenger *messenger, const char *account, const char *code)
{
    subrosa_outcome *outcome = subrosa_account_attach(messenger, account, "plain", NULL);
    const int32_t result = subrosa_outcome_result(outcome);
    CHECK(find(outcome, SUBROSA_EVENT_SAY) == (*code != '\0'));
    CHECK(is_text(outcome, SUBROSA_FIELD_CODE, code));
    subrosa_outcome_free(outcome);
    return result;
}

static mode_t mode_of(const char *path, const char *suffix)
{
    char whole[900];
    struct stat found;
    sprintf(whole, "%.800s%s", path, suffix);
    return stat(whole, &found) == 0 ? found.st_mode & 0777 : 0;
}

static void what_is_missing_is_made_for_its_owner_alone(void)
{
    char path[800], parent[820];
    subrosa_messenger *messenger = NULL;
    uint8_t before[32], after[32];
    strcpy(path, new_path());
    RESULT(SUBROSA_OK, open_at(path, &messenger));
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(messenger, NULL, before));
    subrosa_messenger_free(messenger);
    CHECK(mode_of(path, "") == 0600 && mode_of(path, ".key") == 0600);
    strcpy(parent, path);
    *strrchr(parent, '/') = '\0';
    CHECK(mode_of(parent, "") == 0700);
    RESULT(SUBROSA_OK, open_at(path, &messenger));
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(messenger, "", after));
    CHECK(memcmp(before, after, 32) == 0);
    subrosa_messenger_free(messenger);
    /* Names of files are bytes here. */
    sprintf(parent, "%s-\xff", path);
    RESULT(SUBROSA_OK, open_at(parent, &messenger));
    subrosa_messenger_free(messenger);
    CHECK(mode_of(parent, "") == 0600);
}

static void without_a_path_it_is_the_vault_that_all_programs_of_the_user_share(void)
{
    char home[600], path[700];
    subrosa_messenger *messenger = NULL;
    sprintf(home, "%.500s/data", new_directory());
    CHECK(setenv("XDG_DATA_HOME", home, 1) == 0);
    RESULT(SUBROSA_OK, open_at(NULL, &messenger));
    subrosa_messenger_free(messenger);
    sprintf(path, "%s/subrosa/vault", home);
    CHECK(mode_of(path, "") == 0600);
    CHECK(unsetenv("XDG_DATA_HOME") == 0);
}

static void what_is_not_as_it_should_be_is_an_error(void)
{
    char path[800], key[820];
    subrosa_messenger *messenger = NULL;
    FILE *file;
    strcpy(path, new_path());
    RESULT(SUBROSA_OK, open_at(path, &messenger));
    subrosa_messenger_free(messenger);
    sprintf(key, "%s.key", path);
    CHECK(chmod(key, 0644) == 0);
    RESULT(SUBROSA_E_KEY_FILE_EXPOSED, open_at(path, &messenger));
    CHECK(chmod(key, 0600) == 0 && truncate(key, 31) == 0);
    RESULT(SUBROSA_E_KEY_FILE_DAMAGED, open_at(path, &messenger));
    CHECK(truncate(key, 32) == 0);
    RESULT(SUBROSA_E_WRONG_KEY, open_at(path, &messenger));
    CHECK(unlink(key) == 0);
    RESULT(SUBROSA_E_KEY_FILE_MISSING, open_at(path, &messenger));
    file = fopen(path, "wb");
    CHECK(file != NULL);
    fputs("This is no vault at all, but a text of the user that must not be harmed.", file);
    fclose(file);
    RESULT(SUBROSA_E_NOT_A_VAULT, open_at(path, &messenger));
    sprintf(key, "%s/below/vault", path);
    RESULT(SUBROSA_E_VAULT_FILE, open_at(key, &messenger));
}

static void a_host_key_opens_what_it_protects(void)
{
    static const uint8_t key[32] = {1}, wrong[32] = {2};
    char path[800];
    subrosa_messenger *messenger = NULL;
    subrosa_outcome *outcome;
    strcpy(path, new_path());
    RESULT(SUBROSA_OK, open_with(path, key, &messenger));
    subrosa_messenger_free(messenger);
    CHECK(mode_of(path, ".key") == 0);
    RESULT(SUBROSA_E_OTHER_PROTECTION, open_at(path, &messenger));
    RESULT(SUBROSA_E_WRONG_KEY, open_with(path, wrong, &messenger));
    RESULT(SUBROSA_OK, open_with(path, key, &messenger));
    /* A key file is used whether there is a host key or not. */
    outcome = subrosa_command(messenger, NULL, NULL, "no-passphrase", SUBROSA_NUL);
    RESULT(SUBROSA_OK, subrosa_outcome_result(outcome));
    CHECK(find(outcome, SUBROSA_EVENT_SAY));
    CHECK(is_text(outcome, SUBROSA_FIELD_CODE, "passphrase-removed"));
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_SEVERITY) == SUBROSA_SEVERITY_ALARM);
    subrosa_outcome_free(outcome);
    subrosa_messenger_free(messenger);
    RESULT(SUBROSA_OK, open_with(path, wrong, &messenger));
    subrosa_messenger_free(messenger);
}

/* A vault that is given a passphrase, which is typed twice where nobody sees it. */
static void protect(host *me, const char *passphrase)
{
    RESULT(SUBROSA_OK, host_does_nowhere(me, "passphrase"));
    CHECK(strcmp(me->asked, "ask-passphrase") == 0 && me->input == SUBROSA_INPUT_HIDDEN);
    RESULT(SUBROSA_OK, host_answers(me, me->question, passphrase));
    CHECK(strcmp(me->asked, "ask-passphrase-again") == 0 && me->input == SUBROSA_INPUT_HIDDEN);
    RESULT(SUBROSA_OK, host_answers(me, me->question, passphrase));
    CHECK(host_ends(me, "passphrase-set"));
    CHECK(mode_of(me->vault, ".key") == 0);
}

static void a_passphrase_is_refused_if_it_is_empty_or_typed_in_two_ways(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    subrosa_messenger_free(b.glue.messenger);
    b.settings = "can=hidden";
    host_start(&b);
    RESULT(SUBROSA_OK, host_does_nowhere(&b, "passphrase"));
    RESULT(SUBROSA_E_COMMAND, host_answers(&b, b.question, ""));
    CHECK(host_was_told(&b, "passphrase-empty"));
    RESULT(SUBROSA_E_ANSWER, host_answers(&b, b.question, "horse"));
    RESULT(SUBROSA_OK, host_does_nowhere(&b, "passphrase"));
    RESULT(SUBROSA_OK, host_answers(&b, b.question, "horse"));
    RESULT(SUBROSA_E_COMMAND, host_answers(&b, b.question, "house"));
    CHECK(host_was_told(&b, "passphrase-differs"));
    RESULT(SUBROSA_OK, host_does_nowhere(&b, "passphrase"));
    RESULT(SUBROSA_E_UTF8, host_answers(&b, b.question, "\xff"));
    CHECK(mode_of(b.vault, ".key") == 0600);
    hosts_close(&a, &b);
}

static void a_locked_vault_keeps_what_comes(void)
{
    host a, b;
    char *line;
    subrosa_outcome *outcome;
    uint8_t fingerprint[32];
    int32_t result;
    int64_t unlock;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    subrosa_messenger_free(b.glue.messenger);
    b.settings = "can=edits,hidden";
    host_start(&b);
    protect(&b, "horse");
    subrosa_messenger_free(b.glue.messenger);

    RESULT(SUBROSA_OK, host_acts(&b, subrosa_messenger_open(SUBROSA_ABI, b.vault, b.settings,
                                                            &b.glue.messenger)));
    CHECK(strcmp(b.asked, "ask-unlock") == 0 && b.input == SUBROSA_INPUT_HIDDEN);
    hosts_wait(&a, &b, 0);
    RESULT(SUBROSA_E_VAULT_LOCKED, attach(b.glue.messenger, ACCOUNT, "ask-unlock"));
    RESULT(SUBROSA_E_VAULT_LOCKED, subrosa_account_fingerprint(b.glue.messenger, NULL, fingerprint));
    RESULT(SUBROSA_E_VAULT_LOCKED, host_does_nowhere(&b, "no-passphrase"));
    CHECK(host_was_told(&b, "locked-here"));
    CHECK(host_types(&b, "in clear?") == SUBROSA_VERDICT_REFUSED && strcmp(b.text, "in clear?") == 0);
    RESULT(SUBROSA_OK, host_does_nowhere(&b, "unlock"));
    unlock = b.question;
    RESULT(SUBROSA_OK, host_answers(&b, unlock, "Horse"));
    CHECK(host_ends(&b, "wrong-key"));
    CHECK(strcmp(b.asked, "ask-unlock") == 0 && b.question != unlock);
    RESULT(SUBROSA_E_ANSWER, host_answers(&b, unlock, "horse"));

    /* Texts come while a thread works on the passphrase: they are hidden, and kept. */
    CHECK(host_types(&a, "while you were locked") == SUBROSA_VERDICT_TAKEN);
    line = host_intercepts(&b);
    RESULT(SUBROSA_OK, host_answers(&b, b.question, "horse"));
    outcome = subrosa_incoming(b.glue.messenger, ACCOUNT, "alice", line, SUBROSA_NUL, 0, 0);
    result = subrosa_outcome_result(outcome);
    RESULT(SUBROSA_E_VAULT_LOCKED, result);
    CHECK(verdict_of(outcome) == SUBROSA_VERDICT_TAKEN);
    free(line);
    CHECK(host_ends(&b, "unlocked"));
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(b.glue.messenger, NULL, fingerprint));
    /* A tick takes the account into use, and reads what was kept. */
    for (int tries = 0; tries < 20 && b.private_count == 0; tries++) {
        hosts_wait(&a, &b, 500);
        hosts_settle(&a, &b);
    }
    CHECK(b.private_count == 1 && strcmp(b.shown, "while you were locked") == 0);
    CHECK(b.level == SUBROSA_LEVEL_PRIVATE);

    /* Back to a key file. */
    RESULT(SUBROSA_OK, host_does_nowhere(&b, "no-passphrase"));
    CHECK(mode_of(b.vault, ".key") == 0600);
    RESULT(SUBROSA_OK, host_does_nowhere(&b, "unlock"));
    CHECK(host_was_told(&b, "not-locked"));
    subrosa_messenger_free(b.glue.messenger);
    b.level = SUBROSA_LEVEL_PLAIN;
    host_start(&b);
    CHECK(b.level == SUBROSA_LEVEL_PRIVATE);
    hosts_close(&a, &b);
}

static void where_nothing_hidden_can_be_typed_a_passphrase_is_a_word(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_OK, host_does_nowhere(&b, "passphrase correct horse"));
    /* One thing after the other. */
    RESULT(SUBROSA_E_WRONG_STATE, host_does_nowhere(&b, "passphrase battery staple"));
    CHECK(host_was_told(&b, "not-possible-here"));
    CHECK(host_ends(&b, "passphrase-set"));
    subrosa_messenger_free(b.glue.messenger);
    RESULT(SUBROSA_OK, host_acts(&b, subrosa_messenger_open(SUBROSA_ABI, b.vault, NULL,
                                                            &b.glue.messenger)));
    CHECK(strcmp(b.asked, "ask-unlock") == 0 && b.input == SUBROSA_INPUT_NONE);
    RESULT(SUBROSA_OK, host_does_nowhere(&b, "unlock correct horse"));
    CHECK(host_ends(&b, "unlocked"));
    hosts_close(&a, &b);
}

static void an_account_has_one_user_at_a_time(void)
{
    char path[800];
    subrosa_messenger *first = NULL, *second = NULL;
    strcpy(path, new_path());
    RESULT(SUBROSA_OK, open_at(path, &first));
    RESULT(SUBROSA_OK, open_at(path, &second));
    RESULT(SUBROSA_OK, attach(first, ACCOUNT, ""));
    RESULT(SUBROSA_OK, attach(first, ACCOUNT, "")); /* again: the connection is back */
    RESULT(SUBROSA_E_ACCOUNT_IN_USE, attach(second, ACCOUNT, "account-in-use-here"));
    RESULT(SUBROSA_OK, attach(second, "another", ""));
    CHECK(verdict_of(subrosa_outgoing(second, ACCOUNT, "bob", "text", 4, 0)) ==
          SUBROSA_VERDICT_REFUSED);
    RESULT(SUBROSA_OK, result_of(subrosa_account_detach(first, ACCOUNT)));
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT, result_of(subrosa_account_detach(first, ACCOUNT)));
    RESULT(SUBROSA_OK, attach(second, ACCOUNT, ""));
    subrosa_messenger_free(second);
    RESULT(SUBROSA_OK, attach(first, ACCOUNT, ""));
    subrosa_messenger_free(first);
}

/* The question that a vault which was set back asks. */
static int64_t ask_to_go_on(const char *path, subrosa_messenger **messenger)
{
    char sentence[SUBROSA_ERROR_SIZE];
    size_t size = sizeof sentence;
    int64_t question;
    subrosa_outcome *outcome = subrosa_messenger_open(SUBROSA_ABI, path, NULL, messenger);
    RESULT(SUBROSA_E_VAULT_OLDER, subrosa_outcome_result(outcome));
    RESULT(SUBROSA_OK, subrosa_last_sentence(sentence, &size));
    CHECK(strstr(sentence, "older") != NULL && *messenger != NULL);
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SAY);
    CHECK(is_text(outcome, SUBROSA_FIELD_CODE, "ask-older"));
    CHECK(strcmp(subrosa_outcome_choice(outcome, 1, SUBROSA_CHOICE_WORD), "go-on") == 0);
    CHECK(strcmp(subrosa_outcome_choice(outcome, 1, SUBROSA_CHOICE_RISK), "risk") == 0);
    question = subrosa_outcome_int(outcome, SUBROSA_FIELD_QUESTION);
    CHECK(question > 0);
    subrosa_outcome_free(outcome);
    return question;
}

static void a_vault_that_came_back_younger_opens_when_the_user_says_so(void)
{
    char path[800], file[820], sentence[SUBROSA_ERROR_SIZE];
    size_t size = sizeof sentence;
    subrosa_messenger *messenger = NULL;
    int64_t question;
    strcpy(path, new_path());
    RESULT(SUBROSA_OK, open_at(path, &messenger));
    subrosa_messenger_free(messenger);
    sprintf(file, "%s-generation", path);
    CHECK(remove(file) == 0);
    question = ask_to_go_on(path, &messenger);
    RESULT(SUBROSA_OK, subrosa_last_error(sentence, &size));
    CHECK(strstr(sentence, "-generation") != NULL);
    /* Until then nothing leaves. */
    RESULT(SUBROSA_E_VAULT_OLDER,
           result_of(subrosa_account_attach(messenger, ACCOUNT, "plain", NULL)));
    CHECK(verdict_of(subrosa_outgoing(messenger, ACCOUNT, "bob", "secret?", SUBROSA_NUL, 0)) ==
          SUBROSA_VERDICT_REFUSED);
    RESULT(0, subrosa_may_send(messenger, ACCOUNT, "bob", "secret?", SUBROSA_NUL));
    RESULT(SUBROSA_OK, result_of(subrosa_answer(messenger, question, "later", SUBROSA_NUL)));
    RESULT(SUBROSA_E_ANSWER, result_of(subrosa_answer(messenger, question, "go-on", SUBROSA_NUL)));
    CHECK(verdict_of(subrosa_outgoing(messenger, ACCOUNT, "bob", "secret?", SUBROSA_NUL, 0)) ==
          SUBROSA_VERDICT_REFUSED);
    RESULT(SUBROSA_OK, result_of(subrosa_command(messenger, NULL, NULL, "go-on", SUBROSA_NUL)));
    CHECK(verdict_of(subrosa_outgoing(messenger, ACCOUNT, "bob", "in clear", SUBROSA_NUL, 0)) ==
          SUBROSA_VERDICT_PASS);
    subrosa_messenger_free(messenger);
    RESULT(SUBROSA_OK, open_at(path, &messenger));
    subrosa_messenger_free(messenger);
    /* Nor is a new one made in the place of one that is gone. */
    CHECK(remove(path) == 0);
    question = ask_to_go_on(path, &messenger);
    CHECK(mode_of(path, "") == 0);
    RESULT(SUBROSA_OK, result_of(subrosa_answer(messenger, question, "go-on", SUBROSA_NUL)));
    subrosa_messenger_free(messenger);
    CHECK(mode_of(path, "") == 0600);
}

/* Calls on one messenger wait for each other: none is lost. */
static int failed_calls(subrosa_messenger *messenger)
{
    int turn, failed = 0;
    for (turn = 0; turn < 200; turn++) {
        subrosa_outcome *outcome = subrosa_contact_list(messenger, ACCOUNT, NULL);
        failed += subrosa_outcome_result(outcome) != SUBROSA_OK;
        subrosa_outcome_free(outcome);
    }
    return failed;
}

static int failed_elsewhere;

static void *call_elsewhere(void *messenger)
{
    failed_elsewhere = failed_calls(messenger);
    return NULL;
}

static void two_threads_share_a_messenger(void)
{
    subrosa_messenger *messenger = NULL;
    pthread_t thread;
    RESULT(SUBROSA_OK, open_at(new_path(), &messenger));
    RESULT(SUBROSA_OK, attach(messenger, ACCOUNT, ""));
    CHECK(pthread_create(&thread, NULL, call_elsewhere, messenger) == 0);
    CHECK(failed_calls(messenger) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(failed_elsewhere == 0);
    subrosa_messenger_free(messenger);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        directory_of_tests = argv[1];
    what_is_missing_is_made_for_its_owner_alone();
    without_a_path_it_is_the_vault_that_all_programs_of_the_user_share();
    what_is_not_as_it_should_be_is_an_error();
    a_host_key_opens_what_it_protects();
    a_passphrase_is_refused_if_it_is_empty_or_typed_in_two_ways();
    a_locked_vault_keeps_what_comes();
    where_nothing_hidden_can_be_typed_a_passphrase_is_a_word();
    an_account_has_one_user_at_a_time();
    a_vault_that_came_back_younger_opens_when_the_user_says_so();
    two_threads_share_a_messenger();
    return report("vaults");
}
