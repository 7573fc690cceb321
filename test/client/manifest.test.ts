/** What package.json offers to the editor is what the code has: rules, settings, commands, files. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { GROUPINGS } from '../../client/src/queryMap/arrange.ts';
import { RESTART_COMMAND, SHOW_METHOD_COMMAND } from '../../server/src/protocol/requests.ts';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings.ts';
import { RULES } from '../../server/src/rules/index.ts';

interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly commands: readonly { readonly command: string; readonly icon?: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
    readonly viewsWelcome: readonly { readonly contents: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
  };
}

interface Setting {
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly markdownDescription: string;
  readonly properties?: Readonly<Record<string, { readonly enum: readonly string[] }>>;
}

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const { configuration, commands, menus, viewsContainers, views, viewsWelcome } = manifest.contributes;
const setting = (name: string): Setting | undefined => configuration.properties[name];

test('the settings have the defaults of the server', () => {
  expect(setting('queryLens.hints')?.default).toBe(DEFAULT_SETTINGS.hints);
  expect(Object.keys(configuration.properties)).toEqual([
    ...Object.keys(DEFAULT_SETTINGS).map((name) => `queryLens.${name}`),
    'queryLens.trace.server',
  ]);
});

test('every rule has a setting with its own severity as the default, and no setting lacks its rule', () => {
  const severities = Object.fromEntries(RULES.map(({ meta }) => [meta.id, meta.severity]));
  expect(setting('queryLens.rules')?.default).toEqual(severities);
  const properties = setting('queryLens.rules')?.properties ?? {};
  expect(Object.keys(properties).toSorted()).toEqual(Object.keys(severities).toSorted());
  for (const property of Object.values(properties)) expect(property.enum).toEqual(['error', 'warning', 'hint', 'off']);
});

test('every choice of a setting is described', () => {
  for (const { enum: choices, markdownEnumDescriptions } of Object.values(configuration.properties)) {
    expect(markdownEnumDescriptions?.length).toBe(choices?.length);
  }
});

test('every command offered is one that the client registers, or the server', () => {
  const registered = [
    ...read('client/src/commands.ts').matchAll(/'(queryLens\.\w+)':/g),
    ...(read('client/src/queryMap/view.ts') + read('client/src/serverStatus.ts')).matchAll(
      /registerCommand\('(queryLens\.\w+)'/g,
    ),
  ].map(([, name]) => name);
  const groupings = GROUPINGS.map((name) => `queryLens.groupQueriesBy.${name}`);
  const known = [...registered, ...groupings, SHOW_METHOD_COMMAND, RESTART_COMMAND];
  expect(new Set(commands.map(({ command }) => command))).toEqual(new Set(known));
});

test('every command in a menu is offered, and every one that a welcome links to', () => {
  const named = [
    ...Object.values(menus)
      .flat()
      .map(({ command }) => command),
    ...viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/command:(queryLens\.\w+)/g)].map(([, name]) => name),
    ),
  ];
  const offered = new Set<string | undefined>(commands.map(({ command }) => command));
  expect(named.filter((name) => !offered.has(name))).toEqual([]);
});

test('a command with an icon stands over its view, and a grouping is offered unless it is the present one', () => {
  const inTitles = new Set((menus['view/title'] ?? []).map(({ command }) => command));
  const withIcon = commands.filter(({ icon }) => icon !== undefined).map(({ command }) => command);
  expect(withIcon.filter((command) => !inTitles.has(command))).toEqual([]);
  const offered = (menus['view/title'] ?? []).filter(({ when }) => when.includes('queryLens.queryMapGrouping'));
  expect(offered.map(({ command, when }) => [command, /!= '(\w+)'/.exec(when)?.[1]])).toEqual(
    GROUPINGS.map((name) => [`queryLens.groupQueriesBy.${name}`, name]),
  );
});

test('the views are those that the client provides, in a container that exists', () => {
  const ids = [
    /VIEW = '([^']*)'/.exec(read('client/src/methodReference/view.ts'))?.[1],
    /VIEW = '([^']*)'/.exec(read('client/src/queryMap/view.ts'))?.[1],
  ];
  expect(Object.keys(views)).toEqual(viewsContainers.activitybar.map((container) => container.id));
  expect(Object.values(views).flatMap((list) => list.map((view) => view.id))).toEqual(ids);
});

test('every icon is there', () => {
  const icons = [manifest, ...viewsContainers.activitybar, ...Object.values(views).flat()].map(({ icon }) => icon);
  expect(icons.filter((icon) => !existsSync(path.join(ROOT, icon)))).toEqual([]);
});
