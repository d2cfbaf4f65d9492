"""Whole years of life, as the civil code counts them: one more on the birthday."""

from datetime import date


def age_on(born: date, today: date) -> int:
    """Age in whole years; who is born on 29 February grows older on 1 March of a common year."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
