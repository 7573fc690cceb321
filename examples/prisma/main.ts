/** A day in the bookshop on Prisma. */
import {
  bestsellers,
  booksInStock,
  clearShelf,
  closeYear,
  dashboard,
  findBook,
  order,
  ordersOf,
  renameAuthor,
  reprice,
  restock,
  sell,
} from './bookshop.ts';

await sell(1, 'Ada');
order(2, 'Grace');
await renameAuthor('Bram Stoker', 'Abraham Stoker');
await reprice('Emma', 500);
await restock(['Ulysses']);
await clearShelf('James Joyce');

console.log(await findBook('Emma'), await ordersOf('Emma'));
console.log(await bestsellers(), await dashboard());
await closeYear();
console.table(await booksInStock());
