"""Store a file in the workspace that `geo` finds by itself, and print where that is; run as a process of its own."""

from geo.storage.workspace import sessions

if __name__ == "__main__":
    workspace = sessions.open_workspace()
    workspace.add_upload(b"id,date\n1,2024-01-16\n", "mine.csv")
    print(workspace.folder)
