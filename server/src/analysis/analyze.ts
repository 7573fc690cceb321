/** From the facts about a file to what is said about it: chains, value flow, verdicts and labels. */
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { callsOf, linkChains, type Links } from './chains.ts';
import type { CallLabel, Chain, FileAnalysis, Verdict } from './judgement.ts';
import { labelsOf } from './labels.ts';
import type { FileFacts } from './model.ts';
import { verbOfChain } from './sqlVerb.ts';
import { unwaitedCallbacks } from './unwaited.ts';
import { flowOf, verdictsOf } from './verdicts.ts';

/** Judges a file. Pure, and total: facts that make no sense give fewer answers, never an error. */
export function analyze(facts: FileFacts, catalogs: CatalogSet): FileAnalysis {
  const links = linkChains(facts);
  const flows = facts.calls.map((call) => flowOf(facts, catalogs, links, call));
  const verdicts = verdictsOf(facts, links, flows);
  const labels = labelsOf(facts, links, flows, verdicts);
  const titles: Record<string, string> = {};
  const batches: Record<string, Readonly<Record<string, string>>> = {};
  for (const { library, title, batch } of catalogs.catalogs) {
    if (!facts.calls.some(({ owner }) => owner.library === library)) continue;
    titles[library] = title;
    if (batch !== undefined) batches[library] = batch;
  }
  const unwaited = unwaitedCallbacks(facts, catalogs);
  return { facts, chains: chainsOf(facts, links, verdicts, labels), labels, flows, unwaited, titles, batches };
}

function chainsOf(
  facts: FileFacts,
  links: Links,
  verdicts: readonly Verdict[],
  labels: readonly CallLabel[],
): readonly Chain[] {
  return links.chains.flatMap((ids, id) => {
    const calls = callsOf(facts, ids);
    const first = calls[0];
    const last = calls.at(-1);
    if (first === undefined || last === undefined) return [];
    const verb = verbOfChain(facts.text, calls);
    return {
      id,
      calls: ids,
      root: first.root,
      span: last.span,
      verdict: verdicts[id] ?? 'unknown',
      inLoop: labels[last.id]?.inLoop ?? false,
      ...(verb !== undefined && { verb }),
    };
  });
}
