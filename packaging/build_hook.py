"""What hatchling runs before it packs: the translations are compiled with every build, an editable one too."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version, build_data
        runpy.run_path(str(Path(__file__).with_name("compile_translations.py")), run_name="__main__")
