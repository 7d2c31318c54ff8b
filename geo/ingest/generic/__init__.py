"""Tables that no provider recognises: what their columns hold, and their rows as incidents."""
