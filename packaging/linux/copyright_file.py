"""The file `copyright` of a Debian package, in the form that machines read (DEP-5)."""

_HEAD = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Sora Desktop
Source: what this package was built from
Comment: The package brings Python, Qt, FFmpeg and other people's work along.
 All of it together is distributed under the GPL, version 3 or later. Which
 part is under which licence stands below, with the words of each.

Files: *
Copyright: 2026 the Sora Desktop developers, and those who are named below
License: GPL-3.0-or-later and others

License: GPL-3.0-or-later and others
 On Debian systems the GNU General Public License, version 3, lies in
 /usr/share/common-licenses/GPL-3.
 .
"""


def machine_readable(notices: str) -> str:
    """With the text about all parts as the words of the licence."""
    lines = (line.rstrip() for line in notices.splitlines())
    return _HEAD + "".join(f" {line}\n" if line else " .\n" for line in lines)
