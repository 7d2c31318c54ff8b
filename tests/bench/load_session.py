"""A session at the page as a browser has it, without a browser: Streamlit's own messages over its websocket."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

STREAM = "/_stcore/stream"
FILTERS = "faultline_filters"
ANSWER_SECONDS = 120.0  # a run that takes longer counts as an error
MAX_MESSAGE_BYTES = 1 << 26
FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class AnswerFailed(Exception):
    """An answer did not come, or is an error."""


@dataclass
class PageSession:
    """One open page: what it shows of the menu, the address and the filters, and what it sends when somebody acts.

    `runs`: how many runs of the script ended. `patience_seconds` is how long one may take.
    """

    address: str
    socket: ClientConnection
    page: str = "map"
    query: str = ""
    filters_id: str = ""
    page_hashes: dict[str, str] = field(default_factory=dict)
    link_queries: dict[str, str] = field(default_factory=dict)
    messages: dict[str, None] = field(default_factory=dict)  # hashes of those that a browser keeps
    runs: int = 0
    n_actions: int = 0
    patience_seconds: float = ANSWER_SECONDS

    @classmethod
    async def open(cls, address: str, page: str = "map") -> "PageSession":
        """Connect, and wait for the page; raises AnswerFailed."""
        host = urlsplit(address).netloc
        socket = await connect(
            f"ws://{host}{STREAM}",
            origin=f"http://{host}",  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=MAX_MESSAGE_BYTES,
            compression=None,
            ping_interval=None,
        )
        session = cls(address, socket, page=page)
        await session._rerun(page_name=page)
        return session

    async def close(self) -> None:
        """Close the window."""
        await self.socket.close()

    async def act(self, **action: str) -> None:
        """Do something in the filters, such as `do="take", key="type", value="Riots"`."""
        self.n_actions += 1
        state = json.dumps({"actions": [{"at": self.n_actions, **action}]})
        await self._rerun(filters_state=state)

    async def go_to(self, page: str, query: str | None = None) -> None:
        """Follow the menu to a page, by default with the query of its link."""
        page_hash = self.page_hashes[page]
        self.query = self.link_queries.get(page_hash, "") if query is None else query
        self.page = page
        await self._rerun(page_hash=page_hash)

    async def run_again(self) -> None:
        """Run the script as it is, with nothing changed."""
        await self._rerun()

    async def _rerun(self, *, page_name: str = "", page_hash: str = "", filters_state: str = "") -> None:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name = self.query, page_name
        state.page_script_hash = page_hash or ("" if page_name else self.page_hashes[self.page])
        state.context_info.timezone = "Europe/Vienna"
        state.context_info.url = f"{self.address}/{self.page}"
        state.cached_message_hashes.extend(self.messages)
        if filters_state:
            state.widget_states.widgets.add(id=self.filters_id, json_value=filters_state)
        await self.socket.send(message.SerializeToString())
        try:
            await asyncio.wait_for(self._receive_run(), self.patience_seconds)
        except TimeoutError:
            raise AnswerFailed(f"{self.page}: no answer in {self.patience_seconds:g} s") from None

    async def _receive_run(self) -> None:
        """Read until the run ended that was asked for."""
        while True:
            message = ForwardMsg()
            message.ParseFromString(await self.socket.recv(decode=False))
            if message.metadata.cacheable and message.hash:
                self.messages[message.hash] = None
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                self.runs += 1
                if message.script_finished in FINISHED:
                    return
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    raise AnswerFailed(f"{self.page}: the script could not be run")
            self._take(kind or "", message)

    def _take(self, kind: str, message: ForwardMsg) -> None:
        """Note what later acts need; raises AnswerFailed where the page shows an exception."""
        if kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "navigation":
            self.page_hashes = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "delta" and message.delta.HasField("new_element"):
            element = message.delta.new_element
            if element.HasField("exception"):
                raise AnswerFailed(f"{self.page}: {element.exception.type} {element.exception.message[:200]}")
            if element.HasField("page_link"):
                self.link_queries[element.page_link.page_script_hash] = element.page_link.query_string
            elif element.HasField("bidi_component") and element.bidi_component.component_name.endswith(FILTERS):
                self.filters_id = element.bidi_component.id


async def get(address: str, path: str) -> tuple[float, bytes]:
    """The seconds until a whole answer came, and its body with the lengths of its chunks; raises AnswerFailed."""
    parts, start = urlsplit(address), time.perf_counter()
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    head = f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\nAccept-Encoding: gzip\r\n\r\n"
    writer.write(head.encode())
    try:
        content = await asyncio.wait_for(reader.read(), ANSWER_SECONDS)
    except TimeoutError:
        raise AnswerFailed(f"{path}: no answer in {ANSWER_SECONDS:g} s") from None
    finally:
        writer.close()
    status = content[:15].decode("ascii", "replace")
    if " 200" not in status:
        raise AnswerFailed(f"{path}: {status}")
    return time.perf_counter() - start, content.partition(b"\r\n\r\n")[2]
