"""Files of incidents of any size, packed into a folder that engines answer from (geo/query/packed): `faultline pack`.

Rows are read in chunks, checked as the loader checks them, and staged on disk, each chunk in order of year and curve.
Then every text, combination and row gets its number, and the rows of one year and cell after the other are gathered
from all chunks and written. What is finished stays finished: a run that was killed is taken up where it stopped.
See docs/decisions/0042.
"""
