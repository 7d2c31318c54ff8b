"""What the gate takes of Streamlit is still there in the version that is installed."""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.caching.ttl_cache import TTLCache
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.web.server.starlette import starlette_websocket

from faultline.streamlit_sessions import StreamlitSessions, end_left_sessions
from geo.gate.websocket_sessions import SESSION_ENTRY


def test_the_message_that_begins_a_run_names_the_session() -> None:
    message = ForwardMsg()
    message.new_session.initialize.session_id = "abc"
    assert StreamlitSessions().read_session_id(message.SerializeToString()) == "abc"
    assert StreamlitSessions().read_session_id(b"\xff\xff") == ""
    other = ForwardMsg()
    other.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    assert StreamlitSessions().read_session_id(other.SerializeToString()) == ""


def test_streamlit_reads_the_session_where_the_gate_drops_it() -> None:
    entries = starlette_websocket._parse_subprotocols({"sec-websocket-protocol": "streamlit, token, session"})  # type: ignore[arg-type]
    assert entries[SESSION_ENTRY] == "session"
    assert len(entries) == SESSION_ENTRY + 1


def test_the_offers_of_files_are_listed_by_session() -> None:
    manager = MediaFileManager(MemoryMediaFileStorage("/media"))
    assert isinstance(manager._files_by_session_and_coord, dict)
    assert isinstance(manager._deferred_ids_by_session, dict)
    assert manager._lock.acquire(blocking=False)
    manager._lock.release()
    assert isinstance(Runtime.media_file_mgr, property)
    assert StreamlitSessions().media_sessions("/media/none.csv") == frozenset()


def test_the_files_of_sessions_are_listed_with_their_content() -> None:
    manager = MemoryUploadedFileManager("/upload")
    manager.add_file("session", UploadedFileRec("file", "a.csv", "text/csv", b"12345"))
    assert {name: len(file.data) for name, file in manager.file_storage["session"].items()} == {"file": 5}
    assert manager._lock.acquire(blocking=False)
    assert isinstance(Runtime.uploaded_file_mgr, property)
    assert StreamlitSessions().upload_bytes() == {}


def test_the_store_of_sessions_returns_those_that_expire() -> None:
    storage = MemorySessionStorage(ttl_seconds=0)
    assert isinstance(storage._cache, TTLCache)
    storage._cache["left"] = "its session"
    assert storage._cache.expire() == [("left", "its session")]
    assert end_left_sessions() == 0
