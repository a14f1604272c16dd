"""Mail: by SMTP, or in local mode into files."""

from flashcards import environment
from flashcards.settings.place import PRODUCTION, VAR_DIR

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
