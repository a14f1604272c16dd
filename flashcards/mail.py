"""E-mail without a mail server: a file each, and the log. For local use only."""

import logging
import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

log = logging.getLogger(__name__)


class FileAndLogBackend(BaseEmailBackend):
    """Writes each message to `settings.EMAIL_FILE_PATH` and its text to the log.

    The links in them let their reader sign in, so only the owner may read the folder.
    Of mail to many, whose link anybody may follow for good, the log has no text.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; how many. Raises OSError where a file cannot be made."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(0o700, parents=True, exist_ok=True)
        for message in email_messages:
            path = folder / _file_name()
            path.write_bytes(message.message().as_bytes())
            log.info("%s", _as_text(message, path))
        return len(email_messages)


def _file_name() -> str:
    return f"{timezone.now():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}.eml"


def _as_text(message: EmailMessage, path: Path) -> str:
    to = ", ".join(message.recipients())
    said = f"e-mail kept in {path}\nTo: {to}\nSubject: {message.subject}"
    if "List-Unsubscribe" in message.extra_headers:
        return said
    return f"{said}\n\n{message.body}"
