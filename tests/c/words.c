/* What the user does, seen from C: every word of a command, questions and their choices, menus and titles.
 *
 *     words directory-for-the-vaults
 */
#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A word that the user types in the window of the other: it is answered by this sentence, and nothing
 * fails. */
static void says(host *me, const char *words, const char *code)
{
    me->said[0] = '\0';
    RESULT(SUBROSA_OK, host_does(me, words));
    if (strstr(me->said, code) == NULL)
        printf("%s: %s\n", words, me->said);
    CHECK(host_was_told(me, code));
}

/* One that cannot be done. */
static void refuses(host *me, const char *words, int32_t result, const char *code)
{
    me->said[0] = '\0';
    RESULT(result, host_does(me, words));
    if (strstr(me->said, code) == NULL)
        printf("%s: %s\n", words, me->said);
    CHECK(host_was_told(me, code));
}

static void every_word_about_a_private_conversation_is_answered(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    says(&a, "status", "status-private");
    says(&a, "start", "status-private");
    says(&a, "safety", "safety");
    CHECK(strcmp(a.asked, "safety") == 0 && strlen(a.digits) == SUBROSA_DIGITS_SIZE - 1);
    RESULT(SUBROSA_OK, host_answers(&a, a.question, "verify"));
    CHECK(a.level == SUBROSA_LEVEL_VERIFIED);
    says(&a, "unverify", "unverified");
    CHECK(a.level == SUBROSA_LEVEL_PRIVATE);
    says(&a, "verify", "safety");
    RESULT(SUBROSA_OK, host_answers(&a, a.question, "differ"));
    CHECK(host_was_told(&a, "differ"));
    says(&a, "differ", "differ");
    says(&a, "code", "code");
    says(&a, "devices", "devices");
    says(&a, "mode", "mode-shown");
    says(&a, "mode manual", "mode-set");
    says(&a, "mode default", "mode-set");
    says(&a, "card", "card-sent");
    says(&a, "list", "list-contact");
    refuses(&a, "send", SUBROSA_E_COMMAND, "no-texts");
    refuses(&a, "resend", SUBROSA_E_COMMAND, "no-texts");
    refuses(&a, "discard", SUBROSA_E_COMMAND, "no-texts");
    refuses(&a, "accept", SUBROSA_E_COMMAND, "nothing-open");
    refuses(&a, "accept-key", SUBROSA_E_COMMAND, "nothing-open");
    refuses(&a, "add-key", SUBROSA_E_COMMAND, "nothing-open");
    refuses(&a, "decline", SUBROSA_E_WRONG_STATE, "not-possible");
    refuses(&a, "cancel", SUBROSA_E_WRONG_STATE, "not-possible");
    says(&a, "block", "blocked");
    says(&a, "unblock", "unblocked");
    says(&a, "end", "plain");
    says(&a, "forget", "forgotten");
    says(&a, "status", "status-plain");
    refuses(&a, "safety", SUBROSA_E_COMMAND, "not-possible");
    hosts_close(&a, &b);
}

static void every_word_about_an_invitation_is_answered(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    says(&a, "start", "asked");
    says(&a, "cancel", "cancelled");
    says(&a, "start", "asked");
    hosts_settle(&a, &b);
    says(&b, "status", "status-invited");
    says(&b, "decline", "declined");
    CHECK(b.level == SUBROSA_LEVEL_PLAIN);
    hosts_wait(&a, &b, 3600000);
    says(&a, "cancel", "cancelled");
    says(&a, "start", "asked");
    hosts_settle(&a, &b);
    says(&b, "accept", "starting");
    hosts_settle(&a, &b);
    CHECK(a.level == SUBROSA_LEVEL_PRIVATE && b.level == SUBROSA_LEVEL_PRIVATE);
    says(&a, "end", "plain");
    hosts_close(&a, &b);
}

static void every_word_about_texts_that_wait_is_answered(void)
{
    static char text[12000];
    host a, b;
    memset(text, 'x', sizeof text - 1);
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    CHECK(host_types(&a, text) == SUBROSA_VERDICT_TAKEN);
    RESULT(SUBROSA_OK, host_does(&a, "discard"));
    CHECK(strcmp(a.stage, "discarded") == 0);
    CHECK(host_types(&a, text) == SUBROSA_VERDICT_TAKEN);
    says(&a, "send", "sent-now");
    CHECK(a.closed_count == 2);
    hosts_settle(&a, &b);
    CHECK(b.private_count == 1 && strcmp(b.shown, text) == 0);
    CHECK(host_types(&a, text) == SUBROSA_VERDICT_TAKEN);
    says(&a, "resend", "resent");
    hosts_close(&a, &b);
}

static void words_about_nobody_are_answered_and_others_want_a_name(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_OK, host_does_nowhere(&a, "status"));
    CHECK(host_was_told(&a, "status-none"));
    hosts_private(&a, &b);
    RESULT(SUBROSA_OK, host_does_nowhere(&a, "status"));
    CHECK(host_was_told(&a, "status-private"));
    RESULT(SUBROSA_OK, host_does_nowhere(&a, "help"));
    CHECK(host_was_told(&a, "help"));
    RESULT(SUBROSA_OK, host_does_nowhere(&a, ""));
    CHECK(host_was_told(&a, "help"));
    RESULT(SUBROSA_OK, host_does_nowhere(&a, "unlock"));
    CHECK(host_was_told(&a, "not-locked"));
    RESULT(SUBROSA_E_COMMAND, host_does_nowhere(&a, "go-on"));
    CHECK(host_was_told(&a, "nothing-to-decide"));
    RESULT(SUBROSA_OK, host_does_nowhere(&a, "no-passphrase"));
    CHECK(host_was_told(&a, "passphrase-removed"));
    RESULT(SUBROSA_OK, host_does_nowhere(&a, "passphrase"));
    CHECK(host_was_told(&a, "ask-passphrase"));
    RESULT(SUBROSA_E_COMMAND, host_does_nowhere(&a, "export"));
    RESULT(SUBROSA_E_COMMAND, host_does_nowhere(&a, "import"));
    CHECK(host_was_told(&a, "need-word"));
    RESULT(SUBROSA_E_COMMAND, host_does_nowhere(&a, "end"));
    CHECK(host_was_told(&a, "need-name") && strstr(a.sentence, "/subrosa end NAME") != NULL);
    RESULT(SUBROSA_E_COMMAND, host_does_nowhere(&a, "fly"));
    CHECK(host_was_told(&a, "unknown-command"));
    CHECK(a.level == SUBROSA_LEVEL_PRIVATE);
    /* The name follows the word; of the user's own card none is needed. */
    RESULT(SUBROSA_OK, host_acts(&a, subrosa_command(a.glue.messenger, ACCOUNT, NULL, "END  \"bob\"",
                                                     SUBROSA_NUL)));
    CHECK(a.level == SUBROSA_LEVEL_PLAIN);
    RESULT(SUBROSA_OK, host_acts(&a, subrosa_command(a.glue.messenger, ACCOUNT, "", "card",
                                                     SUBROSA_NUL)));
    CHECK(host_was_told(&a, "card-own") && strncmp(a.text, "?SR1:", 5) == 0);
    hosts_close(&a, &b);
}

/* The help is a list of words: each of them is one that is known. */
static void the_help_lists_the_words_that_there_are(void)
{
    host a, b;
    char help[1000], *word;
    int count = 0;
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_OK, host_does_nowhere(&a, "help"));
    CHECK(strstr(a.sentence, "Words: ") != NULL);
    strcpy(help, strstr(a.sentence, "Words: ") + 7);
    for (word = strtok(help, ", "); word != NULL; word = strtok(NULL, ", ")) {
        a.said[0] = '\0';
        host_does(&a, word);
        CHECK(a.said[0] != '\0' && !host_was_told(&a, "unknown-command"));
        count++;
    }
    CHECK(count >= 30);
    hosts_close(&a, &b);
}

static void a_length_is_that_of_the_text_or_up_to_its_nul(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_OK, host_acts(&a, subrosa_command(a.glue.messenger, ACCOUNT, "bob", "startle", 5)));
    CHECK(strcmp(a.state, "asked") == 0);
    RESULT(SUBROSA_OK, host_acts(&a, subrosa_command(a.glue.messenger, ACCOUNT, "bob", "cancel\0x",
                                                     SUBROSA_NUL)));
    CHECK(strcmp(a.state, "plain") == 0);
    RESULT(SUBROSA_E_UTF8, host_acts(&a, subrosa_command(a.glue.messenger, ACCOUNT, "bob", "\xc3", 1)));
    hosts_private(&a, &b);
    RESULT(SUBROSA_OK, host_acts(&a, subrosa_outgoing(a.glue.messenger, ACCOUNT, "bob",
                                                      "hello and more", 5, 0)));
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "hello") == 0);
    RESULT(1, subrosa_may_send(a.glue.messenger, ACCOUNT, "carol", "text", SUBROSA_NUL));
    /* No length is that of no text, and one that cannot be is an error. */
    RESULT(SUBROSA_OK, result_of(subrosa_command(a.glue.messenger, NULL, NULL, NULL, SUBROSA_NUL)));
    RESULT(SUBROSA_E_ARGUMENT,
           result_of(subrosa_command(a.glue.messenger, NULL, NULL, "help", SUBROSA_NUL - 1)));
    RESULT(SUBROSA_E_ARGUMENT, result_of(subrosa_command(a.glue.messenger, NULL, NULL, NULL, 4)));
    hosts_close(&a, &b);
}

/* --- questions and menus ----------------------------------------------------------------------------- */

/* The words that can be chosen where a walk stands; each has a label, and the first is no risk. */
static void check_choices(const subrosa_outcome *outcome, const char *expected)
{
    char words[300] = "";
    const char *word;
    int index;
    for (index = 0; (word = subrosa_outcome_choice(outcome, index, SUBROSA_CHOICE_WORD)) != NULL;
         index++) {
        const char *risk = subrosa_outcome_choice(outcome, index, SUBROSA_CHOICE_RISK);
        CHECK(*subrosa_outcome_choice(outcome, index, SUBROSA_CHOICE_LABEL) != '\0');
        CHECK(*risk == '\0' || (index > 0 && strcmp(risk, "risk") == 0));
        strcat(strcat(words, words[0] == '\0' ? "" : " "), word);
        strcat(words, *risk == '\0' ? "" : "!");
    }
    if (strcmp(words, expected) != 0)
        printf("%s instead of %s\n", words, expected);
    CHECK(strcmp(words, expected) == 0);
    CHECK(subrosa_outcome_choice(outcome, index, SUBROSA_CHOICE_LABEL) == NULL);
    CHECK(subrosa_outcome_choice(outcome, -1, SUBROSA_CHOICE_WORD) == NULL);
    CHECK(subrosa_outcome_choice(outcome, 0, 3) == NULL);
}

static void check_menu(host *me, const char *expected)
{
    subrosa_outcome *outcome = subrosa_choices(me->glue.messenger, ACCOUNT, me->other->name);
    RESULT(SUBROSA_OK, subrosa_outcome_result(outcome));
    CHECK(subrosa_outcome_choice(outcome, 0, SUBROSA_CHOICE_WORD) == NULL);
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_CHOICES);
    CHECK(is_text(outcome, SUBROSA_FIELD_PEER, me->other->name));
    check_choices(outcome, expected);
    CHECK(subrosa_outcome_next(outcome) == 0);
    CHECK(subrosa_outcome_choice(outcome, 0, SUBROSA_CHOICE_WORD) == NULL);
    subrosa_outcome_free(outcome);
}

static void a_menu_has_what_can_be_done_now(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    check_menu(&a, "start block");
    RESULT(SUBROSA_OK, host_does(&a, "start"));
    check_menu(&a, "status cancel! block");
    hosts_settle(&a, &b);
    check_menu(&b, "accept decline block");
    RESULT(SUBROSA_OK, host_does(&b, "accept"));
    hosts_settle(&a, &b);
    check_menu(&a, "status end! safety code card block");
    RESULT(SUBROSA_OK, host_does(&a, "block"));
    check_menu(&a, "status unblock! safety code");
    hosts_close(&a, &b);
}

static void a_question_has_choices_and_acts_once(void)
{
    host a, b;
    subrosa_outcome *outcome;
    int64_t question;
    char *line;
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_OK, host_does(&a, "start"));
    line = host_intercepts(&b);
    outcome = subrosa_incoming(b.glue.messenger, ACCOUNT, "alice", line, SUBROSA_NUL, 0, 0);
    free(line);
    do
        CHECK(find(outcome, SUBROSA_EVENT_SAY));
    while (subrosa_outcome_int(outcome, SUBROSA_FIELD_QUESTION) == 0);
    check_choices(outcome, "decline accept block");
    /* The user did nothing: no dialog takes the keyboard. */
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_ASKED_FOR) == 0);
    question = subrosa_outcome_int(outcome, SUBROSA_FIELD_QUESTION);
    RESULT(SUBROSA_E_ANSWER, host_answers(&b, question, "perhaps"));
    RESULT(SUBROSA_E_ANSWER, host_answers(&b, question + 1, "accept"));
    RESULT(SUBROSA_E_ANSWER, host_answers(&b, 0, "accept"));
    RESULT(SUBROSA_OK, host_answers(&b, question, "accept"));
    RESULT(SUBROSA_E_ANSWER, host_answers(&b, question, "block"));
    CHECK(host_was_told(&b, "closed"));
    subrosa_outcome_free(outcome);
    hosts_settle(&a, &b);
    CHECK(b.level == SUBROSA_LEVEL_PRIVATE && b.closed_count == 1);
    hosts_close(&a, &b);
}

/* --- titles -------------------------------------------------------------------------------------------- */

static int titles_of(host *me, const char *account, const char *peer, const char *words)
{
    subrosa_outcome *outcome = subrosa_title(me->glue.messenger, account, peer);
    int count = 0;
    RESULT(SUBROSA_OK, subrosa_outcome_result(outcome));
    while (subrosa_outcome_next(outcome) == SUBROSA_EVENT_TITLE) {
        CHECK(is_text(outcome, SUBROSA_FIELD_WORDS, words));
        count++;
    }
    subrosa_outcome_free(outcome);
    return count;
}

static void a_window_that_is_opened_late_asks_for_its_title(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    CHECK(titles_of(&a, ACCOUNT, "bob", "") == 1);
    CHECK(titles_of(&a, NULL, NULL, "") == 0);
    hosts_private(&a, &b);
    CHECK(titles_of(&a, ACCOUNT, "bob", "private") == 1);
    CHECK(titles_of(&a, ACCOUNT, "carol", "") == 1);
    CHECK(titles_of(&a, ACCOUNT, NULL, "private") == 1);
    CHECK(titles_of(&a, NULL, NULL, "private") == 1);
    CHECK(titles_of(&a, "", "", "private") == 1);
    CHECK(titles_of(&a, "another", NULL, "private") == 0);
    hosts_close(&a, &b);
}

static void who_leaves_is_warned_in_each_private_window(void)
{
    host a, b;
    subrosa_outcome *outcome;
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_OK, host_acts(&a, subrosa_messenger_leave(a.glue.messenger)));
    CHECK(a.said[0] == '\0');
    hosts_private(&a, &b);
    outcome = subrosa_messenger_leave(a.glue.messenger);
    RESULT(SUBROSA_OK, subrosa_outcome_result(outcome));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SAY);
    CHECK(is_text(outcome, SUBROSA_FIELD_CODE, "leaving"));
    CHECK(is_text(outcome, SUBROSA_FIELD_PEER, "bob"));
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_SEVERITY) == SUBROSA_SEVERITY_ALARM);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_PLACE) == SUBROSA_PLACE_WINDOW);
    CHECK(subrosa_outcome_next(outcome) == 0);
    subrosa_outcome_free(outcome);
    hosts_close(&a, &b);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        directory_of_tests = argv[1];
    every_word_about_a_private_conversation_is_answered();
    every_word_about_an_invitation_is_answered();
    every_word_about_texts_that_wait_is_answered();
    words_about_nobody_are_answered_and_others_want_a_name();
    the_help_lists_the_words_that_there_are();
    a_length_is_that_of_the_text_or_up_to_its_nul();
    a_menu_has_what_can_be_done_now();
    a_question_has_choices_and_acts_once();
    a_window_that_is_opened_late_asks_for_its_title();
    who_leaves_is_warned_in_each_private_window();
    return report("words");
}
