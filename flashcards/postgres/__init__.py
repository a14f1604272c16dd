"""Django's backend for the Postgres that DATABASE_URL names."""
