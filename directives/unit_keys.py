"""How drafts and forms write whom they charge: a unit's slug, or `set:` before that of a unit set."""

SET = "set:"
