"""One screen per file: home, lesson and what opens over them."""
