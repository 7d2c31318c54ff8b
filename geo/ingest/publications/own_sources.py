"""Sources in the columns of any table: several in a cell, or one a column, with addresses, titles and dates beside."""

from collections.abc import Mapping

from geo.core.web_address import parse_address
from geo.ingest.publications import source_names as names
from geo.ingest.publications.publication import Publication, parse_iso_date
from geo.ingest.publications.source_lists import read_item, read_list, split_cell, trim_address
from geo.ingest.publications.source_names import SourceName

Roles = dict[str, list[str]]  # role → the cells that have it


def read_own_sources(texts: Mapping[str, str], columns: Mapping[str, SourceName]) -> list[Publication]:
    """The publications of a row's cells, by what the names of their columns say; those of one number together."""
    groups: dict[str, Roles] = {}
    for name, column in columns.items():
        if texts.get(name, "").strip():
            groups.setdefault(column.number, {}).setdefault(column.role, []).append(texts[name].strip())
    return [publication for roles in groups.values() for publication in _read_group(roles)]


def _read_group(roles: Roles) -> list[Publication]:
    """The publications of cells that belong together: as one where they match, else each cell by itself.

    Of several columns of names the first counts that matches the others: “Source” beside “Link”, and “Quelle” apart.
    """
    repeated = [role for role, cells in roles.items() if len(cells) > 1]
    if not repeated:
        return _join(roles) or _read_one_by_one(roles)
    for cell in roles[repeated[0]] if len(repeated) == 1 else []:
        whole = _join(roles | {repeated[0]: [cell]})
        if whole:
            others = [other for other in roles[repeated[0]] if other is not cell]
            return whole + _read_one_by_one({repeated[0]: others})
    return _read_one_by_one(roles)


def _join(roles: Roles) -> list[Publication]:
    """Publications of names, addresses, titles and dates, as many in each cell; none where they do not match."""
    items = {role: split_cell(cells[0]) for role, cells in roles.items()}
    items = {role: parts for role, parts in items.items() if parts}
    lengths = {len(parts) for parts in items.values()}
    if len(items) < 2 or len(lengths) != 1 or not _is_joint(items):
        return []
    return [_make_publication({role: parts[at] for role, parts in items.items()}) for at in range(lengths.pop())]


def _is_joint(items: Mapping[str, list[str]]) -> bool:
    """Whether names are names and addresses are addresses, so that each is a part of the other's publication."""
    links, others = items.get(names.LINK, []), [*items.get(names.SOURCE, []), *items.get(names.PUBLISHER, [])]
    return (
        names.REFERENCE not in items
        and not (names.SOURCE in items and names.PUBLISHER in items)
        and all(parse_address(trim_address(link)) for link in links)
        and not any(publication.reference for other in others for publication in read_item(other))
    )


def _make_publication(parts: Mapping[str, str]) -> Publication:
    words, day = parse_iso_date(parts.get(names.DATE, ""))
    return Publication(
        publisher=parts.get(names.SOURCE, parts.get(names.PUBLISHER, "")),
        date=words,
        title=parts.get(names.TITLE, ""),
        reference=trim_address(parts.get(names.LINK, "")),
        day=day,
    )


def _read_one_by_one(roles: Roles) -> list[Publication]:
    """Each cell by itself; a date or a title alone is no publication, and neither is a link that is no address."""
    publications = [
        publication for role, read in _READERS.items() for cell in roles.get(role, []) for publication in read(cell)
    ]
    titles = [Publication(title=item) for cell in roles.get(names.TITLE, []) for item in split_cell(cell)]
    return publications + titles if publications else []


def _read_links(cell: str) -> list[Publication]:
    return [publication for publication in read_list(cell) if publication.reference]


def _read_references(cell: str) -> list[Publication]:
    """Citations and addresses; one word alone, such as “INC-0012”, is the identifier of something."""
    items = [" ".join(part.split()) for part in split_cell(cell)]
    citations = [read_item(item) for item in items if " " in item or parse_address(item)]
    return [_quote(publication) for publications in citations for publication in publications]


def _quote(publication: Publication) -> Publication:
    """A citation in full where its whole text was taken for a publisher."""
    is_text = publication.publisher and not publication.reference
    return Publication(quoted=publication.publisher) if is_text else publication


_READERS = {
    names.SOURCE: read_list,
    names.PUBLISHER: read_list,
    names.LINK: _read_links,
    names.REFERENCE: _read_references,
}
