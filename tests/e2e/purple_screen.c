/* The screen of the headless client: what libpurple shows and asks, as events on stdout.
 *
 *     shown WHO FLAGS MARKUP       FLAGS: sent, received, system, error, unlogged, joined by commas
 *     titled WHO TITLE             the title of the conversation's window
 *     asked QUESTION TEXT BUTTONS  QUESTION names it to `answer`
 *     closed QUESTION              its dialog is gone
 *     noticed TEXT                 a box with a sentence
 *     pictured WIDTH HEIGHT DARK   a picture in a conversation: its size, and how many pixels are dark
 *     file WHO NAME STATE          offered, added, done, cancelled
 */
#include "purple_client.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gboolean is_pidgin;

void event(const char *name, const char *a, const char *b, const char *c)
{
    const char *words[] = {a, b, c};
    gsize i;
    fputs(name, stdout);
    for (i = 0; i < G_N_ELEMENTS(words) && words[i] != NULL; i++) {
        char *word = g_uri_escape_string(words[i], NULL, FALSE);
        printf(" %s", word);
        g_free(word);
    }
    putchar('\n');
    fflush(stdout);
}

/* --- conversations ----------------------------------------------------------------------------- */

/* A grey one, uncompressed. */
static void announce_picture(const char *markup)
{
    int id = 0, width = 0, height = 0, start = 0;
    PurpleStoredImage *image = NULL;
    if (sscanf(markup, "<img id=\"%d\">", &id) == 1)
        image = purple_imgstore_find_by_id(id);
    if (image != NULL &&
        sscanf(purple_imgstore_get_data(image), "P5 %d %d 255%n", &width, &height, &start) == 2 &&
        purple_imgstore_get_size(image) == (gsize)(start + 1 + width * height)) {
        const char *pixels = (const char *)purple_imgstore_get_data(image) + start + 1;
        char *words[3];
        int i, dark = 0;
        for (i = 0; i < width * height; i++)
            dark += pixels[i] == 0;
        words[0] = g_strdup_printf("%d", width);
        words[1] = g_strdup_printf("%d", height);
        words[2] = g_strdup_printf("%d", dark);
        event("pictured", words[0], words[1], words[2]);
        for (i = 0; i < 3; i++)
            g_free(words[i]);
    }
}

static void on_shown(PurpleConversation *conversation, const char *name, const char *alias,
                     const char *message, PurpleMessageFlags flags, time_t when)
{
    GString *words = g_string_new(NULL);
    if (is_pidgin && flags & PURPLE_MESSAGE_NO_LOG) /* which it shows as a line of nobody */
        flags &= ~(PURPLE_MESSAGE_SEND | PURPLE_MESSAGE_RECV);
    g_string_append(words, flags & PURPLE_MESSAGE_SEND ? ",sent" : "");
    g_string_append(words, flags & PURPLE_MESSAGE_RECV ? ",received" : "");
    g_string_append(words, flags & PURPLE_MESSAGE_SYSTEM ? ",system" : "");
    g_string_append(words, flags & PURPLE_MESSAGE_ERROR ? ",error" : "");
    g_string_append(words, flags & PURPLE_MESSAGE_NO_LOG ? ",unlogged" : "");
    if (flags & PURPLE_MESSAGE_IMAGES)
        announce_picture(message);
    event("shown", purple_conversation_get_name(conversation), words->len ? words->str + 1 : "none", message);
    g_string_free(words, TRUE);
}

static void on_updated(PurpleConversation *conversation, PurpleConvUpdateType type, gpointer unused)
{
    if (type == PURPLE_CONV_UPDATE_TITLE)
        event("titled", purple_conversation_get_name(conversation), purple_conversation_get_title(conversation), NULL);
}

/* --- questions --------------------------------------------------------------------------------- */

struct question {
    char *name;
    PurpleRequestType type;
    gpointer data;
    gsize count;
    GCallback callbacks[8];
};

static GList *questions;
static struct {
    gpointer data;
    GCallback chosen;
} file_question;

static struct question *ask(PurpleRequestType type, gpointer data, const char *primary, const char *secondary)
{
    static int number;
    struct question *question = g_new0(struct question, 1);
    question->name = g_strdup_printf("%d", ++number);
    question->type = type;
    question->data = data;
    questions = g_list_append(questions, question);
    return question;
}

static void announce(struct question *question, const char *primary, const char *secondary, const char *buttons)
{
    char *text = g_strconcat(primary ? primary : "", "\n", secondary ? secondary : "", NULL);
    event("asked", question->name, text, buttons);
    g_free(text);
}

static void *on_input(const char *title, const char *primary, const char *secondary, const char *value,
                      gboolean multiline, gboolean masked, gchar *hint, const char *ok_text, GCallback ok,
                      const char *cancel_text, GCallback cancel, PurpleAccount *account, const char *who,
                      PurpleConversation *conversation, void *data)
{
    struct question *question = ask(PURPLE_REQUEST_INPUT, data, primary, secondary);
    question->callbacks[question->count++] = ok;
    question->callbacks[question->count++] = cancel;
    announce(question, primary, secondary, masked ? "masked" : "open");
    return question;
}

static void *on_action(const char *title, const char *primary, const char *secondary, int preferred,
                       PurpleAccount *account, const char *who, PurpleConversation *conversation, void *data,
                       size_t count, va_list actions)
{
    struct question *question = ask(PURPLE_REQUEST_ACTION, data, primary, secondary);
    GString *buttons = g_string_new(NULL);
    while (question->count < MIN(count, G_N_ELEMENTS(question->callbacks))) {
        g_string_append_printf(buttons, "%s|", va_arg(actions, char *));
        question->callbacks[question->count++] = va_arg(actions, GCallback);
    }
    announce(question, primary, secondary, buttons->str);
    g_string_free(buttons, TRUE);
    return question;
}

static void on_close(PurpleRequestType type, void *handle)
{
    struct question *question = handle;
    if (type == PURPLE_REQUEST_FILE) {
        file_question.chosen = NULL;
        return;
    }
    questions = g_list_remove(questions, question);
    event("closed", question->name, NULL, NULL);
    g_free(question->name);
    g_free(question);
}

static void *on_file_question(const char *title, const char *name, gboolean saves, GCallback ok,
                              GCallback cancel, PurpleAccount *account, const char *who,
                              PurpleConversation *conversation, void *data)
{
    file_question.data = data;
    file_question.chosen = ok;
    return &file_question;
}

void screen_choose_file(const char *path)
{
    if (file_question.chosen != NULL)
        ((PurpleRequestFileCb)file_question.chosen)(file_question.data, path);
    purple_request_close(PURPLE_REQUEST_FILE, &file_question);
}

void screen_answer(const char *name, int choice, const char *text)
{
    GList *found;
    for (found = questions; found != NULL; found = found->next) {
        struct question *question = found->data;
        if (strcmp(question->name, name) == 0 && choice >= 0 && (gsize)choice < question->count) {
            GCallback callback = question->callbacks[choice];
            if (callback != NULL && question->type == PURPLE_REQUEST_INPUT)
                ((PurpleRequestInputCb)callback)(question->data, text);
            else if (callback != NULL)
                ((PurpleRequestActionCb)callback)(
                    question->data, is_pidgin ? (int)question->count - 1 - choice : choice);
            purple_request_close(question->type, question);
            return;
        }
    }
}

static void *on_notice(PurpleNotifyMsgType type, const char *title, const char *primary, const char *secondary)
{
    char *text = g_strconcat(primary ? primary : "", "\n", secondary ? secondary : "", NULL);
    event("noticed", text, NULL, NULL);
    g_free(text);
    return NULL;
}

/* --- files ------------------------------------------------------------------------------------- */

static void on_file(PurpleXfer *xfer, const char *state)
{
    event("file", purple_xfer_get_remote_user(xfer), purple_xfer_get_filename(xfer), state);
}

static void on_file_added(PurpleXfer *xfer)
{
    on_file(xfer, "added");
}

static void on_file_cancelled(PurpleXfer *xfer)
{
    on_file(xfer, "cancelled");
}

static void on_file_done(PurpleXfer *xfer, gpointer unused)
{
    on_file(xfer, "done");
}

/* Every file that is offered is taken, into the directory "files". */
static void on_file_offered(PurpleXfer *xfer, gpointer unused)
{
    char *directory = g_build_filename(purple_user_dir(), "files", NULL);
    char *name = g_path_get_basename(purple_xfer_get_filename(xfer));
    char *path = g_build_filename(directory, name, NULL);
    g_mkdir_with_parents(directory, 0700);
    on_file(xfer, "offered");
    purple_xfer_request_accepted(xfer, path);
    g_free(path);
    g_free(name);
    g_free(directory);
}

/* --- all of it --------------------------------------------------------------------------------- */

void screen_open(gboolean pidgin)
{
    static int handle;
    static PurpleConversationUiOps conversations = {.write_conv = on_shown};
    static PurpleNotifyUiOps notices = {.notify_message = on_notice};
    static PurpleRequestUiOps requests = {
        .request_input = on_input, .request_action = on_action, .request_file = on_file_question,
        .close_request = on_close};
    static PurpleXferUiOps files = {
        .add_xfer = on_file_added, .cancel_local = on_file_cancelled, .cancel_remote = on_file_cancelled};
    is_pidgin = pidgin;
    purple_conversations_set_ui_ops(&conversations);
    purple_notify_set_ui_ops(&notices);
    purple_request_set_ui_ops(&requests);
    purple_xfers_set_ui_ops(&files);
    purple_signal_connect(purple_conversations_get_handle(), "conversation-updated", &handle,
                          PURPLE_CALLBACK(on_updated), NULL);
    purple_signal_connect(purple_xfers_get_handle(), "file-recv-request", &handle,
                          PURPLE_CALLBACK(on_file_offered), NULL);
    purple_signal_connect(purple_xfers_get_handle(), "file-recv-complete", &handle,
                          PURPLE_CALLBACK(on_file_done), NULL);
    purple_signal_connect(purple_xfers_get_handle(), "file-send-complete", &handle,
                          PURPLE_CALLBACK(on_file_done), NULL);
}
