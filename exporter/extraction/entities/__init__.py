"""Which people, organisations and places a text names."""
