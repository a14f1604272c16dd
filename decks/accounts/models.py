"""People: who signs in, what they are called, and how they like to read."""

import functools
import zoneinfo
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from decks.accounts.study_options import StudyOptions

NO_PLACES = {"localtime", "posixrules", "Factory"}
"""Files among the zones that mean this machine, or nothing."""


@functools.cache
def known_zones() -> frozenset[str]:
    """The zones to choose from; read from the disk once."""
    return frozenset(zoneinfo.available_timezones() - NO_PLACES)


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA zone this machine knows."""
    if name not in known_zones():
        raise ValidationError("This is not a time zone we know.")


class UserManager(BaseUserManager["User"]):
    """Makes users whose e-mail is their name; addresses are kept in lower case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this address, whatever its capitals."""
        return self.get(email=(username or "").strip().lower())

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """A saved user; the display name defaults to a name without the address."""
        if not email:
            raise ValueError("An e-mail address is needed.")
        user = self.model(email=email.strip().lower(), **fields)
        user.display_name = user.display_name or "Learner"
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """The administrator that `manage.py createsuperuser` makes.

        The address counts as confirmed: who may run commands here proves nothing by a
        mail, and mail may not work yet.
        """
        rights = {"is_staff": True, "is_superuser": True, **fields}
        with transaction.atomic(using=self._db):
            user = self.create_user(email, password, **rights)
            EmailAddress.objects.create(
                user=user, email=user.email, verified=True, primary=True
            )
        return user


class User(StudyOptions, AbstractBaseUser, PermissionsMixin):
    """A person. Pages show `display_name`, never the address."""

    class Theme(models.TextChoices):
        SYSTEM = "", "Like this device"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    class TextSize(models.IntegerChoices):
        SMALL = 90, "Smaller"
        NORMAL = 100, "Normal"
        LARGE = 115, "Larger"
        LARGEST = 130, "Largest"

    email = models.EmailField("e-mail", max_length=254, unique=True)
    display_name = models.CharField(max_length=60)
    time_zone = models.CharField(
        max_length=64, default="UTC", validators=[validate_time_zone]
    )
    day_start_minutes = models.PositiveSmallIntegerField(
        "minutes after midnight at which a study day begins",
        default=240,
        validators=[MinValueValidator(0), MaxValueValidator(1439)],
    )
    theme = models.CharField(
        max_length=5, choices=Theme.choices, default=Theme.SYSTEM, blank=True
    )
    text_size = models.PositiveSmallIntegerField(
        choices=TextSize.choices, default=TextSize.NORMAL
    )
    uses_single_keys = models.BooleanField("keys without Ctrl or Alt", default=True)
    rates_by_swiping = models.BooleanField("drag a card to rate it", default=False)
    told_of_barely_at = models.DateTimeField(null=True, editable=False)
    unread_notices = models.PositiveIntegerField(default=0, editable=False)
    muted_notices = ArrayField(
        models.CharField(max_length=9), default=list, blank=True, editable=False
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may use the administration", default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects = UserManager()

    class Meta:
        app_label = "decks"
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_any_case"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @property
    def initials(self) -> str:
        """One or two letters for the round sign at the top right."""
        words = self.display_name.split()
        return "".join(word[0] for word in words[:2]).upper()
