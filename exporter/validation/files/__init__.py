"""The files of a package: found, fetched, hashed, read as streams."""
