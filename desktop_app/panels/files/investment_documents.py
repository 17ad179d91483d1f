"""Contracts and statements of investments, sealed."""

from desktop_app.services.file_lists import of_bucket

panel = of_bucket("investment-documents", "Investment documents")
