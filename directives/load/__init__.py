"""Realistic Chinese work in any amount, for measuring. Written in bulk, past the workflow: never in production."""
