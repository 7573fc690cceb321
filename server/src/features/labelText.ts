/** What a hint says about a call: its label, and what is worth adding about the place. */
import type { FileAnalysis } from '../analysis/judgement.ts';

/** Between the label and what is worth adding. */
export const SEPARATOR = ' · ';

/** `executing · awaited`; the label alone for a link that another link follows. */
export function labelText(analysis: FileAnalysis, call: number): string {
  const label = analysis.labels[call]?.label;
  return label === undefined ? '' : [label, ...remarks(analysis, call)].join(SEPARATOR);
}

function remarks({ labels, chains, flows }: FileAnalysis, id: number): readonly string[] {
  const label = labels[id];
  const flow = flows[id];
  if (label === undefined || flow === undefined || label.label === 'local') return [];
  const isLast = chains[label.chain]?.calls.at(-1) === id;
  const inLoop = label.inLoop ? ['in a loop'] : [];
  if (label.label === 'executing') return [...(label.awaited ? ['awaited'] : []), ...inLoop];
  if (label.label === 'blocking') return inLoop;
  if (isLast && label.verdict === 'never') return ['never runs'];
  if (label.label === 'streaming') return inLoop;
  if (isLast && label.verdict === 'later') return ['runs later'];
  const isPart = flow.fates.some(({ kind }) => kind === 'part' || kind === 'run');
  return isLast && flow.nature === 'thenable' && !isPart ? ['runs when awaited'] : [];
}
