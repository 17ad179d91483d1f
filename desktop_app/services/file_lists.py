"""How a bucket of files is listed: the same for every bucket."""

from desktop_app.domain.query import Not
from desktop_app.domain.views import View
from desktop_app.services.panel import PUT_AWAY, Action, Filter, Panel, Run
from desktop_app.storage.files import REMOVED, Files
from desktop_app.storage.filing import PUT_BACK, REMOVE

THERE = PUT_AWAY[REMOVED]
REMOVAL = Action(
    name=REMOVE,
    title="Remove",
    run=Run.DELIVERED,
    reason="required",
    confirm="It is put out of sight. Its bytes and its history stay, and it can be put back.",
    destructive=True,
    only=THERE,
)
RETURN = Action(
    name=PUT_BACK,
    title="Put back",
    run=Run.DELIVERED,
    confirm="It stands among the documents again.",
    only=Not(THERE),
)


def of_bucket(bucket: str, title: str) -> Panel:
    """Files are put there by what they belong to; here they are found and looked at."""
    return Panel(
        area="Operations",
        title=title,
        source=Files(bucket),
        named=("filename",),
        columns=(
            "filename",
            "length",
            "uploadDate",
            "metadata.content_type",
            "metadata.owner",
            "metadata.sha256",
            REMOVED,
        ),
        labels={
            "length": "Bytes",
            "uploadDate": "Stored",
            "metadata.content_type": "Kind",
            "metadata.owner": "Of",
            "metadata.sha256": "SHA-256",
            REMOVED: "Removed",
        },
        filters=(Filter("metadata.content_type"), Filter("metadata.owner")),
        actions=(REMOVAL, RETURN),
        views=(View(name="Removed", filter="-removed:none"),),
        sort="uploadDate",
    )
