"""Every story in the window is watched for keys that leave their place."""

from tests.support.canary import no_key_leaves

__all__ = ["no_key_leaves"]
