"""The form before the end."""

from django import forms

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
