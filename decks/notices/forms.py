"""What a browser sends from the page of notices."""

from django import forms
from django.http import QueryDict

from decks.accounts.models import User
from decks.notices.models import NoticeKind


class SeenForm(forms.Form):
    """When the latest notice that the page showed had happened."""

    until = forms.DateTimeField(widget=forms.HiddenInput)


_CHOICES = [
    *(pair for pair in NoticeKind.choices if pair[0] != NoticeKind.REPLIED),
    (NoticeKind.REPLIED.value, "Somebody wrote where I wrote, or about a card of mine"),
]


class NoticeSettingsForm(forms.Form):
    """Which kinds of notices somebody wants; the person keeps those they do not."""

    kinds = forms.MultipleChoiceField(
        label="Tell me when",
        choices=_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        wanted = [kind for kind in NoticeKind.values if kind not in user.muted_notices]
        super().__init__(data, initial={"kinds": wanted})

    @property
    def muted(self) -> list[str]:
        """Of a valid form, the kinds that are turned off."""
        wanted = self.cleaned_data["kinds"]
        return [kind for kind in NoticeKind.values if kind not in wanted]
