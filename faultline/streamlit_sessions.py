"""All that the gate takes of Streamlit beside its documented interface; tests/faultline/test_streamlit_sessions.py
fails where a new version has it otherwise.
"""

from pathlib import PurePosixPath

from google.protobuf.message import DecodeError
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime

from geo.gate.session_owners import SessionReader


class StreamlitSessions(SessionReader):
    """The sessions of the Streamlit that runs in this process."""

    def read_session_id(self, message: bytes) -> str:
        forward = ForwardMsg()
        try:
            forward.ParseFromString(message)
        except DecodeError:
            return ""
        return str(forward.new_session.initialize.session_id) if forward.HasField("new_session") else ""

    def media_sessions(self, path: str) -> frozenset[str]:
        if not Runtime.exists():
            return frozenset()
        manager = Runtime.instance().media_file_mgr
        file_id = PurePosixPath(path).stem
        with manager._lock:
            offers = list(manager._files_by_session_and_coord.items())
            deferred = list(manager._deferred_ids_by_session.items())
            return frozenset(
                [session for session, files in offers if file_id in files.values()]
                + [session for session, files in deferred if file_id in files]
            )
