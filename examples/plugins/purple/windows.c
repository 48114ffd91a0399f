/* What the user sees of Subrosa: how a conversation stands, sentences, questions, a code to scan.
 *
 * How it stands is always in the title. A question is a dialog if the user has done something just
 * now; else it is a line that says what to type, so that nothing takes the keyboard.
 */
#include "subrosa-purple.h"

#include <string.h>

#define WORDS "subrosa-words"     /* data of a conversation: how it stands */
#define STAGE "subrosa-stage"     /* how far its last text is, or NULL */
#define PRIVATE "subrosa-private" /* NULL if texts go in clear there */
#define PLAIN "not private"       /* what Subrosa has no words for */

static gboolean leaving, quitting;

/* --- windows ---------------------------------------------------------------------------------- */

PurpleConversation *window_of(PurpleAccount *account, const char *peer, gboolean open)
{
    PurpleConversation *window =
        purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, peer, account);
    if (window == NULL && open && purple_account_is_connected(account))
        window = purple_conversation_new(PURPLE_CONV_TYPE_IM, account, peer);
    return window;
}

void say_in(PurpleConversation *window, const char *sentence, gboolean alarm)
{
    char *escaped = g_markup_escape_text(sentence, -1);
    char *markup = alarm ? g_strdup_printf("<b>%s</b>", escaped) : g_strdup(escaped);
    PurpleMessageFlags kind = alarm ? PURPLE_MESSAGE_ERROR : PURPLE_MESSAGE_SYSTEM;
    purple_conversation_write(window, NULL, markup, kind | PURPLE_MESSAGE_NO_LOG, time(NULL));
    g_free(markup);
    g_free(escaped);
}

void say_to(PurpleAccount *account, const char *peer, const char *format, ...)
{
    PurpleConversation *window = account ? window_of(account, peer, TRUE) : NULL;
    va_list values;
    va_start(values, format);
    char *sentence = g_strdup_vprintf(format, values);
    va_end(values);
    if (window != NULL)
        say_in(window, sentence, FALSE);
    else
        purple_notify_warning(self, "Subrosa", sentence, NULL);
    g_free(sentence);
}

gboolean is_clear(PurpleConversation *window)
{
    return purple_conversation_get_data(window, PRIVATE) == NULL;
}

/* --- titles ----------------------------------------------------------------------------------- */

/* libpurple sets titles anew now and then: how it stands comes behind each of them. */
static void titled(PurpleConversation *window, PurpleConvUpdateType type, gpointer unused)
{
    static gboolean busy;
    const char *words = purple_conversation_get_data(window, WORDS);
    const char *stage = purple_conversation_get_data(window, STAGE);
    if (type != PURPLE_CONV_UPDATE_TITLE || words == NULL || busy)
        return;
    busy = TRUE;
    char *title = g_strdup_printf("%s [%s] %s", purple_conversation_get_title(window), words,
                                  stage ? stage : "");
    purple_conversation_set_title(window, g_strchomp(title));
    g_free(title);
    busy = FALSE;
}

/* Finch writes a title anew when somebody stops typing; Pidgin does it by itself. */
static void refresh(PurpleConversation *window)
{
    purple_conversation_autoset_title(window);
    purple_signal_emit(purple_conversations_get_handle(), "buddy-typing-stopped",
                       purple_conversation_get_account(window),
                       purple_conversation_get_name(window));
}

void title_stage(PurpleConversation *window, const char *stage)
{
    if (stage == purple_conversation_get_data(window, STAGE))
        return;
    purple_conversation_set_data(window, STAGE, (gpointer)(stage ? g_intern_string(stage) : NULL));
    refresh(window);
}

int on_title(void *host, const subrosa_glue_event *event)
{
    PurpleAccount *account = account_of(event->account);
    PurpleConversation *window = account ? window_of(account, event->peer, FALSE) : NULL;
    const char *words = *event->words ? event->words : PLAIN;
    if (window != NULL) {
        const char *state = subrosa_outcome_str(event->outcome, SUBROSA_FIELD_STATE);
        gboolean clear = strcmp(state, "plain") == 0 || strcmp(state, "invited") == 0;
        purple_conversation_set_data(window, PRIVATE, clear ? NULL : (gpointer)PRIVATE);
        if (clear)
            purple_conversation_set_data(window, STAGE, NULL);
        purple_conversation_set_data(window, WORDS, (gpointer)g_intern_string(words));
        refresh(window);
    }
    return 1;
}

static void created(PurpleConversation *window, gpointer unused)
{
    PurpleAccount *account = purple_conversation_get_account(window);
    const char *peer = peer_of(account, purple_conversation_get_name(window));
    if (purple_conversation_get_type(window) == PURPLE_CONV_TYPE_IM)
        walk(subrosa_title(glue.messenger, name_of(account), peer));
}

/* --- questions -------------------------------------------------------------------------------- */

struct question {
    int64_t number;
    const char *words[6]; /* interned */
};

static GList *questions; /* whose dialogs are open, or were closed without an answer */

static void forget(struct question *question)
{
    questions = g_list_remove(questions, question);
    g_free(question);
}

static void close_dialog(int64_t number)
{
    for (GList *each = questions, *next; each != NULL; each = next) {
        struct question *question = each->data;
        next = each->next;
        if (question->number == number) {
            purple_request_close_with_handle(question);
            forget(question);
        }
    }
}

int on_close(void *host, const subrosa_glue_event *event)
{
    close_dialog(event->question);
    return 1;
}

/* The messenger takes the dialog away itself: it is not one of those to be closed any more. */
static void answered(struct question *question, const char *words)
{
    questions = g_list_remove(questions, question);
    walk(subrosa_answer(glue.messenger, question->number, words ? words : "", SUBROSA_NUL));
    forget(question);
}

/* A callback for each button: messengers number buttons from the first, or from the last. */
#define BUTTON(n)                                                    \
    static void button##n(gpointer question, int unused)             \
    {                                                                \
        answered(question, ((struct question *)question)->words[n]); \
    }
BUTTON(0)
BUTTON(1)
BUTTON(2)
BUTTON(3)
BUTTON(4)
BUTTON(5)

static void typed_in(gpointer question, const char *text)
{
    answered(question, text);
}

/* Whether there is a dialog now, or was one: nobody who has not asked for it gets it twice. */
static gboolean open_dialog(PurpleAccount *account, const subrosa_glue_event *event)
{
    for (GList *each = questions; each != NULL && !event->is_asked_for; each = each->next)
        if (((struct question *)each->data)->number == event->question)
            return TRUE;
    struct question *question = g_new0(struct question, 1);
    const char *labels[G_N_ELEMENTS(question->words)] = {NULL}, *word;
    gsize count = 0;
    int risk;
    void *dialog;
    close_dialog(event->question);
    question->number = event->question;
    questions = g_list_prepend(questions, question);
    while (count < G_N_ELEMENTS(labels) &&
           (word = subrosa_glue_choice(event, count, &labels[count], &risk)) != NULL)
        question->words[count++] = g_intern_string(word);
    if (event->input != SUBROSA_INPUT_NONE)
        dialog = purple_request_input(
            question, "Subrosa", "Subrosa", event->sentence, NULL, FALSE,
            event->input == SUBROSA_INPUT_HIDDEN, NULL, "OK", G_CALLBACK(typed_in), "Cancel", NULL,
            account, NULL, NULL, question);
    else
        dialog = purple_request_action(
            question, "Subrosa", event->peer, event->sentence, PURPLE_DEFAULT_ACTION_NONE, account,
            event->peer, NULL, question, count, labels[0], button0, labels[1], button1, labels[2],
            button2, labels[3], button3, labels[4], button4, labels[5], button5);
    if (dialog == NULL)
        forget(question);
    return dialog != NULL;
}

/* --- a code to scan --------------------------------------------------------------------------- */

enum { MODULE = 4, MARGIN = 4 };

/* As a picture, which any messenger with pictures can read. */
static void draw(PurpleConversation *window, const subrosa_glue_event *event)
{
    const uint8_t *modules = subrosa_outcome_bytes(event->outcome, SUBROSA_FIELD_MODULES, NULL);
    int side = subrosa_outcome_int(event->outcome, SUBROSA_FIELD_SIDE);
    int whole = (side + 2 * MARGIN) * MODULE;
    GString *picture = g_string_new(NULL);
    g_string_printf(picture, "P5 %d %d 255\n", whole, whole);
    for (int i = 0; i < whole * whole; i++) {
        int column = i % whole / MODULE - MARGIN, row = i / whole / MODULE - MARGIN;
        gboolean inside = column >= 0 && column < side && row >= 0 && row < side;
        gboolean dark = inside && modules[row * side + column] != 0;
        g_string_append_c(picture, dark ? 0 : (char)255);
    }
    gsize length = picture->len;
    int id = purple_imgstore_add_with_id(g_string_free(picture, FALSE), length, "code.pgm");
    char *markup = g_strdup_printf("<img id=\"%d\">", id);
    purple_conversation_write(window, NULL, markup,
                              PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_IMAGES | PURPLE_MESSAGE_NO_LOG,
                              time(NULL));
    purple_imgstore_unref_by_id(id);
    g_free(markup);
}

static void show_code(PurpleConversation *window, const subrosa_glue_event *event)
{
    if (g_strcmp0(purple_core_get_ui(), "gtk-gaim") == 0) {
        draw(window, event);
    } else {
        char *blocks = g_strconcat("\n", event->blocks, NULL);
        say_in(window, blocks, FALSE);
        g_free(blocks);
    }
}

/* --- sentences -------------------------------------------------------------------------------- */

static PurpleConversation *typed_window; /* of the command that is being carried out */

void windows_typed_in(PurpleConversation *window)
{
    typed_window = window;
}

/* A window in which what is about nobody is said without taking the keyboard. */
static PurpleConversation *front(void)
{
    for (GList *each = purple_get_ims(); each != NULL; each = each->next)
        if (purple_conversation_has_focus(each->data))
            return each->data;
    return purple_get_ims() ? purple_get_ims()->data : NULL;
}

/* NULL: in a box of the messenger, or nowhere. A question needs the window of whom it is about,
 * where it is answered by typing. In a window that is not open nobody types: leaving opens none.
 */
static PurpleConversation *where(PurpleAccount *account, const subrosa_glue_event *event)
{
    gboolean anywhere = event->place == SUBROSA_PLACE_ANYWHERE && event->question == 0;
    gboolean open = event->place != SUBROSA_PLACE_IF_OPEN && !leaving;
    PurpleConversation *window = NULL;
    if (event->is_asked_for && (anywhere || *event->peer == '\0'))
        return typed_window;
    if (account != NULL && *event->peer != '\0')
        window = window_of(account, event->peer, open && !anywhere);
    if (window == NULL && anywhere)
        window = front();
    if (window == NULL && account != NULL && *event->peer != '\0')
        window = window_of(account, event->peer, open);
    return window;
}

/* Sentences which say that the vault can be used from now on. */
static const char *const openings[] = {"unlocked", "opened", "gone-on"};

int on_say(void *host, const subrosa_glue_event *event)
{
    PurpleAccount *account = account_of(event->account);
    PurpleConversation *window = where(account, event);
    gboolean asks = event->is_asked_for || (event->input != SUBROSA_INPUT_NONE && window == NULL);
    gboolean alarm = event->severity == SUBROSA_SEVERITY_ALARM;
    for (gsize i = 0; i < G_N_ELEMENTS(openings); i++)
        if (strcmp(event->code, openings[i]) == 0)
            attach_all(); /* what could not be told while the vault was closed */
    if (event->question != 0 && asks && open_dialog(account, event))
        return 1;
    if (window == NULL && (leaving || event->place == SUBROSA_PLACE_IF_OPEN))
        return 1;
    char *line = g_strjoin(*event->how ? " " : "", event->sentence, event->how, NULL);
    if (window != NULL)
        say_in(window, line, alarm);
    else if (alarm || event->severity == SUBROSA_SEVERITY_WARNING)
        purple_notify_warning(self, "Subrosa", line, NULL);
    else
        purple_notify_info(self, "Subrosa", line, NULL);
    if (window != NULL && *event->blocks != '\0')
        show_code(window, event);
    g_free(line);
    return 1;
}

/* --- all of it -------------------------------------------------------------------------------- */

static void on_quitting(gpointer unused)
{
    quitting = TRUE;
}

void windows_load(void)
{
    leaving = FALSE;
    LISTEN(purple_conversations_get_handle(), "conversation-updated", titled, NULL);
    LISTEN(purple_conversations_get_handle(), "conversation-created", created, NULL);
    LISTEN(purple_get_core(), "quitting", on_quitting, NULL);
    for (GList *each = purple_get_ims(); each != NULL; each = each->next)
        created(each->data, NULL);
}

void windows_unload(void)
{
    leaving = TRUE;
    if (!quitting)
        walk(subrosa_messenger_leave(glue.messenger));
    while (questions != NULL)
        close_dialog(((struct question *)questions->data)->number);
    for (GList *each = purple_get_ims(); each != NULL; each = each->next) {
        purple_conversation_set_data(each->data, WORDS, NULL);
        purple_conversation_set_data(each->data, PRIVATE, NULL);
        refresh(each->data);
    }
}
