"""Makes a folder appear whole or not at all: written aside, synced, renamed into place."""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from exporter.errors import PublishError, VersionExistsError

try:
    import fcntl
except ImportError:  # Windows has no flock: two publishers then meet at the rename, which lets one through.
    fcntl = None  # type: ignore[assignment]

_ASIDE = ".publishing-"
_FOLDER_MODE = 0o755
_FILE_MODE = 0o644


@contextlib.contextmanager
def open_catalog_folder(catalog: Path) -> Iterator[None]:
    """Make the folder of a catalog, let in one publisher at a time, and clear away what a killed one left.

    A folder that was made here and stayed empty is taken away again.

    Raises:
        PublishError: The catalog is a file, or its folder cannot be made or written.
    """
    if catalog.exists() and not catalog.is_dir():
        problem = f"{catalog}: is a file (expected the folder of a catalog)"
        raise PublishError(problem, hint="name another folder")
    with explain_errors(catalog):
        is_new = not catalog.exists()
        catalog.mkdir(parents=True, exist_ok=True)
        try:
            with _lock(catalog) as is_alone:
                if is_alone:
                    _remove_leftovers(catalog)
                yield
        finally:
            if is_new and not any(catalog.iterdir()):
                catalog.rmdir()


@contextlib.contextmanager
def stage_version(catalog: Path, version: str) -> Iterator[Path]:
    """Give a hidden folder to write a version into; when that is done it becomes the folder of the version.

    If anything goes wrong, the hidden folder and all that is in it disappear.

    Raises:
        VersionExistsError: There is something of that name already; it stays as it is.
    """
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=catalog))
    try:
        yield aside
        _sync_tree(aside)
        _move_in(aside, catalog / version)
        _sync_folder(catalog)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file's content at once: a reader sees the old content or the new, whatever happens."""
    handle, name = tempfile.mkstemp(prefix=_ASIDE, dir=path.parent)
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        aside.chmod(_FILE_MODE)
        _sync(aside)
        aside.replace(path)
        _sync_folder(path.parent)
    finally:
        aside.unlink(missing_ok=True)


@contextlib.contextmanager
def explain_errors(place: Path) -> Iterator[None]:
    """Turn what the system refuses into a PublishError with a hint."""
    try:
        yield
    except OSError as error:
        hints = {
            "ENOSPC": "free some space, then run it again",
            "EDQUOT": "free some space, then run it again",
            "EACCES": "choose a folder that you may write to",
            "EPERM": "choose a folder that you may write to",
            "EROFS": "choose a folder that can be written to",
        }
        name = os.strerror(error.errno) if error.errno else str(error)
        hint = hints.get(_name_error(error), "nothing was published; run it again when the cause is gone")
        raise PublishError(f"{place}: cannot be written ({name})", hint=hint) from error


def _name_error(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, "")


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[bool]:
    """Wait until no other publisher is in the folder; tell whether that could be made sure."""
    if fcntl is None:
        yield False
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            is_alone = True
        except OSError:  # Some network file systems lock files only.
            is_alone = False
        yield is_alone
    finally:
        os.close(handle)


def _remove_leftovers(catalog: Path) -> None:
    for path in catalog.glob(f"{_ASIDE}*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _sync_tree(folder: Path) -> None:
    for root, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(root, name)
            path.chmod(_FILE_MODE)
            _sync(path)
        Path(root).chmod(_FOLDER_MODE)
        _sync_folder(Path(root))


def _move_in(aside: Path, target: Path) -> None:
    # A rename replaces an empty folder, so look first; it never replaces a folder that holds anything.
    try:
        if os.path.lexists(target):
            raise FileExistsError(target)
        aside.rename(target)
    except OSError as error:
        if not os.path.lexists(target):
            raise
        problem = f"{target}: exists already (expected a new version)"
        hint = "a release is never changed: choose a newer version"
        raise VersionExistsError(problem, hint=hint) from error


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
