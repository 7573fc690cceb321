/** `--shard 2/3`: one part of the files, so that several machines share a run. */
import { Failure } from './failure.ts';

/** Which of the sorted files are in the part: neighbours stay together, since they are of one project. */
export function shardOf<Item>(items: readonly Item[], given: string): readonly Item[] {
  const [, part = '', parts = ''] = /^(\d+)\/(\d+)$/.exec(given) ?? [];
  const number = Number(part);
  const count = Number(parts);
  if (number < 1 || number > count)
    throw new Failure(`--shard ${given} names no part: write 1/3, 2/3 and 3/3 for three parts.`);
  const startOf = (index: number): number => Math.floor((items.length * index) / count);
  return items.slice(startOf(number - 1), startOf(number));
}
