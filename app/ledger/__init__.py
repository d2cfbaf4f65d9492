"""The one mechanism behind every 台账.

kinds.py    a value as text and back, the same in a form, a list and a workbook
codes.py    words of code tables, which a district may edit
field.py    a column that knows its label, kind and level
form.py     one record, as a person opened it and what he changed
ledger.py   rows of records: paths over tables, and computed columns    (paths.py)
pivot.py    rows of groups: counts and rates which know their records
sheet.py    what an office expects on paper, masked as a whole          (masking.py)
"""
