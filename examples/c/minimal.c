/* The least a plugin needs: two people, a session, one text each way.
 *
 *     cc minimal.c $(pkg-config --cflags --libs subrosa) -o minimal
 */
#include <stdio.h>
#include <string.h>
#include <subrosa_session.h>
#include <time.h>

static subrosa_identity *identity[2];
static subrosa_installation *device[2];
static subrosa_peer *peer[2];

static void act_on(int me, subrosa_outcome *outcome);

static void came_in(int me, const void *text, size_t length)
{
    subrosa_outcome *outcome;
    if (subrosa_peer_receive(peer[me], device[me], text, length, time(NULL), &outcome) == SUBROSA_OK)
        act_on(me, outcome);
}

static void typed(int me, const char *text)
{
    subrosa_outcome *outcome;
    if (subrosa_peer_send(peer[me], device[me], SUBROSA_CONTENT_PLAIN, text, strlen(text), NULL,
                          0, time(NULL), &outcome) == SUBROSA_OK)
        act_on(me, outcome);
}

static void act_on(int me, subrosa_outcome *outcome)
{
    const uint8_t *bytes;
    size_t length;
    int32_t kind;
    while ((kind = subrosa_outcome_next(outcome)) > 0) {
        if (kind == SUBROSA_SESSION_EVENT_SEND) {
            bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_LINE, &length);
            came_in(!me, bytes, length); /* what the messenger does */
        }
        if (kind == SUBROSA_SESSION_EVENT_TEXT)
            printf("%d reads: %s\n", me, subrosa_outcome_str(outcome, SUBROSA_SESSION_FIELD_TEXT));
    }
    subrosa_outcome_free(outcome);
}

int main(void)
{
    subrosa_outcome *offer = NULL;
    int me;
    if (subrosa_abi_check(SUBROSA_ABI) != SUBROSA_OK)
        return 1;
    for (me = 0; me < 2; me++) {
        subrosa_identity_generate(time(NULL), &identity[me]);
        subrosa_installation_new(identity[me], time(NULL), &device[me]);
        subrosa_peer_new(device[me], NULL, time(NULL), &peer[me]);
    }
    if (subrosa_installation_offer(device[0], NULL, time(NULL), &offer) == SUBROSA_OK)
        act_on(0, offer);
    typed(0, "Nobody else can read this.");
    typed(1, "Nor this.");
    for (me = 0; me < 2; me++) {
        subrosa_peer_free(peer[me]);
        subrosa_installation_free(device[me]);
        subrosa_identity_free(identity[me]);
    }
    return 0;
}
