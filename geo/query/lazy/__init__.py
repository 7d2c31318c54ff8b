"""A packed folder that an engine of data frames answers for, written once in Narwhals for all of them."""
