"""What is written to the log (`flashcards.watching.lines` says how), and what is
counted for whoever watches the site."""

from flashcards import environment
from flashcards.settings.place import DEBUG, MODE, PRODUCTION

LOG_LEVEL = environment.one_of(
    "LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"
)
SLOW_STATEMENT_MS = environment.typed("int", "SLOW_STATEMENT_MS", 0)
if SLOW_STATEMENT_MS < 0:
    raise environment.WrongSetting("SLOW_STATEMENT_MS must be 0 (off) or more")
METRICS_TOKEN = environment.env.str("METRICS_TOKEN", "").strip()
if METRICS_TOKEN and len(METRICS_TOKEN) < environment.TOKEN_CHARS_MIN:
    raise environment.WrongSetting(
        f"METRICS_TOKEN has {len(METRICS_TOKEN)} characters, "
        f"{environment.TOKEN_CHARS_MIN} are the least; make one: "
        f"{environment.KEY_RECIPE}"
    )

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "flashcards.watching.lines.formatter",
            "is_production": PRODUCTION,
            "is_debugged": DEBUG,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Django gives these two handlers of its own; one line each is enough.
        "django": {"handlers": [], "propagate": True},
        # The development server's lines hold addresses; ours say the same without.
        "django.server": {"handlers": [], "propagate": True, "level": "CRITICAL"},
        # What was not there or not allowed stands in the request's own line.
        "django.request": {"level": "ERROR"},
        # With LOG_LEVEL=DEBUG it would tell every value of every statement.
        "django.db.backends": {"level": "INFO"},
        # It reports each connection handed out.
        "psycopg.pool": {"level": "WARNING"},
        # `make run` is watched in a terminal; whoever asks for DEBUG wants it all.
        "flashcards.watching.requests": {
            "level": "WARNING" if MODE == "local" and LOG_LEVEL == "INFO" else LOG_LEVEL
        },
    },
}
