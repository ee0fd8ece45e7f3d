"""Pages of the staff face, one module for each theme."""
