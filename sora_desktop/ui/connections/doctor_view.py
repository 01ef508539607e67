"""What an examination of a connection found: a line a question, told apart by shape, colour and words."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sora_desktop.domain.doctor import Check, Finding, Verdict
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.item_models import Mark
from sora_desktop.ui.connections.state_mark import StateMark
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.theme import ThemeKeeper

_MARKS: Mapping[Verdict, Mark] = {
    Verdict.OK: Mark.GOOD,
    Verdict.CAREFUL: Mark.CAREFUL,
    Verdict.BAD: Mark.BAD,
    Verdict.NOT_TRIED: Mark.OPEN,
}
_STATES: Mapping[Verdict, str] = {
    Verdict.OK: text.DOCTOR_OK,
    Verdict.CAREFUL: text.DOCTOR_CAREFUL,
    Verdict.BAD: text.DOCTOR_BAD,
    Verdict.NOT_TRIED: text.DOCTOR_NOT_TRIED,
}
_TITLES: Mapping[Check, str] = {
    Check.REACHABLE: text.DOCTOR_REACHABLE,
    Check.TLS: text.DOCTOR_TLS,
    Check.PROXY: text.DOCTOR_PROXY,
    Check.CLOCK: text.DOCTOR_CLOCK,
    Check.KEY: text.DOCTOR_KEY,
    Check.FORMAT: text.DOCTOR_FORMAT,
    Check.ROUTES: text.DOCTOR_ROUTES,
    Check.MODELS: text.DOCTOR_MODELS,
    Check.LIST: text.DOCTOR_LIST,
    Check.DELETE: text.DOCTOR_DELETE,
    Check.RANGE: text.DOCTOR_RANGE,
    Check.COMPRESSION: text.DOCTOR_COMPRESSION,
    Check.MADE: text.DOCTOR_MADE,
    Check.PICTURE: text.DOCTOR_PICTURE,
    Check.LENGTH: text.DOCTOR_LENGTH,
    Check.FRAME: text.DOCTOR_FRAME,
}


class DoctorView(QWidget):
    """Nothing of it is there before something was found."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.summary = PlainLabel(role="heading", wrap=True)
        self.lines: list[FindingLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.summary)
        self.hide()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these in place of others; none takes it away."""
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = [FindingLine(self._theme, finding) for finding in findings]
        for line in self.lines:
            self._column.addWidget(line)
        bad = sum(each.verdict is Verdict.BAD for each in findings)
        careful = sum(each.verdict is Verdict.CAREFUL for each in findings)
        if bad:
            self.summary.setText(tr(text.DOCTOR_SUMMARY_BAD, count=bad))
        else:
            self.summary.setText(tr(text.DOCTOR_SUMMARY_CAREFUL, count=careful) if careful else tr(text.DOCTOR_SUMMARY))
        self.setVisible(bool(findings))


class FindingLine(QWidget):
    """Its accessible name has the state in words, as the mark is only seen."""

    def __init__(self, theme: ThemeKeeper, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        title, words = tr(_TITLES[finding.check]), say(finding.words)
        mark = StateMark(theme)
        mark.show_mark(_MARKS[finding.verdict])
        self.title = PlainLabel(title, role="muted" if finding.verdict is Verdict.NOT_TRIED else "")
        self.words = PlainLabel(words, role="muted", wrap=True)
        self.setAccessibleName(tr(text.DOCTOR_LINE, title=title, state=tr(_STATES[finding.verdict])))
        self.setAccessibleDescription(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        marked = QVBoxLayout()
        marked.setContentsMargins(1, 5, 0, 0)
        marked.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(marked)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(self.title)
        column.addWidget(self.words)
        row.addLayout(column, 1)
