"""Kinds of servers, as data: what a connection to one has before a person changes anything.

Facts about the servers are of 2026-11: LiteLLM 1.108, vLLM-Omni 0.30, SGLang 0.5.23, new-api, OpenRouter's video API.
"""

from dataclasses import replace
from enum import StrEnum
from urllib.parse import urlsplit

from sora_desktop.base.sentences import N_
from sora_desktop.base.values import dataclass
from sora_desktop.domain.balance import BalanceWay
from sora_desktop.domain.catalog import CATALOG, VideoModel
from sora_desktop.domain.charge import SettlementWay, Settling
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.families import (
    FAMILIES_AT_MERGE,
    FAMILIES_AT_NEW_API,
    MERGE,
    OTHERS_AT_NEW_API,
    SORA_AT_NEW_API,
    Family,
)
from sora_desktop.domain.format_facts import Capabilities, LocalImage
from sora_desktop.domain.pricing import PriceList
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, LinkAs, SecondsAs, SourceAs, WireOptions


class Catalogue(StrEnum):
    """The lists that a server gives of its models and prices: each has a reader in `services/catalogs`."""

    OPENAI_MODELS = "openai-models"
    LITELLM_INFO = "litellm-info"
    NEW_API_PRICING = "new-api-pricing"
    OPENROUTER_VIDEO = "openrouter-video"


@dataclass(frozen=True, slots=True)
class Preset:
    """`label` and `help` are source texts, marked with `N_`. `base_url` is set for a service of one address only, and
    `example` is what such an address looks like.

    `models` are those of a new connection; none where each server has its own, which it is asked for. `catalogues`
    and `settling` are the free questions that it answers, and so are `balances`, the closest first. `free`: nobody bills
    for it. `keyless`: it usually needs no key. `passes_questions_on`: about a job that it does not know it
    asks another service, with a key of its own: the answer says nothing of it. `ways` are the families of models behind
    it that want their requests spelled
    otherwise, and `other_way` holds for all that are of none of them; None where they are asked as the connection says.
    """

    id: str
    label: str
    help: str
    format: str
    base_url: str = ""
    example: str = "https://service.example.com"
    local_image: LocalImage = LocalImage.NATIVE
    wire: WireOptions = AS_THE_FORMAT_HAS_IT
    capabilities: Capabilities = Capabilities()
    models: tuple[VideoModel, ...] = ()
    catalogues: tuple[Catalogue, ...] = (Catalogue.OPENAI_MODELS,)
    settling: Settling = Settling()
    balances: tuple[BalanceWay, ...] = ()
    free: bool = False
    keyless: bool = False
    passes_questions_on: bool = False
    ways: tuple[Family, ...] = ()
    other_way: WireOptions | None = None

    def as_spoken(self, model: VideoModel) -> VideoModel:
        """The entry of a model that the server lists, with the way of its family where that has one."""
        way = self._of_family(model.id) if model.wire is None else None
        return model if way in (None, self.wire) else replace(model, wire=way)

    def way_of(self, model_id: str, usual: WireOptions) -> WireOptions:
        """How a model is asked whose entry does not say it; `usual` is how its connection has it."""
        known = self._of_family(model_id) or self.other_way or usual
        if known == self.wire or (known == self.other_way and usual != self.wire):
            return usual
        return known

    def _of_family(self, model_id: str) -> WireOptions | None:
        return next((each.wire for each in self.ways if each.has(model_id)), None)

    def connection(self, base: Connection) -> Connection:
        """`base`, a new connection of this preset's format, as such a server has it."""
        return replace(
            base,
            preset=self.id,
            base_url=self.base_url,
            local_image=self.local_image,
            wire=self.wire,
            models=self.models,
            prices=PriceList(free=self.free),
            lists_jobs=self.capabilities.lists_jobs,
            honours_idempotency_keys=self.capabilities.honours_idempotency_keys,
            can_cancel=self.capabilities.can_cancel,
            settling=self.settling,
        )


PRESETS: tuple[Preset, ...] = (
    Preset(
        "uniall",
        N_("UniAll"),
        N_("UniAll and gateways like it: POST /v1/video/generations"),
        "uniall",
        models=CATALOG,
    ),
    Preset(
        "openai-videos",
        N_("OpenAI-compatible"),
        N_("Any service with POST /v1/videos"),
        "openai-videos",
        wire=WireOptions(characters=True),
        capabilities=Capabilities(lists_jobs=True),
        models=CATALOG,
    ),
    Preset(
        "new-api",
        N_("new-api"),
        N_("A gateway that resells video models of many companies"),
        "openai-videos",
        wire=SORA_AT_NEW_API,
        catalogues=(Catalogue.OPENAI_MODELS, Catalogue.NEW_API_PRICING),
        settling=Settling((SettlementWay.NEW_API_TASK, SettlementWay.NEW_API_LOG), units_a_dollar=500_000),
        balances=(BalanceWay.NEW_API_TOKEN, BalanceWay.NEW_API_BILLING),
        ways=FAMILIES_AT_NEW_API,
        other_way=OTHERS_AT_NEW_API,
    ),
    Preset(
        "litellm",
        N_("LiteLLM"),
        N_("A proxy in front of other services, often a company's own"),
        "openai-videos",
        wire=WireOptions(link=LinkAs.FILE, remix=SourceAs.PATH, extend=SourceAs.ID, characters=True),
        catalogues=(Catalogue.OPENAI_MODELS, Catalogue.LITELLM_INFO),
        balances=(BalanceWay.LITELLM_KEY, BalanceWay.LITELLM_OWNER),
        passes_questions_on=True,
    ),
    Preset(
        "vllm-omni",
        N_("vLLM-Omni"),
        N_("Your own server with open models, such as Wan"),
        "openai-videos",
        example="http://localhost:8091",
        wire=WireOptions(form=True, link=LinkAs.OBJECT, link_field="image_reference"),
        capabilities=Capabilities(lists_jobs=True, can_cancel=True),
        free=True,
        keyless=True,
    ),
    Preset(
        "sglang",
        N_("SGLang Diffusion"),
        N_("Your own server with open models, such as Wan"),
        "openai-videos",
        example="http://localhost:30000",
        wire=WireOptions(link=LinkAs.TEXT, link_field="reference_url"),
        capabilities=Capabilities(lists_jobs=True, can_cancel=True),
        free=True,
        keyless=True,
    ),
    Preset(
        "openrouter",
        N_("OpenRouter"),
        N_("Video models of many companies with one key"),
        "openrouter",
        base_url="https://openrouter.ai",
        local_image=LocalImage.DATA_URL,
        catalogues=(Catalogue.OPENROUTER_VIDEO,),
        balances=(BalanceWay.OPENROUTER_KEY, BalanceWay.OPENROUTER_CREDITS),
    ),
    Preset(
        "llmgateway",
        N_("LLM Gateway"),
        N_("Video models of many companies with one key"),
        "openai-videos",
        base_url="https://api.llmgateway.io",
        wire=WireOptions(
            seconds=SecondsAs.NUMBER,
            link=LinkAs.OBJECT,
            link_field="image",
            last_field="last_frame",
            reference_field="reference_images",
            local=LocalImage.DATA_URL,
        ),
    ),
    Preset(
        "merge",
        N_("Merge Gateway"),
        N_("Video models of many companies with one key"),
        "openai-videos",
        base_url="https://api-gateway.merge.dev",
        local_image=LocalImage.REFUSE,
        wire=MERGE,
        ways=FAMILIES_AT_MERGE,
        capabilities=Capabilities(lists_jobs=True),
    ),
    Preset(
        "evolink",
        N_("EvoLink"),
        N_("Video models of many companies with one key"),
        "evolink",
        base_url="https://api.evolink.ai",
        local_image=LocalImage.REFUSE,
        balances=(BalanceWay.EVOLINK_CREDITS,),
    ),
    Preset(
        "engine",
        N_("Another computer's engine"),
        N_("The free preview engine of Sora Desktop, started with “sora-desktop engine”"),
        "openai-videos",
        example="http://localhost:8788",
        wire=WireOptions(remix=SourceAs.ID, extend=SourceAs.ID, thumbnails=True, characters=True),
        capabilities=Capabilities(lists_jobs=True, honours_idempotency_keys=True, can_cancel=True),
        models=CATALOG,
        free=True,
    ),
)
"""In the order in which they are offered."""


def preset_of(preset_id: str) -> Preset | None:
    """None for one that this version does not know."""
    return next((each for each in PRESETS if each.id == preset_id), None)


def preset_at(base_url: str) -> Preset | None:
    """The service that has this address, where an address is that of one service."""
    host = urlsplit(base_url).hostname
    return next((each for each in PRESETS if each.base_url and urlsplit(each.base_url).hostname == host), None)
