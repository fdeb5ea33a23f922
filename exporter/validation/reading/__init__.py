"""Reads the files of a package, safely and strictly, as batches of columns with row numbers."""
