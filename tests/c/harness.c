#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int passed, failed;

void check(int good, const char *file, int line, const char *what)
{
    if (good) {
        passed++;
        return;
    }
    failed++;
    printf("%s:%d: FAILED: %s\n", file, line, what);
}

void check_result(int32_t expected, int32_t found, const char *file, int line, const char *what)
{
    char sentence[SUBROSA_ERROR_SIZE] = "";
    size_t size = sizeof sentence;
    if (found != expected) {
        subrosa_last_error(sentence, &size);
        printf("%s instead of %s (%s)\n", subrosa_result_name(found),
               subrosa_result_name(expected), sentence);
    }
    check(found == expected, file, line, what);
}

int report(const char *name)
{
    printf("%s: %d passed, %d failed\n", name, passed, failed);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int32_t result_of(subrosa_outcome *outcome)
{
    const int32_t result = subrosa_outcome_result(outcome);
    CHECK(outcome != NULL);
    subrosa_outcome_free(outcome);
    return result;
}

int32_t verdict_of(subrosa_outcome *outcome)
{
    const int32_t verdict = subrosa_outcome_verdict(outcome);
    CHECK(outcome != NULL);
    subrosa_outcome_free(outcome);
    return verdict;
}

int find(subrosa_outcome *outcome, int32_t kind)
{
    int32_t found;
    while ((found = subrosa_outcome_next(outcome)) != 0)
        if (found == kind)
            return 1;
    return 0;
}

int is_text(const subrosa_outcome *outcome, int32_t field, const char *text)
{
    return strcmp(subrosa_outcome_str(outcome, field), text) == 0;
}

void side_open(side *one)
{
    memset(one, 0, sizeof *one);
    RESULT(SUBROSA_OK, subrosa_identity_generate(NOW, &one->identity));
    RESULT(SUBROSA_OK, subrosa_installation_new(one->identity, NOW, &one->device));
    RESULT(SUBROSA_OK, subrosa_peer_new(one->device, NULL, NOW, &one->peer));
}

void side_close(side *one)
{
    subrosa_peer_free(one->peer);
    subrosa_installation_free(one->device);
    subrosa_identity_free(one->identity);
}

void world_open(world *two)
{
    subrosa_outcome *offer = NULL;
    side_open(&two->a);
    side_open(&two->b);
    RESULT(SUBROSA_OK, subrosa_installation_offer(two->a.device, NULL, NOW, &offer));
    act_on(&two->a, &two->b, offer);
    CHECK(subrosa_peer_status(two->a.peer) == SUBROSA_STATUS_PRIVATE);
    CHECK(subrosa_peer_status(two->b.peer) == SUBROSA_STATUS_PRIVATE);
}

void world_close(world *two)
{
    side_close(&two->a);
    side_close(&two->b);
}

static void receive(side *me, side *other, const char *text, size_t length)
{
    subrosa_outcome *outcome = NULL;
    RESULT(SUBROSA_OK, subrosa_peer_receive(me->peer, me->device, text, length, NOW, &outcome));
    act_on(me, other, outcome);
}

void act_on(side *me, side *other, subrosa_outcome *outcome)
{
    const uint8_t *bytes;
    size_t length;
    int32_t kind;
    while ((kind = subrosa_outcome_next(outcome)) > 0) {
        switch (kind) {
        case SUBROSA_SESSION_EVENT_SEND:
            bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_LINE, &length);
            CHECK(bytes != NULL);
            if (other != NULL)
                receive(other, me, (const char *)bytes, length);
            break;
        case SUBROSA_SESSION_EVENT_TEXT:
            bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_TEXT, &length);
            CHECK(bytes != NULL);
            CHECK(bytes[length] == 0);
            memcpy(me->shown, bytes, length + 1);
            me->shown_length = length;
            me->shown_count++;
            bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_ID, &length);
            CHECK(bytes != NULL);
            CHECK(length == 8);
            memcpy(me->shown_id, bytes, 8);
            RESULT(SUBROSA_OK, subrosa_peer_confirm(me->peer, bytes, NOW));
            break;
        case SUBROSA_SESSION_EVENT_OUTSIDE:
            me->outside_count++;
            break;
        case SUBROSA_SESSION_EVENT_DELIVERED:
            me->delivered_count++;
            break;
        case SUBROSA_SESSION_EVENT_STATUS:
            me->status = (int32_t)subrosa_outcome_int(outcome, SUBROSA_SESSION_FIELD_STATUS);
            break;
        case SUBROSA_SESSION_EVENT_CARD:
            bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_CARD, &length);
            CHECK(bytes != NULL);
            CHECK(length + 1 == sizeof me->card);
            memcpy(me->card, bytes, length + 1);
            break;
        case SUBROSA_SESSION_EVENT_REFUSED:
            me->refused_code = (int32_t)subrosa_outcome_int(outcome, SUBROSA_SESSION_FIELD_CODE);
            me->refused_count++;
            bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_SENTENCE, NULL);
            CHECK(bytes != NULL);
            bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_ECHO, NULL);
            me->has_echo = bytes != NULL;
            if (me->has_echo)
                memcpy(me->echo, bytes, sizeof me->echo);
            break;
        default:
            break;
        }
    }
    RESULT(0, kind);
    subrosa_outcome_free(outcome);
}

int32_t say(side *me, side *other, const char *text)
{
    subrosa_outcome *outcome = NULL;
    int32_t result = subrosa_peer_send(me->peer, me->device, SUBROSA_CONTENT_PLAIN, text,
                                       strlen(text), NULL, 0, NOW, &outcome);
    if (result == SUBROSA_OK)
        act_on(me, other, outcome);
    return result;
}

char *line_of(subrosa_outcome *outcome)
{
    const uint8_t *bytes;
    size_t length;
    char *copy = NULL;
    while (copy == NULL && subrosa_outcome_next(outcome) > 0) {
        bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_LINE, &length);
        if (bytes != NULL) {
            copy = malloc(length + 1);
            if (copy == NULL)
                abort();
            memcpy(copy, bytes, length + 1);
        }
    }
    CHECK(copy != NULL);
    subrosa_outcome_free(outcome);
    return copy;
}
