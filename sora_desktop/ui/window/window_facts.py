"""What a report says of the window: Qt, its plugins, its screens."""

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

_PLUGINS = ("platforms", "multimedia", "imageformats", "tls", "platforminputcontexts")


def window_facts() -> list[str]:
    """A line each; words and numbers of Qt alone."""
    lines = [
        f"Qt: {qVersion()}, platform {QGuiApplication.platformName()}, style {QApplication.style().name()}",
        f"language: {QLocale().name()}, {QGuiApplication.layoutDirection().name}",
        f"font: {QGuiApplication.font().pixelSize()} px",
    ]
    for screen in QGuiApplication.screens():
        size = screen.size()
        lines.append(f"screen: {size.width()} x {size.height()}, ratio {screen.devicePixelRatio():g}")
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    for kind in _PLUGINS:
        names = sorted(each.name.split(".")[0] for each in (folder / kind).glob("*") if each.is_file())
        lines.append(f"plugins, {kind}: {', '.join(names) or '-'}")
    return lines
