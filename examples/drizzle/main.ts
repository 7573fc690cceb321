/** A day in the bookshop on Drizzle over better-sqlite3. */
import {
  bestsellers,
  booksInStock,
  clearShelf,
  dashboard,
  findBook,
  order,
  reprice,
  restock,
  search,
  sell,
} from './bookshop.ts';

sell(1, 'Ada');
order(2, 'Grace');
await restock('Ulysses', 3);
await reprice('Emma', 500);
await clearShelf('Bram Stoker');

console.log(findBook('Emma'), await search('a'), await search('a', 'Bram Stoker'));
console.log(await bestsellers(), await dashboard());
console.table(await booksInStock());
