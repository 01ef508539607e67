"""How a service is asked what a job cost follows its kind again."""

from sora_desktop.store.upgrades.history import Plain

_NEW_API = "new-api"
_OTHERS = ("uniall", "openai-videos", "litellm", "vllm-omni", "sglang", "openrouter", "llmgateway", "merge", "evolink")


def settling_follows_the_kind(plain: Plain) -> Plain:
    """A connection whose kind was changed had kept that of its former kind: of those of then new-api alone has books."""
    settling = plain.get("settling")
    has_books = isinstance(settling, dict) and bool(settling.get("ways"))
    is_former = plain.get("preset") in _OTHERS if has_books else plain.get("preset") == _NEW_API
    return {name: value for name, value in plain.items() if name != "settling"} if is_former else plain
