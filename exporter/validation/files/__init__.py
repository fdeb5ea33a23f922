"""The files of a package: found, fetched, measured, streamed."""
