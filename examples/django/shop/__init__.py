"""The application of the bookshop."""
