/* Files: none leaves in clear to somebody with whom the user talks in private. */
#include "subrosa-purple.h"

static PurpleXferUiOps *ops, own_ops;
static void (*add_of_ui)(PurpleXfer *xfer);

static void refuse(PurpleXfer *xfer)
{
    purple_xfer_cancel_local(xfer);
}

/* libpurple has accepted a file, and has not offered it yet. */
static void added(PurpleXfer *xfer)
{
    PurpleAccount *account = purple_xfer_get_account(xfer);
    const char *who = purple_xfer_get_remote_user(xfer);
    if (purple_xfer_get_type(xfer) == PURPLE_XFER_SEND && who != NULL &&
        subrosa_may_send(messenger, name_of(account), peer_of(account, who), NULL, 0) != 1) {
        tell(account, peer_of(account, who), "Not sent, because the file would leave readable in a private conversation: %s",
             purple_xfer_get_filename(xfer));
        purple_xfer_set_init_fnc(xfer, refuse);
    }
    if (add_of_ui != NULL)
        add_of_ui(xfer);
}

void files_load(void)
{
    ops = purple_xfers_get_ui_ops();
    if (ops == NULL)
        purple_xfers_set_ui_ops(ops = &own_ops);
    add_of_ui = ops->add_xfer;
    ops->add_xfer = added;
}

void files_unload(void)
{
    ops->add_xfer = add_of_ui;
    if (ops == &own_ops)
        purple_xfers_set_ui_ops(NULL);
}
