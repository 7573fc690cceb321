"""A hasher of passwords that is not the preferred one: a password that it made is hashed again when it is checked."""

from django.contrib.auth.hashers import MD5PasswordHasher


class OutOfDate(MD5PasswordHasher):
    algorithm = "out_of_date"
