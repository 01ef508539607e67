"""The first picture of a piece of a page. Loaded when such a piece is dropped or pasted."""

from html.parser import HTMLParser


class PictureFinder(HTMLParser):
    """`source` is its address as the page has it, "" where there is no picture."""

    def __init__(self) -> None:
        super().__init__()
        self.source = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img" and not self.source:
            self.source = (dict(attrs).get("src") or "").strip()
