"""What is installed only where it is wanted: the extras of the distribution."""

from typing import Literal

from exporter.errors import ModelError

DISTRIBUTION = "news-exporter"
"""The name under which exporter is installed; it is imported and called as exporter."""

Extra = Literal["extract", "train"]

# The modules that are imported; what has data only is missed by who loads them.
_EXTRACT = ("onnxruntime", "spacy", "threadpoolctl", "tokenizers")
_MODULES: dict[Extra, tuple[str, ...]] = {
    "extract": _EXTRACT,
    "train": (*_EXTRACT, "onnx", "onnxscript", "safetensors", "torch"),
}
_WORK: dict[Extra, str] = {"extract": "extraction", "train": "training"}


def check_extra(extra: Extra) -> None:
    """Check that the modules of an extra are installed, without importing any.

    Raises:
        ModelError: Some are not; the hint is the command that installs them.
    """
    # Only here: importing it takes a tenth of the time of --help.
    from importlib.util import find_spec

    missing = [name for name in _MODULES[extra] if find_spec(name) is None]
    if missing:
        raise ModelError(
            f"{_WORK[extra]} needs what is not installed ({', '.join(missing)})", hint=build_hint(extra)
        )


def build_hint(extra: Extra) -> str:
    """Build the command that installs an extra."""
    return f"pip install '{DISTRIBUTION}[{extra}]'"
