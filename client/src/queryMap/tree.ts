/** The query map's tree: groups, and in them queries that lead to their place in the code. */
import {
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  workspace,
  type TreeDataProvider,
} from 'vscode';
import { toRange } from '../showQueries.ts';
import { arrange, countsOf, countsText, type Entry, type Group, type Grouping } from './arrange.ts';
import type { QueryStore } from './store.ts';

export type Node = Group | (Entry & { readonly group: Group });

export interface QueryTree extends TreeDataProvider<Node> {
  /** Shows what the store has now, in these groups. */
  update(grouping: Grouping): void;
}

const ICONS: Readonly<Record<string, string>> = {
  executing: 'play',
  blocking: 'debug-pause',
  streaming: 'debug-continue',
  lazy: 'clock',
  local: 'circle-outline',
};
const SEVERITIES = ['error', 'warning', 'hint'] as const;

export function createQueryTree(store: Pick<QueryStore, 'files'>): QueryTree {
  const changed = new EventEmitter<void>();
  let groups: readonly Group[] = [];
  let grouping: Grouping = 'file';
  return {
    onDidChangeTreeData: changed.event,
    update(next) {
      grouping = next;
      groups = arrange(store.files, grouping, nameOf);
      changed.fire();
    },
    getChildren(node) {
      if (node === undefined) return [...groups];
      return isGroup(node) ? node.entries.map((entry) => ({ ...entry, group: node })) : [];
    },
    getParent: (node) => (isGroup(node) ? undefined : node.group),
    getTreeItem: (node) => (isGroup(node) ? groupItem(node, grouping) : queryItem(node, grouping)),
  };
}

/** How a file is called: relative to its folder, with the folder's name where there are several. */
export function nameOf(uri: string): string {
  return workspace.asRelativePath(Uri.parse(uri));
}

function isGroup(node: Node): node is Group {
  return 'entries' in node;
}

function groupItem({ key, title, uri, entries }: Group, grouping: Grouping): TreeItem {
  const item = new TreeItem(title, TreeItemCollapsibleState.Collapsed);
  item.id = `${grouping} ${key}`;
  item.description = countsText(countsOf([{ uri: '', queries: entries.map(({ query }) => query) }]));
  if (uri !== undefined) {
    item.resourceUri = Uri.parse(uri);
    item.iconPath = ThemeIcon.File;
  } else {
    item.iconPath = new ThemeIcon(iconOfGroup(title, grouping));
  }
  return item;
}

function iconOfGroup(title: string, grouping: Grouping): string {
  if (grouping === 'label') return ICONS[title] ?? 'circle-outline';
  return grouping === 'target' ? 'database' : 'warning';
}

function queryItem({ uri, query, group }: Node & Entry & { readonly group: Group }, grouping: Grouping): TreeItem {
  const item = new TreeItem(query.code, TreeItemCollapsibleState.None);
  const line = String(query.range.start.line + 1);
  item.id = `${grouping} ${group.key} ${uri} ${line}:${String(query.range.start.character)}`;
  const place = grouping === 'file' ? `line ${line}` : `${nameOf(uri)}:${line}`;
  item.description = grouping === 'label' ? place : `${query.says} · ${place}`;
  item.iconPath = iconOf(query);
  item.tooltip = tooltipOf(query);
  const selection = toRange(query.range);
  item.command = { command: 'vscode.open', title: 'Show the query', arguments: [Uri.parse(uri), { selection }] };
  item.accessibilityInformation = { label: `${query.code}, ${query.says}, ${place}, ${findingsText(query)}` };
  return item;
}

/** The gravest finding, else the label. */
function iconOf({ label, findings }: Entry['query']): ThemeIcon {
  const gravest = SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity));
  switch (gravest) {
    case 'error':
      return new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'));
    case 'warning':
      return new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'));
    case 'hint':
      return new ThemeIcon('lightbulb');
    case undefined:
      return new ThemeIcon(ICONS[label] ?? 'circle-outline');
  }
}

function tooltipOf(query: Entry['query']): MarkdownString {
  const about = [query.title, query.verb, query.target].filter((part) => part !== undefined).join(' ');
  const text = new MarkdownString();
  text.appendMarkdown(`**${query.says}** · ${about}`);
  text.appendCodeblock(query.code, 'typescript');
  if (query.function !== undefined) text.appendText(`in ${query.function}\n`);
  for (const { rule, message } of query.findings) text.appendText(`\n${rule}: ${message}`);
  return text;
}

function findingsText({ findings }: Entry['query']): string {
  return findings.length === 0 ? 'no finding' : findings.map(({ rule }) => rule).join(', ');
}
