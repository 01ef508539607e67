"""Sora Desktop: a desktop studio for short videos from Sora-2-format services."""

__version__ = "0.1.0"
