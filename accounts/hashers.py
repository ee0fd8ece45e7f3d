"""A light password hash for demonstrations alone."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class DemoPasswordHasher(Argon2PasswordHasher):
    """Argon2 at a tenth of the cost: a demonstration makes nine new random passwords at each start, on loopback."""

    algorithm = "argon2demo"
    time_cost = 1
    memory_cost = 8192
    parallelism = 1
