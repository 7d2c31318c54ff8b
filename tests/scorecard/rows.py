"""The twenty-two rows of the scorecard, in their order."""

from tests.scorecard.measures import (
    accounting,
    caches,
    dates_and_places,
    exports,
    faults,
    files,
    formulas,
    gate,
    injection,
    isolation,
    load,
    million,
    pollution,
    queries,
    round_trips,
)
from tests.scorecard.row import Row

ROWS = (
    Row(
        "S1", "Template injection: hostile texts in every field, file and parameter", "0 evaluated, 0 page errors",
        injection.measure_templates, (*injection.TEXTS_WITHOUT_BROWSER, *injection.HOSTILE_PAGES),
    ),
    Row(
        "S2", "Script injection: the same on map, tables, messages, records and in addresses, in Chromium",
        "0 run, 0 blank maps, each shown literally", injection.measure_scripts, injection.HOSTILE_PAGES,
    ),
    Row(
        "S3", "Outside requests: every page, in a browser that reaches this machine only",
        "0 requests, all pages work", injection.measure_outside_requests, injection.EVERY_PAGE,
    ),
    Row(
        "S4", "Hostile files: wide, deep, long, sparse, packed and lying ones",
        "all of at least 60 refused or read whole, ≤ 10 s, ≤ 500 MB more", files.measure_hostile_files,
    ),
    Row(
        "S5", "Fuzzed files: damage that a seed decides, in every format that is read",
        "0 faults in 2,000 files a format", files.measure_fuzzing,
    ),
    Row("S6", "Pollock's files, strictly: dialect and all else found by itself",
        "0 silent changes; ≥ 95 % of the rows of ragged files accepted, the rest listed",
        pollution.measure_pollution, is_quick=True),
    Row("S7", "Pollock's published score, with the dialect that is stated", "≥ 9.961 simple, ≥ 9.599 weighted",
        pollution.measure_score, is_quick=True),
    Row("S8", "Pairs as those of csv-spectrum, and naughty texts: in, stored, out, in again",
        "12 of 12 pairs, 515 of 515 texts equal", round_trips.measure_round_trips, is_quick=True),
    Row(
        "S9", "Formula-safe exports: 22 triggers in cells and headers, by address and exporter",
        "0 live, all read back", formulas.measure_formulas, is_quick=True,
    ),
    Row("S10", "Truth of exports: 100 edits of files of more than 1 MiB by 50 people",
        "every download is of the rows as they are", exports.measure_exports, is_quick=True),
    Row("S11", "Truth of caches: 50 pairs of tables of 60,000 rows that differ in one", "0 stale values",
        caches.measure_caches),
    Row(
        "S12", "Kills and full disks: 200 kills while importing, 50 sizes of a full disk and each step",
        "0 stored rows lost, 0 half states", faults.measure_kills, faults.FULL_DISKS,
    ),
    Row(
        "S13", "Imports at once: 8 processes × 50 files, and files that all import",
        "every file exactly once", faults.measure_imports_at_once,
    ),
    Row("S14", "Damage: 1,500 bits and 400 cuts of stored files; database and cached index", "0 silent",
        faults.measure_damage, faults.DAMAGE),
    Row("S15", "Isolation: 50 people × 100 actions, each with rows of their own", "0 foreign rows",
        isolation.measure_isolation),
    Row(
        "S16", "The gate: every kind of address × who asks × way of access, HTTP and websocket",
        "100 % as the policy table", gate.measure_gate, gate.GATE,
    ),
    Row(
        "S17", "Random queries of strangers at every address", "0 failed of 10,000, p99 ≤ 1 s, refusals with reasons",
        queries.measure_queries, is_quick=True,
    ),
    Row("S18", "Accounting: generated tables in every format, damaged row by row",
        "rows in = accepted + rejected + duplicate, each by its number", accounting.measure_accounting, is_quick=True),
    Row(
        "S19", "Time and place: dates × 5 time zones, coordinates",
        "100 % as expected or asked about (200 dates, 60 coordinates)",
        dates_and_places.measure_dates_and_places, (*dates_and_places.DATES, *dates_and_places.COORDINATES),
    ),
    Row("S20", "Load: 50 and 200 sessions at a million incidents",
        "0 errors, p95 ≤ 3 s and ≤ 10 s, health ≤ 0.5 s, ≤ 1.5 GB, 0.7 a further server", load.measure_sessions),
    Row("S21", "A million rows of 12 columns as CSV, while others work", "≤ 60 s, ≤ 2 GB, p95 of others ≤ 3 s",
        million.measure_million),
    Row("S22", "Logs: canaries in rows, names, queries, keys and failures", "0 in logs",
        isolation.measure_logs, isolation.LOG_TESTS),
)  # fmt: skip
