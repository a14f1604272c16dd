"""Whether the database has the tables of this version."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor


def is_migrated(connection: BaseDatabaseWrapper) -> bool:
    """False where a migration is to come."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
