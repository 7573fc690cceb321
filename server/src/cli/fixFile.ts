/** Applies the safe fixes of one file, on disk or, to show what they would do, in memory. */
import { access, constants, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import type { FileAnalysis } from '../analysis/judgement.ts';
import { findings } from '../features/findings.ts';
import { applyEdits, fixAll } from '../features/fixes.ts';
import type { RuleSeverities } from '../project/config.ts';
import type { Workspace } from '../project/workspace.ts';
import { replaceFile } from './replaceFile.ts';

/** Fixes that uncover others are followed; a pair of fixes that undo each other must not be for ever. */
const MAX_PASSES = 10;

const BYTE_ORDER_MARK = '\uFEFF';

/** What is left of the file after fixing, and how many findings are gone. */
export interface FixedFile {
  readonly analysis: FileAnalysis;
  readonly fixed: number;
}

/** `memory`: the file on disk stays as it is. */
export type FixTarget = 'disk' | 'memory';

/** Fixes until nothing safe is left to fix. A file that is not the text that was analysed is left alone. */
export async function fixFile(
  workspace: Workspace,
  analysis: FileAnalysis,
  rules: RuleSeverities,
  target: FixTarget,
  analyzeAgain: () => Promise<FileAnalysis | undefined>,
): Promise<FixedFile> {
  const { file } = analysis.facts;
  const before = findings(analysis, rules).length;
  let current = analysis;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const { text } = current.facts;
    const edits = fixAll(text, findings(current, rules));
    if (edits.length === 0) break;
    const fixed = applyEdits(text, edits);
    if (target === 'memory') workspace.open(file, fixed);
    else if (await replaceText(file, text, fixed)) workspace.changed({ created: [], changed: [file], deleted: [] });
    else break;
    const next = await analyzeAgain();
    if (!next) break;
    current = next;
  }
  return { analysis: current, fixed: Math.max(0, before - findings(current, rules).length) };
}

/** Writes only over the text it is meant to replace; says whether it did. A byte order mark is kept. */
async function replaceText(file: string, from: string, to: string): Promise<boolean> {
  const onDisk = await readFile(file, 'utf8');
  const mark = onDisk.startsWith(BYTE_ORDER_MARK) && !from.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  if (onDisk !== mark + from) return false;
  await writeOver(file, mark + to);
  return true;
}

/** Where another file can't take a file's place: its folder is not ours, or it is mounted by itself. */
const FIXED_IN_PLACE = new Set(['EACCES', 'EPERM', 'EBUSY', 'EXDEV']);

/** As a whole or not at all, where that can be: whoever is interrupted, or has a full disk, keeps the old text. */
async function writeOver(file: string, text: string): Promise<void> {
  const target = await realpath(file);
  await access(target, constants.W_OK);
  const { mode } = await stat(target);
  try {
    replaceFile(target, text, mode);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && FIXED_IN_PLACE.has(String(error.code)))) throw error;
    await writeFile(target, text);
  }
}
