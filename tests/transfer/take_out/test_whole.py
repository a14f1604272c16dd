"""Every field of every table that names a user is in the account, or said why not."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Field, Model

from decks.models import User
from decks.transfer.take_out import left_out
from decks.transfer.take_out.sections import PROFILE, SECTIONS

pytestmark = pytest.mark.django_db


def fields_of(model: type[Model]) -> Iterator["Field[object, object]"]:
    """Its columns and its many-to-many fields, without a composite key's own name."""
    yield from (field for field in model._meta.concrete_fields if field.column)
    yield from model._meta.local_many_to_many


def names_a_user(model: type[Model]) -> bool:
    return any(field.related_model is User for field in fields_of(model))


def taken() -> dict[type[Model], set[str]]:
    """The columns that are in the file, by their table."""
    found: dict[type[Model], set[str]] = {User: set(PROFILE.values())}
    for section in SECTIONS:
        model = section.rows(User(pk=0)).model
        found.setdefault(model, set()).update(section.columns, section.columns.values())
    return found


def label(model: type[Model], field: "Field[object, object]") -> str:
    return f"{model.__name__}.{field.name}"


def test_every_table_that_names_a_user_is_decided() -> None:
    naming = {model for model in apps.get_models() if names_a_user(model)}
    undecided = {model.__name__ for model in naming - set(taken())}
    assert undecided == set(left_out.TABLES)


def test_every_field_of_a_table_in_the_file_is_decided() -> None:
    undecided = {
        label(model, field)
        for model, columns in taken().items()
        for field in fields_of(model)
        if not {field.name, field.attname} & columns
    }
    assert undecided == set(left_out.FIELDS)


def test_what_is_left_out_is_in_no_list() -> None:
    both = {
        label(model, field)
        for model, columns in taken().items()
        for field in fields_of(model)
        if {field.name, field.attname} & columns
    }
    assert both & set(left_out.FIELDS) == set()


def test_every_key_is_what_its_rows_are_told_apart_by() -> None:
    """A page begins after the last key: rows that share one would be lost."""
    for section in SECTIONS:
        model = section.rows(User(pk=0)).model
        whole = [
            {getattr(field, "attname", field.name) for field in fields}
            for fields in unique_fields(model)
        ]
        assert any(unique - {"user_id"} <= set(section.key) for unique in whole)


def unique_fields(model: type[Model]) -> Iterator[list["Field[object, object]"]]:
    key = model._meta.pk
    yield list(getattr(key, "fields", [key]))
    for constraint in model._meta.constraints:
        names = getattr(constraint, "fields", ())
        if names and getattr(constraint, "condition", None) is None:
            by_name = {field.name: field for field in fields_of(model)}
            yield [by_name[name] for name in names]
