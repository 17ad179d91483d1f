"""Videos and tours of properties, open to everybody."""

from desktop_app.services.file_lists import of_bucket

panel = of_bucket("property-media", "Property media")
