"""What a file is that is no archive of tiles, and how to turn it into one."""

FROM_GDAL = (
    "Turn it into tiles with GDAL: “gdal_translate -of MBTILES picture.tif map.mbtiles”, then “gdaladdo map.mbtiles 2 "
    "4 8 16” for the farther zooms."
)
# The first bytes of what people take for a basemap.
FOREIGN_FILES = (
    ((b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"), f"it is a TIFF picture. {FROM_GDAL}"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"\x00\x00\x00\x0cjP"), f"it is a single picture. {FROM_GDAL}"),
    ((b"PK\x03\x04",), "it is a .zip. Unpack it, and name the file of tiles in it."),
    ((b"\x1f\x8b",), "it is packed by gzip. Unpack it, and name the file of tiles in it."),
    (
        (b"version https://git-lfs",),
        "it is a pointer of Git LFS to the file. Fetch the file itself with “git lfs pull”.",
    ),
    ((b"<", b"\xef\xbb\xbf<"), "it is a web page or another text and no tiles; a download may have failed."),
    ((b"{", b"["), "it is a text (JSON) and no tiles. Name the file of tiles itself, not its description."),
)


def describe_foreign_file(head: bytes) -> str:
    """Why a file with these first bytes is no archive, and what to do, as sentences."""
    if not head:
        return "it is empty; a download or a copy may have failed."
    for signatures, description in FOREIGN_FILES:
        if head.startswith(signatures):
            return description
    return "it begins like neither MBTiles nor PMTiles: it is of another kind, encrypted or damaged."
