"""The language of the window: sentences looked up, and numbers, money, lengths and keys written as it writes them.

It is the system's where there is a translation, else English. `LANGUAGE` asks for another one; `en_XA` and `ar_XB`
are no languages, but show what a longer one and one from right to left do to the window.
Numbers follow Qt, which has them for every language, and the region of the person.
"""

import gettext
import os
from collections.abc import Callable, Iterable

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QGuiApplication, QKeySequence

from sora_desktop.base import safe_text as plain
from sora_desktop.base.sentences import Foreign, Message, Money, Plural, Speech
from sora_desktop.domain.connection import OWN_NAMES
from sora_desktop.ui.assets import resources_dir
from sora_desktop.ui.pseudo_languages import PSEUDO_LANGUAGES

DOMAIN = "sora_desktop"
_OF_QT = "qtTranslation"

_TIP_LIMIT = 1_000
_TIP_LINE = 100
"""A longer tip is written as markup, as only that is broken into lines."""
_LARGEST = 1 << 53
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "KRW": "₩", "INR": "₹"}

_WITHOUT_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))
"""Locales from right to left steer numbers by marks, which are shown as signs of a stranger's trick."""


class Language(Speech):
    """Sentences out of `catalogue`, numbers as `locale` has them. A stranger's text is made safe to show."""

    def __init__(self, locale: QLocale | None = None, catalogue: gettext.NullTranslations | None = None) -> None:
        self.locale = locale or QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
        self._catalogue = catalogue or gettext.NullTranslations()

    def text(self, source: str) -> str:
        return self._catalogue.gettext(source) if source else ""

    def plural_text(self, one: str, many: str, count: int) -> str:
        return self._catalogue.ngettext(one, many, count)

    def number(self, value: float, digits: int = 0) -> str:
        if abs(value) > _LARGEST:
            return super().number(value, digits)
        said = self.locale.toString(float(value), "f", digits) if digits else self.locale.toString(int(value))
        return without_marks(said)

    def money(self, money: Money) -> str:
        amount = float(money.shown)
        if not money.is_money:
            return f"{self.number(amount, money.digits)}\u00a0{self.foreign(money.currency)}"
        symbol = _SYMBOLS.get(money.currency, f"{money.currency}\u00a0")
        return without_marks(self.locale.toCurrencyString(amount, symbol, money.digits))

    def shortcut(self, keys: str) -> str:
        return native_keys(keys)

    def foreign(self, text: str) -> str:
        return plain.shown(text)


def without_marks(said: str) -> str:
    """A number or a day as a locale writes it, without what would be shown as a stranger's trick."""
    return said.translate(_WITHOUT_MARKS)


_now = Language()


def current() -> Language:
    """The language that the window speaks."""
    return _now


def speak(language: Language) -> None:
    """Sentences are looked up in `language` from here on; what is on screen already stays as it is."""
    global _now  # noqa: PLW0603 -- a process has one window, and its window one language
    _now = language


def find_language(wanted: Iterable[str]) -> tuple[str, gettext.NullTranslations]:
    """The first of `wanted` (such as de_DE) that there is a translation for, with it; English where there is none."""
    names = [each.replace("-", "_") for each in wanted]
    for name in names:
        if name == "zh" and any("Hant" in each for each in names):
            continue  # else gettext would take it for zh_CN, whose signs are others
        if name in PSEUDO_LANGUAGES:
            return name, PSEUDO_LANGUAGES[name]()
        if name.partition("_")[0] in ("en", "C"):
            return name, gettext.NullTranslations()
        folder = resources_dir() / "locale"
        if gettext.find(DOMAIN, folder, [name]):
            return name, gettext.translation(DOMAIN, folder, [name])
    return "en_US", gettext.NullTranslations()


def wanted_languages() -> list[str]:
    """`LANGUAGE`, then what the system asks for, the dearest first."""
    asked = [each for each in os.environ.get("LANGUAGE", "").split(":") if each]
    return [*asked, *QLocale.system().uiLanguages()]


def translated_languages() -> list[str]:
    """The languages that there is a whole window in, English first, then by the names that their speakers give them."""
    folders = (resources_dir() / "locale").glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    return ["en", *sorted((each.parts[-3] for each in folders), key=lambda name: own_name(name).casefold())]


def own_name(name: str) -> str:
    """What its speakers call a language, with the region where that tells it from another: Português (Brasil)."""
    locale = QLocale(name)
    spoken = locale.nativeLanguageName().partition("(")[0].strip()
    region = f" ({locale.nativeTerritoryName()})" if "_" in name else ""
    return spoken[:1].upper() + spoken[1:] + region if name != "en" else "English"


def set_language(application: QGuiApplication, chosen: str = "") -> None:
    """Speak the person's language from here on, also in Qt's own dialogs, and write in its direction.

    `chosen` is the one of the settings; without it the system's.
    """
    name, catalogue = find_language([*([chosen] if chosen else []), *wanted_languages()])
    language = QLocale(name)
    region = QLocale.system().territory()
    if language.language() is QLocale.Language.C:
        language = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
    elif region is not QLocale.Country.AnyCountry:
        language = QLocale(language.language(), language.script(), region)
    QLocale.setDefault(language)
    speak(Language(language, catalogue))
    application.setLayoutDirection(language.textDirection())
    for before in application.findChildren(QTranslator, _OF_QT):
        application.removeTranslator(before)
        before.deleteLater()
    of_qt = QTranslator(application)
    of_qt.setObjectName(_OF_QT)
    if of_qt.load(QLocale(name), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(of_qt)


def tr(source: str | Plural, **values: object) -> str:
    """A marked text in the language of the person, with its places filled from `values`, made safe to show."""
    if isinstance(source, Plural):
        count = values["count"]
        return _now.fill(_now.plural_text(source.one, source.many, count if isinstance(count, int) else 0), values)
    return _now.fill(_now.text(source), values)


def written(value: object) -> str:
    """A value by itself, as the language of the person writes it."""
    return _now.value(value)


def number_words(value: float, most_digits: int) -> str:
    """A number with so many digits after the point at most, as the language of the person writes it: `4`, `23,976`."""
    whole = round(value, most_digits)
    return _now.number(whole, next((few for few in range(most_digits) if round(value, few) == whole), most_digits))


def say(sentence: Message | Foreign) -> str:
    """The sentence in the language of the person, made safe to show: it may come out of an old or damaged ledger."""
    return plain.shown(_now.say(sentence))


def native_keys(shortcut: str) -> str:
    """Keys as this system writes them."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


def keys_on_a_button(shortcut: str) -> str:
    """The same in little room: `Ctrl ↵`, or `⌘↩`."""
    return native_keys(shortcut).replace("+", " ").replace("Return", "↵")


def one_line(text: str, limit: int = 120) -> str:
    """A stranger's text as one short line: no control or bidi characters, cut at `limit`."""
    return plain.one_line(text, limit)


def service_name(name: str, limit: int = 120) -> str:
    """The name of a connection as one short line: those of the app's own are words of the language."""
    return one_line(tr(name) if name in OWN_NAMES else name, limit)


def load_escape() -> Callable[..., str]:
    from html import escape

    return escape


def tip_text(text: str) -> str:
    """A tool tip that shows `text` as it is. Qt takes a tip for markup where it looks like it, and has no switch."""
    safe = plain.shown(text, _TIP_LIMIT)
    if len(safe) <= _TIP_LINE and not set("<&") & set(safe):
        return safe
    return f'<span style="white-space: pre-wrap">{load_escape()(safe, quote=False)}</span>'
