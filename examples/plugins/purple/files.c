/* Files: to somebody with whom the user talks in private they go sealed, or not at all.
 *
 * libpurple has a file "added" after the user has chosen it and before it is offered. Then a sealed
 * one takes its place, made a little at a time so that no window freezes. A sealed one that has
 * arrived is opened beside itself.
 */
#include "subrosa-purple.h"

#include <glib/gstdio.h>
#include <string.h>

#define SEALED "document.sealed" /* its true name is inside */
#define SLICE_MS 30

struct transfer {
    PurpleXfer *xfer; /* ours to unref */
    char *account, *peer, *path, *folder;
    subrosa_job *job;
    guint timer;
    void (*init)(PurpleXfer *); /* of the protocol: offers the file */
};

static PurpleXferUiOps *ops, own_ops;
static void (*add_of_ui)(PurpleXfer *xfer);
static GList *transfers;

static struct transfer *transfer_of(const PurpleXfer *xfer)
{
    for (GList *each = transfers; each != NULL; each = each->next)
        if (((struct transfer *)each->data)->xfer == xfer)
            return each->data;
    return NULL;
}

static struct transfer *begin(PurpleXfer *xfer)
{
    PurpleAccount *account = purple_xfer_get_account(xfer);
    struct transfer *transfer = g_new0(struct transfer, 1);
    purple_xfer_ref(xfer);
    transfer->xfer = xfer;
    transfer->account = g_strdup(name_of(account));
    transfer->peer = g_strdup(peer_of(account, purple_xfer_get_remote_user(xfer)));
    transfer->path = g_strdup(purple_xfer_get_local_filename(xfer));
    transfers = g_list_prepend(transfers, transfer);
    return transfer;
}

static void end(struct transfer *transfer)
{
    transfers = g_list_remove(transfers, transfer);
    if (transfer->timer != 0)
        purple_timeout_remove(transfer->timer);
    subrosa_job_free(transfer->job);
    purple_xfer_unref(transfer->xfer);
    g_free(transfer->account);
    g_free(transfer->peer);
    g_free(transfer->path);
    g_free(transfer->folder);
    g_free(transfer);
}

static void tell_failure(struct transfer *transfer, const char *what)
{
    char sentence[SUBROSA_ERROR_SIZE] = "";
    size_t size = sizeof sentence;
    subrosa_last_sentence(sentence, &size);
    say_to(account_of(transfer->account), transfer->peer, "%s: %s", what, sentence);
}

/* --- out -------------------------------------------------------------------------------------- */

static void remove_sealed(struct transfer *transfer)
{
    char *path = g_build_filename(transfer->folder, SEALED, NULL);
    g_unlink(path);
    g_rmdir(transfer->folder);
    g_free(path);
}

static gboolean seal_more(gpointer data)
{
    struct transfer *transfer = data;
    gboolean goes = !purple_xfer_is_canceled(transfer->xfer);
    int32_t finished = goes ? subrosa_job_run(transfer->job, SLICE_MS, NULL, NULL) : -1;
    GStatBuf status;
    if (finished == 0)
        return TRUE;
    transfer->timer = 0;
    char *path = g_build_filename(transfer->folder, SEALED, NULL);
    if (finished > 0 && subrosa_job_commit(transfer->job, SEALED, 0) == SUBROSA_OK &&
        g_stat(path, &status) == 0) {
        purple_xfer_set_local_filename(transfer->xfer, path);
        purple_xfer_set_filename(transfer->xfer, SEALED);
        purple_xfer_set_size(transfer->xfer, status.st_size);
        transfer->init(transfer->xfer); /* from now on it is a transfer like any other */
    } else if (goes) {
        tell_failure(transfer, "The file was not sent");
        purple_xfer_cancel_local(transfer->xfer);
    }
    g_free(path);
    return FALSE;
}

/* In the place of the protocol's own function, which would offer the file. */
static void seal(PurpleXfer *xfer)
{
    struct transfer *transfer = transfer_of(xfer);
    transfer->folder = g_dir_make_tmp("subrosa-XXXXXX", NULL);
    if (transfer->folder != NULL &&
        subrosa_file_seal(glue.messenger, transfer->account, transfer->peer, transfer->path,
                          transfer->folder, 0, &transfer->job) == SUBROSA_OK) {
        transfer->timer = purple_timeout_add(1, seal_more, transfer);
        return;
    }
    tell_failure(transfer, "The file was not sent");
    purple_xfer_cancel_local(xfer);
}

static void added(PurpleXfer *xfer)
{
    PurpleAccount *account = purple_xfer_get_account(xfer);
    const char *who = purple_xfer_get_remote_user(xfer);
    gboolean ours = purple_xfer_get_type(xfer) == PURPLE_XFER_SEND && transfer_of(xfer) == NULL;
    if (ours && who != NULL &&
        subrosa_may_send(glue.messenger, name_of(account), peer_of(account, who), NULL, 0) != 1) {
        begin(xfer)->init = xfer->ops.init;
        purple_xfer_set_init_fnc(xfer, seal);
    }
    if (add_of_ui != NULL)
        add_of_ui(xfer);
}

gboolean is_sealed_offer(PurpleAccount *account, const char *peer, const char *text)
{
    for (GList *each = transfers; each != NULL; each = each->next) {
        struct transfer *transfer = each->data;
        if (transfer->init != NULL && strcmp(transfer->account, name_of(account)) == 0 &&
            purple_utf8_strcasecmp(transfer->peer, peer) == 0)
            return g_str_has_prefix(text, "\001DCC SEND " SEALED " ") ||
                   g_str_has_prefix(text, "\001DCC SEND \"" SEALED "\" ");
    }
    return FALSE;
}

/* The end of a transfer of ours, however it ended. */
static void sent(PurpleXfer *xfer, gpointer unused)
{
    struct transfer *transfer = transfer_of(xfer);
    if (transfer == NULL || transfer->init == NULL)
        return;
    purple_xfer_set_init_fnc(xfer, transfer->init);
    if (transfer->folder != NULL)
        remove_sealed(transfer);
    end(transfer);
}

/* --- in --------------------------------------------------------------------------------------- */

/* Gives it its own name, or one like it. */
static char *keep(struct transfer *transfer, const char *name)
{
    char *tried = g_strdup(name);
    subrosa_result result = subrosa_job_commit(transfer->job, tried, 0);
    for (int number = 2; result == SUBROSA_E_TARGET_EXISTS && number < 100; number++) {
        g_free(tried);
        tried = g_strdup_printf("%d-%s", number, name);
        result = subrosa_job_commit(transfer->job, tried, 0);
    }
    if (result != SUBROSA_OK)
        g_clear_pointer(&tried, g_free);
    return tried;
}

/* The result of a job: who has signed it. */
static const char *signature(struct transfer *transfer, subrosa_outcome *result)
{
    const char *account = subrosa_outcome_str(result, SUBROSA_FIELD_ACCOUNT);
    const char *peer = subrosa_outcome_str(result, SUBROSA_FIELD_PEER);
    if (strcmp(account, transfer->account) != 0 ||
        purple_utf8_strcasecmp(peer, transfer->peer) != 0)
        return "It is NOT signed by this contact.";
    if (strcmp(subrosa_outcome_str(result, SUBROSA_FIELD_TRUST), "verified") == 0)
        return "It is signed by this contact, verified.";
    return "It is signed by this contact.";
}

static void opened(struct transfer *transfer)
{
    subrosa_outcome *result = NULL;
    subrosa_job_result(transfer->job, &result);
    subrosa_outcome_next(result);
    char *name = keep(transfer, subrosa_outcome_str(result, SUBROSA_DOCUMENT_FIELD_NAME));
    if (name == NULL) {
        tell_failure(transfer, "The sealed file was not opened");
    } else {
        say_to(account_of(transfer->account), transfer->peer,
               "Subrosa: %s has arrived sealed, and lies in %s. %s", name, transfer->folder,
               signature(transfer, result));
        g_unlink(transfer->path);
    }
    g_free(name);
    subrosa_outcome_free(result);
}

static gboolean open_more(gpointer data)
{
    struct transfer *transfer = data;
    int32_t finished = 0;
    if (transfer->job == NULL && subrosa_file_open(glue.messenger, transfer->path, transfer->folder,
                                                   &transfer->job) != SUBROSA_OK)
        finished = -1;
    if (finished == 0 && (finished = subrosa_job_run(transfer->job, SLICE_MS, NULL, NULL)) == 0)
        return TRUE;
    transfer->timer = 0;
    if (finished > 0)
        opened(transfer);
    else
        tell_failure(transfer, "The sealed file was not opened");
    end(transfer);
    return FALSE;
}

/* libpurple may not have written all of it yet. */
static void received(PurpleXfer *xfer, gpointer unused)
{
    const char *path = purple_xfer_get_local_filename(xfer);
    if (path == NULL || !g_str_has_suffix(path, ".sealed"))
        return;
    struct transfer *transfer = begin(xfer);
    transfer->folder = g_path_get_dirname(path);
    transfer->timer = purple_timeout_add(150, open_more, transfer);
}

/* --- both ------------------------------------------------------------------------------------- */

void files_load(void)
{
    void *xfers = purple_xfers_get_handle();
    ops = purple_xfers_get_ui_ops();
    if (ops == NULL)
        purple_xfers_set_ui_ops(ops = &own_ops);
    add_of_ui = ops->add_xfer;
    ops->add_xfer = added;
    LISTEN(xfers, "file-send-complete", sent, NULL);
    LISTEN(xfers, "file-send-cancel", sent, NULL);
    LISTEN(xfers, "file-recv-complete", received, NULL);
}

void files_unload(void)
{
    ops->add_xfer = add_of_ui;
    if (ops == &own_ops)
        purple_xfers_set_ui_ops(NULL);
    while (transfers != NULL) {
        struct transfer *transfer = transfers->data;
        if (transfer->init != NULL && !purple_xfer_is_completed(transfer->xfer))
            purple_xfer_cancel_local(transfer->xfer); /* tells `sent`, which ends it */
        if (transfers != NULL && transfers->data == transfer)
            end(transfer);
    }
}
