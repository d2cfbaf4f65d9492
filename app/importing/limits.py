"""How much of a stranger's file we are willing to read, and the way to say no. Light: the child loads it at its start."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, counts and seconds. A plain sheet packs 20 to 40 : 1, a bomb 1,000 : 1 (measured), hence `ratio`."""

    xlsx_bytes: int = 50 * MB
    xls_bytes: int = 20 * MB
    csv_bytes: int = 100 * MB
    zip_entries: int = 500
    unpacked_bytes: int = 512 * MB
    part_bytes: int = 256 * MB
    ratio: int = 200
    ratio_from_bytes: int = MB
    sheets: int = 50
    rows: int = 200_000
    columns: int = 200
    cells: int = 5_000_000
    cell_length: int = 32_767
    answer_bytes: int = 256 * MB
    memory_bytes: int = 1024 * MB
    cpu_seconds: int = 60
    wall_seconds: float = 60.0


class Refusal(Exception):
    """Inside the reader: the code of a refusal and one number; `refusals.unreadable` makes words of it."""

    def __init__(self, code: str, number: int = 0) -> None:
        super().__init__(code)
        self.code, self.number = code, number
