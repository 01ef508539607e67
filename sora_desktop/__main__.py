"""The command line. It branches before anything heavy is imported: each command loads its own part."""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sora_desktop import __version__
from sora_desktop.base.command_words import MEDIA_CHILD, RENDER_CHILD

if TYPE_CHECKING:
    from sora_desktop.base.start_wish import StartWish
    from sora_desktop.studio.last_moment import QuickEnd

COMMANDS = ("open", "engine", "generate", "tour", "self-test")
_WITH_VALUE = ("--data-dir", "--show")
KEY_VARIABLE = "SORA_API_KEY"
"""The one variable that is a secret: what reads it later finds it in this process's memory alone."""


def load_window() -> Callable[..., int]:
    """Python's garbage collector rests until the window has its studio.

    What is made until then stays, and it would look through all of it again and again.
    """
    gc.disable()
    from sora_desktop.app import run_window

    return run_window


def load_generate() -> Callable[..., int]:
    from sora_desktop.cli import generate

    return generate


_ALBUM = {
    "states": "(their names, or all)",
    "languages": "languages (de,ja, or all)",
    "themes": "appearances (dark,light)",
    "texts": "sizes of text in percent (100,200, or all)",
    "sizes": "sizes of the window (1000x620, or all)",
}


def load_album() -> Callable[..., int]:
    from sora_desktop.tour.album import take_album

    return take_album


def load_tour() -> Callable[[Path, Path], int]:
    from sora_desktop.tour.walk import run_tour

    return run_tour


def load_self_test() -> Callable[[], int]:
    from sora_desktop.self_test import run

    return run


def load_engine() -> Callable[[list[str], Path], int]:
    from sora_desktop.engine.main import main as run_engine

    return run_engine


def load_media_child() -> Callable[[str], NoReturn]:
    from sora_desktop.media.child_tasks import main as work

    return work


def load_render_child() -> Callable[[], NoReturn]:
    from sora_desktop.animatic.child_task import main as work

    return work


def load_wipe() -> Callable[[str], None]:
    from sora_desktop.store.environment import wipe

    return wipe


def load_default_root() -> Callable[[], Path]:
    from sora_desktop.store.paths import default_root

    return default_root


def load_portable_root() -> Callable[[], Path | None]:
    from sora_desktop.store.paths import portable_root

    return portable_root


def load_quick_end() -> "type[QuickEnd]":
    from sora_desktop.studio.last_moment import QuickEnd

    return QuickEnd


def load_wish() -> "Callable[..., StartWish]":
    from sora_desktop.base.start_wish import start_wish

    return start_wish


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sora-desktop",
        usage="%(prog)s [--data-dir DIR | --portable] [--show {preview,library}] [COMMAND … | FILE …]",
        description="A desktop studio for short videos. Without a command it opens the window, with files it shows them there.",
    )
    parser.add_argument("--version", action="version", version=f"Sora Desktop {__version__}")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--data-dir", type=Path, metavar="DIR", help="where clips, jobs, settings and logs are kept")
    place.add_argument("--portable", action="store_true", help="keep them beside the program itself")
    parser.add_argument(
        "--show",
        choices=("preview", "library"),
        default="",
        help="what the window has in front: a free preview, or the clips",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", prog="sora-desktop")
    files = commands.add_parser("open", help="show pictures and clips in the window, as FILE alone does")
    files.add_argument(
        "files", nargs="+", metavar="FILE", help="a picture, a clip, or a clip's recipe; a path or an address"
    )
    commands.add_parser("engine", help="run the local engine as a service of its own", add_help=False)
    generate = commands.add_parser("generate", help="make one clip without a window")
    generate.add_argument("--connection", metavar="NAME", help="the service to use, in place of the selected one")
    generate.add_argument("--model", required=True, metavar="ID", help="for example sora2-landscape-4s")
    generate.add_argument("--prompt", required=True, metavar="TEXT", help="what should be seen")
    generate.add_argument("--image", metavar="FILE_OR_URL", help="a reference picture")
    generate.add_argument("--aspect-ratio", choices=("16:9", "9:16", "1:1"), help="where the model leaves it open")
    generate.add_argument("--duration", type=int, metavar="SECONDS", help="where the model leaves it open")
    generate.add_argument("--over-budget", action="store_true", help="send it also where it is above the budget")
    generate.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.mp4", help="where the clip goes")
    tour = commands.add_parser("tour", help="drive the window through the main job and leave pictures")
    tour.add_argument("out_dir", type=Path, metavar="OUT_DIR")
    commands.add_parser("self-test", help="see whether all parts of this installation are there and work")
    for name, what in _ALBUM.items():
        tour.add_argument(
            f"--{name}", default="", metavar="LIST", help=f"instead: pictures of its states, in these {what}"
        )
    return parser


def _as_command(words: Sequence[str]) -> list[str]:
    """`FILE …` as `open FILE …`. A bare word that is no file is a misspelt command."""
    at = 0
    while at < len(words) and words[at].startswith("-") and words[at] != "--":
        at += 2 if words[at] in _WITH_VALUE else 1
    rest = words[at:]
    if not rest or rest[0] in COMMANDS or (rest[0].isidentifier() and not os.path.lexists(rest[0])):
        return list(words)
    return [*words[:at], "open", *rest]


def _take_tour(arguments: argparse.Namespace, data_dir: Path) -> int:
    """Through the main job, or pictures of the states where anything is said of these."""
    wanted = [getattr(arguments, name) for name in _ALBUM]
    return load_album()(arguments.out_dir, *wanted) if any(wanted) else load_tour()(arguments.out_dir, data_dir)


def _data_dir(arguments: argparse.Namespace) -> Path:
    place: Path | None = arguments.data_dir or (load_portable_root() if arguments.portable else load_default_root())()
    if place is None:
        _parser().error(
            "--portable: this program has no folder of its own. Unpack the download, and start the one in it."
        )
    return place.expanduser().absolute()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code. Without `argv` it is that of this process, which is the app's own."""
    if KEY_VARIABLE in os.environ:
        load_wipe()(KEY_VARIABLE)
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == [MEDIA_CHILD] and len(words) == 2:
        load_media_child()(words[1])
    if words == [RENDER_CHILD]:
        load_render_child()()
    arguments, rest = _parser().parse_known_args(_as_command(words))
    if rest and arguments.command != "engine":
        _parser().error(f"unknown: {' '.join(rest)}")
    data_dir = _data_dir(arguments)
    quick_end = load_quick_end()() if argv is None and arguments.command != "engine" else None
    match arguments.command:
        case "engine":
            code = load_engine()(rest, data_dir)
        case "generate":
            code = load_generate()(arguments, data_dir, own_process=argv is None)
        case "tour":
            code = _take_tour(arguments, data_dir)
        case "self-test":
            code = load_self_test()()
        case _:
            wish = load_wish()(getattr(arguments, "files", ()), arguments.show)
            code = load_window()(data_dir, own_process=argv is None, wish=wish)
    if quick_end is not None:
        quick_end.code = int(code)
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
