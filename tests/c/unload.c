/* A plugin that is loaded, used and unloaded a hundred times, in the thread of the host and in one that
 * ends afterwards. This program is not linked with the library: a messenger that loads plugins is not
 * either, and dlclose would mean nothing.
 *
 *     unload path/to/libsubrosa.so directory-for-a-vault
 */
#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE /* RTLD_NOLOAD */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <subrosa_session.h>
#include <time.h>

static int passed, failed;

#define CHECK(condition) check((condition) != 0, __LINE__, #condition)

static void check(int good, int line, const char *what)
{
    passed += good;
    failed += !good;
    if (!good)
        printf("unload.c:%d: FAILED: %s\n", line, what);
}

static const char *path;
static char vault[600];

/* What a plugin finds in the library when it is loaded. */
typedef struct library {
    void *loaded;
    int32_t (*identity_generate)(int64_t, subrosa_identity **);
    void (*identity_free)(subrosa_identity *);
    int32_t (*last_error)(char *, size_t *);
    subrosa_outcome *(*messenger_open)(int32_t, const char *, const char *, subrosa_messenger **);
    subrosa_outcome *(*messenger_leave)(subrosa_messenger *);
    void (*messenger_free)(subrosa_messenger *);
    int32_t (*account_fingerprint)(subrosa_messenger *, const char *, uint8_t *);
    subrosa_outcome *(*command)(subrosa_messenger *, const char *, const char *, const char *, size_t);
    int32_t (*outcome_result)(const subrosa_outcome *);
    int32_t (*outcome_next)(subrosa_outcome *);
    void (*outcome_free)(subrosa_outcome *);
} library;

/* ISO C has no conversion from an object pointer to a function: POSIX asks for this one. */
static void find(void *loaded, const char *name, void *function)
{
    void *found = dlsym(loaded, name);
    if (found == NULL) {
        printf("%s is not in the library\n", name);
        exit(EXIT_FAILURE);
    }
    memcpy(function, &found, sizeof found);
}

static library load(void)
{
    library it;
    it.loaded = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (it.loaded == NULL) {
        printf("%s\n", dlerror());
        exit(EXIT_FAILURE);
    }
    find(it.loaded, "subrosa_identity_generate", &it.identity_generate);
    find(it.loaded, "subrosa_identity_free", &it.identity_free);
    find(it.loaded, "subrosa_last_error", &it.last_error);
    find(it.loaded, "subrosa_messenger_open", &it.messenger_open);
    find(it.loaded, "subrosa_messenger_leave", &it.messenger_leave);
    find(it.loaded, "subrosa_messenger_free", &it.messenger_free);
    find(it.loaded, "subrosa_account_fingerprint", &it.account_fingerprint);
    find(it.loaded, "subrosa_command", &it.command);
    find(it.loaded, "subrosa_outcome_result", &it.outcome_result);
    find(it.loaded, "subrosa_outcome_next", &it.outcome_next);
    find(it.loaded, "subrosa_outcome_free", &it.outcome_free);
    return it;
}

static void unload(const library *it)
{
    CHECK(dlclose(it->loaded) == 0);
}

/* Walks an outcome to its end. Gives its result. */
static int32_t walk(const library *it, subrosa_outcome *outcome)
{
    const int32_t result = it->outcome_result(outcome);
    while (it->outcome_next(outcome) != 0)
        ;
    it->outcome_free(outcome);
    return result;
}

static subrosa_messenger *open_vault(const library *it)
{
    subrosa_messenger *messenger = NULL;
    CHECK(walk(it, it->messenger_open(SUBROSA_ABI, vault, NULL, &messenger)) == SUBROSA_OK);
    CHECK(messenger != NULL);
    return messenger;
}

static int is_loaded(void)
{
    void *loaded = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    if (loaded != NULL)
        CHECK(dlclose(loaded) == 0);
    return loaded != NULL;
}

static void *use(void *unused)
{
    library it = load();
    subrosa_identity *identity = NULL;
    char sentence[SUBROSA_ERROR_SIZE];
    size_t size = sizeof sentence;
    CHECK(it.identity_generate(1, &identity) == SUBROSA_OK);
    it.identity_free(identity);
    CHECK(it.identity_generate(-1, &identity) == SUBROSA_E_ARGUMENT);
    CHECK(it.last_error(sentence, &size) == SUBROSA_OK && size > 1);
    unload(&it);
    return unused;
}

/* What a thread keeps for itself is released when it ends, by code of a library that was unloaded. */
static void it_is_used_in_threads_that_end_after_it_was_unloaded(void)
{
    int turn;
    for (turn = 0; turn < 50; turn++) {
        pthread_t thread;
        use(NULL);
        CHECK(pthread_create(&thread, NULL, use, NULL) == 0);
        CHECK(pthread_join(thread, NULL) == 0);
    }
}

static void a_messenger_lives_on_while_the_library_is_unloaded(void)
{
    library it = load();
    uint8_t before[32], after[32];
    subrosa_messenger *messenger = open_vault(&it);
    CHECK(it.account_fingerprint(messenger, NULL, before) == SUBROSA_OK);
    unload(&it);
    it = load();
    CHECK(it.account_fingerprint(messenger, NULL, after) == SUBROSA_OK);
    CHECK(memcmp(before, after, 32) == 0);
    CHECK(walk(&it, it.messenger_leave(messenger)) == SUBROSA_OK);
    it.messenger_free(messenger);
    unload(&it);
}

/* The thread that turns a passphrase into a key outlasts its messenger, and the host unloads the plugin
 * meanwhile: the code that it runs stays where it is. */
static void the_library_is_unloaded_while_its_thread_works(void)
{
    const struct timespec pause = {2, 0};
    library it = load();
    subrosa_messenger *messenger = open_vault(&it);
    CHECK(walk(&it, it.command(messenger, NULL, NULL, "passphrase correct horse", SUBROSA_NUL)) ==
          SUBROSA_OK);
    it.messenger_free(messenger);
    unload(&it);
    nanosleep(&pause, NULL);
    it = load();
    messenger = open_vault(&it);
    it.messenger_free(messenger);
    unload(&it);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return EXIT_FAILURE;
    path = argv[1];
    sprintf(vault, "%.500s/unload/vault", argv[2]);
    CHECK(!is_loaded());
    it_is_used_in_threads_that_end_after_it_was_unloaded();
    CHECK(is_loaded());
    a_messenger_lives_on_while_the_library_is_unloaded();
    the_library_is_unloaded_while_its_thread_works();
    printf("unload: %d passed, %d failed\n", passed, failed);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
