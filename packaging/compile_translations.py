"""Makes a .mo file, which the app reads, of each .po file, which people write."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[1] / "resources" / "locale"


def compile_all(folder: Path = LOCALE) -> None:
    """Beside each .po file, anew."""
    for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as read, po.with_suffix(".mo").open("wb") as written:
            write_mo(written, read_po(read, locale=po.parents[1].name, domain=po.stem))


if __name__ == "__main__":
    compile_all()
