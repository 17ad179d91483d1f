"""Reports written in the course of a tokenization, with the file where there is one.

Completed here: all columns (process_id, kind, title, summary, findings, path and sha256 of the
file in `investment-documents`, generated_by, created_at).
"""

from desktop_app.services.panel import Filter, Panel
from desktop_app.services.tokenization import reports
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Properties",
    title="Tokenization reports",
    source=Sql(reports, searched=("title", "summary")),
    named=("title",),
    writable=True,
    columns=(
        "title",
        "process_id",
        "kind",
        "summary",
        "findings",
        "path",
        "sha256",
        "generated_by",
        "created_at",
        "id",
    ),
    labels={"sha256": "SHA-256", "path": "File"},
    filters=(Filter("kind"),),
    sort="created_at",
)
