"""A packed folder: a table of incidents of any size as Parquet files that engines answer selections from.

`faultline pack` writes it (geo/storage/packing), the engines of geo/query/lazy read it, and others' tools read its rows
as ordinary GeoParquet. names.py has the names of its files, columns.py those of its columns, manifest.py what the
manifest states, folder.py how a folder is opened and checked. Rows are numbered by their place in the order of the
table, (date_start, date_end, incident_id) with the undated last, from 0: `_row`.

    manifest.json         what is in the folder; written last, so that a folder without it is unfinished
    rows/year=2019/part-all.parquet    a year; part-0213.parquet where it is cut into cells of the curve, named by their
                                       digits (0 to 3, two bits of a key each); part-none.parquet: without coordinates.
                                       A cell that is still too large has part-0213-1.parquet … too.
    rows/year=undated/part-….parquet   rows without date_start
    dictionaries/<column>.parquet      code int32, text: of each categorical column, the texts sorted, all in use
    groups/<group>.parquet             code int32, the group's columns (text, date32, bool), n int64, then CASUALTY_SUMS
    areas.parquet                      code, area_id, country (a code, or -1), west, south, east, north
    extent_areas.parquet               code, area_id: of `smallest_area`
    identifiers/part-N.parquet         incident_id, _row: sorted by identifier; the manifest has the first of each part
    further/<filter>.parquet           choice (text), _row: the rows that a choice of a facet matches, lying inside
                                       certainly, by more than their combination; sorted by choice, then row
    facets/<filter>-values.parquet     code, choice, is_further: the choices of a facet (FacetValues)
    facets/<filter>-matches.parquet    combination (of the group that the manifest has), code (of a choice)
    facets/<filter>-….parquet          texts and names (text, n), choices (name, identity), readings.json: FacetModel
    companions/<kind>.parquet          claims, publications, links; actors-N.csv: own actors, as they were
    cubes/…                            see below

Within a file, rows lie along the curve (`_key`), those without coordinates last, in row groups of 100,000 rows with
zstd and page checksums. Its columns are those of the table as plain Parquet types (text, date32, double, int32, bool)
under their `stored` name (the manifest has it), then `geometry` (WKB, GeoParquet 1.1), `bbox` (struct of xmin, ymin,
xmax, ymax, double; null without coordinates) and ours, none null but `_key`, `_circle_km`, `_x7` and `_y7`:

    _row int64            see above
    _what _who _where _when _linked int32    codes of combinations, as in groups/
    _c_<column> int32     the code of each categorical column, -1 where missing
    _key int64            morton key, null without coordinates
    _spot int8            0 no coordinates, 1 exact or near point, 2 vague spot, 3 known to an area
    _area int32           code in areas.parquet, -1 for none; also of rows without coordinates (they have _spot 0)
    _extent_area int32    code in extent_areas.parquet, -1 for none; also of rows without coordinates
    _circle_km double     circle_radii_km; null where nothing says how large the place is
    _x7 _y7 int32         longitude and latitude in 1e-7 degrees, rounded; null without coordinates
    _low _best _high int32, _no_figure _no_upper _all_unknown int8    what a row adds to CASUALTY_SUMS
    _map_low _map_best _map_high int32, _map_unknown int8             what a row adds to CellSums.killed

The cubes have integer sums by `partition`, the number of a partition in the manifest, in order of it, so that a
partition's entries lie together. Columns that are codes of categories (`type`, `precision`) are -1 where missing. `n`
counts rows.

    <group>.parquet       combination, partition, n, then CASUALTY_SUMS but `incidents`. Only groups in
                          `Manifest.cubed_groups`: of others (mostly `who`) it would hardly be smaller than the rows.
    days.parquet          when (a combination), type, partition, n
    cells.parquet         cell int64 (of level 10), spot, type, precision, partition, n, map_low, map_best, map_high,
                          map_unknown, x7, y7 (sums), west, south, east, north (double); rows with coordinates only
    world.parquet         the same without partition, of all rows, in order of cell
    areas.parquet         area, type, partition, n, map_low, map_best, map_high, map_unknown; rows of _spot 3 only
"""
