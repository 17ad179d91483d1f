"""What decisions rest upon, sealed."""

from desktop_app.services.file_lists import of_bucket

panel = of_bucket("evidence", "Evidence")
