"""A day in the bookshop on Django: `python main.py`, with Django 5.2 or newer."""

import asyncio

import settings  # noqa: F401
import django

django.setup()

import bookshop
from django.core.exceptions import SynchronousOnlyOperation
from django.db import connection
from shop.models import Author, Book, Order


def open_shop():
    with connection.schema_editor() as editor:
        for model in (Author, Book, Order):
            editor.create_model(model)
    joyce = Author.objects.create(name="James Joyce")
    austen = Author.objects.create(name="Jane Austen")
    Book.objects.create(title="Ulysses", price=1200, stock=2, author=joyce)
    Book.objects.create(title="Emma", price=900, stock=5, author=austen)
    Book.objects.create(title="Persuasion", price=800, stock=0, author=austen)


def day():
    bookshop.sell(1, "Ada")
    bookshop.restock("Persuasion", 3)
    print([book.title for book in bookshop.books_in_stock()])
    print(bookshop.find_book("Emma"), bookshop.titles_of("Jane Austen"))
    print(bookshop.shelf_worth(), bookshop.is_sold_out("Emma"), bookshop.stock_list())
    print(bookshop.authors_and_titles())
    print(bookshop.clear_shelf("Jane Austen"), bookshop.names_on_shelf())


async def evening():
    print(await bookshop.find_book_by_id(1), await bookshop.titles_in_stock(), await bookshop.shelf_size())
    print(await bookshop.sell_online(2, "Grace"), await bookshop.orders_of(2))
    await bookshop.reprice("Emma", 500)
    for mistake in (bookshop.price_of("Emma"), bookshop.all_books(), bookshop.newest_titles()):
        try:
            await mistake
        except (SynchronousOnlyOperation, TypeError) as error:
            print(type(error).__name__, error)


if __name__ == "__main__":
    open_shop()
    day()
    asyncio.run(evening())
