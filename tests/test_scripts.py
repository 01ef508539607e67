"""The shell scripts, in a copy of the house where every foreign program is a stand-in that notes how it was called."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BASICS = ("bash", "env", "dirname", "cat", "cksum", "head", "grep", "rm", "mkdir", "find", "sort", "uname")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no shell for them")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux may have no display, and roots of its own")


@dataclass
class House:
    """A copy of the scripts in `root`; `programs` is the whole of the PATH."""

    root: Path
    programs: Path

    @property
    def calls(self) -> list[str]:
        log = self.root / "calls"
        return log.read_text().splitlines() if log.exists() else []

    def program(self, name: str, answers: str = "", *, folder: Path | None = None) -> None:
        """A program that notes its call and then does what `answers` says, in shell."""
        file = (folder or self.programs) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'#!/bin/bash\necho "$(basename "$0") $*" >>"{self.root}/calls"\n{answers}\n')
        file.chmod(0o755)

    def run(self, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a line of bash in an empty environment."""
        return subprocess.run(
            [shutil.which("bash") or "bash", "-c", f"set -euo pipefail; {command}"],
            env={"PATH": str(self.programs), "HOME": str(self.root), **environment},
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def lib(self, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.run(f"source scripts/lib.sh; {command}", **environment)


@pytest.fixture
def house(tmp_path: Path) -> House:
    for folder in ("scripts", "packaging"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in (*BASICS, "basename"):
        (programs / name).symlink_to(shutil.which(name) or name)
    return House(tmp_path, programs)


@pytest.fixture
def debian(house: House) -> House:
    """A Debian on which the packages of the file `installed` are installed; its apt-get works for root alone."""
    house.program("dpkg-query", f'grep -qx "${{@: -1}}" "{house.root}/installed" && echo -n installed || exit 1')
    house.program("apt-get")
    house.program("apt-cache", '[[ "$2" != *t64 ]]')
    house.program("id", "echo 0")
    (house.root / "packaging/system-packages.txt").write_text("# what is needed\nlibone\nlibtwot64|libtwo\n")
    (house.root / "installed").write_text("libone\n")
    return house


def apt_calls(house: House) -> list[str]:
    return [call for call in house.calls if call.startswith("apt-get")]


def test_what_is_missing_is_installed_under_the_name_that_this_release_knows(debian: House) -> None:
    done = debian.run("packaging/install-system-packages")

    assert done.returncode == 0
    assert [call.partition("install ")[2] for call in apt_calls(debian)] == ["-y --no-install-recommends libtwo"]


def test_nothing_is_asked_of_apt_where_nothing_is_missing(debian: House) -> None:
    (debian.root / "installed").write_text("libone\nlibtwo\n")

    done = debian.run("packaging/install-system-packages")

    assert (done.returncode, done.stderr, apt_calls(debian)) == (0, "", [])


def test_old_package_lists_are_fetched_anew_and_it_is_tried_again(debian: House) -> None:
    debian.program("apt-get", f'[[ "$*" == *update* ]] && touch "{debian.root}/fresh"; [[ -e "{debian.root}/fresh" ]]')
    (debian.programs / "touch").symlink_to(shutil.which("touch") or "touch")

    done = debian.run("packaging/install-system-packages")

    assert done.returncode == 0
    assert [call.split()[-1] for call in apt_calls(debian)] == ["libtwo", "update", "libtwo"]


@pytest.mark.parametrize("sudo", [None, "exit 1"])
def test_without_the_right_to_install_the_packages_are_named(debian: House, sudo: str | None) -> None:
    debian.program("id", "echo 1000")
    if sudo is not None:
        debian.program("sudo", sudo)

    done = debian.run("packaging/install-system-packages python3.11-venv")

    assert (done.returncode, apt_calls(debian)) == (1, [])
    assert "sudo apt-get install libtwo python3.11-venv" in done.stderr


def test_another_system_than_debian_is_left_alone(house: House) -> None:
    done = house.run("packaging/install-system-packages")

    assert (done.returncode, done.stderr) == (0, "")


def test_the_first_python_that_is_new_enough_is_taken(house: House) -> None:
    house.program("python3.13", "exit 1")
    house.program("python3.11")

    done = house.lib("find_python")

    assert done.stdout.strip() == str(house.programs / "python3.11")


def test_without_a_python_that_is_new_enough_it_is_said_and_nothing_is_made(house: House) -> None:
    house.program("python3", "exit 1")

    done = house.lib("make_environment")

    assert done.returncode == 1
    assert "Please install Python 3.11" in done.stderr
    assert not (house.root / ".venv").exists()


def furnish(house: House, venv: Path) -> None:
    """An environment as venv makes it at `venv`, put into the house."""
    house.program("python", 'if [[ "$*" == "-V" ]]; then echo "Python 3.11.0"; fi', folder=house.root / ".venv/bin")
    (house.root / ".venv/bin/pip").write_text(f"#!{venv}/bin/python\nimport pip\n")


def test_an_environment_that_was_moved_or_copied_is_made_anew(house: House) -> None:
    furnish(house, house.root / ".venv")
    assert house.lib("environment_is_sound").returncode == 0

    furnish(house, Path("/elsewhere/.venv"))
    assert house.lib("environment_is_sound").returncode == 1


def test_a_second_start_installs_nothing(house: House) -> None:
    furnish(house, house.root / ".venv")
    first = house.lib("install_once run")
    after_first = len([call for call in house.calls if "pip install" in call])
    second = house.lib("install_once run")
    after_second = len([call for call in house.calls if "pip install" in call])
    (house.root / "constraints.txt").write_text("httpx==0.1\n")
    third = house.lib("install_once run")
    after_third = len([call for call in house.calls if "pip install" in call])

    assert [first.returncode, second.returncode, third.returncode] == [0, 0, 0]
    assert (after_first, after_second, after_third) == (2, 2, 4)


MAKES_ENVIRONMENTS = """if [[ "$*" == "-V" ]]; then echo "Python 3.11.0"; fi
if [[ "$2" == venv ]]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi"""


@pytest.fixture
def workshop(house: House) -> House:
    """A house whose Python makes environments, with the versions of what others need."""
    furnish(house, house.root / ".venv")
    house.program("python", MAKES_ENVIRONMENTS, folder=house.root / ".venv/bin")
    (house.programs / "cp").symlink_to(shutil.which("cp") or "cp")
    pins = house.root / "tests/interop/constraints"
    pins.mkdir(parents=True)
    for name in ("routes", "schema"):
        (pins / f"{name}.txt").write_text("one==1\n")
    return house


def installs(house: House, what: str) -> int:
    return len([call for call in house.calls if "pip install" in call and what in call])


def test_an_environment_for_anothers_program_is_made_once_for_its_versions(workshop: House) -> None:
    counts = []
    for pin in ("one==1", "one==1", "one==2"):
        (workshop.root / "tests/interop/constraints/schema.txt").write_text(f"{pin}\n")
        done = workshop.lib("interop_environment schema schemathesis")
        counts.append((done.returncode, installs(workshop, "schemathesis")))

    assert counts == [(0, 1), (0, 1), (0, 2)]


def test_a_part_of_the_tries_with_others_installs_its_own_and_runs_its_own(workshop: House) -> None:
    done = workshop.run("scripts/interop schema package")

    assert done.returncode == 0
    assert [call for call in workshop.calls if "-m pytest" in call] == [
        "python -m pytest -q -n0 tests/interop/by_description.py",
        "python -m pytest -q -n0 tests/interop/test_openai_package.py",
    ]
    assert [installs(workshop, name) for name in ("schemathesis", "fastapi", "litellm")] == [1, 0, 0]


def test_a_part_that_does_not_hold_is_named_and_the_others_run(workshop: House) -> None:
    fails = f'{MAKES_ENVIRONMENTS}\n[[ "$*" != *openai_package* ]]'
    workshop.program("python", fails, folder=workshop.root / ".venv/bin")

    done = workshop.run("scripts/interop package schema")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "Not all of it held: package"
    assert "python -m pytest -q -n0 tests/interop/by_description.py" in workshop.calls


def test_what_only_the_tests_need_is_asked_for_by_them_alone(debian: House) -> None:
    furnish(debian, debian.root / ".venv")
    (debian.root / "installed").write_text("libone\nlibtwo\n")
    (debian.root / "packaging/system-packages-test.txt").write_text("# to compare with\nother\n")
    asked: list[list[str]] = []
    for name in ("run", "test", "run", "test"):
        debian.lib(f"install_system_packages_once {name}")
        asked.append([call.split()[-1] for call in apt_calls(debian)])

    assert asked == [[], ["other"], ["other"], ["other"]]


def test_the_app_is_compiled_once_as_an_environment_may_forbid_python_to_write(house: House) -> None:
    furnish(house, house.root / ".venv")
    for _ in range(2):
        house.lib("install_once run")

    assert [call for call in house.calls if "compileall" in call] == [
        f"python -m compileall -q {house.root}/sora_desktop"
    ]


@linux
@pytest.mark.parametrize("code", [0, 3])
def test_without_a_display_the_tour_is_taken_and_its_exit_code_is_passed_on(house: House, code: int) -> None:
    furnish(house, house.root / ".venv")
    made = f'touch "{house.root}/build/tour/one.png"; exit {code}'
    house.program("xvfb-run", made)
    (house.programs / "touch").symlink_to(shutil.which("touch") or "touch")

    done = house.run("scripts/run")

    assert done.returncode == code
    assert done.stderr.splitlines()[-1] == str(house.root / "build/tour/one.png")
    assert [call for call in house.calls if call.startswith("xvfb-run")][-1].endswith(
        f"sora_desktop tour {house.root}/build/tour"
    )


@linux
def test_pictures_are_kept_the_first_time_and_compared_the_next(house: House) -> None:
    furnish(house, house.root / ".venv")
    house.program("xvfb-run", f'touch "{house.root}/build/pictures/one.png"')
    for name in ("touch", "cp"):
        (house.programs / name).symlink_to(shutil.which(name) or name)
    first = house.run("scripts/pictures --compare last --languages de")
    second = house.run("scripts/pictures --compare last --languages de")

    assert (0, 0) == (first.returncode, second.returncode)
    assert (house.root / "last/one.png").exists()
    tours = [call for call in house.calls if call.startswith("xvfb-run")]
    assert all(call.endswith("sora_desktop tour build/pictures --states all --languages de") for call in tours)
    compared = [call for call in house.calls if "benchmarks.compare" in call]
    assert ["python -m benchmarks.compare last build/pictures build/changes"] == compared


@pytest.mark.parametrize("display", [{"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}])
def test_with_a_display_the_window_opens_and_arguments_are_passed_on(house: House, display: dict[str, str]) -> None:
    furnish(house, house.root / ".venv")

    done = house.run("scripts/run --data-dir 'a folder'", **display)

    assert done.returncode == 0
    assert house.calls[-1] == "python -m sora_desktop --data-dir a folder"


def test_every_check_runs_even_where_one_fails_and_the_failed_ones_are_named(house: House) -> None:
    furnish(house, house.root / ".venv")
    for tool, answer in (("ruff", "exit 1"), ("mypy", "exit 0"), ("lint-imports", "exit 1")):
        house.program(tool, answer, folder=house.root / ".venv/bin")

    done = house.run("scripts/check")

    assert done.returncode == 1
    checks = ["ruff format --check .", "ruff check .", "mypy ", "lint-imports ", "python -m tests.house_table"]
    assert checks == house.calls[-5:]
    assert done.stderr.splitlines()[-1] == "Failed: ruff format; ruff check; lint-imports; "


FRESH = ("timeout", "awk", "tr", "cut", "mktemp", "cp", "tail", "touch", "sleep")


@pytest.fixture
def maker(house: House) -> House:
    """A Debian whose apt knows a mirror and a proxy; what is made of them is empty, and entered only in name."""
    for name in FRESH:
        (house.programs / name).symlink_to(shutil.which(name) or name)
    (house.root / "tmp").mkdir()
    house.program("id", "echo 0")
    house.program("mmdebstrap", 'mkdir -p "${@: -2:1}/etc" "${@: -2:1}/root"')
    house.program("git")
    house.program(
        "apt-get", "echo 'Debian Debian-Security http://security'; echo 'Debian Debian http://mirror/debian/'"
    )
    house.program("apt-config", """[[ "$3" == *https* ]] || echo "proxy='http://proxy:3128'" """)
    house.program("python3", """[[ "$*" == *index-url* ]] && echo "http://index file:///opt/wheels" """)
    house.program("unshare")
    return house


def made(house: House) -> list[str]:
    return [call for call in house.calls if call.startswith("mmdebstrap")]


def roots_left(house: House) -> list[str]:
    return [path.name for path in (house.root / "tmp").iterdir()]


@linux
def test_a_bare_root_of_each_release_is_made_from_the_mirror_that_apt_knows_and_both_commands_run(
    maker: House,
) -> None:
    done = maker.run("scripts/fresh-machine", TMPDIR=str(maker.root / "tmp"))

    options = 'mmdebstrap --quiet --variant=apt --aptopt=Acquire::http::Proxy "http://proxy:3128"'
    assert [call.partition(" bookworm ")[0] for call in made(maker)[:1]] == [options]
    assert [call.partition(" trixie ")[0] for call in made(maker)[1:]] == [options]
    assert [call.rsplit(" ", 1)[1] for call in made(maker)] == ["http://mirror/debian/"] * 2
    assert [line.rpartition(",")[0] for line in done.stdout.splitlines()] == [
        f"Debian {release}: scripts/{command}: good" for release in (12, 13) for command in ("run", "test")
    ]
    assert len([call for call in maker.calls if call.startswith("unshare --mount --pid")]) == 4
    assert (done.returncode, roots_left(maker)) == (0, [])


@linux
def test_pip_is_told_there_what_it_is_told_here_but_no_folder_of_this_machine(maker: House) -> None:
    maker.run("scripts/fresh-machine 13", TMPDIR=str(maker.root / "tmp"))

    told = {word for call in maker.calls for word in call.split() if word.startswith(("PIP_", "file:"))}
    assert told == {"PIP_INDEX_URL=http://index", "PIP_EXTRA_INDEX_URL=http://index"}


@linux
@pytest.mark.parametrize(
    ("ends", "minutes", "words"),
    [
        ("exit 7", "60", "ended with 7"),
        ("exit 124", "60", "ended with 124"),
        ("exec sleep 60", "0.02", "did not end in 0.02 minutes"),
        ("kill -KILL $$", "60", "was ended by SIGKILL before its time"),
        ("exit 137", "60", "was ended by SIGKILL before its time"),
        ("kill -SEGV $$", "60", "was ended by SIGSEGV before its time"),
    ],
)
def test_a_command_that_fails_is_killed_or_does_not_end_is_told_and_the_root_goes_all_the_same(
    maker: House, ends: str, minutes: str, words: str
) -> None:
    maker.program("unshare", f"echo what went wrong; {ends}")

    done = maker.run(
        "scripts/fresh-machine 12 -- scripts/test -x", TMPDIR=str(maker.root / "tmp"), FRESH_MINUTES=minutes
    )

    assert [line.rpartition(",")[0] for line in done.stdout.splitlines()] == [f"Debian 12: scripts/test -x: {words}"]
    assert "what went wrong" in done.stderr
    assert (done.returncode, roots_left(maker)) == (1, [])


@linux
def test_a_command_that_its_own_clock_had_to_kill_did_not_end_in_time(maker: House) -> None:
    (maker.programs / "timeout").unlink()
    maker.program("timeout", "echo 'timeout: sending signal KILL to command bash' >&2; exit 137")

    done = maker.run("scripts/fresh-machine 12 -- scripts/test", TMPDIR=str(maker.root / "tmp"))

    assert "Debian 12: scripts/test: did not end in 60 minutes" == done.stdout.splitlines()[0].rpartition(",")[0]


@linux
def test_of_a_command_that_was_killed_it_is_told_whether_the_kernel_was_out_of_memory(maker: House) -> None:
    (maker.programs / "awk").unlink()
    awk, looked = shutil.which("awk"), maker.root / "looked"
    counts = f'[[ -e "{looked}" ]] && echo 4 || echo 3; touch "{looked}"'
    maker.program("awk", f'if [[ "$*" == *oom_kill* ]]; then {counts}; else exec {awk} "$@"; fi')
    maker.program("unshare", "kill -KILL $$")

    done = maker.run("scripts/fresh-machine 12 -- scripts/test", TMPDIR=str(maker.root / "tmp"))

    assert "SIGKILL before its time; the kernel ended a process for want of memory meanwhile" in done.stdout


@linux
def test_a_root_can_be_kept_and_it_is_said_where(maker: House) -> None:
    done = maker.run("scripts/fresh-machine 13 --keep", TMPDIR=str(maker.root / "tmp"))

    (left,) = roots_left(maker)
    assert f"The root is left in {maker.root / 'tmp' / left}" in done.stderr


@linux
@pytest.mark.parametrize(
    ("program", "answers", "words"),
    [
        ("id", "echo 1000", "This needs root"),
        ("apt-get", "echo 'Ubuntu Ubuntu http://mirror/ubuntu'", "DEBIAN_MIRROR"),
        ("mmdebstrap", "exit 1", ""),
    ],
)
def test_where_no_root_can_be_made_it_is_said_and_nothing_is_left(
    maker: House, program: str, answers: str, words: str
) -> None:
    maker.program(program, answers)

    done = maker.run("scripts/fresh-machine 13", TMPDIR=str(maker.root / "tmp"))

    assert done.returncode == 1
    assert words in done.stderr
    assert roots_left(maker) == []


def test_the_scripts_of_the_repository_can_be_run() -> None:
    names = [
        "scripts/run",
        "scripts/test",
        "scripts/check",
        "scripts/bench",
        "scripts/soak",
        "scripts/pictures",
        "scripts/fresh-machine",
        "scripts/interop",
        ".ci/run",
        "packaging/install-system-packages",
    ]

    assert [name for name in names if not os.access(ROOT / name, os.X_OK)] == []
