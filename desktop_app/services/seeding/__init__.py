"""Rows that seeding makes: deterministic, believable, and keeping every rule of the schema."""
