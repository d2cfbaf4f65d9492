"""What a person chose for this computer: each setting declared once, kept in a small file that holds nobody's data."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from app.errors import of_store
from app.texts import LANGUAGES
from db.errors import StoreError, Trouble
from db.vault import write_whole


@dataclass(frozen=True)
class Setting:
    """The first choice holds until a person makes another."""

    name: str
    choices: tuple[str, ...]


LANGUAGE = Setting("language", LANGUAGES)
THEME = Setting("theme", ("light", "dark", "contrast"))
SIZE = Setting("size", ("standard", "large"))


class Settings:
    """A file that is missing, damaged or says what nobody knows counts as nothing chosen: Linli always starts."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or Path(platformdirs.user_config_dir("linli")) / "settings.json"
        self._kept = _read(self._file)

    def get(self, setting: Setting) -> str:
        value = self._kept.get(setting.name)
        return value if value in setting.choices else setting.choices[0]

    def put(self, setting: Setting, value: str) -> None:
        """Holds at once. What other versions keep in the file stays in it. UserError: the file cannot be written."""
        if value not in setting.choices:
            raise ValueError(f"{setting.name}: no such choice")
        self._kept = {**_read(self._file), **self._kept, setting.name: value}
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self._file, (json.dumps(self._kept, ensure_ascii=False, indent=1) + "\n").encode())
        except OSError:
            raise of_store(StoreError(Trouble.NOT_WRITABLE)) from None


def _read(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
