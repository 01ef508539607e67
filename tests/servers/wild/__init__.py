"""The services of the wild, each with its strictness, its catalogue, its prices and its settlement; `WILD` has them all.

A service is a value in the module of its family; `service.py` serves it. Each module says what it was read from.
"""

from tests.servers.wild.gateways import EVOLINK, LLMGATEWAY, MERGE, OPENAI, UNIALL
from tests.servers.wild.litellm import BEFORE_VLLM, WITH_DATABASE
from tests.servers.wild.newapi import CHANNELS, ENVELOPE, FLAT
from tests.servers.wild.openrouter import OPENROUTER
from tests.servers.wild.own_servers import SGLANG, VLLM_OMNI
from tests.servers.wild.spec import Wild

_ALL: tuple[Wild, ...] = (
    UNIALL,
    OPENAI,
    FLAT,
    ENVELOPE,
    *CHANNELS,
    WITH_DATABASE,
    BEFORE_VLLM,
    VLLM_OMNI,
    SGLANG,
    OPENROUTER,
    LLMGATEWAY,
    MERGE,
    EVOLINK,
)
WILD: dict[str, Wild] = {each.name: each for each in _ALL}
