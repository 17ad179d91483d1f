"""How a bucket of files is listed: the same for every bucket."""

from desktop_app.services.panel import Action, Filter, Panel, Run
from desktop_app.storage.files import Files
from desktop_app.storage.filing import REMOVE

REMOVAL = Action(
    name=REMOVE,
    title="Remove the document",
    run=Run.DELIVERED,
    reason="required",
    confirm="It is destroyed for good; that it was here, its SHA-256 and the reason stay.",
    destructive=True,
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
        ),
        labels={
            "length": "Bytes",
            "uploadDate": "Stored",
            "metadata.content_type": "Kind",
            "metadata.owner": "Of",
            "metadata.sha256": "SHA-256",
        },
        actions=(REMOVAL,),
        filters=(Filter("metadata.content_type"), Filter("metadata.owner")),
        sort="uploadDate",
    )
