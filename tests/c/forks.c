/* A host that forks while another of its threads is inside calls of the library.
 *
 *     forks directory-for-the-vaults
 */
#define _POSIX_C_SOURCE 200809L
#include "hosts.h"

#include <pthread.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Enough for some of them to fall into a call; and how long a child may take that waits for nothing. */
#define FORKS 200
#define SECONDS 20

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int is_over, calls;

/* Counts a call that has worked. */
static int goes_on(int worked)
{
    int more;
    pthread_mutex_lock(&lock);
    calls += worked;
    more = !is_over;
    pthread_mutex_unlock(&lock);
    return more;
}

static void *call_all_the_time(void *messenger)
{
    int32_t result;
    do {
        subrosa_outcome *outcome = subrosa_tick(messenger);
        result = subrosa_outcome_result(outcome);
        while (subrosa_outcome_next(outcome) != 0)
            ;
        subrosa_outcome_free(outcome);
    } while (goes_on(result == SUBROSA_OK));
    return NULL;
}

/* What a child gets of the messenger of its parent: 0 if that is right. */
static int in_the_child(subrosa_messenger *messenger)
{
    uint8_t fingerprint[32];
    subrosa_outcome *outcome;
    int32_t result;
    alarm(SECONDS);
    if (subrosa_account_fingerprint(messenger, NULL, fingerprint) != SUBROSA_E_VAULT_FORKED)
        return 1;
    outcome = subrosa_tick(messenger);
    result = subrosa_outcome_result(outcome);
    subrosa_outcome_free(outcome);
    if (result != SUBROSA_E_VAULT_FORKED)
        return 2;
    if (subrosa_wake_ms(messenger) >= 0)
        return 3;
    outcome = subrosa_outgoing(messenger, ACCOUNT, "bob", "secret", SUBROSA_NUL, 0);
    if (subrosa_outcome_verdict(outcome) != SUBROSA_VERDICT_REFUSED)
        return 4;
    subrosa_outcome_free(outcome);
    subrosa_messenger_free(messenger);
    return 0;
}

static void a_child_gets_an_error_and_waits_for_nobody(void)
{
    host a = { 0 }, b = { 0 };
    pthread_t thread;
    int number, failed = 0;
    a.name = "alice";
    b.name = "bob";
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    CHECK(pthread_create(&thread, NULL, call_all_the_time, a.glue.messenger) == 0);
    for (number = 0; number < FORKS && failed == 0; number++) {
        int status = 0;
        pid_t child = fork();
        if (child == 0)
            _exit(in_the_child(a.glue.messenger));
        CHECK(child > 0 && waitpid(child, &status, 0) == child);
        if (status != 0)
            failed = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    }
    CHECK(failed == 0);
    pthread_mutex_lock(&lock);
    is_over = 1;
    pthread_mutex_unlock(&lock);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(calls > 0);
    /* The children have touched nothing of it. */
    CHECK(host_types(&a, "still private") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "still private") == 0);
    hosts_close(&a, &b);
}

int main(int count, char **arguments)
{
    if (count > 1)
        directory_of_tests = arguments[1];
    a_child_gets_an_error_and_waits_for_nobody();
    return report("forks");
}
