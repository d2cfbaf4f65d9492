"""`make bench`: every figure beside its baseline, in one run; writes docs/benchmarks.md and docs/benchmarks.json."""

from tests.benchmarks import big, live, sheets, store, window
from tests.benchmarks.common import Figure, report


def main() -> None:
    figures: list[Figure] = []
    house = big.house()
    try:
        figures += store.figures(house)
    finally:
        house.close()
    figures += window.figures(big.FOLDER / "store", big.PASSWORD)
    figures += live.figures(big.FOLDER / "store", big.PASSWORD)
    figures += sheets.figures()
    report(figures)


if __name__ == "__main__":
    main()
