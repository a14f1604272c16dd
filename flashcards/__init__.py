"""The site: settings, server, database, backups."""

__version__ = "0.1.0"
