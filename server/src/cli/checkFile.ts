/** Checks, and if asked fixes, one file; keeps of its analysis only what is reported. */
import { accessSync, constants, existsSync } from 'node:fs';
import type { FileAnalysis } from '../analysis/judgement.ts';
import { findings } from '../features/findings.ts';
import type { RuleSeverities } from '../project/config.ts';
import type { FileInProject } from '../project/discover.ts';
import type { Workspace } from '../project/workspace.ts';
import type { Finding } from '../rules/rule.ts';
import { fixFile, type FixTarget } from './fixFile.ts';

/** What became of one file. */
export interface CheckedFile {
  readonly file: string;
  readonly text: string;
  readonly calls: number;
  readonly chains: number;
  readonly findings: readonly Finding[];
  /** How many findings were fixed. */
  readonly fixed: number;
  /** The text before it was fixed, where that has changed it. */
  readonly before?: string;
  /** Why the file was not checked. */
  readonly problem?: string;
  /** The problem is ours, not the file's. */
  readonly failed: boolean;
}

/** Never rejects: what goes wrong with one file must not keep the others from being checked. */
export async function checkFile(
  workspace: Workspace,
  { file, tsconfig }: FileInProject,
  rules: RuleSeverities,
  fix: FixTarget | undefined,
): Promise<CheckedFile> {
  const analyze = (): Promise<FileAnalysis | undefined> => workspace.analyze(file, undefined, tsconfig);
  try {
    const found = await analyze();
    if (!found) return notFound(file);
    const { analysis, fixed } = fix
      ? await fixFile(workspace, found, rules, fix, analyze)
      : { analysis: found, fixed: 0 };
    const { facts, chains } = analysis;
    return {
      file,
      text: facts.text,
      calls: facts.calls.filter(({ helper }) => !helper).length,
      chains: chains.filter(({ calls }) => !facts.calls[calls[0] ?? -1]?.helper).length,
      findings: findings(analysis, rules),
      fixed,
      ...(facts.text !== found.facts.text && { before: found.facts.text }),
      failed: false,
    };
  } catch (error) {
    return unchecked(file, error instanceof Error ? error.message : String(error), true);
  }
}

/** What is said of a file that holds no call of a library. */
export function withoutCalls(file: string): CheckedFile {
  return { file, text: '', calls: 0, chains: 0, findings: [], fixed: 0, failed: false };
}

function notFound(file: string): CheckedFile {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    if (existsSync(file)) return unchecked(file, error instanceof Error ? error.message : String(error), true);
    return unchecked(file, 'skipped, since it is gone.', false);
  }
  return unchecked(file, 'skipped, since it is too large to be code that somebody reads.', false);
}

function unchecked(file: string, problem: string, failed: boolean): CheckedFile {
  return { file, text: '', calls: 0, chains: 0, findings: [], fixed: 0, problem, failed };
}
