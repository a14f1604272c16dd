"""Where the site lives, in which mode, under which names."""

from pathlib import Path

from flashcards import environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(environment.env.str("FLASHCARDS_VAR", "") or BASE_DIR / "var").resolve()

MODE = environment.one_of("FLASHCARDS_MODE", environment.MODES, "local")
PRODUCTION = MODE == "production"
DEBUG = MODE == "dev"

if PRODUCTION:
    SECRET_KEY = environment.long_secret("SECRET_KEY")
    environment.required("ALLOWED_HOSTS", "production needs the site's host names")
    ALLOWED_HOSTS = [
        name.strip() for name in environment.typed("list", "ALLOWED_HOSTS", [])
    ]
else:
    SECRET_KEY = environment.env.str("SECRET_KEY", "") or environment.kept_secret_key(
        VAR_DIR / "secret-key"
    )
    ALLOWED_HOSTS = environment.typed(
        "list", "ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"]
    )

_PORT = environment.typed("int", "PORT", 8000)
SITE_URL = (
    environment.web_address(
        "SITE_URL", f"https://{ALLOWED_HOSTS[0].lstrip('.')}", ("https",)
    )
    if PRODUCTION
    else environment.web_address("SITE_URL", f"http://localhost:{_PORT}")
)

SIGNUP_OPEN = (
    environment.one_of("FLASHCARDS_SIGNUP", ("open", "closed"), "open") == "open"
)

JOBS_ALONG = (
    environment.one_of(
        "FLASHCARDS_JOBS", ("along", "apart"), "apart" if PRODUCTION else "along"
    )
    == "along"
)
