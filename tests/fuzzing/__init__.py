"""Fuzzing: files of every format, damaged in ways that a seed decides, read by our readers."""
