"""All that the gate takes of Streamlit beside its documented interface; tests/faultline/test_streamlit_sessions.py
fails where a new version has it otherwise.
"""

from pathlib import PurePosixPath

from google.protobuf.message import DecodeError
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.caching.ttl_cache import TTLCache
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

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

    def upload_bytes(self) -> dict[str, int]:
        if not Runtime.exists():
            return {}
        manager = Runtime.instance().uploaded_file_mgr
        if not isinstance(manager, MemoryUploadedFileManager):
            return {}
        with manager._lock:
            return {
                session: sum(len(file.data) for file in files.values())
                for session, files in manager.file_storage.items()
            }

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


def end_left_sessions() -> int:
    """End the sessions whose readers have been away for longer than Streamlit waits for them; how many those were.

    Streamlit forgets them when somebody else comes or goes, and their files when Python collects garbage, whenever that
    is. To be called from the server's event loop.
    """
    manager = Runtime.instance()._session_mgr if Runtime.exists() else None
    storage = manager._session_storage if isinstance(manager, WebsocketSessionManager) else None
    if not isinstance(storage, MemorySessionStorage) or not isinstance(storage._cache, TTLCache):
        return 0
    expired_sessions = storage._cache.expire()
    for _, info in expired_sessions:
        info.session.shutdown()
    return len(expired_sessions)
