"""All that the app does, without a window: plain asyncio on one loop, no Qt."""
