/** Hovers: why a call is lazy or executing, and what its chain does as a whole. */
import { runsQuery } from '../analysis/fates.ts';
import type { Chain, FileAnalysis } from '../analysis/judgement.ts';
import type { Call, Span } from '../analysis/model.ts';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { callAt } from './callAt.ts';
import { labelText } from './labelText.ts';
import { methodLink } from './methodLink.ts';
import { documentationLink, referenceEntry } from './reference.ts';
import { why } from './why.ts';

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
    `**${labelText(analysis, call.id)}** · ${title} ${nameOf(catalogs, call)}`,
    `${call.fact.description} ${why(analysis, call)}`,
    ['The chain:', ...(chain.verb === undefined ? [] : [`\`${chain.verb}\`,`]), `${runs(analysis, chain)}.`].join(' '),
    asyncEquivalent(call),
    links(catalogs, call, title),
  ];
  return { span: call.name, markdown: paragraphs.join('\n\n') };
}

/** The call as the method reference names it. */
function nameOf(catalogs: CatalogSet, { owner, method, kind }: Call): string {
  if (kind === 'tag') return `\`\` ${method}\`...\` \`\``;
  const type = referenceEntry(catalogs.catalogs, owner, method, kind)?.type ?? owner.type;
  return kind === 'call' ? `\`${type}\`` : `\`${type}.${method}()\``;
}

/** When the chain runs, and where. */
function runs(analysis: FileAnalysis, { verdict, inLoop, calls }: Chain): string {
  const perTurn = inLoop ? ', once per turn of the loop' : '';
  const last = calls.at(-1) ?? -1;
  const fates = analysis.flows[last]?.fates ?? [];
  const isLocal = analysis.facts.calls[last]?.fact.execution === 'local';
  const read = fates.find((fate) => fate.read && (runsQuery(fate) || fate.kind === 'linked'))?.read;
  switch (verdict) {
    case 'here':
      return `runs here${perTurn}`;
    case 'when awaited':
    case 'later':
      return read === undefined
        ? 'runs later'
        : `runs later, in line ${String(lineOf(analysis.facts.text, read.start))}`;
    case 'on iteration':
      return `runs when its result is iterated${perTurn}`;
    case 'never':
      return isLocal ? 'sends nothing' : 'never runs';
    case 'unknown':
      if (isLocal) return 'sends nothing itself';
      return fates.some(({ kind }) => kind === 'part')
        ? 'becomes a part of the query it is handed to'
        : 'runs, if at all, in code that is not followed here';
  }
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function asyncEquivalent({ fact }: Call): string {
  if (fact.execution !== 'blocking') return 'No async equivalent is needed: the call does not block.';
  return typeof fact.asyncEquivalent === 'string'
    ? `Async equivalent: \`${fact.asyncEquivalent}\``
    : 'Async equivalent: none, with this driver the call can only block.';
}

function links(catalogs: CatalogSet, call: Call, title: string): string {
  const catalog = catalogs.catalogs.find(({ library }) => library === call.owner.library);
  const docs = catalog && documentationLink(catalog, call.fact);
  const shown = methodLink(catalogs, call);
  return [
    `[${title} documentation](${docs ?? catalog?.docs ?? ''})`,
    ...(shown === undefined ? [] : [`[Show in the method reference](${shown})`]),
  ].join(' · ');
}
