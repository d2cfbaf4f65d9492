"""What the program knows and does. No Qt.

bootstrap.py  the only place that wires things together
cli.py        `linli` and its subcommands
ledger/       kinds, fields and the declarations drawn from them: Form, Ledger, Pivot, Sheet
modules/      one file per business area: its records, forms, ledgers, sheets, commands
rules/        pure functions with their source
importing/    a workbook in: read in a child, understood, planned, written
exporting/    a sheet out
demo/         a community that does not exist
"""

__version__ = "0.1.0"
