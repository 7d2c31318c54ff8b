"""What an incident is: its columns, its checks, and the small rules that every other room relies on."""
