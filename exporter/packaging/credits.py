"""Whom every package credits, because its tables hold something of theirs."""

from collections.abc import Mapping

GEONAMES: Mapping[str, str] = {"title": "GeoNames, under CC BY 4.0", "path": "https://www.geonames.org"}
"""Where numbers and countries of places come from, as an item of a descriptor's `sources`."""

GEONAMES_CREDIT = """\
`entities.geonames_id` and `entities.country_code` come from [GeoNames](https://www.geonames.org), which is licensed
under [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/); a part of its list was taken, and names were changed
to look them up."""
"""The same in Markdown, with the licence and what was changed."""
