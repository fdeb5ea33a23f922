"""Counts days in the calendar of Gregory, drawn out to all years."""

_ERA_DAYS = 146_097
_FROM_MARCH_0000_TO_1970 = 719_468


def count_days(year: int, month: int, day: int) -> int:
    """Count the days from 1970-01-01 to a date of any year, 0 and negative ones included.

    Raises:
        ValueError: There is no such date.
    """
    if not (1 <= month <= 12 and 1 <= day <= count_month(year, month)):
        raise ValueError
    # Years that start in March end with the leap day, if there is one.
    if month < 3:
        year -= 1
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * _ERA_DAYS + day_of_era - _FROM_MARCH_0000_TO_1970


def find_day(days: int) -> tuple[int, int, int]:
    """Find year, month and day, so many days after 1970-01-01."""
    era, day = divmod(days + _FROM_MARCH_0000_TO_1970, _ERA_DAYS)
    year = (day - day // 1460 + day // 36_524 - day // 146_096) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153
    return (
        year + era * 400 + (month >= 10),
        month + 3 if month < 10 else month - 9,
        day - (153 * month + 2) // 5 + 1,
    )


def count_month(year: int, month: int) -> int:
    """Count the days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
