"""A LiteLLM proxy, told over standard input before what it stands. Runs in the environment that `scripts/interop proxy` makes.

`more["models"]` are its models: name, provider and name there, address and key of the server, and what `info` says of it.
"""

import json
import os
from typing import Any

from tests.interop.serving import Told, serve


def make_app(told: Told) -> Any:
    models = [
        {
            "model_name": each["name"],
            "litellm_params": {"model": each["model"], "api_base": each["address"], "api_key": each["key"]},
            "model_info": each.get("info", {}),
        }
        for each in told.more["models"]
    ]
    config = told.folder / "config.yaml"
    config.write_text(
        json.dumps({"model_list": models, "general_settings": {"master_key": told.key}})
    )  # YAML has JSON in it
    os.environ |= {"CONFIG_FILE_PATH": str(config), "LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_LOG": "ERROR"}
    from litellm.proxy.proxy_server import app

    return app


if __name__ == "__main__":
    serve(make_app)
