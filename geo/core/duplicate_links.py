"""Which incident stands for an event of several: the rule by which links between incidents become `duplicate_of`.

A link leads from an incident to the one that it repeats. Links come with the rows and from a person's decisions.
"""

from collections.abc import Iterable, Mapping, Sequence

Decision = tuple[str, str, str]  # an incident, the one that it may repeat, and the verdict
SAME, DIFFERENT = "same", "different"
VERDICTS = (SAME, DIFFERENT)


def decide_links(links: Mapping[str, str], decisions: Iterable[Decision]) -> dict[str, str]:
    """The links after some decisions: “same” sets the link of an incident, “different” removes the one between the two.

    Of several decisions on an incident the last counts.
    """
    decided = dict(links)
    for incident_id, original_id, verdict in decisions:
        if verdict == SAME:
            decided[incident_id] = original_id
            continue
        for one, other in ((incident_id, original_id), (original_id, incident_id)):
            if decided.get(one) == other:
                del decided[one]
    return decided


def chain_ends(links: Mapping[str, str]) -> dict[str, str]:
    """The last incident of the chain that each linked incident is in, whoever it leads through.

    Of a circle, which has no last one, the first by identifier stands for all, and has no end of its own.
    """
    ends: dict[str, str] = {}
    for start in links:
        chain, visited = [start], {start}
        while chain[-1] in links and chain[-1] not in ends:
            following = links[chain[-1]]
            if following in visited:
                ends |= _ends_of_circle(chain[chain.index(following) :])
                break
            chain.append(following)
            visited.add(following)
        end = ends.get(chain[-1], chain[-1])
        ends |= {incident_id: end for incident_id in chain if incident_id not in ends and incident_id != end}
    return {incident_id: end for incident_id, end in ends.items() if incident_id != end}


def _ends_of_circle(members: Sequence[str]) -> dict[str, str]:
    return dict.fromkeys(members, min(members))


def link_in_table(ends: Mapping[str, str], incident_ids: Sequence[str]) -> dict[str, str]:
    """The links between incidents that are in a table, from the ends of all: each event has one that has no link.

    Where the end of a chain is not in the table, the first incident of it that is stands for the event.
    `incident_ids`: those in the table, in its order.
    """
    present = set(incident_ids)
    substitutes: dict[str, str] = {}
    for incident_id in incident_ids:
        end = ends.get(incident_id)
        if end is not None and end not in present:
            substitutes.setdefault(end, incident_id)
    linked = present & ends.keys()
    links = {incident_id: substitutes.get(ends[incident_id], ends[incident_id]) for incident_id in linked}
    return {incident_id: original_id for incident_id, original_id in links.items() if incident_id != original_id}


def touched_events(links: Mapping[str, str], incident_ids: Iterable[str]) -> set[str]:
    """All incidents that links join with some, in either direction, and these."""
    neighbours: dict[str, set[str]] = {}
    for one, other in links.items():
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    touched, waiting = set(), list(incident_ids)
    while waiting:
        incident_id = waiting.pop()
        if incident_id not in touched:
            touched.add(incident_id)
            waiting.extend(neighbours.get(incident_id, ()))
    return touched
