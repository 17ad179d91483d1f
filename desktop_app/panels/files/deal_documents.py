"""Papers of deals, sealed."""

from desktop_app.services.file_lists import of_bucket

panel = of_bucket("deal-documents", "Deal documents")
