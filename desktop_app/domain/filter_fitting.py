"""A filter line kept from another day: what of it can still be asked, and what cannot."""

from datetime import UTC, tzinfo

from desktop_app.domain.filter_columns import Columns
from desktop_app.domain.filter_normal import normalised
from desktop_app.domain.filter_parts import FilterError, Part, tokens
from desktop_app.domain.filter_reading import parse
from desktop_app.domain.query import All, Condition


def fitting(text: str, columns: Columns, zone: tzinfo = UTC) -> tuple[Condition, tuple[str, ...]]:
    """The line without the parts that make no sense in this list any more, and those parts."""
    kept: list[Condition] = []
    lost: list[str] = []
    for piece in pieces(text):
        try:
            kept.append(parse(piece, columns, zone))
        except FilterError:
            lost.append(piece)
    return normalised(All(tuple(kept))), tuple(lost)


def pieces(text: str) -> tuple[str, ...]:
    """The line cut where its chips are; one that says “or” outside of brackets is one piece."""
    cuts, depth, end = [0], 0, 0
    for token in tokens(text):
        joined = token.part in (Part.OR, Part.AND)
        if joined and not depth:
            return (text,)
        if token.start > end and not depth and end:
            cuts.append(token.start)
        depth += (token.part is Part.OPEN) - (token.part is Part.CLOSE)
        end = token.end
    cut = (text[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True))
    return tuple(piece for piece in cut if piece)
