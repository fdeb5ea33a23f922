"""What `import exporter` promises: the names, their homes, and that it costs nothing."""

import inspect
import re
import subprocess
import sys
from importlib.metadata import version

import pytest

import exporter
from exporter.extras import DISTRIBUTION

NAMES = [
    "Built",
    "Copied",
    "Document",
    "Evaluation",
    "ExporterError",
    "ExtractionError",
    "Finding",
    "InputError",
    "ModelError",
    "PackageError",
    "PublishError",
    "Published",
    "Release",
    "Report",
    "SchemaError",
    "TableError",
    "Tables",
    "VersionExistsError",
    "__version__",
    "build",
    "evaluate",
    "extract",
    "open",
    "publish",
    "validate",
]


def test_the_public_names_are_these():
    """The public names are exactly these, and dir() shows them."""
    assert exporter.__all__ == NAMES
    assert set(NAMES) <= set(dir(exporter))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "__version__"])
def test_every_name_is_there_and_documented(name):
    """Every public name leads to a function or class of exporter that has a docstring."""
    thing = getattr(exporter, name)
    assert inspect.isclass(thing) or inspect.isfunction(thing)
    assert thing.__module__.startswith("exporter.")
    assert inspect.getdoc(thing)


def test_an_unknown_name_is_an_attribute_error():
    """A name that does not exist is refused as any module refuses it."""
    with pytest.raises(AttributeError, match="module 'exporter' has no attribute 'nonsense'"):
        _ = exporter.nonsense


def test_the_version_is_that_of_the_distribution():
    """The version that the module tells has three numbers and is the one that was installed."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", exporter.__version__)
    assert version(DISTRIBUTION) == exporter.__version__


def test_all_errors_have_one_root():
    """Every error can be caught as ExporterError and has a hint."""
    errors = [getattr(exporter, name) for name in NAMES if name.endswith("Error")]
    assert all(issubclass(error, exporter.ExporterError) for error in errors)
    assert {error("what", hint="do").hint for error in errors} == {"do"}


def test_import_is_cheap():
    """Importing exporter imports no other package, and of its own only the version."""
    code = "import sys; before = set(sys.modules); import exporter; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout
    for name in ("pandas", "pyarrow", "spacy", "numpy", "yaml", "jsonschema", "click", "exporter.pipeline"):
        assert f"'{name}'" not in loaded
    assert "'exporter.version'" in loaded


def list_explained(function):
    """List the arguments that the docstring of a function explains."""
    arguments = inspect.getdoc(function).partition("Args:\n")[2].partition("\n\n")[0]
    return set(re.findall(r"^    (\w+):", arguments, re.MULTILINE))


def test_every_argument_is_explained_once():
    """All arguments of extract are explained there, and at build those that extract does not have."""
    for_extract, for_build = (
        set(inspect.signature(each).parameters) for each in (exporter.extract, exporter.build)
    )
    assert list_explained(exporter.extract) == for_extract
    assert list_explained(exporter.build) == for_build - for_extract | {"inputs"}
    assert "those of exporter.extract and are explained there" in inspect.getdoc(exporter.build)
