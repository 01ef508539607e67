"""The two formats that the app comes with: their ids, and what is special about each."""

from sora_desktop.services.formats import FORMATS

UNIALL, NATIVE = "uniall", "openai-videos"
FACTS = {each: FORMATS[each].facts for each in (UNIALL, NATIVE)}
