"""A workspace for somebody who may not change everything in it."""

from functools import partial

from geo.errors import WorkspaceFailed
from geo.query.cache import forget_answers
from geo.storage.workspace.edit_log import EditLog
from geo.storage.workspace.rights import NO_IMPORTS, Rights
from geo.storage.workspace.storage import Storage
from geo.storage.workspace.stored_import import Upload
from geo.storage.workspace.workspace import Workspace


class LimitedWorkspace(Workspace):
    """The same workspace; what its person may not change raises WorkspaceFailed, which says why.

    `person`: the name that stands beside what they do, blank where nobody is asked.
    """

    def __init__(self, workspace: Workspace, rights: Rights, person: str = "") -> None:
        database, forget = workspace._database, partial(forget_answers, workspace.folder)
        storage = Storage(rights.limit_imports(database), workspace._blobs, person)
        super().__init__(workspace.folder, workspace.quota, storage)
        self.edits = EditLog(rights.limit_edits(database), workspace.quota, forget, self.history)
        self._rights = rights

    def add_upload(self, content: bytes, name: str) -> Upload:
        if not self._rights.may_import:
            raise WorkspaceFailed(NO_IMPORTS)
        return super().add_upload(content, name)
