/* For benches/python.py: texts from one messenger to another, as a host in C carries them.
 *
 *     python-beside-c DIRECTORY
 *
 * Reads how many texts, line by line, and answers with the processor's nanoseconds that they took.
 */
#include <subrosa.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

static subrosa_messenger *people[2];
static const char *names[2] = {"alice", "bob"};
static long shown, echoed;

static void receive(int who, const char *line, size_t length);

static void carry_out(int who, subrosa_outcome *outcome)
{
    int32_t kind;
    while ((kind = subrosa_outcome_next(outcome)) != 0) {
        size_t length;
        if (kind == SUBROSA_EVENT_SEND) {
            const char *line = (const char *)subrosa_outcome_bytes(outcome, SUBROSA_FIELD_LINE, &length);
            receive(1 - who, line, length);
        } else if (kind == SUBROSA_EVENT_SHOW) {
            subrosa_outcome_bytes(outcome, SUBROSA_FIELD_TEXT, &length);
            shown += length > 0;
        } else if (kind == SUBROSA_EVENT_ECHO) {
            subrosa_outcome_bytes(outcome, SUBROSA_FIELD_TEXT, &length);
            echoed += length > 0;
        }
    }
    subrosa_outcome_free(outcome);
}

static void receive(int who, const char *line, size_t length)
{
    carry_out(who, subrosa_incoming(people[who], "test", names[1 - who], line, length, 0, 0));
}

static long long processor_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int main(int argc, char **argv)
{
    char line[64], text[101];
    int who;
    long count;
    if (argc != 2)
        return 2;
    memset(text, 'x', 100);
    text[100] = '\0';
    for (who = 0; who < 2; who++) {
        char path[1000];
        snprintf(path, sizeof path, "%s/c-%s/vault", argv[1], names[who]);
        carry_out(who, subrosa_messenger_open(SUBROSA_ABI, path, NULL, &people[who]));
        carry_out(who, subrosa_account_attach(people[who], "test", "plain", "interval-ms=0"));
        carry_out(who, subrosa_contact_hint(people[who], "test", names[1 - who], SUBROSA_HINT_KNOWN, 1));
    }
    carry_out(0, subrosa_command(people[0], "test", "bob", "start", SUBROSA_NUL));
    while (fgets(line, sizeof line, stdin) != NULL && sscanf(line, "%ld", &count) == 1) {
        const long long before = processor_ns();
        long at;
        for (at = 0; at < count; at++) {
            who = (int)(at % 2);
            carry_out(who, subrosa_outgoing(people[who], "test", names[1 - who], text, 100, 0));
        }
        printf("%lld %ld %ld\n", processor_ns() - before, shown, echoed);
        fflush(stdout);
    }
    subrosa_messenger_free(people[0]);
    subrosa_messenger_free(people[1]);
    return 0;
}
