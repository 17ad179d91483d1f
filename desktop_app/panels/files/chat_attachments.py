"""What people handed to the assistant, sealed."""

from desktop_app.services.file_lists import of_bucket

panel = of_bucket("chat-attachments", "Chat attachments")
