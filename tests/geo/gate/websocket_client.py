"""A reader without a browser: a websocket as Streamlit's script opens it, a page that runs, a file that is sent."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.geo.gate.raw_requests import Answer, ask

PATIENCE_SECONDS = 60


@dataclass
class Reader:
    """Somebody with cookies. `connection`: the websocket, once it is open."""

    server: str
    cookies: dict[str, str] = field(default_factory=dict)
    connection: ClientConnection | None = None
    open_connections: ExitStack = field(default_factory=ExitStack)

    @classmethod
    def come(cls, server: str) -> Self:
        """A reader who has opened a page."""
        reader = cls(server)
        for path in ("/_stcore/health", "/map"):
            reader.take_cookies(ask(server, path))
        return reader

    def take_cookies(self, answer: Answer) -> None:
        """Keep the cookies that an answer sets."""
        for text in answer.cookies:
            name, _, value = text.partition(";")[0].partition("=")
            self.cookies[name] = value

    @property
    def cookie_header(self) -> dict[str, str]:
        """The header Cookie."""
        text = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": text} if text else {}

    def connect(self, session_id: str = "") -> str:
        """Open the websocket, perhaps for a session that is there; returns the id of the session that it is."""
        token = self.cookies.get("_streamlit_xsrf", "none")
        protocols = ["streamlit", token, *([session_id] if session_id else [])]
        address = f"{self.server.replace('http', 'ws')}/_stcore/stream"
        headers = {**self.cookie_header, "Origin": self.server}
        self.leave()
        # While a test sends files nobody takes what comes: it is read nevertheless, and so are the server's pings.
        opened = connect(
            address,
            subprotocols=[*map(Subprotocol, protocols)],
            additional_headers=headers,
            max_size=None,
            ping_interval=None,
            max_queue=None,
        )
        self.connection = self.open_connections.enter_context(opened)
        self.run()
        return self.read_session_id()

    def run(self) -> None:
        """Ask for the page."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        self.send(message.SerializeToString())

    def send(self, content: bytes) -> None:
        """Send a message."""
        assert self.connection is not None
        self.connection.send(content)

    def read_session_id(self) -> str:
        """The id of the session that answers."""
        assert self.connection is not None
        while True:
            content = self.connection.recv(timeout=PATIENCE_SECONDS)
            message = ForwardMsg()
            message.ParseFromString(content if isinstance(content, bytes) else content.encode())
            if message.HasField("new_session"):
                return message.new_session.initialize.session_id

    def upload(self, session_id: str, content: bytes, *, name: str = "a.csv") -> Answer:
        """Send a file to a session, as the upload field does."""
        head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        form = head.encode() + content + b"\r\n--b--\r\n"
        headers = {
            **self.cookie_header,
            "X-Xsrftoken": self.cookies.get("_streamlit_xsrf", ""),
            "Content-Type": "multipart/form-data; boundary=b",
        }
        return ask(self.server, f"/_stcore/upload_file/{session_id}/{'0' * 32}", headers, method="PUT", body=form)

    def leave(self) -> None:
        """Close the websocket."""
        self.open_connections.close()
