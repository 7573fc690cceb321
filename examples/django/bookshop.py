"""The bookshop on Django: a QuerySet is built, and sent only when its rows are asked for; what begins with `a` is awaited."""

import asyncio

from asgiref.sync import sync_to_async
from django.db import transaction
from django.db.models import F, Sum
from shop.models import Author, Book, Order


def books_in_stock():
    return list(Book.objects.in_stock().order_by("title"))


def find_book(title):
    return Book.objects.filter(title=title).first()


def titles_of(name):
    books = Book.objects.filter(author__name=name)
    books = books.order_by("title")
    return [book.title for book in books]


def shelf_worth():
    return Book.objects.aggregate(worth=Sum(F("price") * F("stock")))["worth"]


def is_sold_out(title):
    return not Book.objects.in_stock().filter(title=title).exists()


def authors_and_titles():
    lines = []
    for book in Book.objects.select_related("author").order_by("title"):
        lines.append(f"{book.author.name}: {book.title}")
    return lines


def sell(book_id, customer, quantity=1):
    with transaction.atomic():
        book = Book.objects.select_for_update().get(pk=book_id)
        book.stock -= quantity
        book.save()
        return Order.objects.create(book=book, customer=customer, quantity=quantity)


def restock(title, copies):
    return Book.objects.filter(title=title).update(stock=F("stock") + copies)


def stock_list():
    return sum(book.stock for book in Book.objects.order_by("pk").iterator())


async def find_book_by_id(book_id):
    return await Book.objects.select_related("author").aget(pk=book_id)


async def titles_in_stock():
    return [book.title async for book in Book.objects.in_stock().order_by("title")]


async def shelf_size():
    books, authors = await asyncio.gather(Book.objects.acount(), Author.objects.acount())
    return books, authors


async def sell_online(book_id, customer):
    return await sync_to_async(sell)(book_id, customer)


async def orders_of(book_id):
    book = await Book.objects.aget(pk=book_id)
    customers = []
    async for order in book.orders.order_by("pk"):
        customers.append(order.customer)
    return customers


# Mistake: the query is built and dropped, so nothing is taken off the shelf.
def clear_shelf(name):
    Book.objects.filter(author__name=name)
    return f"All books by {name} are gone."


# Mistake: every book sends a query of its own for its author.
def names_on_shelf():
    names = set()
    for book in Book.objects.order_by("title"):
        names.add(book.author.name)
    return names


# Mistake: get() blocks, and Django refuses that in an async function.
async def price_of(title):
    book = Book.objects.get(title=title)
    return book.price


# Mistake: the coroutine is never awaited, so the price stays as it was.
async def reprice(title, price):
    Book.objects.filter(title=title).aupdate(price=price)


# Mistake: a QuerySet can't be awaited.
async def all_books():
    return await Book.objects.filter(stock__gt=0).all()


# Mistake: list() fetches the rows while the event loop waits, and Django refuses that.
async def newest_titles():
    books = Book.objects.order_by("-pk")
    return [book.title for book in list(books)]
