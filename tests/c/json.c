/* Prints each event of an evening as JSON, a line each, and each outcome before its first event: for
 * tests/c/run.sh, which has a parser read them.
 *
 *     json directory-for-the-vaults > lines
 */
#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char HOSTILE[] = "\"quoted\" \\ and\n\ta line\x01 more \xc3\xa4 \xf0\x9f\x8c\xb9 \xff";

static int lines;

/* What the fields of an event are called in JSON; a script draws a code by its blocks. */
static const struct {
    int32_t field;
    const char *name;
} FIELDS[] = {
    {SUBROSA_FIELD_ACCOUNT, "account"}, {SUBROSA_FIELD_PEER, "peer"}, {SUBROSA_FIELD_LINE, "line"},
    {SUBROSA_FIELD_FALLBACK, "fallback"}, {SUBROSA_FIELD_TEXT, "text"}, {SUBROSA_FIELD_MARK, "mark"},
    {SUBROSA_FIELD_SENTENCE, "sentence"}, {SUBROSA_FIELD_HOW, "how"}, {SUBROSA_FIELD_WORDS, "words"},
    {SUBROSA_FIELD_CODE, "code"}, {SUBROSA_FIELD_NAME, "name"}, {SUBROSA_FIELD_DIGITS, "digits"},
    {SUBROSA_FIELD_BLOCKS, "blocks"}, {SUBROSA_FIELD_STAGE, "stage"}, {SUBROSA_FIELD_STATE, "state"},
    {SUBROSA_FIELD_TRUST, "trust"}, {SUBROSA_FIELD_OTHER_DIGITS, "other_digits"},
    {SUBROSA_FIELD_ID, "id"}, {SUBROSA_FIELD_FINGERPRINT, "fingerprint"},
    {SUBROSA_FIELD_OTHER_FINGERPRINT, "other_fingerprint"}, {SUBROSA_FIELD_LINE_ID, "line_id"},
    {SUBROSA_FIELD_KIND, "kind"}, {SUBROSA_FIELD_ACTION, "action"}, {SUBROSA_FIELD_TIME, "time"},
    {SUBROSA_FIELD_PRIVATE, "private"}, {SUBROSA_FIELD_NUMBER, "number"},
    {SUBROSA_FIELD_SEVERITY, "severity"}, {SUBROSA_FIELD_PLACE, "place"},
    {SUBROSA_FIELD_ASKED_FOR, "asked_for"}, {SUBROSA_FIELD_LOG, "log"},
    {SUBROSA_FIELD_QUESTION, "question"}, {SUBROSA_FIELD_INPUT, "input"},
    {SUBROSA_FIELD_LEVEL, "level"}, {SUBROSA_FIELD_DONE, "done"}, {SUBROSA_FIELD_TOTAL, "total"},
    {SUBROSA_FIELD_COUNT, "count"}, {SUBROSA_FIELD_KNOWN, "known"},
    {SUBROSA_FIELD_BLOCKED, "blocked"}, {SUBROSA_FIELD_SEALABLE, "sealable"},
    {SUBROSA_FIELD_CURRENT, "current"}, {SUBROSA_FIELD_FIRST_SEEN, "first_seen"},
    {SUBROSA_FIELD_RAW, "raw"}, {SUBROSA_FIELD_LABEL, "label"},
};

/* Whatever an event has as a field it has in its JSON under the same name. */
static void check_fields(const subrosa_outcome *outcome, const char *json)
{
    size_t at;
    for (at = 0; at < sizeof FIELDS / sizeof *FIELDS; at++) {
        char name[40];
        if (!subrosa_outcome_has(outcome, FIELDS[at].field))
            continue;
        sprintf(name, "\"%s\":", FIELDS[at].name);
        if (strstr(json, name) == NULL)
            printf("%s is not in %s\n", name, json);
        CHECK(strstr(json, name) != NULL);
    }
}

/* The JSON of where a walk stands; it says `name` somewhere. */
static void print(subrosa_outcome *outcome, const char *name)
{
    const char *json = subrosa_outcome_json(outcome);
    CHECK(strstr(json, name) != NULL && strchr(json, '\n') == NULL);
    CHECK(json == subrosa_outcome_json(outcome));
    check_fields(outcome, json);
    printf("%s\n", json);
    lines++;
}

static const char *name_of(int32_t kind)
{
    switch (kind) {
    case SUBROSA_EVENT_SEND: return "\"event\":\"send\"";
    case SUBROSA_EVENT_SHOW: return "\"event\":\"show\"";
    case SUBROSA_EVENT_SAY: return "\"event\":\"say\"";
    case SUBROSA_EVENT_TITLE: return "\"event\":\"title\"";
    case SUBROSA_EVENT_ECHO: return "\"event\":\"echo\"";
    case SUBROSA_EVENT_PROGRESS: return "\"event\":\"progress\"";
    case SUBROSA_EVENT_CLOSE: return "\"event\":\"close\"";
    case SUBROSA_EVENT_CHOICES: return "\"event\":\"choices\"";
    case SUBROSA_EVENT_CONTACT: return "\"event\":\"contact\"";
    case SUBROSA_EVENT_TEXT: return "\"event\":\"text\"";
    default: return "an event of a later version";
    }
}

/* The outcome and all its events, with the verdict that it has before the first. */
static void print_all(subrosa_outcome *outcome, const char *verdict)
{
    int32_t kind;
    print(outcome, verdict);
    while ((kind = subrosa_outcome_next(outcome)) != 0)
        print(outcome, name_of(kind));
    subrosa_outcome_free(outcome);
}

/* A host prints what it carries out. */
static int print_event(void *host_, const subrosa_glue_event *event)
{
    CHECK(strstr(subrosa_outcome_json(event->outcome), ((host *)host_)->other->name) != NULL ||
          event->peer[0] == '\0');
    print(event->outcome, "\"event\":");
    return 1;
}

static void every_event_is_json(void)
{
    static char text[12000];
    host a, b;
    char *line;
    hosts_open(&a, &b, new_directory());
    memset(text, 'x', sizeof text - 1);
    RESULT(SUBROSA_OK, host_does(&a, "start"));
    a.glue.progress = a.glue.close = b.glue.close = print_event;
    line = host_intercepts(&b);
    print_all(subrosa_incoming(b.glue.messenger, ACCOUNT, "alice", line, SUBROSA_NUL, 0, 0),
              "\"verdict\":\"taken\"");
    free(line);
    RESULT(SUBROSA_OK, host_does(&b, "accept"));
    hosts_settle(&a, &b);
    print_all(subrosa_outgoing(a.glue.messenger, ACCOUNT, "bob", text, SUBROSA_NUL, 0), "\"taken\"");
    print_all(subrosa_text_list(a.glue.messenger, ACCOUNT, NULL), "\"pass\"");
    RESULT(SUBROSA_OK, host_does(&a, "discard"));
    b.glue.show = print_event;
    CHECK(host_types(&a, HOSTILE) == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    print_all(subrosa_outgoing(b.glue.messenger, ACCOUNT, "alice", HOSTILE, SUBROSA_NUL, 0), "\"taken\"");
    print_all(subrosa_contact_list(a.glue.messenger, ACCOUNT, NULL), "\"pass\"");
    print_all(subrosa_choices(a.glue.messenger, ACCOUNT, "bob"), "\"pass\"");
    print_all(subrosa_title(a.glue.messenger, NULL, NULL), "\"pass\"");
    print_all(subrosa_command(a.glue.messenger, ACCOUNT, "bob", "code", SUBROSA_NUL), "\"pass\"");
    print_all(subrosa_command(a.glue.messenger, ACCOUNT, "bob", HOSTILE, 8), "\"error\":\"");
    print_all(subrosa_incoming(a.glue.messenger, ACCOUNT, "bob", "in clear", SUBROSA_NUL, 0, 0),
              "\"verdict\":\"marked\"");
    RESULT(SUBROSA_OK, host_does(&a, "block"));
    print_all(subrosa_outgoing(a.glue.messenger, ACCOUNT, "bob", HOSTILE, SUBROSA_NUL, 0),
              "\"verdict\":\"refused\"");
    print_all(subrosa_outgoing(NULL, ACCOUNT, "bob", HOSTILE, SUBROSA_NUL, 0), "\"refused\"");
    CHECK(lines > 20);
    hosts_close(&a, &b);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        directory_of_tests = argv[1];
    every_event_is_json();
    return report("json");
}
