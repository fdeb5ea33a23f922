"""Every exception of exporter. Findings are data; an exception means the run cannot go on.

ExporterError
├── InputError             an input that does not exist or cannot be read at all
├── SchemaError            a schema that does not exist or is not valid
├── ModelError             a language pipeline that is not installed or does not fit
├── ExtractionError        extraction that cannot be finished, as when a worker is killed
├── TableError             records that do not fit the promised tables
├── PackageError           a package or release that cannot be opened
└── PublishError           a release that cannot be made
    └── VersionExistsError a version that is already taken, or smaller than allowed
"""


class ExporterError(Exception):
    """The root of all: a message that says what is wrong and where, and a hint at what to do.

    Attributes:
        hint: The next thing to type or change, or an empty string.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the message and the hint apart, so that the command line can show both."""
        super().__init__(message)
        self.hint = hint


class InputError(ExporterError):
    """An input does not exist or cannot be read at all."""


class SchemaError(ExporterError):
    """A schema does not exist or is not valid."""


class ModelError(ExporterError):
    """A language pipeline is not installed or lacks a part that extraction needs."""


class ExtractionError(ExporterError):
    """Extraction cannot be finished, through no fault of a single document."""


class TableError(ExporterError):
    """Records do not fit the promised tables."""


class PackageError(ExporterError):
    """A package or release cannot be opened."""


class PublishError(ExporterError):
    """A release cannot be made."""


class VersionExistsError(PublishError):
    """A version is already taken, or smaller than the changes allow."""
