/** Works on a few things at once and hands the results out in the order of the things. */

/** `work` must not reject: a failure is a result like any other. */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for (const item of items) {
    underWay.push(work(item));
    const oldest = underWay.length < atOnce ? undefined : underWay.shift();
    if (oldest) yield await oldest;
  }
  for (const rest of underWay) yield await rest;
}
