"""GeoParquet with page checksums, so that a damaged file is noticed."""

import io

from geo.exports.base import Exporter, Extract


class GeoParquet(Exporter):
    """The table as it is held, with its types and its geometry."""

    label = "GeoParquet"
    extension = "parquet"
    media_type = "application/vnd.apache.parquet"

    def write(self, extract: Extract) -> bytes:
        file = io.BytesIO()
        extract.rows.to_parquet(file, index=False, compression="zstd", write_page_checksum=True)
        return file.getvalue()
