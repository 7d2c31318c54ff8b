"""Texts of others, from a file: one a line, or a list in JSON, as lists of naughty strings are published."""

import json
from pathlib import Path


def read_texts(path: Path) -> list[str]:
    """The texts, without repetitions and empty ones; of lines also without comments, which begin with #."""
    content = path.read_text(encoding="utf-8", errors="surrogatepass" if path.suffix == ".json" else "replace")
    if path.suffix == ".json":
        texts = [text for text in json.loads(content) if isinstance(text, str)]
    else:
        texts = [line for line in content.split("\n") if not line.startswith("#")]
    return list(dict.fromkeys(text for text in texts if text))
