"""A call as a command that a person can read, paste and run, with the key left to a variable of the shell."""

import json
import re
import shlex
from typing import Any
from urllib.parse import urlencode

from sora_desktop.services.json.reader import whole_text
from sora_desktop.services.wire import Call, FilePart

KEY = "$SORA_API_KEY"
"""What stands in place of the key: whoever runs the command sets it."""
_DATA_URL = re.compile(r"data:[\w.+-]+/[\w.+-]+;base64,")
_LONG = 200
_LINE = " \\\n  "


def curl_of(call: Call, base_url: str, key_headers: tuple[tuple[str, str], ...] = ()) -> str:
    """`key_headers` are those of the format for the key `KEY`. A picture that stands in the body is cut, and said to be."""
    query = f"?{urlencode(call.query)}" if call.query else ""
    parts = [f"curl -X {call.method} {_quoted(f'{base_url}{call.path}{query}')}"]
    parts += [f"-H {_with_variable(f'{name}: {value}')}" for name, value in key_headers]
    parts += [f"-H {_quoted(f'{name}: {value}')}" for name, value in call.headers]
    if call.json is not None:
        body = json.dumps(_shortened(call.json), ensure_ascii=False, indent=2, allow_nan=False)
        parts += [f"-H {_quoted('content-type: application/json')}", f"--data-raw {_quoted(whole_text(body))}"]
    parts += [f"--form-string {_quoted(f'{name}={_short(value)}')}" for name, value in call.form]
    parts += [f"-F {_quoted(_file(part))}" for part in call.files]
    return _LINE.join(parts)


def _quoted(text: str) -> str:
    """One word of a shell, whatever is in it; a NUL can stand in none."""
    return shlex.quote(text.replace("\0", ""))


def _with_variable(text: str) -> str:
    """One word in which `KEY` stays a variable."""
    before, key, after = text.partition(KEY)
    return f'"{_inside(before)}{key}{_inside(after)}"' if key else _quoted(text)


def _inside(text: str) -> str:
    return re.sub(r'([\\"$`!])', r"\\\1", text.replace("\0", ""))


def _file(part: FilePart) -> str:
    name = part.filename.replace("\\", "\\\\").replace('"', '\\"')
    return f'{part.name}=@"{name}";type={part.mime}'


def _shortened(value: Any) -> Any:
    if isinstance(value, str):
        return _short(value)
    if isinstance(value, dict):
        return {name: _shortened(each) for name, each in value.items()}
    return [_shortened(each) for each in value] if isinstance(value, list | tuple) else value


def _short(text: str) -> str:
    """A data URL by its start and its length; any other text as it is."""
    start = _DATA_URL.match(text)
    if start is None or len(text) <= _LONG:
        return text
    return f"{text[: start.end() + 16]}…({len(text)} characters)"
