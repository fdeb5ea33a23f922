"""What the tables of our own articles are, by digest: whoever changes results on purpose writes the digests anew.

Called as a program, `python tests/golden.py`, it does that; the difference in the file then shows which tables changed.
"""

import hashlib
import json
from pathlib import Path

from exporter.packaging.cells import iter_csv
from exporter.pipeline import extract

ROOT = Path(__file__).parents[1]
SNAPSHOT = Path(__file__).parent / "snapshots" / "golden.json"
FOLDERS = ("seeds", "seeds/unseen")
EXTRACTORS = ("model", "rules")


def digest_tables(folder: str, extractor: str) -> dict[str, str]:
    """Extract a folder of articles and give the SHA-256 of each table as canonical CSV, by the name of the table."""
    tables = extract(ROOT / folder, extractor=extractor, processes=1)
    return {name: hashlib.sha256(b"".join(iter_csv(table))).hexdigest() for name, table in tables}


def read_snapshot() -> dict[str, dict[str, str]]:
    """Read the digests that are expected, by folder and extractor, then by table."""
    return json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def main() -> None:
    """Write the digests of today."""
    found = {f"{folder} {kind}": digest_tables(folder, kind) for folder in FOLDERS for kind in EXTRACTORS}
    SNAPSHOT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
