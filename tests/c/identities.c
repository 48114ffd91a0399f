/* Who the user is, seen from C: copies of an identity that are written and taken over, and an identity of
 * one account alone.
 *
 *     identities directory-for-the-vaults
 */
#define _POSIX_C_SOURCE 200809L
#include "files.h"
#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void fingerprint_of(host *me, const char *account, uint8_t out[32])
{
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(me->glue.messenger, account, out));
}

/* A command with a file, and what it is ended with. */
static int does_with_file(host *me, const char *account, const char *word, const char *file,
                          const char *passphrase, const char *end)
{
    char words[900];
    sprintf(words, "%s \"%.700s\" %s", word, file, passphrase);
    RESULT(SUBROSA_OK, host_acts(me, subrosa_command(me->glue.messenger, account, NULL, words,
                                                     SUBROSA_NUL)));
    CHECK(host_was_told(me, "working"));
    return host_ends(me, end);
}

/* A file that is not there yet. */
static const char *new_file(void)
{
    static char path[700];
    static int count;
    sprintf(path, "%.600s/my copy %d", directory_of_tests, ++count);
    return path;
}

static void an_identity_moves_to_another_vault(void)
{
    host a, b;
    char file[700], words[900];
    uint8_t before[32], after[32];
    struct stat found;
    strcpy(file, new_file());
    hosts_open(&a, &b, new_directory());
    fingerprint_of(&a, NULL, before);
    RESULT(SUBROSA_E_COMMAND, host_does_nowhere(&a, "export"));
    CHECK(host_was_told(&a, "need-word"));
    CHECK(does_with_file(&a, NULL, "export", file, "move", "exported"));
    CHECK(strstr(a.sentence, "my copy") != NULL);
    CHECK(stat(file, &found) == 0 && (found.st_mode & 0777) == 0600);
    CHECK(found.st_size < SUBROSA_EXPORT_SIZE + 2);
    /* What is there already stays as it is. */
    sprintf(words, "export \"%s\" another", file);
    RESULT(SUBROSA_E_COMMAND, host_does_nowhere(&a, words));
    CHECK(host_was_told(&a, "file-failed"));

    /* The account of the other vault is in use meanwhile: it is again when that is done. */
    CHECK(does_with_file(&b, NULL, "import", file, "moved", "copy-not-opened"));
    RESULT(SUBROSA_E_COMMAND, host_does_nowhere(&b, "import /nowhere/at/all move"));
    CHECK(host_was_told(&b, "file-failed"));
    fingerprint_of(&b, ACCOUNT, after);
    CHECK(memcmp(before, after, 32) != 0);
    CHECK(does_with_file(&b, NULL, "import", file, "move", "imported"));
    fingerprint_of(&b, ACCOUNT, after);
    CHECK(memcmp(before, after, 32) == 0);
    CHECK(host_types(&b, "in use again") == SUBROSA_VERDICT_PASS);
    hosts_close(&a, &b);
}

static void a_passphrase_of_a_copy_is_asked_for_where_nobody_sees_it(void)
{
    host a, b;
    char words[900];
    uint8_t before[32], after[32];
    hosts_open(&a, &b, new_directory());
    subrosa_messenger_free(a.glue.messenger);
    subrosa_messenger_free(b.glue.messenger);
    a.settings = b.settings = "can=hidden";
    host_start(&a);
    host_start(&b);
    sprintf(words, "export \"%s\" typed for all to see", new_file());
    RESULT(SUBROSA_OK, host_does_nowhere(&a, words));
    CHECK(strcmp(a.asked, "ask-export") == 0 && a.input == SUBROSA_INPUT_HIDDEN);
    RESULT(SUBROSA_OK, host_answers(&a, a.question, "move"));
    CHECK(strcmp(a.asked, "ask-passphrase-again") == 0);
    RESULT(SUBROSA_OK, host_answers(&a, a.question, "move"));
    CHECK(host_ends(&a, "exported"));
    memcpy(words, "import", 6);
    *strrchr(words, '"') = '\0';
    strcat(words, "\"");
    RESULT(SUBROSA_OK, host_does_nowhere(&b, words));
    CHECK(strcmp(b.asked, "ask-import") == 0 && b.input == SUBROSA_INPUT_HIDDEN);
    RESULT(SUBROSA_OK, host_answers(&b, b.question, "move"));
    CHECK(host_ends(&b, "imported"));
    fingerprint_of(&a, NULL, before);
    fingerprint_of(&b, NULL, after);
    CHECK(memcmp(before, after, 32) == 0);
    hosts_close(&a, &b);
}

static void an_identity_with_conversations_is_not_replaced(void)
{
    host a, b;
    char file[700];
    uint8_t before[32], after[32];
    strcpy(file, new_file());
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    fingerprint_of(&b, NULL, before);
    CHECK(does_with_file(&a, NULL, "export", file, "move", "exported"));
    CHECK(does_with_file(&b, NULL, "import", file, "move", "import-refused"));
    fingerprint_of(&b, NULL, after);
    CHECK(memcmp(before, after, 32) == 0);
    CHECK(host_types(&b, "still private") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    CHECK(strcmp(a.shown, "still private") == 0);
    hosts_close(&a, &b);
}

static void an_account_has_an_identity_of_its_own(void)
{
    host a, b;
    uint8_t own[32], shared[32], moved[32];
    char file[700], *exported;
    size_t length = 0;
    strcpy(file, new_file());
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_E_IDENTITY_IN_USE,
           subrosa_account_own_identity(a.glue.messenger, ACCOUNT, NULL, 0, NULL, 0));
    RESULT(SUBROSA_OK, subrosa_account_own_identity(a.glue.messenger, "work", NULL, 0, NULL, 0));
    fingerprint_of(&a, "work", own);
    fingerprint_of(&a, ACCOUNT, shared);
    CHECK(memcmp(own, shared, 32) != 0);
    fingerprint_of(&a, NULL, moved);
    CHECK(memcmp(moved, shared, 32) == 0);
    /* The copy that is written of the account is of that one. */
    CHECK(does_with_file(&a, "work", "export", file, "words", "exported"));
    exported = (char *)read_file(file, &length);
    CHECK(exported != NULL);
    RESULT(SUBROSA_E_PASSPHRASE, subrosa_account_own_identity(b.glue.messenger, "work", exported,
                                                              length, "sword", 5));
    RESULT(SUBROSA_OK, subrosa_account_own_identity(b.glue.messenger, "work", exported, length,
                                                    "words", 5));
    free(exported);
    fingerprint_of(&b, "work", moved);
    CHECK(memcmp(own, moved, 32) == 0);
    hosts_close(&a, &b);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        directory_of_tests = argv[1];
    an_identity_moves_to_another_vault();
    a_passphrase_of_a_copy_is_asked_for_where_nobody_sees_it();
    an_identity_with_conversations_is_not_replaced();
    an_account_has_an_identity_of_its_own();
    return report("identities");
}
