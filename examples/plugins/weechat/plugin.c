/* Subrosa for WeeChat: private one-to-one conversations on IRC. Loading and unloading. */
#include "plugin.h"

/* All that WeeChat looks for by name; everything else stays inside (-fvisibility=hidden). */
#pragma GCC visibility push(default)
WEECHAT_PLUGIN_NAME("subrosa")
WEECHAT_PLUGIN_DESCRIPTION("Private one-to-one conversations on IRC")
WEECHAT_PLUGIN_AUTHOR("the Subrosa project")
WEECHAT_PLUGIN_VERSION("0.1.0")
WEECHAT_PLUGIN_LICENSE("MIT")
int weechat_plugin_init(struct t_weechat_plugin *plugin, int argc, char *argv[]);
int weechat_plugin_end(struct t_weechat_plugin *plugin);
#pragma GCC visibility pop

struct t_weechat_plugin *weechat_plugin;
static int is_quitting;

/* After this nothing is private, and what stands in the windows must say so. WeeChat saves them
 * when it is to be replaced, before it unloads the plugins. */
static void leave(void)
{
    if (!is_quitting)
        walk(subrosa_messenger_leave(glue.messenger));
    take_states_away();
}

SIGNAL(before_upgrade, how)
{
    leave();
    is_quitting = 1; /* said once */
    return WEECHAT_RC_OK;
}

SIGNAL(before_quitting, how)
{
    is_quitting = 1;
    return WEECHAT_RC_OK;
}

static int log_changed(const void *pointer, void *data, const char *option, const char *value)
{
    attach_all();
    return WEECHAT_RC_OK;
}

/* The plugin comes into windows that are open: it says how each of them stands. */
static void tell_where_we_are(void)
{
    subrosa_outcome *all = subrosa_title(glue.messenger, NULL, NULL);
    while (subrosa_outcome_next(all) != 0) {
        subrosa_glue_event event = subrosa_glue_here(all);
        const char *server = server_of(event.account);
        if (server != NULL && window_of(server, event.peer, 0) != NULL)
            walk(subrosa_command(glue.messenger, event.account, event.peer,
                                                     "status", SUBROSA_NUL));
    }
    subrosa_outcome_free(all);
}

int weechat_plugin_init(struct t_weechat_plugin *plugin, int argc, char *argv[])
{
    weechat_plugin = plugin;
    is_quitting = 0;
    if (!weechat_config_is_set_plugin("log"))
        weechat_config_set_plugin("log", "off");
    weechat_config_set_desc_plugin("log", "whether WeeChat may log private texts, readable");
    walk(subrosa_messenger_open(SUBROSA_ABI, NULL, "can=edits", &glue.messenger));
    hook_texts();
    hook_servers();
    hook_windows();
    hook_words();
    weechat_hook_config("plugins.var.subrosa.log", log_changed, NULL, NULL);
    weechat_hook_signal("upgrade", before_upgrade, NULL, NULL);
    weechat_hook_signal("quit", before_quitting, NULL, NULL);
    attach_all();
    tell_where_we_are();
    return WEECHAT_RC_OK;
}

int weechat_plugin_end(struct t_weechat_plugin *plugin)
{
    leave();
    weechat_unhook_all(NULL);
    subrosa_messenger_free(glue.messenger);
    glue.messenger = NULL;
    return WEECHAT_RC_OK;
}
