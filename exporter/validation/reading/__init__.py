"""Reads the files of a package, safely and strictly, as Arrow batches with row numbers."""
