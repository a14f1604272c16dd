"""Backups: one file each, of the whole database, that says what it holds."""
