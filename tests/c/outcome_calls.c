/* The walk through an outcome for tests/c/calls.h: of a session, at its TEXT event. */
#include "calls.h"

#define HEARD(p, h) H(p, h, set.heard)

static int32_t outcome_result(void)
{
    return subrosa_outcome_result(HEARD(0, 0));
}

/* What a walk gives of a handle that is none does no harm, and is no error. */
static int32_t outcome_verdict(void)
{
    return subrosa_outcome_verdict(HEARD(0, 0)) != SUBROSA_VERDICT_REFUSED;
}
static int32_t outcome_mark(void)
{
    return *subrosa_outcome_mark(HEARD(0, 0)) != '\0';
}
static int32_t outcome_line(void)
{
    return *subrosa_outcome_line(HEARD(0, 0), P(1, &set.size)) != '\0';
}
static int32_t outcome_next(void)
{
    return subrosa_outcome_next(HEARD(0, 0)) != 0;
}
static int32_t outcome_undone(void)
{
    subrosa_outcome_undone(HEARD(0, 0));
    return 0;
}
static int32_t outcome_has(void)
{
    return subrosa_outcome_has(HEARD(0, 0), SUBROSA_SESSION_FIELD_TEXT);
}
static int32_t outcome_str(void)
{
    return *subrosa_outcome_str(HEARD(0, 0), SUBROSA_SESSION_FIELD_TEXT) != '\0';
}
static int32_t outcome_int(void)
{
    return subrosa_outcome_int(HEARD(0, 0), SUBROSA_SESSION_FIELD_CONTENT) != 0;
}
static int32_t outcome_bytes(void)
{
    set.field = subrosa_outcome_bytes(HEARD(0, 0), SUBROSA_SESSION_FIELD_TEXT, P(1, &set.size));
    return set.field != NULL;
}
static int32_t outcome_choice(void)
{
    return subrosa_outcome_choice(HEARD(0, 0), 0, SUBROSA_CHOICE_WORD) != NULL;
}
static int32_t outcome_json(void)
{
    return *subrosa_outcome_json(HEARD(0, 0)) != '\0';
}

/* name, call, pointers, those that may be NULL, handles, numbers, text */
const function outcome_functions[] = {
    {"outcome_result", outcome_result, 1, "", 1, 0, 0, 0},
    {"outcome_verdict", outcome_verdict, 1, "", 1, 0, 0, 0},
    {"outcome_mark", outcome_mark, 1, "", 1, 0, 0, 0},
    {"outcome_line", outcome_line, 2, "1", 1, 0, 0, 0},
    {"outcome_next", outcome_next, 1, "", 1, 0, 0, 0},
    {"outcome_undone", outcome_undone, 1, "", 1, 0, 0, 0},
    {"outcome_has", outcome_has, 1, "", 1, 0, 0, 0},
    {"outcome_str", outcome_str, 1, "", 1, 0, 0, 0},
    {"outcome_int", outcome_int, 1, "", 1, 0, 0, 0},
    {"outcome_bytes", outcome_bytes, 2, "1", 1, 0, 0, 0},
    {"outcome_choice", outcome_choice, 1, "", 1, 0, 0, 0},
    {"outcome_json", outcome_json, 1, "", 1, 0, 0, 0},
};
const size_t outcome_function_count = sizeof outcome_functions / sizeof outcome_functions[0];
const level outcomes = {outcome_functions, &outcome_function_count, nothing_more, nothing_to_close};
