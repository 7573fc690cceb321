/** A day in the bookshop on better-sqlite3. */
import {
  authors,
  booksInStock,
  clearShelf,
  findBook,
  reprice,
  restock,
  restockAll,
  sell,
  shelfWorth,
} from './bookshop.ts';

sell(1, 'Ada');
restock('Ulysses', 3);
reprice('Emma', 500);
clearShelf('Bram Stoker');
restockAll(['Emma', 'Dracula']);

console.log(authors(), shelfWorth());
console.log(findBook('Emma'));
console.table(booksInStock());
