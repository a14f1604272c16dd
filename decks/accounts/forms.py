"""What a person tells us about themselves."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from decks.accounts.models import User, validate_time_zone


def visible_name(name: str) -> str:
    """The name without doubled spaces; an address is refused (pages show names)."""
    name = " ".join(name.split())
    if "@" in name:
        raise ValidationError(
            "Others see this name. Please choose one without an e-mail address."
        )
    if not any(sign.isprintable() and not sign.isspace() for sign in name):
        raise ValidationError("Please enter a name.")
    return name


class SignupForm(forms.Form):
    """The two fields that allauth's sign-up does not have."""

    display_name = forms.CharField(
        label="Your name",
        max_length=60,
        help_text="What others see. It need not be your full name.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput()
    )
    field_order = ("display_name", "email", "password1", "time_zone")

    def clean_display_name(self) -> str:
        return visible_name(self.cleaned_data["display_name"])

    def clean_time_zone(self) -> str:
        """The browser's zone; one that we do not know is left at UTC, not refused."""
        name: str = self.cleaned_data["time_zone"]
        try:
            validate_time_zone(name)
        except ValidationError:
            return "UTC"
        return name

    def clean(self) -> dict[str, Any]:
        """Refuse a password like one's name, which allauth does not know yet."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        password, name = cleaned.get("password1"), cleaned.get("display_name")
        if password and name:
            try:
                validate_password(password, User(display_name=name))
            except ValidationError as error:
                if "password1" not in self.errors:
                    self.add_error("password1", error)
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth with the user it has just made."""
        user.display_name = self.cleaned_data["display_name"]
        user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["display_name", "time_zone"])


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name, reading and time zone."""

    class Meta:
        model = User
        fields = ("display_name", "time_zone", "theme", "text_size")
        labels = {
            "display_name": "Your name",
            "time_zone": "Time zone",
            "theme": "Colours",
            "text_size": "Size of questions and answers",
        }
        help_texts = {
            "display_name": "What others see.",
            "time_zone": "Your study day begins at 4 in the morning here.",
        }
        widgets = {"theme": forms.RadioSelect, "text_size": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget.attrs["list"] = "time-zones"

    def clean_display_name(self) -> str:
        return visible_name(self.cleaned_data["display_name"])
