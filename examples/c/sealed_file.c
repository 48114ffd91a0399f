/* Seals a file to somebody, and opens it again: with a progress line, and with a virus scanner that
 * looks at the file before it gets its name.
 *
 *     sealed_file FILE FOLDER
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <subrosa_documents.h>
#include <time.h>

/* Ends with the library's own words about what went wrong. */
static void must(int32_t result)
{
    char sentence[SUBROSA_ERROR_SIZE] = "";
    size_t size = sizeof sentence;
    if (result >= 0)
        return;
    subrosa_last_sentence(sentence, &size);
    fprintf(stderr, "%s (%s)\n", sentence, subrosa_result_name(result));
    exit(EXIT_FAILURE);
}

/* Runs a job to its end, a tenth of a second at a time. In a program with a window this would be a
 * timer, and a button that frees the job would be "cancel". */
static void run(subrosa_job *job, const char *what)
{
    int64_t done = 0, total = 0;
    int32_t finished;
    do {
        must(finished = subrosa_job_run(job, 100, &done, &total));
        printf("\r%s %3d %%", what, total == 0 ? 100 : (int)(100 * (done / 1024) / (total / 1024 + 1)));
        fflush(stdout);
    } while (!finished);
    printf("\r%s 100 %%\n", what);
}

/* A scanner. This one knows a single string, the test file that every scanner finds. */
static int is_harmless(const char *path)
{
    static const char start[] = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-";
    char test[100], head[100] = "";
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return 0;
    sprintf(test, "%s%s", start, "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");
    head[fread(head, 1, sizeof head - 1, file)] = '\0';
    fclose(file);
    return strncmp(head, test, strlen(test)) != 0;
}

/* Alice seals a file to Bob, and signs it. */
static void seal(const char *file, const char *folder, const subrosa_identity *alice,
                 const subrosa_full_card *bob, int64_t now)
{
    const char *name = strrchr(file, '/');
    subrosa_terms *terms;
    subrosa_job *job;
    must(subrosa_terms_new(now, &terms));
    must(subrosa_terms_add_card(terms, bob));
    must(subrosa_terms_add_identity(terms, alice)); /* she can open it later, too */
    must(subrosa_terms_sign(terms, alice));
    must(subrosa_terms_set_name(terms, name == NULL ? file : name + 1));
    must(subrosa_seal_file(terms, file, folder, &job));
    run(job, "sealing");
    must(subrosa_job_commit(job, "document.sealed", 0));
    subrosa_job_free(job);
    subrosa_terms_free(terms);
}

/* Bob opens it. What is opened is verified, and seen by the scanner, before it is there. */
static void open(const char *sealed, const char *folder, const subrosa_identity *bob,
                 const uint8_t *alice)
{
    subrosa_job *job;
    subrosa_outcome *result;
    const uint8_t *signer;
    must(subrosa_open_file(sealed, folder, bob, NULL, 0, &job));
    run(job, "opening");
    must(subrosa_job_result(job, &result));
    subrosa_outcome_next(result);
    signer = subrosa_outcome_bytes(result, SUBROSA_DOCUMENT_FIELD_FINGERPRINT, NULL);
    if (signer == NULL)
        printf("nobody has signed it: anybody may have made it\n");
    else if (memcmp(signer, alice, SUBROSA_FINGERPRINT_SIZE) == 0)
        printf("signed by Alice\n");
    else
        printf("signed by %s\n", subrosa_outcome_str(result, SUBROSA_DOCUMENT_FIELD_DIGITS));
    if (subrosa_outcome_int(result, SUBROSA_DOCUMENT_FIELD_NAME_CHANGED))
        printf("its name was made safe\n");

    if (is_harmless(subrosa_outcome_str(result, SUBROSA_DOCUMENT_FIELD_PATH))) {
        must(subrosa_job_commit(job, NULL, 0)); /* never over a file that is there */
        printf("here it is: %s\n", subrosa_outcome_str(result, SUBROSA_DOCUMENT_FIELD_NAME));
    } else {
        printf("the scanner has found something: nothing was kept\n");
    }
    subrosa_outcome_free(result);
    subrosa_job_free(job); /* removes what was not committed */
}

static subrosa_identity *somebody(int64_t now)
{
    subrosa_identity *identity;
    must(subrosa_identity_generate(now, &identity));
    must(subrosa_identity_add_sealing_key(identity));
    return identity;
}

int main(int argc, char **argv)
{
    int64_t now = (int64_t)time(NULL);
    subrosa_identity *alice = somebody(now), *bob = somebody(now);
    subrosa_installation *device;
    subrosa_full_card *card, *received;
    uint8_t fingerprint[SUBROSA_FINGERPRINT_SIZE];
    char text[SUBROSA_FULL_CARD_TEXT_SIZE], sealed[1000];
    size_t size = sizeof text;
    if (argc != 3 || strlen(argv[2]) > 900) {
        fprintf(stderr, "usage: sealed_file FILE FOLDER\n");
        return EXIT_FAILURE;
    }
    must(subrosa_sweep(argv[2])); /* what a killed run has left */

    /* Bob publishes his full card. Alice finds it in a mail, and compares its fingerprint. */
    must(subrosa_installation_new(bob, now, &device));
    must(subrosa_full_card_of(device, now, &card));
    must(subrosa_full_card_text(card, 1, text, &size));
    must(subrosa_full_card_find(text, strlen(text), now, &received));

    seal(argv[1], argv[2], alice, received, now);
    must(subrosa_identity_fingerprint(alice, fingerprint));
    sprintf(sealed, "%s/document.sealed", argv[2]);
    open(sealed, argv[2], bob, fingerprint);

    subrosa_full_card_free(received);
    subrosa_full_card_free(card);
    subrosa_installation_free(device);
    subrosa_identity_free(alice);
    subrosa_identity_free(bob);
    return EXIT_SUCCESS;
}
