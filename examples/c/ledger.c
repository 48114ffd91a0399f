#include "ledger.h"

#include "stage.h"

#include <stdio.h>

enum { TEXTS = 64 };

static struct {
    int from, shown;
    const char *text;
} typed[TEXTS];
static int count, again, refused_texts;
static unsigned lines;

/* The attack that goes on. */
static int heard;
static char state_before[2][16];
static int attacks[RELAY_KINDS], refused[RELAY_KINDS];

void ledger_typed(int from, const char *text)
{
    if (count == TEXTS) {
        fault("the ledger is full");
        return;
    }
    typed[count].from = from;
    typed[count++].text = text;
}

void ledger_shown(int to, const char *text, const char *mark)
{
    int at = 0;
    heard = 1;
    while (at < count && (typed[at].from == to || strcmp(typed[at].text, text) != 0))
        at++;
    if (at == count)
        fault("this was never typed");
    else if (strstr(mark, "shown before") != NULL)
        again++;
    else if (typed[at].shown++ > 0)
        fault("this was shown before, and no mark says so");
}

void ledger_wire(const char *line)
{
    int at;
    lines++;
    for (at = 0; at < count; at++)
        if (strstr(line, typed[at].text) != NULL)
            fault("a private text is readable on the wire");
}

void ledger_refused(int left)
{
    if (left)
        fault("a text left readable that must not");
    else
        refused_texts++;
}

void ledger_attack(int kind)
{
    int who;
    attacks[kind]++;
    heard = 0;
    for (who = 0; who < 2; who++)
        memcpy(state_before[who], people[who].state, sizeof state_before[who]);
}

void ledger_attack_ends(const person *victim, int shown, int kind)
{
    /* What is no line of the library is shown, so that nothing disappears, and marked: readable
     * text, and a line without its end. */
    const int right = kind == RELAY_CLEAR_TEXT || (kind == RELAY_CUT && shown != HIDDEN)
                          ? SHOWN_MARKED
                          : HIDDEN;
    if (heard || shown != right || strcmp(state_before[victim->number], victim->state) != 0)
        fault("this attack was accepted");
    else
        refused[kind]++;
}

/* Whether the library does not know yet that this text of theirs has arrived. */
static int is_on_its_way(person *from, const char *text)
{
    subrosa_outcome *outcome = subrosa_text_list(from->glue.messenger, from->account, NULL);
    int found = 0;
    while (subrosa_outcome_next(outcome) == SUBROSA_EVENT_TEXT)
        found |= strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT), text) == 0;
    subrosa_outcome_free(outcome);
    return found;
}

int ledger_on_their_way(void)
{
    int at, waiting = 0;
    for (at = 0; at < count; at++) {
        if (is_on_its_way(&people[typed[at].from], typed[at].text))
            waiting++;
        else if (typed[at].shown == 0)
            fault("a text that was never shown is told as delivered");
    }
    return waiting;
}

void ledger_search(const char *path)
{
    FILE *file = fopen(path, "rb");
    /* "Bob" would stand in so many random bytes now and then. */
    const char *const names[2] = {people[0].name, people[0].account};
    char *content;
    long size, at;
    int number;
    if (file == NULL)
        return;
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    rewind(file);
    content = malloc((size_t)size + 1);
    if (content == NULL || fread(content, 1, (size_t)size, file) != (size_t)size)
        exit(EXIT_FAILURE);
    fclose(file);
    for (number = 0; number < count + 2; number++) {
        const char *word = number < count ? typed[number].text : names[number - count];
        size_t length = strlen(word);
        for (at = 0; at + (long)length <= size; at++)
            if (memcmp(content + at, word, length) == 0) {
                fault("the vault tells what is in it");
                break;
            }
    }
    printf("%-24s%8ld bytes: no text and no name can be read in them\n", strrchr(path, '/') + 1,
           size);
    free(content);
}

int ledger_close(const relay *network)
{
    int at, kind, shown = 0, tried = 0, held = 0, good;
    for (at = 0; at < count; at++)
        shown += typed[at].shown == 1;
    for (kind = 0; kind < RELAY_KINDS; kind++) {
        if (attacks[kind] > 0)
            printf("%-56s%3d tried, %3d refused%s\n", relay_kinds[kind], attacks[kind],
                   refused[kind], kind == RELAY_CLEAR_TEXT ? " as private" : "");
        tried += attacks[kind];
        held += refused[kind];
    }
    printf("%-56s%3u\n", "lines on the wire, no private text readable in any", lines);
    printf("%-56s%3u\n", "lines that the network dropped or damaged",
           (unsigned)relay_lost(network));
    printf("%-56s%3d\n", "texts shown again after the kill, and marked", again);
    printf("%-56s%3d\n", "texts given back, because they would have left readable", refused_texts);
    if (shown < count)
        fault("a text has not arrived");
    good = faults() == 0 && held == tried;
    printf("\n%s%d of %d private texts shown, each once and as typed; %d of %d attacks refused; "
           "%d faults.%s\n",
           good ? GREEN : RED, shown, count, held, tried, faults(), PLAIN);
    return good;
}
