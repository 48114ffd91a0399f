/* Every function with a panic in each place where one can be injected: SUBROSA_E_PANIC, not a byte
 * on stderr, and handles that can only be freed. Links the library built with `panic-injection`.
 *
 *     panic-test [function...]     all of them, or those that are named
 */
#define _POSIX_C_SOURCE 200809L
#include "calls.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

void subrosa_test_panic(uint32_t steps);

/* How many of the handles of the stage are poisoned; the others work. */
static int poisoned(void)
{
    int32_t results[5];
    uint8_t bytes[32];
    int64_t number;
    int at, count = 0;
    results[0] = subrosa_identity_fingerprint(set.two.a.identity, bytes);
    results[1] = subrosa_installation_id(set.two.a.device, bytes);
    results[2] = subrosa_peer_wake_in(set.two.a.peer, NOW, &number);
    results[3] = subrosa_card_id(set.card, bytes);
    results[4] = subrosa_outcome_next(set.heard);
    for (at = 0; at < 5; at++) {
        CHECK(results[at] >= 0 || results[at] == SUBROSA_E_POISONED);
        count += results[at] == SUBROSA_E_POISONED;
    }
    return count;
}

static void panics_in(const function *f)
{
    uint32_t steps = 0;
    int32_t result = SUBROSA_E_PANIC;
    int places = 0, most = 0;
    while (result == SUBROSA_E_PANIC && places < 1000) {
        stage_open();
        subrosa_test_panic(++steps);
        result = f->call();
        subrosa_test_panic(0);
        if (result == SUBROSA_E_PANIC) {
            int count = poisoned();
            most = count > most ? count : most;
            places++;
            CHECK(stage_is_untouched());
            CHECK(count <= f->handles);
            if (count > 0)
                CHECK(f->call() == SUBROSA_E_POISONED);
        } else {
            CHECK(result >= 0);
            CHECK(poisoned() == 0);
        }
        stage_close();
    }
    if (most != f->handles)
        printf("%s: %d of %d handles poisoned\n", f->name, most, f->handles);
    CHECK(most == f->handles);
    CHECK(places >= f->handles);
}

static int is_wanted(const char *name, int argc, char **argv)
{
    int at;
    for (at = 1; at < argc; at++)
        if (strcmp(argv[at], name) == 0)
            return 1;
    return argc == 1;
}

int main(int argc, char **argv)
{
    FILE *caught = tmpfile();
    size_t number;
    char sentence[SUBROSA_ERROR_SIZE];
    size_t size = sizeof sentence;
    CHECK(caught != NULL);
    fflush(stderr);
    CHECK(dup2(fileno(caught), 2) == 2);
    for (number = 0; number < function_count; number++)
        if (is_wanted(functions[number].name, argc, argv))
            panics_in(&functions[number]);
    CHECK(lseek(2, 0, SEEK_END) == 0);

    stage_open();
    subrosa_test_panic(1);
    RESULT(SUBROSA_E_PANIC, subrosa_peer_status(set.two.a.peer));
    RESULT(SUBROSA_OK, subrosa_last_error(sentence, &size));
    CHECK(strstr(sentence, "fault") != NULL);
    stage_close();
    fclose(caught);
    return report("panic");
}
