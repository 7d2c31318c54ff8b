"""Parse descriptions of borders: of two countries, of one, with another, along a side."""

import re
from collections.abc import Callable
from functools import cache

from geo.core import boundaries
from geo.places.derived_shapes import derive_with_reason, parse_direction
from geo.places.disambiguation import Context, country_by_name
from geo.places.place import Place

ON_BORDER = r"^(?:near |along |on |at |close to )?"
BORDER_OF_TWO = re.compile(
    rf"{ON_BORDER}(?:the )?(?:border (?:between|of) (?P<first_country>.+?) and (?P<second_country>.+)"
    r"|(?P<first>[^-–—/]+?) ?[-–—/] ?(?P<second>[^-–—/]+?) border(?: (?:area|region|zone)s?)?)$",
    re.IGNORECASE,
)
BORDER_WITH = re.compile(
    rf"{ON_BORDER}(?:the )?(?:(?P<owner>.+?)(?:['’]s)? )?(?:border|frontier) with (?P<with>.+)$", re.IGNORECASE
)
BORDER = re.compile(
    rf"{ON_BORDER}(?:the |its )?(?P<name>.+?)(?:['’]s)?(?: (?P<direction>\S+?)(?:ern))? border"
    r"(?: (?:area|region|zone)s?)?$",
    re.IGNORECASE,
)
BORDER_OF_CONTEXT = re.compile(rf"{ON_BORDER}(?:the |its )(?:(?P<direction>\S+?)(?:ern) )?border$", re.IGNORECASE)


def _border_of_two(name: str, context: Context) -> Place | None:
    match = BORDER_OF_TWO.match(name)
    if match is None:
        return None
    first_country = match["first_country"] or match["first"]
    second_country = match["second_country"] or match["second"]
    return _shared_border(_country_code(first_country), _country_code(second_country), context)


def _border_with(name: str, context: Context) -> Place | None:
    match = BORDER_WITH.match(name)
    if match is None:
        return None
    owner = _country_code(match["owner"] or "") or next(iter(_sides(context)), None)
    return _shared_border(owner, _country_code(match["with"]), context)


def _shared_border(first: str | None, second: str | None, context: Context) -> Place | None:
    if first is None or second is None:
        return None
    first_code, second_code = sorted((first, second))
    side = next((code for code in _sides(context) if code in (first_code, second_code)), None)
    if side:
        return derive_with_reason(
            f"border:{first_code}:{second_code}:side:{side}", "on the side of the country mentioned with it"
        )
    return derive_with_reason(f"border:{first_code}:{second_code}", "the border that the two countries share")


def _border_of_country(name: str, context: Context) -> Place | None:
    match = BORDER.match(name)
    code = _country_code(match["name"]) if match else None
    if match is None or code is None:
        return None
    direction = parse_direction(match["direction"] or "")
    if direction:
        return derive_with_reason(f"border:{code}:part:{direction}", f"the {direction}ern part of its land border")
    for side in _sides(context):
        first_code, second_code = sorted((side, code))
        because = "its land border, on the side of the country mentioned with it"
        place = derive_with_reason(f"border:{first_code}:{second_code}:side:{side}", because) if side != code else None
        if place:
            return place
    return derive_with_reason(f"border:{code}", "all of its land border")


def _border_of_context(name: str, context: Context) -> Place | None:
    """“its southeastern border”: that of the country mentioned with it."""
    match = BORDER_OF_CONTEXT.match(name)
    code = next(iter(_sides(context)), None) if match else None
    if match is None or code is None:
        return None
    direction = parse_direction(match["direction"] or "")
    part = f":part:{direction}" if direction else ""
    return derive_with_reason(f"border:{code}{part}", "the land border of the country mentioned with it")


BORDER_PARSERS: tuple[Callable[[str, Context], Place | None], ...] = (
    _border_of_two, _border_with, _border_of_context, _border_of_country,
)  # fmt: skip


def _country_code(name: str) -> str | None:
    country = country_by_name(name) if name else ""
    return _codes_by_country().get(country)


@cache
def _codes_by_country() -> dict[str, str]:
    return dict(zip(boundaries.countries()["name"], boundaries.countries()["country_code"], strict=True))


def _sides(context: Context) -> list[str]:
    """The codes of the countries that are mentioned with a border, the most strongly first."""
    names = sorted(context.countries, key=lambda name: context.countries[name], reverse=True)
    return [_codes_by_country()[name] for name in names if name in _codes_by_country()]
