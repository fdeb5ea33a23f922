"""What one validation may use up, so that a hostile package ends in a finding and not in a dead machine."""

from dataclasses import dataclass, field
from time import monotonic


class OutOfTimeError(Exception):
    """The time is up; whoever guards a check makes a finding of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Bounds on what is read; every bound that is reached is a finding, and ends the reading of that file only.

    Attributes:
        seconds: How long all of it may take; None for as long as it takes.
        inflated_bytes: How large one compressed file may become.
        inflated_ratio: How many times its own size a compressed file may become, once it is over free_bytes.
        parquet_ratio: The same for Parquet, in which a value that stands in a million rows is written once.
        free_bytes: Up to this size a compressed file is read whatever the ratio.
        remote_bytes: How large a file may be that is fetched from another machine.
        row_bytes: The longest row that is looked for; where none ends within that, a quote was left open.
        cell_bytes: The longest cell that is allowed.
        files: How many files one resource may have.
        columns: How many columns of a table are checked.
        name_bytes: The longest name of a column.
        key_columns: How many columns all keys of one table may have together.
    """

    seconds: float | None = None
    inflated_bytes: int = 1 << 37
    inflated_ratio: int = 400
    parquet_ratio: int = 10_000
    free_bytes: int = 1 << 28
    remote_bytes: int = 1 << 34
    row_bytes: int = 1 << 26
    cell_bytes: int = 1 << 24
    files: int = 10_000
    columns: int = 20_000
    name_bytes: int = 10_000
    key_columns: int = 1_000
    started: float = field(default_factory=monotonic)

    def is_over(self) -> bool:
        """Tell whether the time is up."""
        return self.seconds is not None and monotonic() - self.started > self.seconds

    def count_seconds_left(self) -> float | None:
        """Count the seconds that are left, or give None if there is no end."""
        return None if self.seconds is None else max(self.started + self.seconds - monotonic(), 0)

    def describe_time(self) -> str:
        """Say that the time is up."""
        return f"the time is up (expected an end within {self.seconds or 0:g} s)"

    def check_time(self) -> None:
        """Go on only if there is time.

        Raises:
            OutOfTimeError: There is none.
        """
        if self.is_over():
            raise OutOfTimeError(self.describe_time())

    def find_excess(self, inflated: int, compressed: int, *, is_parquet: bool = False) -> str | None:
        """Tell how a compressed file is out of bounds, or None if it is not."""
        ratio = self.parquet_ratio if is_parquet else self.inflated_ratio
        if inflated > self.inflated_bytes:
            return f"at most {self.inflated_bytes:,} bytes, found more"
        if inflated > self.free_bytes and inflated > ratio * compressed:
            return f"at most {ratio} times its own size, found {inflated // max(compressed, 1)} times"
        return None
