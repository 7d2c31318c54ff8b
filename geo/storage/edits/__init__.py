"""What a person changes: a log of edits, laid over the rows without ever replacing one."""
