"""A bookshop's models: a foreign key, a many-to-many relation, unique fields."""

from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=40)


class Tag(models.Model):
    name = models.CharField(max_length=40)


class Book(models.Model):
    title = models.CharField(max_length=40, unique=True)
    pages = models.IntegerField(default=1)
    published = models.DateField(null=True)
    printed = models.DateTimeField(null=True)
    author = models.ForeignKey(Author, models.CASCADE, related_name="books", null=True)
    tags = models.ManyToManyField(Tag, related_name="books")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["title", "pages"], name="one_title")]
