/* Settings, seen from C: texts of names and values, all of which are set or none, and what a dialog reads
 * of them.
 *
 *     settings directory-for-the-vaults
 */
#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static subrosa_messenger *messenger;

static int32_t set(const char *account, const char *settings)
{
    return result_of(subrosa_account_set(messenger, account, settings));
}

/* Whether a setting has this value. */
static int is_set(const char *account, const char *name, const char *expected)
{
    char value[100] = "";
    size_t size = sizeof value;
    RESULT(SUBROSA_OK, subrosa_account_get(messenger, account, name, value, &size));
    CHECK(size == strlen(value) + 1);
    if (strcmp(value, expected) != 0)
        printf("%s is %s\n", name, value);
    return strcmp(value, expected) == 0;
}

static void open_new(const char *settings)
{
    char path[800];
    sprintf(path, "%.500s/vault", new_directory());
    RESULT(SUBROSA_OK,
           result_of(subrosa_messenger_open(SUBROSA_ABI, path, settings, &messenger)));
}

static int32_t attach(const char *account, const char *profile, const char *settings)
{
    return result_of(subrosa_account_attach(messenger, account, profile, settings));
}

static void what_was_set_is_read_as_it_was_written(void)
{
    static const char *const kept[][2] = {
        {"html", "in"}, {"html", "out"}, {"html", "in,out"}, {"html", ""},
        {"line-chars", "360"}, {"line-chars", "16384"}, {"interval-ms", "600000"}, {"burst", "3"},
        {"split-lines", "1"}, {"long-text-lines", "512"}, {"mode", "manual"}, {"mode", "automatic"},
        {"mode", "required"}, {"share-card", "1"}, {"casemapping", "ascii"},
        {"casemapping", "rfc1459"}, {"log", "1"}, {"shows", "0"}, {"offers", "7"},
        {"offers-of-contact", "7"}, {"handshakes", "7"}, {"handshakes-of-address", "7"},
        {"handshakes-of-strangers", "7"}, {"invitations", "7"},
    };
    size_t at;
    open_new(NULL);
    RESULT(SUBROSA_OK, attach("one", "irc", NULL));
    RESULT(SUBROSA_OK, attach("other", "irc", NULL));
    for (at = 0; at < sizeof kept / sizeof *kept; at++) {
        char text[100], before[100];
        size_t size = sizeof before;
        RESULT(SUBROSA_OK, subrosa_account_get(messenger, "other", kept[at][0], before, &size));
        sprintf(text, "%s=%s", kept[at][0], kept[at][1]);
        RESULT(SUBROSA_OK, set("one", text));
        CHECK(is_set("one", kept[at][0], kept[at][1]));
        /* It is of this account alone. */
        CHECK(is_set("other", kept[at][0], before));
    }
    subrosa_messenger_free(messenger);
}

static void of_several_settings_all_are_set_or_none(void)
{
    open_new(NULL);
    RESULT(SUBROSA_OK, attach("one", "plain", "burst=4 line-chars=500"));
    CHECK(is_set("one", "burst", "4") && is_set("one", "line-chars", "500"));
    RESULT(SUBROSA_E_SETTING, set("one", "burst=5 line-chars=359"));
    RESULT(SUBROSA_E_SETTING, set("one", "burst=5 colour=red"));
    RESULT(SUBROSA_E_SETTING, set("one", "burst=5 log"));
    RESULT(SUBROSA_E_SETTING, set("one", "burst=5 log=\"1"));
    CHECK(is_set("one", "burst", "4") && is_set("one", "line-chars", "500"));
    RESULT(SUBROSA_OK, set("one", "  burst=\"6\"   log=1 "));
    CHECK(is_set("one", "burst", "6") && is_set("one", "log", "1"));
    RESULT(SUBROSA_OK, set("one", ""));
    RESULT(SUBROSA_OK, set("one", NULL));
    /* A wrong setting attaches nothing. */
    RESULT(SUBROSA_E_SETTING, attach("other", "plain", "burst=0"));
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT, result_of(subrosa_contact_list(messenger, "other", NULL)));
    subrosa_messenger_free(messenger);
}

static void what_is_set_before_an_account_is_attached_holds_for_it(void)
{
    subrosa_outcome *outcome;
    open_new(NULL);
    RESULT(SUBROSA_OK, set("later", "html=in,out mode=required"));
    RESULT(SUBROSA_OK, attach("later", "plain", NULL));
    CHECK(is_set("later", "html", "in,out") && is_set("later", "mode", "required"));
    outcome = subrosa_outgoing(messenger, "later", "bob", "a &amp; b", SUBROSA_NUL, 0);
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_TAKEN);
    subrosa_outcome_free(outcome);
    subrosa_messenger_free(messenger);
}

static void names_and_values_have_their_bounds(void)
{
    static const char *const impossible[] = {
        "html=up", "line-chars=359", "line-chars=16385", "burst=0", "burst=many", "burst=-1",
        "interval-ms=600001", "split-lines=2", "split-lines=-9223372036854775808",
        "long-text-lines=513", "mode=", "mode=sometimes", "casemapping=none", "log=2", "shows=yes",
        "share-card=2", "known=1", "offers=-1",
    };
    static char name[1026];
    char value[10] = "unread";
    size_t at, size = sizeof value;
    open_new(NULL);
    memset(name, 'n', sizeof name - 1);
    RESULT(SUBROSA_E_NAME, attach(name, "plain", NULL));
    RESULT(SUBROSA_E_NAME, attach("", "plain", NULL));
    RESULT(SUBROSA_E_UTF8, attach("\xc3", "plain", NULL));
    name[1024] = '\0';
    RESULT(SUBROSA_OK, attach(name, "plain", NULL));
    RESULT(SUBROSA_E_PROFILE, attach("x", "usenet", NULL));

    for (at = 0; at < sizeof impossible / sizeof *impossible; at++) {
        RESULT(SUBROSA_E_SETTING, set(name, impossible[at]));
        RESULT(SUBROSA_E_SETTING, set("later", impossible[at]));
    }
    RESULT(SUBROSA_E_NAME, set("", "html=in"));
    RESULT(SUBROSA_E_UTF8, set(name, "html=\xff"));
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT, subrosa_account_get(messenger, "x", "html", value, &size));
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT, subrosa_account_get(messenger, "x", "log", value, &size));
    RESULT(SUBROSA_E_SETTING, subrosa_account_get(messenger, name, "colour", value, &size));
    RESULT(SUBROSA_E_ARGUMENT, subrosa_account_get(messenger, name, "html", value, NULL));
    size = 2;
    RESULT(SUBROSA_E_BUFFER, subrosa_account_get(messenger, name, "interval-ms", value, &size));
    CHECK(size > 2 && strcmp(value, "unread") == 0);

    RESULT(SUBROSA_E_NAME,
           result_of(subrosa_contact_hint(messenger, name, "", SUBROSA_HINT_KNOWN, 1)));
    RESULT(SUBROSA_OK, result_of(subrosa_contact_hint(messenger, name, name, SUBROSA_HINT_KNOWN, 1)));
    RESULT(SUBROSA_E_ARGUMENT,
           result_of(subrosa_contact_hint(messenger, name, "p", SUBROSA_HINT_KNOWN, 2)));
    RESULT(SUBROSA_E_ARGUMENT, result_of(subrosa_contact_hint(messenger, name, "p", 99, 1)));
    subrosa_messenger_free(messenger);
}

static void nothing_is_said_of_an_account_that_is_not_attached_but_that_nothing_leaves(void)
{
    subrosa_outcome *outcome;
    open_new(NULL);
    outcome = subrosa_outgoing(messenger, "x", "peer", "text", SUBROSA_NUL, 0);
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT, subrosa_outcome_result(outcome));
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_REFUSED);
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SAY);
    CHECK(is_text(outcome, SUBROSA_FIELD_CODE, "unknown-account"));
    CHECK(is_text(outcome, SUBROSA_FIELD_TEXT, "text"));
    subrosa_outcome_free(outcome);
    outcome = subrosa_incoming(messenger, "x", "peer", "text", SUBROSA_NUL, 0, 0);
    RESULT(SUBROSA_OK, subrosa_outcome_result(outcome));
    CHECK(verdict_of(outcome) == SUBROSA_VERDICT_PASS);
    outcome = subrosa_incoming(messenger, "x", "peer", "?SR1?", SUBROSA_NUL, 0, 0);
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT, subrosa_outcome_result(outcome));
    CHECK(verdict_of(outcome) == SUBROSA_VERDICT_PASS);
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT, result_of(subrosa_contact_list(messenger, "x", NULL)));
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT, result_of(subrosa_text_list(messenger, "x", NULL)));
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT, result_of(subrosa_account_online(messenger, "x", 1)));
    subrosa_messenger_free(messenger);
}

static void nobody_looks_so_nothing_counts_as_received(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    RESULT(SUBROSA_OK, host_acts(&b, subrosa_account_set(b.glue.messenger, ACCOUNT, "shows=0")));
    CHECK(host_types(&a, "are you there?") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    hosts_wait(&a, &b, 5000);
    hosts_settle(&a, &b);
    CHECK(b.shown_count == 0 && a.delivered_count == 0);
    RESULT(SUBROSA_OK, host_acts(&b, subrosa_account_set(b.glue.messenger, ACCOUNT, "shows=1")));
    CHECK(b.shown_count == 1 && strcmp(b.shown, "are you there?") == 0);
    hosts_wait(&a, &b, 5000);
    hosts_settle(&a, &b);
    CHECK(a.delivered_count == 1);
    hosts_close(&a, &b);
}

/* --- of a messenger ---------------------------------------------------------------------------------- */

static void a_messenger_is_opened_with_settings_that_it_knows(void)
{
    static const char *const wrong[] = {"colour=red", "can=fly", "can", "command=\"/msg"};
    char path[800];
    size_t at;
    for (at = 0; at < sizeof wrong / sizeof *wrong; at++) {
        FILE *file;
        sprintf(path, "%.500s/vault", new_directory());
        RESULT(SUBROSA_E_SETTING,
               result_of(subrosa_messenger_open(SUBROSA_ABI, path, wrong[at], &messenger)));
        CHECK(messenger == NULL);
        /* A wrong setting makes no vault. */
        file = fopen(path, "rb");
        CHECK(file == NULL);
        if (file != NULL)
            fclose(file);
    }
    sprintf(path, "%.500s/vault", new_directory());
    RESULT(SUBROSA_E_LANGUAGE, result_of(subrosa_messenger_open(
                                   SUBROSA_ABI, path, "language=/nowhere/at/all", &messenger)));
    CHECK(messenger == NULL);
    RESULT(SUBROSA_E_ABI,
           result_of(subrosa_messenger_open(SUBROSA_ABI + 1, path, NULL, &messenger)));
    CHECK(messenger == NULL);
}

/* The HOW of the question of a new invitation. */
static void ask_how(const char *settings, char *how, size_t size)
{
    subrosa_outcome *outcome;
    open_new(settings);
    RESULT(SUBROSA_OK, attach(ACCOUNT, "plain", NULL));
    outcome = subrosa_incoming(messenger, ACCOUNT, "alice in wonderland", "?SR1?", SUBROSA_NUL, 0, 0);
    do
        CHECK(find(outcome, SUBROSA_EVENT_SAY));
    while (!is_text(outcome, SUBROSA_FIELD_CODE, "ask-invited"));
    CHECK(strlen(subrosa_outcome_str(outcome, SUBROSA_FIELD_HOW)) < size);
    strcpy(how, subrosa_outcome_str(outcome, SUBROSA_FIELD_HOW));
    subrosa_outcome_free(outcome);
    subrosa_messenger_free(messenger);
}

static void a_question_says_how_it_is_answered_unless_there_are_buttons(void)
{
    char how[500];
    ask_how(NULL, how, sizeof how);
    CHECK(strcmp(how, "Type /subrosa decline \"alice in wonderland\", /subrosa accept "
                      "\"alice in wonderland\" or /subrosa block \"alice in wonderland\"") == 0);
    ask_how("command=\"/msg *subrosa\"", how, sizeof how);
    CHECK(strstr(how, "/msg *subrosa accept \"alice in wonderland\"") != NULL);
    ask_how("can=buttons", how, sizeof how);
    CHECK(how[0] == '\0');
}

static void a_language_is_a_file_of_templates(void)
{
    char path[800], settings[900];
    subrosa_outcome *outcome;
    FILE *file;
    open_new(NULL);
    subrosa_messenger_free(messenger);
    sprintf(path, "%.500s/language", directory_of_tests);
    file = fopen(path, "wb");
    CHECK(file != NULL);
    fputs("{\"status-plain\": \"Was ihr schreibt, du und {name}, ist offen.\"}", file);
    fclose(file);
    sprintf(settings, "language=\"%s\"", path);
    open_new(settings);
    RESULT(SUBROSA_OK, attach(ACCOUNT, "plain", NULL));
    outcome = subrosa_command(messenger, ACCOUNT, "bob", "status", SUBROSA_NUL);
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SAY);
    CHECK(is_text(outcome, SUBROSA_FIELD_CODE, "status-plain"));
    CHECK(is_text(outcome, SUBROSA_FIELD_SENTENCE, "Was ihr schreibt, du und bob, ist offen."));
    subrosa_outcome_free(outcome);
    subrosa_messenger_free(messenger);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        directory_of_tests = argv[1];
    what_was_set_is_read_as_it_was_written();
    of_several_settings_all_are_set_or_none();
    what_is_set_before_an_account_is_attached_holds_for_it();
    names_and_values_have_their_bounds();
    nothing_is_said_of_an_account_that_is_not_attached_but_that_nothing_leaves();
    nobody_looks_so_nothing_counts_as_received();
    a_messenger_is_opened_with_settings_that_it_knows();
    a_question_says_how_it_is_answered_unless_there_are_buttons();
    a_language_is_a_file_of_templates();
    return report("settings");
}
