"""Visits people make at once to a shared server, whose every answer and log line is looked through."""

import asyncio
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect

from tests.bench.load_session import MAX_MESSAGE_BYTES, STREAM, AnswerFailed, PageSession
from tests.geo.web.addresses import ADDRESSES, LINKED_ADDRESSES, with_parameter
from tests.scorecard.inputs import Inputs
from tests.scorecard.people import MARK, Person, make_people, shared_server, shared_settings
from tests.serving import Server, serve_script

CANARY = re.compile(rb"CANARY-\d{5}-[0-9a-f]{8}")
PATIENCE_SECONDS = 600.0  # everybody comes at once, and asks on as soon as they are answered; S20 measures time
SHARE_OF_PAGES = 0.2  # the others ask addresses
PAGES = ("map", "timeline", "filter", "compare", "data")
STRANGE = (
    "/api/incidents.csv?from={mark}", "/api/no-such/{mark}", "/{mark}", "/api/incidents.csv?q={mark}",
    "/api/incident.json?id={mark}", "/ogc/collections/{mark}/items", "/tiles/density/{mark}/0/0.png",
    "/api/incidents.csv?data={mark}", "/media/{mark}", "/_stcore/upload_file/{mark}/{mark}",
)  # fmt: skip


@dataclass
class Visit:
    """What was seen: foreign canaries by where, answers by status, failures, and canaries and keys in the log."""

    foreign: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    own: int = 0
    failures: list[str] = field(default_factory=list)
    in_log: Counter[str] = field(default_factory=Counter)
    n_log_lines: int = 0


class Recorder:
    """A websocket that hands on what it receives, and keeps the canaries in it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket, self.canaries = socket, set[bytes]()

    async def recv(self, *, decode: bool = False) -> bytes:
        """The next message."""
        content = await self.socket.recv(decode=False)
        assert isinstance(content, bytes)
        self.canaries |= set(CANARY.findall(content))
        return content

    async def send(self, content: bytes) -> None:
        """Send a message."""
        await self.socket.send(content)

    async def close(self) -> None:
        """Close the connection."""
        await self.socket.close()


@cache  # S15 and S22 look at the same visit
def visit_together(inputs: Inputs) -> Visit:
    """All people act at once on one server; what they saw of others', and what is in its log."""
    visit = Visit()
    with tempfile.TemporaryDirectory() as folder:
        with shared_server(Path(folder)):
            people = make_people(inputs.people)
        settings = {**shared_settings(Path(folder)), "REQUESTS_PER_MINUTE": "1000000"}
        with serve_script(environment=settings) as server:
            asyncio.run(_visit_all(server, people, inputs, visit))
            log = server.log.read_bytes()
    visit.n_log_lines = log.count(b"\n")
    visit.in_log.update({"canaries": log.count(MARK.encode()), "keys": sum(log.count(p.key.encode()) for p in people)})
    return visit


async def _visit_all(server: Server, people: list[Person], inputs: Inputs, visit: Visit) -> None:
    await asyncio.gather(*(_act(server, person, number, inputs, visit) for number, person in enumerate(people)))


async def _act(server: Server, person: Person, number: int, inputs: Inputs, visit: Visit) -> None:
    chance = random.Random(inputs.seed * 1_000 + number)
    session = await _open(server)
    try:
        for kind in _kinds(chance, inputs.actions):
            try:
                await _act_once(kind, chance, server, session, person, visit)
            except (AnswerFailed, OSError, EOFError) as error:
                visit.failures.append(f"{kind}: {str(error)[:120]}")
    finally:
        await session.close()


def _kinds(chance: random.Random, number: int) -> Iterator[str]:
    for _ in range(number):
        yield "page" if chance.random() < SHARE_OF_PAGES else chance.choice(("address", "strange"))


async def _act_once(
    kind: str, chance: random.Random, server: Server, session: PageSession, person: Person, visit: Visit
) -> None:
    if kind == "page":
        await _run_page(session, chance.choice(PAGES), person, visit)
    elif kind == "address":
        address = with_parameter(chance.choice((*ADDRESSES, *LINKED_ADDRESSES)), "data", person.key)
        _look(await _ask(server, address, visit), address.partition("?")[0], person, visit)
    else:
        address = chance.choice(STRANGE).format(mark=f"{MARK}-{chance.randrange(99_999):05}-query")
        _look(await _ask(server, address, visit), address.partition("?")[0], person, visit)


async def _run_page(session: PageSession, page: str, person: Person, visit: Visit) -> None:
    recorder = session.socket
    assert isinstance(recorder, Recorder)
    recorder.canaries.clear()
    await session.go_to(page, f"data={person.key}")
    _look(b" ".join(recorder.canaries), page, person, visit)
    visit.answers["page"] += 1


def _look(content: bytes, where: str, person: Person, visit: Visit) -> None:
    marks = {mark.decode() for mark in CANARY.findall(content)}
    visit.own += person.mark in marks
    visit.foreign[where] += len(marks - {person.mark})


async def _open(server: Server) -> PageSession:
    host = urlsplit(server).netloc
    socket = await connect(
        f"ws://{host}{STREAM}",
        origin=f"http://{host}",  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=MAX_MESSAGE_BYTES,
        compression=None,
        ping_interval=None,
    )
    session = PageSession(server, Recorder(socket), page="map", patience_seconds=PATIENCE_SECONDS)  # type: ignore[arg-type]
    await session._rerun(page_name="map")
    return session


async def _ask(server: Server, path: str, visit: Visit) -> bytes:
    """The whole answer, whatever its status, without compression."""
    parts = urlsplit(server)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
    try:
        content = await asyncio.wait_for(reader.read(), PATIENCE_SECONDS)
    finally:
        writer.close()
    status = content[9:12].decode("ascii", "replace")
    visit.answers[status] += 1
    if status.startswith("5") and status != "503":
        visit.failures.append(f"{path.partition('?')[0]}: {status}")
    return content
