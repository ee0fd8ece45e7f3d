"""Views of the public face: they read the address, ask for plain rows, and render."""
