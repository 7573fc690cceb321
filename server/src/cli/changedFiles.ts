/** `--changed`: the files that git says have changed. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { Failure } from './failure.ts';

/**
 * Absolute, with forward slashes: what differs between the working tree and where it left `ref` (the last commit
 * that both have), with files that git does not know yet and those that are gone.
 */
export function changedFiles(ref: string, cwd: string): ReadonlySet<string> {
  const root = git(['rev-parse', '--show-toplevel'], cwd);
  if (root === undefined)
    throw new Failure('--changed asks git, and this folder is in no git repository (or git is not installed).');
  const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], cwd);
  if (commit === undefined)
    throw new Failure(
      `--changed ${ref}: git knows no commit of that name. Fetch it first (in CI with its history), or write paths before --changed.`,
    );
  // A shallow clone may not hold the commit that both have.
  const base = git(['merge-base', commit.trim(), 'HEAD'], cwd)?.trim() ?? commit.trim();
  const changed = git(['diff', '--name-only', '--no-renames', '-z', base, '--'], root.trim());
  const added = git(['ls-files', '--others', '--exclude-standard', '-z'], root.trim());
  const names = `${changed ?? ''}${added ?? ''}`.split('\0').filter((name) => name !== '');
  return new Set(names.map((name) => path.resolve(root.trim(), name).replaceAll('\\', '/')));
}

/** What git prints; `undefined` when it fails. */
function git(args: readonly string[], cwd: string): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return status === 0 ? stdout : undefined;
}
