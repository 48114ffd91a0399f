/* Every function of the library as a call that can go wrong in one place. */
#ifndef CALLS_H
#define CALLS_H

#include "for_tests.h"
#include "harness.h"

/* What is done to the argument of a call. */
enum damage { SOUND, IS_NULL, IS_ANOTHER, IS_ODD, OUT_OF_RANGE };

/* Which argument: pointers, handles and numbers are counted each by itself, from 0. */
extern enum damage damage;
extern int damaged;

/* What the calls are made on: fresh for each of them. */
typedef struct stage {
    world two;
    subrosa_card *card;      /* of b, verified */
    subrosa_outcome *heard;  /* of a, at its TEXT event */
    char *line;              /* for a to receive */
    char *export_text;
    uint8_t key[SUBROSA_KEY_SIZE], id[8], fingerprint[SUBROSA_FINGERPRINT_SIZE];
    uint8_t *device_state, *peer_state;
    size_t device_state_length, peer_state_length;
    /* What was given out; a call that fails leaves it so. */
    uint8_t bytes[1700];
    char text[2500];
    size_t size;
    int64_t number, number2;
    const uint8_t *field;
    subrosa_identity *new_identity;
    subrosa_installation *new_device;
    subrosa_peer *new_peer;
    subrosa_card *new_card;
    subrosa_outcome *new_outcome;
    subrosa_messenger *new_messenger;
    /* Of the facade alone. */
    char vault[800];
    subrosa_messenger *messenger;
    /* Of documents alone: a is the one who seals and opens. */
    subrosa_installation *sealing;
    subrosa_full_card *full_card, *new_full_card;
    subrosa_terms *terms, *under_passphrase, *new_terms;
    subrosa_job *job, *new_job; /* finished */
} stage;

extern stage set;

void stage_open(void);
void stage_close(void);

/* Whether nothing was given out. */
int stage_is_untouched(void);

typedef struct function {
    const char *name;
    int32_t (*call)(void);
    int pointers;         /* handles among them */
    const char *nullable; /* which of them may be NULL, as digits; behind a '-' those of which NULL is an
                           * empty name, and another error for that */
    int handles;
    int numbers;          /* that can be out of their range */
    int text;             /* it fills set.text and set.size */
    size_t text_size;     /* and needs so many bytes */
} function;

/* Whether a pointer may be NULL, or stands for an empty name then. */
int may_be_null(const function *f, int which);
int is_empty_then(const function *f, int which);

/* Calls it. Of a function that answers a question, and so gives 0 for every error, the error: the code
 * of a panic, or SUBROSA_E_UNSUPPORTED for any other. */
int32_t said_by(const function *f);
int is_question(const function *f);

extern const function functions[];
extern const size_t function_count;
extern const function outcome_functions[];
extern const size_t outcome_function_count;

/* Those of a messenger, and what they are made on in addition. */
extern const function facade_functions[];
extern const size_t facade_function_count;

/* The same for all of them, but for the question, which is open in each. */
typedef struct facade_given {
    char *line;     /* of Bob, for Alice to read */
    char *exported; /* an identity */
    char *card, *sealed; /* a card of Bob, a text to Alice */
    int64_t question;    /* about the text of Alice that waits */
    uint8_t fingerprint[32]; /* of Bob */
    char folder[600], source[700], sealed_file[700]; /* to Alice */
} facade_given;
extern facade_given given;

/* The account for lines of IRC. */
#define IRC_ACCOUNT "irc"

/* Called when a call has been made, before its outcome is asked; may be NULL. */
extern void (*after_call)(void);
void facade_open(const function *f);
void facade_close(void);
void facade_forget(void);
void facade_renew(void); /* the terms, which a panic has poisoned */

/* Those of documents, and what they are made on in addition. */
extern const function document_functions[];
extern const size_t document_function_count;
void documents_open(const function *f);
void documents_close(void);
void documents_forget(void);

/* A level of the interface, as a table of its calls and what they need. */
typedef struct level {
    const function *functions;
    const size_t *count;
    void (*open)(const function *f);
    void (*close)(void);
} level;
extern const level sessions, outcomes, facade, documents;

/* Of a level that needs nothing in addition. */
void nothing_more(const function *f);
void nothing_to_close(void);

/* Whether the outcome of a call that failed does no harm; frees it. Calls that give none are safe. */
int facade_answer_is_safe(const function *f);

/* --- arguments that can go wrong --------------------------------------------------------------- */

void *pointer(int index, const void *sound);
void *handle(int index, void *sound, void *another);
int32_t number32(int index, int32_t sound, int32_t wrong);

#define PASSPHRASE "correct horse battery staple"
#define P(index, sound) pointer(index, sound)
/* A handle: NULL by the first index, of another type by the second. */
#define H(as_pointer, index, sound) \
    (pointer(as_pointer, handle(index, sound, (void *)sound == (void *)set.card ? (void *)set.two.a.identity : (void *)set.card)))
#define N(index, sound, wrong) number32(index, sound, wrong)
#define LENGTH(text) (sizeof(text) - 1)

#endif
