/** Which of the tsconfigs around some files have to be loaded: a solution lists many that hold the same files. */
import type { FileInProject } from './discover.ts';

/**
 * The tsconfigs to load for the files, each once: of those that a file's own one refers to, the first that lists it.
 * `around` gives a tsconfig with those it refers to, `listed` the files that a tsconfig lists.
 */
export function neededProjects(
  files: readonly FileInProject[],
  around: (tsconfig: string) => readonly string[],
  listed: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const sets = new Map([...listed].map(([tsconfig, names]) => [tsconfig, new Set(names)]));
  const needed = new Set<string>();
  for (const { file, tsconfig } of files) {
    if (tsconfig === undefined) continue;
    // What none lists may still be imported by the files of its own.
    needed.add(around(tsconfig).find((candidate) => sets.get(candidate)?.has(file)) ?? tsconfig);
  }
  return [...needed];
}
