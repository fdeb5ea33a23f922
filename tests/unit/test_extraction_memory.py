"""The longest article that is read takes no more memory than there is for a process."""

import re
import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds" / "unseen"
MOST = 1_200_000  # KiB; a process is given a GiB

READ = """
import sys
from pathlib import Path
from exporter.documents import iter_seeds
from exporter.engines.reader import Reader
from exporter.engines.shards import Failure
from exporter.options import ExtractionOptions

(seed,) = iter_seeds([Path(sys.argv[1])])
(read,) = Reader(ExtractionOptions(), threads=1).read([seed.document])
assert not isinstance(read, Failure), read.trace
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(len(read.document.text), len(read.quotes), status["VmHWM"].split()[0])
"""


def write_article():
    """Write a million characters: paragraphs, one endless line, words in marks, and marks without words."""
    lines = [
        line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text("utf-8").split("\n") if line
    ]
    endless = list(islice(cycle(lines), 6 * len(lines)))
    words = re.findall(r"\w+", " ".join(lines))
    parts = [
        "\n\n".join(lines * 2),
        " ".join(endless)[:300_000],
        " ".join(f'"{word}"' for word in words),
        '"' * 50_000,
        'a "b" ' * 10_000,
    ]
    text = "\n\n".join(parts)
    return text + "\n" + " ".join(endless)[: 999_999 - len(text)]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to read the most memory from")
def test_a_million_characters_are_read_in_the_memory_of_a_process(tmp_path):
    """Peak memory of a process of its own that reads the longest article, quotes of its end included."""
    path = tmp_path / "long.txt"
    path.write_text(write_article(), "utf-8")
    done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    length, quotes, most = map(int, done.stdout.split())
    assert length == 1_000_000
    assert quotes > 1000
    assert most < MOST
