"""What is kept in the cache, for which list, and until when."""

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.redis import Keys

panel = Panel(
    area="Operations",
    title="Cache entries",
    source=Keys("cache:", ("platform", "kind", "generation", "id")),
    named=("key",),
    columns=("key", "platform", "kind", "generation", "id", "bytes", "expires_at"),
    labels={"expires_at": "Forgotten at", "id": "Of"},
    filters=(Filter("platform"), Filter("kind")),
    sort="key",
    descending=False,
)
