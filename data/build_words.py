"""Build the lists that tell places from ordinary words and from people, when names are looked for in running text.

python data/build_words.py words… names-0.3.0.tar.gz
words: lists of English words, one a line (Debian's wamerican-small and wbritish-small, *-english-small);
the archive: the Python package names 0.3.0, which carries the given names of the 1990 census of the United States.
"""

import sys
import tarfile
from pathlib import Path

DATA = Path(__file__).parent
sys.path.insert(0, str(DATA.parent))

from geo.places.gazetteer import gazetteer  # noqa: E402  the project itself, from a script beside it
from geo.places.gazetteer.name_normalization import normalize_name  # noqa: E402

RAREST_PER_CENT = 0.006


def main(lists: list[str], archive: str) -> None:
    words = {word for path in lists for word in Path(path).read_text(encoding="utf-8").split()}
    borne = sorted(
        word for word in words if word.islower() and word.isalpha() and gazetteer.entries_by_name(normalize_name(word))
    )
    (DATA / "ordinary_words.txt").write_text("\n".join(borne) + "\n", encoding="utf-8")
    (DATA / "given_names.txt").write_text("\n".join(sorted(_given_names(archive))) + "\n", encoding="utf-8")


def _given_names(archive: str) -> set[str]:
    found = set()
    with tarfile.open(archive) as package:
        for part in ("male", "female"):
            file = package.extractfile(f"names-0.3.0/names/dist.{part}.first")
            for line in file.read().decode().splitlines() if file else []:
                name, per_cent, *_ = line.split()
                if float(per_cent) >= RAREST_PER_CENT:
                    found.add(name.lower())
    return found


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    main(sys.argv[1:-1], sys.argv[-1])
