/* Vaults and accounts, seen from C: made, protected, locked, unlocked on another thread, in use
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
#include <time.h>
#include <unistd.h>

#define ACCOUNT "test"

static void rest(long milliseconds)
{
    struct timespec pause;
    pause.tv_sec = milliseconds / 1000;
    pause.tv_nsec = milliseconds % 1000 * 1000000;
    nanosleep(&pause, NULL);
}

/* A path for a vault that is not there yet. */
static const char *new_path(void)
{
    static char path[800];
    size_t size = sizeof path;
    RESULT(SUBROSA_OK, subrosa_vault_path(new_directory(), path, &size));
    return path;
}

static int32_t attach(subrosa_messenger *messenger, const char *account, int32_t notice)
{
    subrosa_outcome *outcome = NULL;
    int32_t result = subrosa_account_attach(messenger, account, "plain", &outcome);
    CHECK(outcome != NULL);
    CHECK(subrosa_outcome_next(outcome) == (notice == 0 ? 0 : SUBROSA_EVENT_NOTICE));
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_CODE) == notice);
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
    size_t size = sizeof path;
    subrosa_messenger *messenger = NULL;
    uint8_t before[32], after[32];
    RESULT(SUBROSA_OK, subrosa_vault_path("/home/u/.local/share", path, &size));
    CHECK(strcmp(path, "/home/u/.local/share/subrosa/vault") == 0 && size == strlen(path) + 1);
    RESULT(SUBROSA_E_UTF8, subrosa_vault_path("\xff", path, &size));
    strcpy(path, new_path());
    RESULT(SUBROSA_OK, subrosa_messenger_open(path, NULL, &messenger));
    RESULT(SUBROSA_OK, subrosa_messenger_fingerprint(messenger, before));
    subrosa_messenger_free(messenger);
    CHECK(mode_of(path, "") == 0600 && mode_of(path, ".key") == 0600);
    sprintf(parent, "%s/..", path);
    *strrchr(parent, '/') = '\0';
    *strrchr(parent, '/') = '\0';
    CHECK(mode_of(parent, "") == 0700);
    RESULT(SUBROSA_OK, subrosa_messenger_open(path, NULL, &messenger));
    RESULT(SUBROSA_OK, subrosa_messenger_fingerprint(messenger, after));
    CHECK(memcmp(before, after, 32) == 0);
    subrosa_messenger_free(messenger);
}

static void what_is_not_as_it_should_be_is_an_error(void)
{
    char path[800], key[820];
    subrosa_messenger *messenger = NULL;
    FILE *file;
    strcpy(path, new_path());
    RESULT(SUBROSA_OK, subrosa_messenger_open(path, NULL, &messenger));
    subrosa_messenger_free(messenger);
    sprintf(key, "%s.key", path);
    CHECK(chmod(key, 0644) == 0);
    RESULT(SUBROSA_E_KEY_FILE_EXPOSED, subrosa_messenger_open(path, NULL, &messenger));
    CHECK(chmod(key, 0600) == 0 && truncate(key, 31) == 0);
    RESULT(SUBROSA_E_KEY_FILE_DAMAGED, subrosa_messenger_open(path, NULL, &messenger));
    CHECK(truncate(key, 32) == 0);
    RESULT(SUBROSA_E_WRONG_KEY, subrosa_messenger_open(path, NULL, &messenger));
    CHECK(unlink(key) == 0);
    RESULT(SUBROSA_E_KEY_FILE_MISSING, subrosa_messenger_open(path, NULL, &messenger));
    file = fopen(path, "wb");
    CHECK(file != NULL);
    fputs("This is no vault at all, but a text of the user that must not be harmed.", file);
    fclose(file);
    RESULT(SUBROSA_E_NOT_A_VAULT, subrosa_messenger_open(path, NULL, &messenger));
    sprintf(key, "%s/below/vault", path);
    RESULT(SUBROSA_E_VAULT_FILE, subrosa_messenger_open(key, NULL, &messenger));
    CHECK(messenger == NULL);
}

static void a_host_key_opens_what_it_protects(void)
{
    static const uint8_t key[32] = {1}, wrong[32] = {2};
    char path[800];
    subrosa_messenger *messenger = NULL;
    strcpy(path, new_path());
    RESULT(SUBROSA_OK, subrosa_messenger_open(path, key, &messenger));
    subrosa_messenger_free(messenger);
    CHECK(mode_of(path, ".key") == 0);
    RESULT(SUBROSA_E_OTHER_PROTECTION, subrosa_messenger_open(path, NULL, &messenger));
    RESULT(SUBROSA_E_WRONG_KEY, subrosa_messenger_open(path, wrong, &messenger));
    CHECK(messenger == NULL);
    RESULT(SUBROSA_OK, subrosa_messenger_open(path, key, &messenger));
    /* A key file is used whether there is a host key or not. */
    RESULT(SUBROSA_OK, subrosa_messenger_remove_passphrase(messenger));
    subrosa_messenger_free(messenger);
    RESULT(SUBROSA_OK, subrosa_messenger_open(path, wrong, &messenger));
    RESULT(0, subrosa_messenger_locked(messenger));
    subrosa_messenger_free(messenger);
}

/* Unlocks on a thread of its own. The checks are counted on one thread. */
static volatile int32_t unlocked;

static void *unlock_slowly(void *messenger)
{
    unlocked = subrosa_messenger_unlock(messenger, "horse", 5);
    return NULL;
}

static void a_locked_vault_keeps_what_comes(void)
{
    host a, b;
    char *line;
    subrosa_outcome *outcome = NULL;
    pthread_t thread;
    uint8_t fingerprint[32];
    int kept = 0;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    RESULT(SUBROSA_E_EMPTY_PASSPHRASE, subrosa_messenger_set_passphrase(b.messenger, "", 0));
    RESULT(SUBROSA_E_EMPTY_PASSPHRASE,
           subrosa_messenger_export_identity(b.messenger, NULL, 0, &outcome));
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK, subrosa_messenger_set_passphrase(b.messenger, "horse", 5));
    CHECK(mode_of(b.vault, ".key") == 0);
    RESULT(0, subrosa_messenger_locked(b.messenger));
    subrosa_messenger_free(b.messenger);

    RESULT(SUBROSA_OK, subrosa_messenger_open(b.vault, NULL, &b.messenger));
    hosts_wait(&a, &b, 0);
    RESULT(1, subrosa_messenger_locked(b.messenger));
    RESULT(SUBROSA_E_VAULT_LOCKED, attach(b.messenger, ACCOUNT, SUBROSA_NOTICE_LOCKED));
    RESULT(SUBROSA_E_VAULT_LOCKED, subrosa_messenger_fingerprint(b.messenger, fingerprint));
    RESULT(SUBROSA_E_VAULT_LOCKED, subrosa_messenger_set_passphrase(b.messenger, "x", 1));
    RESULT(SUBROSA_E_VAULT_LOCKED,
           subrosa_messenger_export_identity(b.messenger, "x", 1, &outcome));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_NOTICE);
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_E_WRONG_KEY, subrosa_messenger_unlock(b.messenger, "Horse", 5));
    RESULT(SUBROSA_E_WRONG_KEY, subrosa_messenger_unlock(b.messenger, NULL, 0));
    RESULT(SUBROSA_E_UTF8, subrosa_messenger_unlock(b.messenger, "\xff", 1));
    RESULT(1, subrosa_messenger_locked(b.messenger));

    /* Texts come while another thread works on the passphrase. */
    CHECK(host_types(&a, "while you were locked") == SUBROSA_VERDICT_TAKEN);
    line = host_intercepts(&b);
    unlocked = 1;
    CHECK(pthread_create(&thread, NULL, unlock_slowly, b.messenger) == 0);
    while (unlocked == 1) {
        int32_t result = subrosa_incoming(b.messenger, ACCOUNT, "alice", line, strlen(line), 0,
                                          &outcome);
        if (result == SUBROSA_E_VAULT_LOCKED) {
            CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_TAKEN);
            kept = 1;
        }
        subrosa_outcome_free(outcome);
        rest(20);
    }
    CHECK(pthread_join(thread, NULL) == 0);
    RESULT(SUBROSA_OK, unlocked);
    CHECK(kept);
    RESULT(0, subrosa_messenger_locked(b.messenger));
    RESULT(SUBROSA_OK, subrosa_account_attach(b.messenger, ACCOUNT, "plain", &outcome));
    host_acts(&b, outcome);
    /* Something else may be due before what was kept. */
    for (int tries = 0; tries < 20 && b.private_count == 0; tries++) {
        int64_t wake = subrosa_messenger_wake_ms(b.messenger);
        hosts_wait(&a, &b, wake > 0 && wake < 1100 ? wake : 100);
        hosts_settle(&a, &b);
    }
    CHECK(b.private_count == 1 && strcmp(b.shown, "while you were locked") == 0);
    free(line);

    /* Back to a key file. */
    RESULT(SUBROSA_E_EMPTY_PASSPHRASE, subrosa_messenger_set_passphrase(b.messenger, NULL, 0));
    CHECK(mode_of(b.vault, ".key") == 0);
    RESULT(SUBROSA_OK, subrosa_messenger_remove_passphrase(b.messenger));
    CHECK(mode_of(b.vault, ".key") == 0600);
    RESULT(SUBROSA_E_OTHER_PROTECTION, subrosa_messenger_unlock(b.messenger, "horse", 5));
    subrosa_messenger_free(b.messenger);
    host_start(&b);
    CHECK(b.state == SUBROSA_STATE_PRIVATE);
    hosts_close(&a, &b);
}

static void an_account_has_one_user_at_a_time(void)
{
    char path[800];
    subrosa_messenger *first = NULL, *second = NULL;
    strcpy(path, new_path());
    RESULT(SUBROSA_OK, subrosa_messenger_open(path, NULL, &first));
    RESULT(SUBROSA_OK, subrosa_messenger_open(path, NULL, &second));
    RESULT(SUBROSA_OK, attach(first, ACCOUNT, 0));
    RESULT(SUBROSA_OK, attach(first, ACCOUNT, 0)); /* again: the connection is back */
    RESULT(SUBROSA_E_ACCOUNT_IN_USE, attach(second, ACCOUNT, SUBROSA_NOTICE_ACCOUNT_IN_USE));
    RESULT(SUBROSA_OK, attach(second, "another", 0));
    RESULT(SUBROSA_OK, subrosa_account_detach(first, ACCOUNT));
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT, subrosa_account_detach(first, ACCOUNT));
    RESULT(SUBROSA_OK, attach(second, ACCOUNT, 0));
    subrosa_messenger_free(second);
    RESULT(SUBROSA_OK, attach(first, ACCOUNT, 0));
    subrosa_messenger_free(first);
}

static void names_and_settings_have_their_bounds(void)
{
    static char name[1026];
    subrosa_messenger *messenger = NULL;
    subrosa_outcome *outcome = NULL;
    int64_t value = -1;
    RESULT(SUBROSA_OK, subrosa_messenger_open(new_path(), NULL, &messenger));
    memset(name, 'n', sizeof name - 1);
    RESULT(SUBROSA_E_NAME, attach(messenger, name, SUBROSA_NOTICE_NOT_POSSIBLE));
    RESULT(SUBROSA_E_NAME, attach(messenger, "", SUBROSA_NOTICE_NOT_POSSIBLE));
    RESULT(SUBROSA_E_UTF8, attach(messenger, "\xc3", SUBROSA_NOTICE_INTERNAL));
    name[1024] = '\0';
    RESULT(SUBROSA_OK, attach(messenger, name, 0));
    RESULT(SUBROSA_E_PROFILE, subrosa_account_attach(messenger, "x", "usenet", &outcome));
    subrosa_outcome_free(outcome);

    RESULT(SUBROSA_OK, subrosa_account_set(messenger, "later", SUBROSA_SETTING_HTML, 1));
    RESULT(SUBROSA_E_SETTING, subrosa_account_set(messenger, "later", SUBROSA_SETTING_HTML, 2));
    RESULT(SUBROSA_E_NAME, subrosa_account_set(messenger, "", SUBROSA_SETTING_HTML, 1));
    RESULT(SUBROSA_OK, subrosa_account_set(messenger, name, SUBROSA_SETTING_LINE_CHARS, 360));
    RESULT(SUBROSA_E_SETTING, subrosa_account_set(messenger, name, SUBROSA_SETTING_LINE_CHARS, 359));
    RESULT(SUBROSA_E_SETTING,
           subrosa_account_set(messenger, name, SUBROSA_SETTING_LINE_CHARS, 16385));
    RESULT(SUBROSA_E_SETTING, subrosa_account_set(messenger, name, SUBROSA_SETTING_BURST, 0));
    RESULT(SUBROSA_E_SETTING,
           subrosa_account_set(messenger, name, SUBROSA_SETTING_INTERVAL_MS, 600001));
    RESULT(SUBROSA_E_SETTING, subrosa_account_set(messenger, name, SUBROSA_SETTING_HTML, 2));
    RESULT(SUBROSA_E_SETTING,
           subrosa_account_set(messenger, name, SUBROSA_SETTING_SPLIT_LINES, INT64_MIN));
    RESULT(SUBROSA_E_SETTING, subrosa_account_set(messenger, name, SUBROSA_SETTING_CASE_MAPPING, 6));
    RESULT(SUBROSA_E_SETTING,
           subrosa_account_set(messenger, name, SUBROSA_SETTING_LONG_TEXT_LINES, 513));
    RESULT(SUBROSA_E_ARGUMENT, subrosa_account_set(messenger, name, 0, 1));
    RESULT(SUBROSA_E_ARGUMENT, subrosa_account_set(messenger, name, SUBROSA_SETTING_KNOWN, 1));
    RESULT(SUBROSA_OK, subrosa_account_set(messenger, name, SUBROSA_SETTING_HTML_GIVEN, 1));
    RESULT(SUBROSA_OK, subrosa_account_get(messenger, name, SUBROSA_SETTING_HTML_GIVEN, &value));
    CHECK(value == 1);
    RESULT(SUBROSA_OK, subrosa_account_get(messenger, name, SUBROSA_SETTING_HTML_TAKEN, &value));
    CHECK(value == 0);
    RESULT(SUBROSA_OK, subrosa_account_get(messenger, name, SUBROSA_SETTING_LINE_CHARS, &value));
    CHECK(value == 360);
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT,
           subrosa_account_get(messenger, "x", SUBROSA_SETTING_HTML, &value));
    RESULT(SUBROSA_E_ARGUMENT, subrosa_account_get(messenger, name, 0, &value));
    RESULT(SUBROSA_E_ARGUMENT, subrosa_account_get(messenger, name, SUBROSA_SETTING_HTML, NULL));
    RESULT(SUBROSA_E_ARGUMENT,
           subrosa_contact_set(messenger, name, "p", SUBROSA_SETTING_HTML, 1));
    RESULT(SUBROSA_E_ARGUMENT,
           subrosa_contact_set(messenger, name, "p", SUBROSA_SETTING_KNOWN, INT64_C(1) << 32));
    RESULT(SUBROSA_E_NAME, subrosa_contact_set(messenger, name, "", SUBROSA_SETTING_KNOWN, 1));
    RESULT(SUBROSA_OK, subrosa_contact_set(messenger, name, name, SUBROSA_SETTING_KNOWN, 1));

    /* What is said of an account that is not attached. */
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT,
           subrosa_outgoing(messenger, "x", "peer", "text", 4, 0, &outcome));
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_REFUSED);
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_NOTICE);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_CODE) == SUBROSA_NOTICE_UNKNOWN_ACCOUNT);
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK, subrosa_incoming(messenger, "x", "peer", "text", 4, 0, &outcome));
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_PASS);
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT,
           subrosa_incoming(messenger, "x", "peer", "?SR1?", 5, 0, &outcome));
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_PASS);
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT, subrosa_contact_list(messenger, "x", &outcome));
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK, subrosa_tick(messenger, &outcome));
    CHECK(subrosa_outcome_next(outcome) == 0);
    subrosa_outcome_free(outcome);
    subrosa_messenger_free(messenger);
}

static void a_vault_that_came_back_younger_opens_when_the_user_says_so(void)
{
    char path[800], file[820], sentence[SUBROSA_ERROR_SIZE];
    size_t size = sizeof sentence;
    subrosa_messenger *messenger = NULL;
    strcpy(path, new_path());
    RESULT(SUBROSA_OK, subrosa_messenger_open(path, NULL, &messenger));
    subrosa_messenger_free(messenger);
    sprintf(file, "%s-generation", path);
    CHECK(remove(file) == 0);
    RESULT(SUBROSA_E_VAULT_OLDER, subrosa_messenger_open(path, NULL, &messenger));
    CHECK(messenger == NULL);
    RESULT(SUBROSA_OK, subrosa_last_error(sentence, &size));
    CHECK(strstr(sentence, "-generation") != NULL);
    size = sizeof sentence;
    RESULT(SUBROSA_OK, subrosa_last_sentence(sentence, &size));
    CHECK(strstr(sentence, "older") != NULL);
    RESULT(SUBROSA_OK, subrosa_messenger_open_older(path, NULL, &messenger));
    subrosa_messenger_free(messenger);
    RESULT(SUBROSA_OK, subrosa_messenger_open(path, NULL, &messenger));
    subrosa_messenger_free(messenger);
    /* Nor is a new one made in the place of one that is gone. */
    CHECK(remove(path) == 0);
    RESULT(SUBROSA_E_VAULT_OLDER, subrosa_messenger_open(path, NULL, &messenger));
    RESULT(SUBROSA_OK, subrosa_messenger_open_older(path, NULL, &messenger));
    subrosa_messenger_free(messenger);
}

static void an_identity_moves_to_another_vault(void)
{
    subrosa_messenger *old = NULL, *new = NULL;
    subrosa_outcome *outcome = NULL;
    uint8_t before[32], after[32];
    const char *text;
    RESULT(SUBROSA_OK, subrosa_messenger_open(new_path(), NULL, &old));
    RESULT(SUBROSA_OK, subrosa_messenger_open(new_path(), NULL, &new));
    RESULT(SUBROSA_OK, subrosa_messenger_fingerprint(old, before));
    RESULT(SUBROSA_OK, subrosa_messenger_export_identity(old, "move", 4, &outcome));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_IDENTITY);
    text = subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT);
    CHECK(strlen(text) < SUBROSA_EXPORT_SIZE);
    RESULT(SUBROSA_E_PASSPHRASE,
           subrosa_messenger_import_identity(new, text, strlen(text), "moved", 5));
    RESULT(SUBROSA_E_NO_EXPORT, subrosa_messenger_import_identity(new, "none", 4, "move", 4));
    RESULT(SUBROSA_OK, attach(new, ACCOUNT, 0));
    RESULT(SUBROSA_E_IDENTITY_IN_USE,
           subrosa_messenger_import_identity(new, text, strlen(text), "move", 4));
    RESULT(SUBROSA_OK, subrosa_account_detach(new, ACCOUNT));
    RESULT(SUBROSA_OK, subrosa_messenger_import_identity(new, text, strlen(text), "move", 4));
    RESULT(SUBROSA_OK, subrosa_messenger_fingerprint(new, after));
    CHECK(memcmp(before, after, 32) == 0);
    RESULT(SUBROSA_OK, attach(new, ACCOUNT, 0));
    subrosa_outcome_free(outcome);
    subrosa_messenger_free(old);
    subrosa_messenger_free(new);
}

/* Calls on one messenger wait for each other: none is lost. */
static int failed_calls(subrosa_messenger *messenger)
{
    int turn, failed = 0;
    for (turn = 0; turn < 200; turn++) {
        subrosa_outcome *outcome = NULL;
        failed += subrosa_contact_list(messenger, ACCOUNT, &outcome) != SUBROSA_OK;
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
    RESULT(SUBROSA_OK, subrosa_messenger_open(new_path(), NULL, &messenger));
    RESULT(SUBROSA_OK, attach(messenger, ACCOUNT, 0));
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
    what_is_not_as_it_should_be_is_an_error();
    a_host_key_opens_what_it_protects();
    a_locked_vault_keeps_what_comes();
    an_account_has_one_user_at_a_time();
    names_and_settings_have_their_bounds();
    a_vault_that_came_back_younger_opens_when_the_user_says_so();
    an_identity_moves_to_another_vault();
    two_threads_share_a_messenger();
    return report("vaults");
}
