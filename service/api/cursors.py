"""Opaque cursors: where a page ended, in a form that no caller needs to read."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from schemas.problems import FieldError
from service.api.problems import ApiError, refused_fields

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Some items of a list, and the cursor of the next page if there is one."""

    items: Sequence[T]
    cursor: str | None


def write_cursor(kind: str, last_id: str) -> str:
    return base64.urlsafe_b64encode(f"{kind}\n{last_id}".encode()).decode().rstrip("=")


def read_cursor(kind: str, cursor: str | None) -> str | None:
    """The id after which the next page begins, None for the first page.

    Raises ApiError (422) if the cursor is not one that a list of this kind gave out.
    """
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        text = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True).decode()
    except (UnicodeError, binascii.Error) as error:
        raise wrong_cursor() from error
    of_kind, newline, last_id = text.partition("\n")
    if of_kind != kind or not newline or write_cursor(kind, last_id) != cursor:
        raise wrong_cursor()
    return last_id


def cut_page(found: Sequence[T], *, limit: int, kind: str, identify: Callable[[T], str]) -> Page[T]:
    """A page of ``limit`` items out of a list that was asked for one more."""
    items = found[:limit]
    more = len(found) > limit
    return Page(items=items, cursor=write_cursor(kind, identify(items[-1])) if more else None)


def wrong_cursor() -> ApiError:
    detail = "Not a cursor of this list."
    return refused_fields((FieldError(pointer="/cursor", detail=detail, parameter="cursor"),))
