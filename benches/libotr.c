/* Two people in one process who talk through libotr: what the Rust program calls to measure it. */

/* In this order: the headers of libotr do not include what they need. */
#include <libotr/proto.h>
#include <libotr/userstate.h>
#include <libotr/message.h>
#include <libotr/privkey.h>
#include <libotr/instag.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROTOCOL "bench"

struct side {
    OtrlUserState state;
    const char *name;
    struct side *peer;
    /* What the library wants sent, oldest first. */
    char *outbox[16];
    size_t waiting;
};

struct otr_pair {
    struct side sides[2];
};

static OtrlPolicy policy(void *data, ConnContext *context)
{
    (void)data;
    (void)context;
    return OTRL_POLICY_MANUAL;
}

static int is_logged_in(void *data, const char *account, const char *protocol, const char *who)
{
    (void)data;
    (void)account;
    (void)protocol;
    (void)who;
    return 1;
}

static void inject_message(void *data, const char *account, const char *protocol, const char *who,
                           const char *message)
{
    struct side *side = data;
    (void)account;
    (void)protocol;
    (void)who;
    if (side->waiting < sizeof side->outbox / sizeof *side->outbox)
        side->outbox[side->waiting++] = strdup(message);
}

static void nothing(void *data)
{
    (void)data;
}

static void nothing_secure(void *data, ConnContext *context)
{
    (void)data;
    (void)context;
}

static const OtrlMessageAppOps callbacks = {
    .policy = policy,
    .is_logged_in = is_logged_in,
    .inject_message = inject_message,
    .update_context_list = nothing,
    .write_fingerprints = nothing,
    .gone_secure = nothing_secure,
    .gone_insecure = nothing_secure,
};

/* Generates a DSA key for each side. NULL if that fails. */
struct otr_pair *otr_pair_new(void)
{
    static const char *const names[2] = { "alice", "bob" };
    struct otr_pair *pair = calloc(1, sizeof *pair);
    if (pair == NULL || otrl_init(OTRL_VERSION_MAJOR, OTRL_VERSION_MINOR, OTRL_VERSION_SUB) != 0)
        return NULL;
    for (int i = 0; i < 2; i++) {
        struct side *side = &pair->sides[i];
        FILE *keys = tmpfile(), *tags = tmpfile();
        side->name = names[i];
        side->peer = &pair->sides[1 - i];
        side->state = otrl_userstate_create();
        if (keys == NULL || tags == NULL || side->state == NULL)
            return NULL;
        if (otrl_privkey_generate_FILEp(side->state, keys, side->name, PROTOCOL) != 0)
            return NULL;
        if (otrl_instag_generate_FILEp(side->state, tags, side->name, PROTOCOL) != 0)
            return NULL;
        fclose(keys);
        fclose(tags);
    }
    return pair;
}

void otr_free(char *text)
{
    free(text);
}

/* Encrypts a text of side `from`. NULL if it would not go out encrypted. Freed with otr_free. */
char *otr_send(struct otr_pair *pair, int from, const char *text)
{
    struct side *side = &pair->sides[from];
    char *message = NULL, *copy = NULL;
    int error = otrl_message_sending(side->state, &callbacks, side, side->name, PROTOCOL,
                                     side->peer->name, OTRL_INSTAG_BEST, text, NULL, &message,
                                     OTRL_FRAGMENT_SEND_SKIP, NULL, NULL, NULL);
    if (error == 0 && message != NULL && strncmp(message, "?OTR:", 5) == 0)
        copy = strdup(message);
    otrl_message_free(message);
    return copy;
}

/* The text in a message that came to side `to`, NULL if there is none. Freed with otr_free. */
char *otr_receive(struct otr_pair *pair, int to, const char *message)
{
    struct side *side = &pair->sides[to];
    char *text = NULL, *copy = NULL;
    OtrlTLV *items = NULL;
    int internal = otrl_message_receiving(side->state, &callbacks, side, side->name, PROTOCOL,
                                          side->peer->name, message, &text, &items, NULL, NULL,
                                          NULL);
    if (!internal && text != NULL)
        copy = strdup(text);
    otrl_message_free(text);
    otrl_tlv_free(items);
    return copy;
}

/* Forgets all sessions; not measured. */
void otr_forget(struct otr_pair *pair)
{
    for (int i = 0; i < 2; i++)
        otrl_context_forget_all(pair->sides[i].state);
}

static int is_encrypted(const struct side *side)
{
    ConnContext *context = otrl_context_find(side->state, side->peer->name, side->name, PROTOCOL,
                                             OTRL_INSTAG_BEST, 0, NULL, NULL, NULL);
    return context != NULL && context->msgstate == OTRL_MSGSTATE_ENCRYPTED;
}

/* Begins a session with a query of side 0. The characters that crossed the wire, 0 on failure. */
size_t otr_establish(struct otr_pair *pair)
{
    struct side *from = &pair->sides[0];
    char *query = otrl_proto_default_query_msg(from->name, OTRL_POLICY_MANUAL);
    size_t characters = 0;
    inject_message(from, NULL, NULL, NULL, query);
    free(query);
    while (from->waiting > 0 || from->peer->waiting > 0) {
        for (size_t i = 0; i < from->waiting; i++) {
            characters += strlen(from->outbox[i]);
            free(otr_receive(pair, from == &pair->sides[0], from->outbox[i]));
            free(from->outbox[i]);
        }
        from->waiting = 0;
        from = from->peer;
    }
    return is_encrypted(&pair->sides[0]) && is_encrypted(&pair->sides[1]) ? characters : 0;
}
