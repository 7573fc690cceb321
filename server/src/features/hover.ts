/** Hovers: why a call is lazy or executing, and what its chain does as a whole. */
import type { Chain, FileAnalysis } from '../analysis/judgement.ts';
import type { Call, Span } from '../analysis/model.ts';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { callAt } from './callAt.ts';
import { labelText } from './labelText.ts';
import { documentationLink, referenceEntry } from './reference.ts';
import { why } from './why.ts';

/** The editor's command that opens a method in the sidebar. */
const SHOW_METHOD = 'queryLens.showMethod';

export interface HoverText {
  /** The method's name. */
  readonly span: Span;
  readonly markdown: string;
}

/** `undefined` where no call's name stands. */
export function hover(analysis: FileAnalysis, catalogs: CatalogSet, offset: number): HoverText | undefined {
  const call = callAt(analysis, offset);
  const chain = call && analysis.chains[analysis.labels[call.id]?.chain ?? -1];
  if (call === undefined || chain === undefined) return undefined;
  const title = analysis.titles[call.owner.library] ?? call.owner.library;
  const paragraphs = [
    `**${labelText(analysis, call.id)}** ${title} \`${call.owner.type}.${call.method}\``,
    `${call.fact.description} ${why(analysis, call)}`,
    aboutChain(analysis, chain),
    asyncEquivalent(call, title),
    links(catalogs, call, title),
  ];
  return { span: call.name, markdown: paragraphs.join('\n\n') };
}

function aboutChain(analysis: FileAnalysis, chain: Chain): string {
  const what = chain.verb === undefined ? 'The chain' : `The chain is ${article(chain.verb)} \`${chain.verb}\` and`;
  return `${what} ${runs(analysis, chain)}.`;
}

function article(verb: string): string {
  return /^[AEIOU]/.test(verb) ? 'an' : 'a';
}

function runs({ facts, flows }: FileAnalysis, { verdict, inLoop, calls }: Chain): string {
  const perTurn = inLoop ? ', once per turn of the loop' : '';
  const last = calls.at(-1) ?? -1;
  switch (verdict) {
    case 'here':
      return `runs here${perTurn}`;
    case 'when awaited':
      return 'is kept, and runs later in this file';
    case 'on iteration':
      return `runs when its result is iterated${perTurn}`;
    case 'never':
      return facts.calls[last]?.fact.execution === 'local' ? 'sends nothing' : 'never runs';
    case 'unknown':
      return flows[last]?.fates.some(({ kind }) => kind === 'part')
        ? 'is a part of the query it is handed to'
        : 'is run, if at all, by code that is not followed here';
  }
}

function asyncEquivalent({ fact }: Call, title: string): string {
  if (fact.execution !== 'blocking') return 'No async equivalent is needed: the call does not block.';
  return typeof fact.asyncEquivalent === 'string'
    ? `Async equivalent: \`${fact.asyncEquivalent}\``
    : `Async equivalent: none. With this driver, ${title} only blocks.`;
}

function links(catalogs: CatalogSet, call: Call, title: string): string {
  const { owner, method, kind, fact } = call;
  const catalog = catalogs.catalogs.find(({ library }) => library === owner.library);
  const docs = catalog && documentationLink(catalog, fact);
  const entry = referenceEntry(catalogs.catalogs, owner, method, kind);
  const shown = entry && encodeURIComponent(JSON.stringify([entry.library, entry.type, entry.method]));
  return [
    `[${title} documentation](${docs ?? catalog?.docs ?? ''})`,
    ...(shown === undefined ? [] : [`[Show in the method reference](command:${SHOW_METHOD}?${shown})`]),
  ].join(' · ');
}
