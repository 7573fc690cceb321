/** A day in the bookshop on Drizzle over libSQL. */
import { closeYear, discount, findBook, order, rename, restockMany, runningLow, sell, titles } from './bookshop.ts';

await sell(1, 'Ada', 2);
await sell(1, 'Grace', 1_000).catch(() => console.log('Not enough copies; nothing was sold.'));
await order(2, 'Grace');
await restockMany(
  new Map([
    ['Emma', 5],
    ['Ulysses', 3],
  ]),
);
await discount(['Emma', 'Dracula']);
await rename('Ulysses', 'Finnegans Wake');
await closeYear();

console.log(await findBook('Emma'), await titles());
console.table(await runningLow());
