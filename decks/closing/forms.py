"""The form before the end."""

from typing import Any

from django import forms

from decks.accounts.models import User

ONLY_ADMINISTRATOR = (
    "You are the only administrator. Make somebody else one first: nobody could look"
    " after this site."
)


class EndForm(forms.Form):
    """A tick, so that nobody ends their account by one wrong press."""

    is_sure = forms.BooleanField(
        label="Delete my account and my history for good",
        error_messages={"required": "Please tick this if you want it."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Refuse to leave the site without anybody who may run it. One statement."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        others = User.objects.exclude(pk=self.user.pk)
        if self.user.is_superuser and not _administrators(others).exists():
            raise forms.ValidationError(ONLY_ADMINISTRATOR)
        return cleaned


def _administrators(people: Any) -> Any:
    return people.filter(is_superuser=True, is_active=True)
