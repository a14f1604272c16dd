"""Settings for all three modes (FLASHCARDS_MODE: local, dev, production).

Importing this starts nothing and connects to nothing.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from flashcards import environment

BASE_DIR = Path(__file__).resolve().parent.parent
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

SIGNUP_OPEN = (
    environment.one_of("FLASHCARDS_SIGNUP", ("open", "closed"), "open") == "open"
)

INSTALLED_APPS = [
    "decks",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "flashcards.headers.SiteHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "flashcards.health.HealthMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "decks.accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "decks.accounts.middleware.LearnerTimeZoneMiddleware",
    "flashcards.errors.NotAllowedMiddleware",
]

ROOT_URLCONF = "flashcards.urls"
WSGI_APPLICATION = "flashcards.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["decks.templatetags.flashcards"],
        },
    },
]

# --- Database: the given Postgres, or the embedded one (flashcards/database.py) ---

DATABASE_URL = environment.env.str("DATABASE_URL", "").strip()
# As many as a worker may have threads; flashcards/serve.py gives it one, `readyz` one.
# The pool hands its connections out in turn: a second one would only be colder.
DATABASE_POOL = {"min_size": 1, "max_size": 4, "timeout": 2}
DATABASE_OPTIONS = {
    "pool": DATABASE_POOL,
    "server_side_binding": True,
    "prepare_threshold": 5,
}


def _database() -> dict[str, Any]:
    if DATABASE_URL:
        database = environment.database_from_url(DATABASE_URL)
        database["ENGINE"] = "flashcards.postgres"
    else:
        database = {
            "ENGINE": "flashcards.embedded",
            "NAME": "flashcards",
            "USER": "flashcards",
            "OPTIONS": {},
        }
    database["OPTIONS"] |= DATABASE_OPTIONS
    return database | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all workers, so that the limits on signing in hold across them.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # Past this the cache drops live entries, limits on signing in among them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- People -------------------------------------------------------------------

AUTH_USER_MODEL = "decks.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
_VALIDATORS: dict[str, dict[str, Any]] = {
    "UserAttributeSimilarityValidator": {"user_attributes": ("email", "display_name")},
    "MinimumLengthValidator": {},
    "CommonPasswordValidator": {},
    "NumericPasswordValidator": {},
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in _VALIDATORS.items()
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "decks.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "decks.accounts.adapter.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "decks.accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if PRODUCTION else "optional"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
# In the browser that signed up; the link alone signs nobody in.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Limits count by address; behind a proxy that is the one the proxy saw.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.typed(
    "int", "TRUSTED_PROXY_COUNT", 1 if PRODUCTION else 0
)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"

# --- Mail -----------------------------------------------------------------------

DEFAULT_FROM_EMAIL = environment.env.str(
    "DEFAULT_FROM_EMAIL", "Flashcards <flashcards@localhost>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 10
if PRODUCTION:
    environment.required(
        "EMAIL_HOST", "production sends the mail that confirms an address"
    )
    environment.required("DEFAULT_FROM_EMAIL", "production's mail needs a sender")
EMAIL_HOST = environment.env.str("EMAIL_HOST", "")
EMAIL_PORT = environment.typed("int", "EMAIL_PORT", 587)
EMAIL_HOST_USER = environment.env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = environment.typed("bool", "EMAIL_USE_SSL", False)
EMAIL_USE_TLS = environment.typed("bool", "EMAIL_USE_TLS", not EMAIL_USE_SSL)
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise environment.WrongSetting("EMAIL_USE_TLS and EMAIL_USE_SSL: one at most")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "flashcards.mail.FileAndLogBackend"
)

# --- What a browser may do ------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# A pasted text of cards (10 MB, in `decks.transfer.formats.parsed`) and its form; many
# ticked cards of a deck's list.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "flashcards.errors.csrf_failure"
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    MESSAGE_STORAGE = "flashcards.messages.HostCookieStorage"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# --- Static files, language, time, log --------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(environment.env.str("STATIC_ROOT", "") or VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # other sites have no use for our files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django gives these two handlers of its own; one line each is enough.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # It reports each connection handed out.
        "psycopg.pool": {"level": "WARNING"},
    },
}
