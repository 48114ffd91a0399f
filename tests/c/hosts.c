#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ACCOUNT "test"

const char *directory_of_tests = ".";

/* The time of all hosts, in milliseconds. */
static int64_t now = NOW * 1000;

void hosts_wait(host *a, host *b, int64_t milliseconds)
{
    CHECK(milliseconds >= 0);
    now += milliseconds;
    RESULT(SUBROSA_OK, subrosa_messenger_set_time(a->messenger, now));
    RESULT(SUBROSA_OK, subrosa_messenger_set_time(b->messenger, now));
}

const char *new_directory(void)
{
    static char path[500];
    static int count;
    sprintf(path, "%.450s/%d", directory_of_tests, ++count);
    return path;
}

static void network_send(host *to, const char *line)
{
    size_t size = strlen(line) + 1;
    CHECK(to->sent < sizeof to->inbox / sizeof to->inbox[0]);
    to->inbox[to->sent] = malloc(size);
    if (to->inbox[to->sent] == NULL)
        abort();
    memcpy(to->inbox[to->sent++], line, size);
}

static void remember(char *place, size_t size, const char *text)
{
    CHECK(strlen(text) < size);
    strncpy(place, text, size - 1);
}

static void see(host *me, subrosa_outcome *outcome, int32_t kind)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_ACCOUNT), ACCOUNT) == 0);
    CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_PEER), me->other->name) == 0);
    CHECK(strpbrk(subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE), "<>&\"%") == NULL);
    if (subrosa_outcome_has(outcome, SUBROSA_FIELD_FINGERPRINT)) {
        char digits[SUBROSA_DIGITS_SIZE];
        size_t size = sizeof digits;
        RESULT(SUBROSA_OK,
               subrosa_outcome_bytes(outcome, SUBROSA_FIELD_FINGERPRINT, &bytes, &length));
        CHECK(length == 32);
        memcpy(me->fingerprint, bytes, 32);
        RESULT(SUBROSA_OK, subrosa_fingerprint_digits(bytes, digits, &size));
        CHECK(strcmp(digits, subrosa_outcome_str(outcome, SUBROSA_FIELD_DIGITS)) == 0);
    }
    switch (kind) {
    case SUBROSA_EVENT_SEND:
        me->line_id = subrosa_outcome_int(outcome, SUBROSA_FIELD_LINE_ID);
        CHECK(me->line_id > 0);
        network_send(me->other, subrosa_outcome_str(outcome, SUBROSA_FIELD_LINE));
        break;
    case SUBROSA_EVENT_SHOW:
        remember(me->shown, sizeof me->shown, subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT));
        me->shown_count++;
        me->repeated_count += subrosa_outcome_int(outcome, SUBROSA_FIELD_REPEATED) == 1;
        if (subrosa_outcome_int(outcome, SUBROSA_FIELD_PRIVATE) != 1)
            break;
        me->private_count++;
        RESULT(SUBROSA_OK, subrosa_outcome_bytes(outcome, SUBROSA_FIELD_ID, &bytes, &length));
        CHECK(length == 8);
        memcpy(me->shown_id, bytes, 8);
        break;
    case SUBROSA_EVENT_PROGRESS:
        me->number = subrosa_outcome_int(outcome, SUBROSA_FIELD_NUMBER);
        me->stage = (int32_t)subrosa_outcome_int(outcome, SUBROSA_FIELD_CODE);
        me->delivered_count += me->stage == SUBROSA_STAGE_DELIVERED;
        CHECK(me->number > 0 && me->stage > 0);
        break;
    case SUBROSA_EVENT_STATE:
    case SUBROSA_EVENT_CONTACT:
        me->state = (int32_t)subrosa_outcome_int(outcome, SUBROSA_FIELD_STATE);
        me->trust = (int32_t)subrosa_outcome_int(outcome, SUBROSA_FIELD_TRUST);
        CHECK(*subrosa_outcome_str(outcome, SUBROSA_FIELD_WORD) != '\0');
        break;
    case SUBROSA_EVENT_ASK:
        me->ask = (int32_t)subrosa_outcome_int(outcome, SUBROSA_FIELD_CODE);
        me->asked_count++;
        if (subrosa_outcome_has(outcome, SUBROSA_FIELD_NUMBER))
            me->number = subrosa_outcome_int(outcome, SUBROSA_FIELD_NUMBER);
        CHECK(*subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE) != '\0');
        break;
    default:
        break;
    }
}

void host_acts(host *me, subrosa_outcome *outcome)
{
    int32_t kind;
    CHECK(outcome != NULL);
    while (!me->is_deaf && (kind = subrosa_outcome_next(outcome)) > 0) {
        if (kind == SUBROSA_EVENT_NOTICE) {
            me->notice = (int32_t)subrosa_outcome_int(outcome, SUBROSA_FIELD_CODE);
            me->notice_count++;
            remember(me->sentence, sizeof me->sentence,
                     subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE));
            CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_SEVERITY) > 0);
            CHECK(*me->sentence != '\0' && strpbrk(me->sentence, "<>&\"%") == NULL);
        } else
            see(me, outcome, kind);
    }
    if (me->around_free != NULL)
        me->around_free(1);
    subrosa_outcome_free(outcome);
    if (me->around_free != NULL)
        me->around_free(0);
}

void host_start(host *me)
{
    subrosa_outcome *outcome = NULL;
    RESULT(SUBROSA_OK, subrosa_messenger_open(me->vault, NULL, &me->messenger));
    RESULT(SUBROSA_OK, subrosa_messenger_set_time(me->messenger, now));
    RESULT(0, subrosa_messenger_locked(me->messenger));
    RESULT(SUBROSA_OK, subrosa_account_attach(me->messenger, ACCOUNT, "plain", &outcome));
    host_acts(me, outcome);
    RESULT(SUBROSA_OK,
           subrosa_account_set(me->messenger, ACCOUNT, SUBROSA_SETTING_INTERVAL_MS, 0));
}

static void host_open(host *me, host *other, const char *name, const char *directory)
{
    char base[600];
    size_t size = sizeof me->vault;
    memset(me, 0, sizeof *me);
    me->name = name;
    me->other = other;
    sprintf(base, "%.500s/%s", directory, name);
    RESULT(SUBROSA_OK, subrosa_vault_path(base, me->vault, &size));
    host_start(me);
}

void hosts_open(host *a, host *b, const char *directory)
{
    host_open(a, b, "alice", directory);
    host_open(b, a, "bob", directory);
}

static void host_close(host *me)
{
    subrosa_messenger_free(me->messenger);
    while (me->read < me->sent)
        free(me->inbox[me->read++]);
}

void hosts_close(host *a, host *b)
{
    host_close(a);
    host_close(b);
}

char *host_intercepts(host *me)
{
    CHECK(me->read < me->sent);
    return me->inbox[me->read++];
}

static void read_one(host *me)
{
    subrosa_outcome *outcome = NULL;
    char *line = me->inbox[me->read++];
    RESULT(SUBROSA_OK, subrosa_incoming(me->messenger, ACCOUNT, me->other->name, line, strlen(line),
                                        0, &outcome));
    me->verdict = subrosa_outcome_verdict(outcome);
    if (me->verdict != SUBROSA_VERDICT_TAKEN) {
        remember(me->shown, sizeof me->shown, line);
        me->shown_count++;
    }
    host_acts(me, outcome);
    free(line);
}

/* Whether something was due. */
static int tick(host *me)
{
    subrosa_outcome *outcome = NULL;
    if (subrosa_messenger_wake_ms(me->messenger) != 0)
        return 0;
    RESULT(SUBROSA_OK, subrosa_tick(me->messenger, &outcome));
    host_acts(me, outcome);
    return 1;
}

void hosts_settle(host *a, host *b)
{
    int went_on = 1, turns = 0;
    while (went_on && turns++ < 10000) {
        went_on = tick(a);
        went_on |= tick(b);
        if (a->read < a->sent)
            went_on = 1, read_one(a);
        if (b->read < b->sent)
            went_on = 1, read_one(b);
    }
    CHECK(!went_on);
    if (a->read == a->sent)
        a->read = a->sent = 0;
    if (b->read == b->sent)
        b->read = b->sent = 0;
}

int32_t host_types(host *me, const char *text)
{
    subrosa_outcome *outcome = NULL;
    subrosa_outgoing(me->messenger, ACCOUNT, me->other->name, text, strlen(text), 0, &outcome);
    me->verdict = subrosa_outcome_verdict(outcome);
    if (me->verdict <= SUBROSA_VERDICT_PASS_WARN)
        network_send(me->other, text);
    host_acts(me, outcome);
    return me->verdict;
}

int32_t host_does(host *me, int32_t action, const uint8_t *fingerprint)
{
    subrosa_outcome *outcome = NULL;
    int32_t result = subrosa_contact_do(me->messenger, ACCOUNT, me->other->name, action,
                                        fingerprint, &outcome);
    host_acts(me, outcome);
    return result;
}

void hosts_private(host *a, host *b)
{
    RESULT(SUBROSA_OK,
           subrosa_contact_set(b->messenger, ACCOUNT, a->name, SUBROSA_SETTING_KNOWN, 1));
    RESULT(SUBROSA_OK, host_does(a, SUBROSA_DO_START, NULL));
    hosts_settle(a, b);
    CHECK(a->state == SUBROSA_STATE_PRIVATE && b->state == SUBROSA_STATE_PRIVATE);
}
