"""How a bucket of files is listed: the same for every bucket."""

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.files import Files


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
        filters=(Filter("metadata.content_type"), Filter("metadata.owner")),
        sort="uploadDate",
    )
