"""Pictures that people chose for themselves, open to everybody."""

from desktop_app.services.file_lists import of_bucket

panel = of_bucket("user-avatars", "Avatars")
