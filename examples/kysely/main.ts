/** A day in the bookshop on Kysely. */
import {
  announce,
  booksBy,
  booksInStock,
  order,
  orderedBooks,
  printCatalogue,
  reprice,
  restock,
  search,
  sell,
  shelfWorth,
} from './bookshop.ts';

await sell(1, 'Ada');
order(2, 'Grace');
await restock('Ulysses', 3);
await reprice('Emma', 500);
await announce('Emma');

await printCatalogue();
console.log(await orderedBooks(), await shelfWorth());
console.log(await search('a'), await search('a', 'Bram Stoker'), await booksBy('Bram Stoker'));
console.table(await booksInStock());
