"""`tour`: pictures of the real window, on its way through the main job (`walk`) and in each of its states (`album`)."""
