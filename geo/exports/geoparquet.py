"""GeoParquet with page checksums, so that a damaged file is noticed."""

import tempfile
from collections.abc import Iterator

from geo.exports.base import Exporter, Extract

ROW_GROUP = 100_000
PIECE_BYTES = 1_000_000


class GeoParquet(Exporter):
    """The table as it is held, with its types and its geometry."""

    label = "GeoParquet"
    extension = "parquet"
    media_type = "application/vnd.apache.parquet"

    def pieces(self, extract: Extract) -> Iterator[bytes]:
        with tempfile.TemporaryFile() as file:
            rows = extract.rows()
            rows.to_parquet(file, index=False, compression="zstd", write_page_checksum=True, row_group_size=ROW_GROUP)
            del rows
            file.seek(0)
            while piece := file.read(PIECE_BYTES):
                yield piece
