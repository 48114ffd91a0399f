/* The vault, and the passphrase that may protect it. Without one it opens by a key file beside it. */
#include "subrosa-purple.h"

#include <string.h>

/* What takes some tenths of a second, on a thread of its own. */
static struct {
    GThread *thread;
    char *passphrase;
    subrosa_result (*call)(subrosa_messenger *, const char *, size_t);
    subrosa_result result;
    gint done;
    guint poll;
} work;

static char *first; /* of two passphrases that have to be the same */

static void ask_passphrase(const char *question, GCallback callback)
{
    purple_request_input(self, "Subrosa", question, NULL, NULL, FALSE, TRUE, NULL, "OK", callback, "Cancel",
                         NULL, NULL, NULL, NULL, NULL);
}

static void wipe(char **secret)
{
    if (*secret != NULL)
        memset(*secret, 0, strlen(*secret));
    g_clear_pointer(secret, g_free);
}

static gpointer on_thread(gpointer unused)
{
    size_t length = strlen(work.passphrase);
    work.result = work.call(messenger, length > 0 ? work.passphrase : NULL, length);
    g_atomic_int_set(&work.done, 1);
    return NULL;
}

static void on_unlock(gpointer unused, const char *passphrase);

static gboolean poll_thread(gpointer unused)
{
    if (!g_atomic_int_get(&work.done))
        return TRUE;
    g_thread_join(work.thread);
    work.thread = NULL;
    work.poll = 0;
    wipe(&work.passphrase);
    if (work.call == subrosa_messenger_unlock && work.result == SUBROSA_E_WRONG_KEY)
        ask_passphrase("That was not the passphrase. Once more:", G_CALLBACK(on_unlock));
    else if (work.result != SUBROSA_OK)
        purple_notify_error(self, "Subrosa", subrosa_result_name(work.result), NULL);
    else if (work.call == subrosa_messenger_unlock)
        attach_all();
    else
        purple_notify_info(self, "Subrosa", "The protection of the vault has changed.", NULL);
    set_timer();
    return FALSE;
}

static void begin(subrosa_result (*call)(subrosa_messenger *, const char *, size_t), const char *passphrase)
{
    if (work.thread != NULL)
        return;
    work.call = call;
    work.passphrase = g_strdup(passphrase ? passphrase : "");
    work.done = 0;
    work.thread = g_thread_new("subrosa", on_thread, NULL);
    work.poll = purple_timeout_add(100, poll_thread, NULL);
}

static void on_unlock(gpointer unused, const char *passphrase)
{
    begin(subrosa_messenger_unlock, passphrase);
}

/* Nothing in the place of a passphrase: a key file opens the vault again. */
static subrosa_result protect(subrosa_messenger *vault, const char *passphrase, size_t length)
{
    return length > 0 ? subrosa_messenger_set_passphrase(vault, passphrase, length)
                      : subrosa_messenger_remove_passphrase(vault);
}

static void on_second(gpointer unused, const char *passphrase)
{
    if (g_strcmp0(first, passphrase ? passphrase : "") == 0)
        begin(protect, passphrase);
    else
        purple_notify_error(self, "Subrosa", "The two passphrases differ. Nothing has changed.", NULL);
    wipe(&first);
}

static void on_first(gpointer unused, const char *passphrase)
{
    wipe(&first);
    first = g_strdup(passphrase ? passphrase : "");
    ask_passphrase("The same once more:", G_CALLBACK(on_second));
}

/* --- the menu of the plugin -------------------------------------------------------------------------- */

static void unlock(PurplePluginAction *unused)
{
    if (subrosa_messenger_locked(messenger) == 1)
        ask_passphrase("The passphrase of your private keys:", G_CALLBACK(on_unlock));
}

static void change(PurplePluginAction *unused)
{
    ask_passphrase("A passphrase for your private keys, or nothing to do without:", G_CALLBACK(on_first));
}

static void tell_fingerprint(PurplePluginAction *unused)
{
    uint8_t own[SUBROSA_FINGERPRINT_SIZE];
    char digits[SUBROSA_DIGITS_SIZE];
    size_t size = sizeof digits;
    if (subrosa_messenger_fingerprint(messenger, own) == SUBROSA_OK &&
        subrosa_fingerprint_digits(own, digits, &size) == SUBROSA_OK)
        purple_notify_info(self, "Subrosa", "Your fingerprint:", digits);
}

GList *vault_menu(PurplePlugin *plugin, gpointer context)
{
    GList *entries = g_list_append(NULL, purple_plugin_action_new("Your fingerprint", tell_fingerprint));
    entries = g_list_append(entries, purple_plugin_action_new("Unlock...", unlock));
    return g_list_append(entries, purple_plugin_action_new("Set passphrase...", change));
}

/* --- open and close ---------------------------------------------------------------------------------- */

/* The vault that all programs of the user share; a user who keeps several sets of accounts has
 * several vaults.
 */
gboolean vault_open(PurplePlugin *plugin)
{
    char path[4096], reason[SUBROSA_ERROR_SIZE], *usual = g_build_filename(purple_home_dir(), ".purple", NULL);
    const char *base = strcmp(purple_user_dir(), usual) == 0 ? g_get_user_data_dir() : purple_user_dir();
    size_t size = sizeof path;
    g_free(usual);
    if (subrosa_abi_check(SUBROSA_ABI) == SUBROSA_OK && subrosa_vault_path(base, path, &size) == SUBROSA_OK &&
        subrosa_messenger_open(path, NULL, &messenger) == SUBROSA_OK) {
        unlock(NULL);
        return TRUE;
    }
    size = sizeof reason;
    subrosa_last_error(reason, &size);
    plugin->error = g_strdup(reason);
    return FALSE;
}

void vault_close(void)
{
    if (work.thread != NULL) {
        purple_timeout_remove(work.poll);
        g_thread_join(work.thread);
        work.thread = NULL;
    }
    wipe(&work.passphrase);
    wipe(&first);
    subrosa_messenger_free(messenger);
    messenger = NULL;
}
