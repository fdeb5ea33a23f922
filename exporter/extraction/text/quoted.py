"""What one stretch in quotation marks is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A stretch in quotation marks.

    Attributes:
        start: Offset of the opening mark.
        end: Offset after the closing mark, or the end of the quote where there is none.
        inner_start: Offset of the first character inside the marks; start where the opening mark is lost.
        inner_end: Offset after the last character inside the marks; end where the closing mark is lost.
        is_closed: Whether there is a closing mark, or one was lost whose place is known.
        continues: Whether the quote goes on in the next paragraph, as an opening mark there tells.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    is_closed: bool = True
    continues: bool = False
