"""Build the lists that tell places from ordinary words and from people, when places are looked for in running text.

python data/build_words.py WORDS… names-0.3.0.tar.gz
WORDS: lists of English words, one a line (Debian's wamerican-small and wbritish-small, *-english-small);
the archive: the Python package names 0.3.0, with the given names of the census of the United States of 1990.
"""

import sys
import tarfile
from pathlib import Path

DATA = Path(__file__).parent
sys.path.insert(0, str(DATA.parent))

from geo.places.gazetteer import gazetteer  # noqa: E402  the project itself, from a script beside it
from geo.places.gazetteer.name_normalization import normalize_name  # noqa: E402

MIN_PER_CENT = 0.006  # of the people counted; chosen by judgement


def main(lists: list[str], archive: str) -> None:
    words = {word for path in lists for word in Path(path).read_text(encoding="utf-8").split()}
    place_names = sorted(
        word for word in words if word.islower() and word.isalpha() and gazetteer.entries_by_name(normalize_name(word))
    )
    (DATA / "ordinary_words.txt").write_text("\n".join(place_names) + "\n", encoding="utf-8")
    (DATA / "given_names.txt").write_text("\n".join(sorted(_given_names(archive))) + "\n", encoding="utf-8")


def _given_names(archive: str) -> set[str]:
    names = set()
    with tarfile.open(archive) as package:
        for part in ("male", "female"):
            file = package.extractfile(f"names-0.3.0/names/dist.{part}.first")
            for line in file.read().decode().splitlines() if file else []:
                name, per_cent, *_ = line.split()
                if float(per_cent) >= MIN_PER_CENT:
                    names.add(name.lower())
    return names


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    main(sys.argv[1:-1], sys.argv[-1])
