"""What the gate takes of Streamlit is still there in the version that is installed."""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.runtime import Runtime
from streamlit.web.server.starlette import starlette_websocket

from faultline.streamlit_sessions import StreamlitSessions
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
