"""Versions, differences, catalogs: publishes packages, copies them, opens them."""

from exporter.releases.catalog import InputFile, read_inputs
from exporter.releases.changes import Change, Difference
from exporter.releases.copying import Copied, copy_releases
from exporter.releases.publish import Published, check_publishable, diff_tables, publish_tables
from exporter.releases.release import Release, open_release

__all__ = [
    "Change",
    "Copied",
    "Difference",
    "InputFile",
    "Published",
    "Release",
    "check_publishable",
    "copy_releases",
    "diff_tables",
    "open_release",
    "publish_tables",
    "read_inputs",
]
