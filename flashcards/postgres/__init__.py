"""Django's Postgres backend over the embedded server (the ENGINE in settings)."""
