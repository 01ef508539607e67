"""Whether all parts of the app are there and work, wherever it is installed: `sora-desktop self-test`.

A bundle holds what its builder found; what is loaded later, under a name or in a process of its own, fails later. So all
of that is asked for here, without a screen and without a service.
"""

import argparse
import asyncio
import contextlib
import importlib
import inspect
import pkgutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import sora_desktop
from sora_desktop.cli import generate
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.doctor import Verdict
from sora_desktop.domain.errors import KeyringError
from sora_desktop.domain.image import InputImage
from sora_desktop.studio.build import open_studio

MODEL = "sora2-landscape-4s"


def run() -> int:
    """Say of each part whether it works; 0 where all do. It works in a folder of its own, which is gone after it."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="sora-desktop-self-test-") as folder:
        for name, check in _checks(Path(folder)):
            problem = _tried(check)
            failed += bool(problem)
            _say(f"{name}: {problem or 'good'}")
    return int(failed > 0)


def _checks(folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "modules", _import_all
    yield "what is loaded later", _ask_loaders
    yield "resources", _look_for_resources
    yield "a clip, by the engine and the children", lambda: _make_clip(folder)
    yield "a picture, by its child, and the doctor", lambda: asyncio.run(_ask_studio(folder / "asked"))


def _tried(check: Callable[[], str]) -> str:
    """What speaks against a part; "" where it works."""
    try:
        return check()
    except Exception as error:  # noqa: BLE001 -- each part is tried, whatever is wrong with another
        return f"{type(error).__name__}: {error}"


def module_names() -> list[str]:
    """All of the package, as the running program finds them."""
    found = pkgutil.walk_packages(sora_desktop.__path__, "sora_desktop.")
    return sorted(each.name for each in found)


def _import_all() -> str:
    names = module_names()
    for name in names:
        importlib.import_module(name)
    return "" if len(names) > 1 else "none is found"


def _ask_loaders() -> str:
    count = 0
    for load in loaders():
        with contextlib.suppress(KeyringError):  # a machine without a keychain lacks no part of the app
            load()
        count += 1
    return "" if count else "none is found"


def loaders() -> Iterator[Callable[[], object]]:
    """What loads a part when it is first needed, as far as it takes no argument."""
    for module in [sys.modules[name] for name in module_names() if name in sys.modules]:
        for name, value in sorted(vars(module).items()):
            own = inspect.isfunction(value) and value.__module__ == module.__name__
            if own and name.lstrip("_").startswith("load_") and _is_free(value):
                yield value


def _is_free(load: Callable[..., object]) -> bool:
    given = inspect.signature(load).parameters.values()
    return not inspect.iscoroutinefunction(load) and all(each.default is not each.empty for each in given)


def _look_for_resources() -> str:
    folder = load_resources()
    languages = sorted(each.parents[1].name for each in folder.glob("locale/*/LC_MESSAGES/sora_desktop.mo"))
    lacks = [name for name in ("icons", "sample-image.png") if not (folder / name).exists()]
    return ", ".join([*lacks, *([] if len(languages) >= 5 else [f"translations: {languages}"])])


def _make_clip(folder: Path) -> str:
    """It is drawn by a child of the engine, looked through by a child of the studio, and copied."""
    target = folder / "clip.mp4"
    arguments = argparse.Namespace(
        connection=None,
        model=MODEL,
        prompt="A boat, slow pan left",
        image=None,
        aspect_ratio=None,
        duration=None,
        over_budget=False,
        output=target,
    )
    code = generate(arguments, folder / "made")
    return "" if code == 0 and target.stat().st_size else f"exit code {code}"


def load_resources() -> Path:
    from sora_desktop.ui.assets import resources_dir

    return resources_dir()


async def _ask_studio(data_dir: Path) -> str:
    studio = await open_studio(data_dir)
    try:
        await studio.pictures.look_at(InputImage(path=load_resources() / "sample-image.png"))
        findings = await studio.connections.examine(engine_connection(), None)
    finally:
        await studio.close()
    bad = [str(each.words) for each in findings if each.verdict is Verdict.BAD]
    return "; ".join(bad) if findings else "no findings"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 -- the command's own voice
