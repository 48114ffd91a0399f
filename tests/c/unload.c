/* A plugin that is loaded, used and unloaded a hundred times, in the thread of the host and in one
 * that ends afterwards.
 *
 *     unload path/to/libsubrosa.so directory-for-a-vault
 */
#define _POSIX_C_SOURCE 200809L
#include "harness.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

typedef int32_t generate_function(int64_t, subrosa_identity **);
typedef void free_function(subrosa_identity *);
typedef int32_t error_function(char *, size_t *);

typedef int32_t open_function(const char *, const uint8_t *, subrosa_messenger **);
typedef int32_t messenger_function(const subrosa_messenger *, uint8_t *);
typedef void free_messenger_function(subrosa_messenger *);

static const char *path;
static char vault[600];

/* Open while the library is unloaded and loaded again. */
static subrosa_messenger *messenger;

/* ISO C has no conversion from an object pointer to a function: POSIX asks for this one. */
static void find(void *library, const char *name, void *function)
{
    void *found = dlsym(library, name);
    CHECK(found != NULL);
    memcpy(function, &found, sizeof found);
}

static void *use(void *unused)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    generate_function *generate = NULL;
    free_function *release = NULL;
    error_function *last_error = NULL;
    subrosa_identity *identity = NULL;
    char sentence[SUBROSA_ERROR_SIZE];
    size_t size = sizeof sentence;
    (void)unused;
    CHECK(library != NULL);
    if (library == NULL)
        return NULL;
    find(library, "subrosa_identity_generate", &generate);
    find(library, "subrosa_identity_free", &release);
    find(library, "subrosa_last_error", &last_error);
    CHECK(generate(NOW, &identity) == SUBROSA_OK);
    release(identity);
    CHECK(generate(-1, &identity) == SUBROSA_E_ARGUMENT);
    CHECK(last_error(sentence, &size) == SUBROSA_OK && size > 1);
    CHECK(dlclose(library) == 0);
    return NULL;
}

static void open_and_unload(void)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    open_function *open = NULL;
    CHECK(library != NULL);
    if (library == NULL)
        return;
    find(library, "subrosa_messenger_open", &open);
    CHECK(open(vault, NULL, &messenger) == SUBROSA_OK);
    CHECK(dlclose(library) == 0);
}

static void load_and_free(void)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    messenger_function *fingerprint = NULL;
    free_messenger_function *release = NULL;
    uint8_t bytes[32];
    CHECK(library != NULL);
    if (library == NULL)
        return;
    find(library, "subrosa_messenger_fingerprint", &fingerprint);
    find(library, "subrosa_messenger_free", &release);
    CHECK(fingerprint(messenger, bytes) == SUBROSA_OK);
    release(messenger);
    CHECK(dlclose(library) == 0);
}

int main(int argc, char **argv)
{
    int turn;
    CHECK(argc == 3);
    if (argc != 3)
        return report("unload");
    path = argv[1];
    sprintf(vault, "%.500s/unload/vault", argv[2]);
    open_and_unload();
    for (turn = 0; turn < 50; turn++) {
        pthread_t thread;
        use(NULL);
        CHECK(pthread_create(&thread, NULL, use, NULL) == 0);
        CHECK(pthread_join(thread, NULL) == 0);
    }
    load_and_free();
    return report("unload");
}
