"""Papers that people prove who they are with, sealed."""

from desktop_app.services.file_lists import of_bucket

panel = of_bucket("kyc-documents", "KYC documents")
