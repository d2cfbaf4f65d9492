"""Workbooks made by hand, part by part: what no honest program would write, and what some programs do write."""

import io
import struct
import zipfile

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(*targets: tuple[str, str]) -> str:
    """A part of relations: kind and target, numbered rId1, rId2 ..."""
    items = (
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{"".join(items)}</Relationships>'


def parts(
    rows: str = "", *, before: str = "", after: str = "", styles: str = "", strings: str = "", workbook: str = ""
) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet named 名册. `rows` is the inside of sheetData."""
    sheet = f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="/xl/{part}" '
            f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
            for part, kind in (
                ("workbook.xml", "sheet.main"),
                ("worksheets/sheet1.xml", "worksheet"),
                ("styles.xml", "styles"),
                ("sharedStrings.xml", "sharedStrings"),
            )
        )
        + "</Types>",
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}">{workbook}'
        '<sheets><sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/styles.xml": f"<styleSheet {MAIN}>{styles or '<cellXfs><xf/></cellXfs>'}</styleSheet>",
        "xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>",
    }


def zipped(contents: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The package of the parts, in their order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as package:
        for name, content in contents.items():
            package.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return target.getvalue()


def row(number: int, *cells: str, **attributes: str) -> str:
    """A row of cells A, B, C ... whose XML is given without its reference: `cell("v", t="n")`."""
    named = (cell.format(ref=f"{chr(65 + at)}{number}") for at, cell in enumerate(cells))
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<row r="{number}"{more}>{"".join(named)}</row>'


def text(value: str, style: int = 0) -> str:
    return f'<c r="{{ref}}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def number(value: float | str, style: int = 0) -> str:
    return f'<c r="{{ref}}" s="{style}"><v>{value}</v></c>'


def biff(*records: tuple[int, bytes]) -> bytes:
    """A stretch of BIFF records."""
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)
