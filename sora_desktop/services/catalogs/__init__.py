"""The lists that services have of their models and prices: a new kind is a word of `Catalogue`, a file here, and a line in CATALOGS."""

from sora_desktop.domain.presets import Catalogue
from sora_desktop.services.catalogs.litellm_info import LiteLLMInfo
from sora_desktop.services.catalogs.new_api_pricing import NewApiPricing
from sora_desktop.services.catalogs.openai_models import OpenAIModels
from sora_desktop.services.catalogs.openrouter_models import OpenRouterModels
from sora_desktop.services.catalogs.pages import Catalog

_ALL: tuple[Catalog, ...] = (
    OpenAIModels(),
    OpenRouterModels(),
    NewApiPricing(),
    LiteLLMInfo(),
)
CATALOGS: dict[Catalogue, Catalog] = {each.id: each for each in _ALL}
