"""Parts that forms of several rooms have."""

import uuid
from typing import Any

from django import forms


class LineField(forms.CharField):
    """One line: blanks at the ends go, line breaks and runs of blanks become one."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class FormIdForm(forms.Form):
    """The id of a form that has its effect once, however often it is sent."""

    form_id = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)
