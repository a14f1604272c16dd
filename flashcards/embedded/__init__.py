"""Django's backend over the embedded server: the ENGINE without DATABASE_URL."""
