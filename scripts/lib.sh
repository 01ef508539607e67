# Shared by the scripts beside it: finds Python, makes the environment, asks for what the system lacks.
# Everything is done once: a stamp in .venv remembers for which files and which Python it was done.
# Written for bash 3.2, which is what macOS has.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="$ROOT/.venv"
PYTHON_IN_VENV="$VENV/bin/python"

say() { echo "$@" >&2; }

stop() {
    say "$@"
    exit 1
}

# The first Python of at least 3.11, or nothing.
find_python() {
    local name
    for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python3.14; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

require_python() {
    local python
    python="$(find_python)"
    if [[ -z "$python" ]]; then
        say "No Python 3.11 or newer was found."
        "$ROOT/packaging/install-system-packages" python3 python3-venv || true
        python="$(find_python)"
    fi
    [[ -n "$python" ]] || stop "Please install Python 3.11, 3.12 or 3.13 (python.org has it), and start again."
    echo "$python"
}

# True where .venv works and was made at this very place: a copied or moved one points elsewhere.
environment_is_sound() {
    "$PYTHON_IN_VENV" -c 'import pip' 2>/dev/null && head -n 3 "$VENV/bin/pip" | grep -qF "$VENV/bin/python"
}

make_environment() {
    local python version
    python="$(require_python)"
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        version="$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')"
        "$ROOT/packaging/install-system-packages" "$version-venv" ||
            stop "$python has no venv module, which this needs."
    fi
    say "Making the environment in $VENV with $("$python" -V)"
    rm -rf "$VENV"
    "$python" -m venv "$VENV"
}

# What an installation depends on, as a checksum.
fingerprint() {
    {
        cat "$ROOT/pyproject.toml" "$ROOT/constraints.txt"
        cat "$ROOT"/resources/locale/*/LC_MESSAGES/*.po 2>/dev/null || true # an installation compiles them
        "$PYTHON_IN_VENV" -V
    } | cksum
}

# install_once NAME [pip arguments]: the app, and what the arguments add, at the versions of constraints.txt.
install_once() {
    local name="$1" stamp="$VENV/.installed-$1" wanted
    shift
    wanted="$(fingerprint)"
    [[ -f "$stamp" && "$(cat "$stamp")" == "$wanted" ]] && return
    say "Installing ($name); this needs the network once."
    export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_CONSTRAINT="$ROOT/constraints.txt"
    "$PYTHON_IN_VENV" -m pip install -q pip # the one that came with Python may not know dependency groups
    # From the folder: the names of dependency groups are looked up in its pyproject.toml.
    (cd "$ROOT" && PIP_BUILD_CONSTRAINT="$PIP_CONSTRAINT" "$PYTHON_IN_VENV" -m pip install -q -e . "$@")
    # What pip installs it compiles; the app itself lies here, and an environment may forbid Python to write as it goes.
    "$PYTHON_IN_VENV" -m compileall -q "$ROOT/sora_desktop"
    echo "$wanted" >"$stamp"
}

# Asks for the system's packages at most once for each list of them; later starts only name what is missing.
# install_system_packages_once NAME: those that all need, and those of system-packages-NAME.txt where there is one.
install_system_packages_once() {
    local stamp="$VENV/.system-packages-$1" own="$ROOT/packaging/system-packages-$1.txt" wanted names=""
    [[ ! -f "$own" ]] || names="$(grep -v '^#' "$own" || true)"
    wanted="$(cat "$ROOT/packaging/system-packages.txt" - <<<"$names" | cksum)"
    # shellcheck disable=SC2086 # names are several words on purpose
    if [[ -f "$stamp" && "$(cat "$stamp")" == "$wanted" ]]; then
        "$ROOT/packaging/install-system-packages" --name-only $names || true
        return
    fi
    # shellcheck disable=SC2086 # likewise
    "$ROOT/packaging/install-system-packages" $names || say "Going on without them; the window may not open."
    echo "$wanted" >"$stamp"
}

# set_up NAME [pip arguments]
set_up() {
    environment_is_sound || make_environment
    install_system_packages_once "$1"
    install_once "$@"
}

# What other people's programs run in, see scripts/interop: an environment for each, and the wheels that are only read.
INTEROP="$ROOT/build/interop"
INTEROP_PINS="$ROOT/tests/interop/constraints"

# interop_environment NAME [pip arguments]: made once for these arguments, these versions and this Python.
interop_environment() {
    local name="$1" folder="$INTEROP/$1" wanted
    shift
    wanted="$({ cat "$INTEROP_PINS/$name.txt" "$ROOT/constraints.txt" && echo "$*" && "$PYTHON_IN_VENV" -V; } | cksum)"
    [[ -f "$folder/.installed" && "$(cat "$folder/.installed")" == "$wanted" ]] && return
    say "Installing (interop: $name); this needs the network once."
    rm -rf "$folder"
    "$PYTHON_IN_VENV" -m venv "$folder" || return
    "$folder/bin/python" -m pip install -q --disable-pip-version-check --no-input --timeout 60 -c "$INTEROP_PINS/$name.txt" "$@" ||
        return
    echo "$wanted" >"$folder/.installed"
}

# The servers whose routes the tests run. Their wheels are for one Python on one system, but what is read of them is plain
# Python; what makes the clips there is never installed.
set_up_routes() {
    local wanted stamp="$INTEROP/wheels/.downloaded"
    interop_environment routes -c "$ROOT/constraints.txt" \
        fastapi uvicorn python-multipart pydantic-settings pybase64 numpy pillow av httpx psutil orjson || return
    wanted="$(cksum <"$INTEROP_PINS/routes.txt")"
    [[ -f "$stamp" && "$(cat "$stamp")" == "$wanted" ]] && return
    say "Downloading two wheels (interop: routes); this needs the network once."
    rm -rf "$INTEROP/wheels"
    "$INTEROP/routes/bin/python" -m pip download -q --disable-pip-version-check --no-input --timeout 60 \
        --no-deps --only-binary :all: --python-version 3.11 --platform manylinux_2_34_x86_64 \
        -c "$INTEROP_PINS/routes.txt" -d "$INTEROP/wheels" vllm-omni sglang || return
    echo "$wanted" >"$stamp"
}

# True where a window can open on a screen that somebody sees.
has_display() {
    [[ "$(uname -s)" != Linux || -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]]
}

on_virtual_screen() {
    xvfb-run -a -s "-screen 0 1600x1000x24" "$@"
}
