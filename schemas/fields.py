"""Field types that are stricter than marshmallow's own, or that it does not have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from service.domain.mentions import Span

# The years between which arithmetic on dates ("three decades ago") cannot leave the calendar.
FIRST_YEAR, LAST_YEAR = 1000, 2999

# Some white space that Python knows, JSON Schema does not.
NOT_BLANK = r"^[^\u0000]*[^\s\u0000\u001c-\u001f\u0085][^\u0000]*$"
_SURROGATE = re.compile("[\ud800-\udfff]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d{2}:\d{2})?",
    re.ASCII,
)


# The same for readers of the contract; whether the calendar has the day is not for a pattern.
MOMENT_SHAPE = {
    "type": "string",
    "pattern": r"^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
    r"([Tt ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)?)?$",
}


class StrictSchema(Schema):
    """A schema that refuses unknown fields, and says so in the OpenAPI document."""

    class Meta:
        unknown = RAISE

    error_messages = {  # noqa: RUF012 - see Moment.
        "unknown": "Unknown field.",
        "type": "Must be an object.",
    }


class Text(fields.String):
    """A string that every database and every encoder can hold: no NUL, no lone surrogate."""

    def __init__(self, **kwargs: Any) -> None:
        shape = {"pattern": r"^[^\u0000]*$", **kwargs.pop("metadata", {})}
        super().__init__(metadata=shape, **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if "\x00" in text:
            raise ValidationError("Must not contain the character NUL (U+0000).")
        if _SURROGATE.search(text):
            raise ValidationError("Must not contain a lone surrogate (U+D800 to U+DFFF).")
        return text


class Filled(validate.Length):
    """One to so many characters, not all of them white space; says one thing of a text, not two."""

    def __init__(self, most: int) -> None:
        super().__init__(min=1, max=most)

    def __call__(self, value: Any) -> Any:
        if not value.strip():
            raise ValidationError("Must not be empty or blank.")
        return super().__call__(value)


class WholeNumber(fields.Integer):
    """An integer as JSON writes it; neither a string nor a boolean passes for one."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        # JSON has one number type: 5.0 is an integer to JSON Schema, so it is one here.
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if type(value) is not int:
            raise self.make_error("invalid")
        return value


class QueryNumber(fields.Integer):
    """A whole number in a query string: up to nine decimal digits, a minus only to be refused.

    Its range says which numbers may be given, so each needs a least one.
    """

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,9}|-[1-9][0-9]{0,8}", value):
            raise self.make_error("invalid")
        return int(value)


class Truth(fields.Boolean):
    """``true`` or ``false``; neither a number nor a word passes for one."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Moment(fields.Field[datetime]):
    """A moment in UTC. A date alone means the end of that day; a time without a zone is UTC."""

    default_error_messages = {  # noqa: RUF012 - marshmallow reads and declares it so.
        "invalid": "Must be an ISO 8601 date or date-time, such as 2022-01-07T18:00:00Z"
        " (in a query string, write + as %2B).",
        "range": f"Must be in a year from {FIRST_YEAR} to {LAST_YEAR}.",
    }

    def _serialize(
        self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> str | None:
        return None if value is None else moment_text(value)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> datetime:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        is_date = _DATE.fullmatch(value) is not None
        if not is_date and _MOMENT.fullmatch(value) is None:
            raise self.make_error("invalid")
        try:
            moment = datetime.fromisoformat(value.upper())
        except ValueError as error:
            raise self.make_error("invalid") from error
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise self.make_error("range")
        if is_date:
            moment = moment.replace(hour=23, minute=59, second=59)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)


def absent() -> None:
    """The default of a query parameter that was not given, which no caller can spell.

    A plain ``load_default=None`` would also make ``null`` a value that may be given.
    """


def moment_text(moment: datetime) -> str:
    """A moment as we print it everywhere: UTC, with the letter Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


class IsoDate(fields.String):
    """A calendar date, kept as the text ``YYYY-MM-DD``."""

    default_error_messages = {  # noqa: RUF012 - marshmallow reads and declares it so.
        "format": "Must be a date of the calendar, YYYY-MM-DD."
    }

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        if not isinstance(value, str) or _DATE.fullmatch(value) is None:
            raise self.make_error("format")
        try:
            date.fromisoformat(value)
        except ValueError as error:
            raise self.make_error("format") from error
        return value


class SpanPair(fields.Field[Span]):
    """Two character offsets, ``[start, end]``, the end exclusive."""

    default_error_messages = {  # noqa: RUF012 - marshmallow reads and declares it so.
        "invalid": "Must be two whole numbers, [start, end]."
    }

    def _serialize(
        self, value: Span | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> list[int] | None:
        return None if value is None else [value.start, value.end]

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Span:
        if not isinstance(value, list) or len(value) != 2:
            raise self.make_error("invalid")
        # JSON has one number type, as for WholeNumber.
        start, end = (int(n) if type(n) is float and n.is_integer() else n for n in value)
        if type(start) is not int or type(end) is not int or not 0 <= start <= end < 2**31:
            raise self.make_error("invalid")
        return Span(start=start, end=end)


class Part(fields.Nested):
    """An object on the wire whose values are attributes of the domain object that holds it."""

    def get_value(self, obj: Any, attr: str, accessor: Any = None, default: Any = None) -> Any:
        return obj
