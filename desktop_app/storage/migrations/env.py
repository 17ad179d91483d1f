"""What Alembic runs for every command: one transaction a step, the version row last."""

from alembic import context

from desktop_app.storage.migrations import collections, comparing
from desktop_app.storage.tables import metadata

collections.register()
connection = context.config.attributes["connection"]

context.configure(
    connection=connection,
    target_metadata=metadata,
    include_schemas=True,
    include_name=comparing.include_name,
    include_object=comparing.include_object,
    compare_type=comparing.compare_type,
    render_item=comparing.render_item,
    process_revision_directives=comparing.number,
    version_table="schema_version",
    version_table_schema="backoffice",
    transaction_per_migration=True,
    mongo=context.config.attributes.get("mongo"),
)

with context.begin_transaction():
    context.run_migrations()
