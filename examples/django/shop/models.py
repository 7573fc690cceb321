"""Authors, their books, and the orders for them."""

from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=80)


class BookQuerySet(models.QuerySet):
    def in_stock(self):
        return self.filter(stock__gt=0)


class Book(models.Model):
    title = models.CharField(max_length=80)
    price = models.IntegerField()
    stock = models.IntegerField(default=0)
    author = models.ForeignKey(Author, models.CASCADE, related_name="books")

    objects = BookQuerySet.as_manager()


class Order(models.Model):
    book = models.ForeignKey(Book, models.CASCADE, related_name="orders")
    customer = models.CharField(max_length=80)
    quantity = models.IntegerField(default=1)
