/** Which configuration is in force where, what it names, and that changes of it are seen. */
import { rmSync, utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import { builtInCatalogs } from '../../server/src/catalogs/index.ts';
import { createConfigurations } from '../../server/src/project/configurations.ts';
import type { Configurations } from '../../server/src/project/configurations.ts';
import { ACME, temporaryProject } from '../cli/temporaryProject.ts';
import type { TemporaryProject } from '../cli/temporaryProject.ts';

interface Opened {
  readonly project: TemporaryProject;
  readonly configurations: Configurations;
}

function open(files: Readonly<Record<string, string>>, config?: string): Opened {
  const project = temporaryProject(files);
  const configurations = createConfigurations({
    rules: ['no-missing-await'],
    builtIn: builtInCatalogs,
    ...(config !== undefined && { file: project.path(config) }),
  });
  return { project, configurations };
}

const config = (content: object): string => JSON.stringify(content);
const OFF = config({ rules: { 'no-missing-await': 'off' } });
const HINT = config({ rules: { 'no-missing-await': 'hint' } });

test('the nearest configuration is in force, alone', () => {
  const { project, configurations } = open({
    'querylens.json': config({ rules: { 'no-missing-await': 'off' }, ignore: ['packages/**'] }),
    'packages/web/querylens.json': HINT,
  });
  const root = configurations.of(project.path('src/a.ts'));
  const web = configurations.of(project.path('packages/web/src/a.ts'));
  const api = configurations.of(project.path('packages/api/src/a.ts'));
  expect(root).toMatchObject({ file: project.path('querylens.json'), rules: { 'no-missing-await': 'off' } });
  expect(web).toMatchObject({
    file: project.path('packages/web/querylens.json'),
    rules: { 'no-missing-await': 'hint' },
  });
  expect(web.ignores(project.path('packages/web/src/a.ts'))).toBe(false);
  expect(api.ignores(project.path('packages/api/src/a.ts'))).toBe(true);
});

test('a folder may have defaults of its own', () => {
  const { project, configurations } = open({ 'web/querylens.json': '{ "rules": { "no-missing-await": "hint" } }' });
  configurations.setDefaults({
    rules: { 'no-missing-await': 'warning', other: 'hint' },
    folders: [{ folder: project.path('web'), rules: { other: 'off' }, catalogs: [] }],
  });
  expect(configurations.of(project.path('web/a.ts')).rules).toEqual({ 'no-missing-await': 'hint', other: 'off' });
  expect(configurations.of(project.path('webs/a.ts')).rules).toEqual({ 'no-missing-await': 'warning', other: 'hint' });
});

test('a configuration that is named is in force everywhere', () => {
  const { project, configurations } = open({ 'querylens.json': OFF, 'ci/strict.json': HINT }, 'ci/strict.json');
  expect(configurations.of(project.path('src/a.ts')).rules).toEqual({ 'no-missing-await': 'hint' });
});

test('defaults hold where no configuration says otherwise', () => {
  const { project, configurations } = open({ 'packages/web/querylens.json': OFF });
  configurations.setDefaults({ rules: { 'no-missing-await': 'warning', other: 'hint' }, folders: [] });
  expect(configurations.of(project.path('src/a.ts')).rules).toEqual({ 'no-missing-await': 'warning', other: 'hint' });
  expect(configurations.of(project.path('packages/web/a.ts')).rules).toEqual({
    'no-missing-await': 'off',
    other: 'hint',
  });
});

test.each([
  ['src/generated/**', 'src/generated/deep/a.ts', 'src/a.ts'],
  ['src/generated', 'src/generated/deep/a.ts', 'src/generated.ts'],
  ['./src/generated/', 'src/generated/a.ts', 'src/a.ts'],
  ['**/*.test.ts', 'src/deep/a.test.ts', 'src/deep/a.ts'],
  ['src/.hidden/**', 'src/.hidden/a.ts', 'src/hidden/a.ts'],
  ['src/{a,b}.ts', 'src/b.ts', 'src/c.ts'],
  ['src/old.ts', 'src/old.ts', 'src/older.ts'],
])('the pattern %s ignores %s and not %s', (pattern, ignored, kept) => {
  const { project, configurations } = open({ 'querylens.json': config({ ignore: [pattern] }) });
  const ignores = (file: string): boolean => configurations.of(project.path(file)).ignores(project.path(file));
  expect(ignores(ignored)).toBe(true);
  expect(ignores(kept)).toBe(false);
});

test('catalogs are those of the file and of the defaults of its folder', () => {
  const catalog = (library: string): string => ACME.replace('"acme"', `"${library}"`);
  const { project, configurations } = open({
    'querylens.json': config({ catalogs: ['./catalogs/root.json'] }),
    'catalogs/root.json': catalog('root').replaceAll('./src', '../src'),
    'a/own.json': catalog('own').replaceAll('./src', '../src'),
    'src/repository.ts': '',
  });
  configurations.setDefaults({
    rules: {},
    folders: [{ folder: project.path('a'), rules: {}, catalogs: [project.path('a/own.json')] }],
  });
  const libraries = (file: string): readonly string[] =>
    configurations
      .of(project.path(file))
      .catalogs.catalogs.slice(builtInCatalogs.length)
      .map(({ library }) => library);
  expect(libraries('src/a.ts')).toEqual(['root']);
  expect(libraries('a/b/c.ts')).toEqual(['own', 'root']);
  expect(configurations.problems()).toEqual([]);
  expect(configurations.of(project.path('src/a.ts')).catalogs).toBe(
    configurations.of(project.path('src/b/a.ts')).catalogs,
  );
});

test("a catalog of the user's takes the place of ours for the same library", () => {
  const { project, configurations } = open({
    'querylens.json': config({ catalogs: ['./kysely.json'] }),
    'kysely.json': ACME.replace('"acme"', '"kysely"'),
    'src/repository.ts': '',
  });
  const { catalogs } = configurations.of(project.path('src/a.ts')).catalogs;
  expect(catalogs).toHaveLength(builtInCatalogs.length);
  expect(catalogs.find(({ library }) => library === 'kysely')?.title).toBe('Acme');
});

test('what is wrong is told at its place, once, and the rest holds', () => {
  const { project, configurations } = open({
    'querylens.json':
      '{\n  "rules": { "no-missing-await": "off", "no-such": "off" },\n  "catalogs": ["./none.json", "./acme.json"]\n}',
    'acme.json': ACME.replace('"lazy"', '"eager"').replace('./src/repository', './src/nowhere'),
  });
  const { rules, catalogs } = configurations.of(project.path('src/a.ts'));
  configurations.of(project.path('src/b/a.ts'));
  expect(rules).toEqual({ 'no-missing-await': 'off' });
  expect(catalogs.catalogs.map(({ library }) => library)).toContain('acme');
  const told = configurations.problems().map(({ file, start, message }) => `${file}:${start.line}: ${message}`);
  expect(told).toEqual([
    expect.stringMatching(/querylens\.json:1: There is no rule "no-such"/),
    expect.stringMatching(/querylens\.json:2: The catalog .*none\.json does not exist/),
    expect.stringMatching(/acme\.json:\d+: There is no source file \.\/src\/nowhere/),
    expect.stringMatching(/acme\.json:\d+: Expected one of: lazy/),
  ]);
});

test('a catalog that only the defaults name and that is not there is complained about', () => {
  const { project, configurations } = open({});
  const folders = [{ folder: project.folder, rules: {}, catalogs: [project.path('none.json')] }];
  configurations.setDefaults({ rules: {}, folders });
  configurations.of(project.path('src/a.ts'));
  expect(configurations.problems()).toEqual([]);
  expect(configurations.complaints()).toEqual([expect.stringMatching(/none\.json does not exist/)]);
});

test('changes are seen: a configuration that comes, changes and goes, and a catalog', () => {
  const { project, configurations } = open({ 'src/repository.ts': '' });
  const file = project.path('src/a.ts');
  const own = project.path('src/querylens.json');
  const rules = (): object => configurations.of(file).rules;
  expect(rules()).toEqual({});
  project.write('src/querylens.json', OFF);
  expect(configurations.changed([own])).toBe(true);
  expect(rules()).toEqual({ 'no-missing-await': 'off' });
  project.write('src/querylens.json', config({ catalogs: ['../acme.json'] }));
  expect(configurations.changed([own])).toBe(true);
  expect(configurations.of(file).catalogs.knowsModule(project.path('src/repository'))).toBe(false);
  project.write('acme.json', ACME);
  expect(configurations.changed([project.path('acme.json')])).toBe(true);
  expect(configurations.of(file).catalogs.knowsModule(project.path('src/repository'))).toBe(true);
  expect(configurations.changed([project.path('other.json'), project.path('src/a.ts')])).toBe(false);
});

test('without being told, it is seen that something was written, changed or taken away', () => {
  const { project, configurations } = open({ 'src/repository.ts': '' });
  const file = project.path('src/a.ts');
  const outdatedAfter = (change: () => void): boolean => {
    configurations.forget();
    configurations.of(file);
    expect(configurations.isOutdated()).toBe(false);
    change();
    return configurations.isOutdated();
  };
  expect(outdatedAfter(() => project.write('src/querylens.json', config({ catalogs: ['../acme.json'] })))).toBe(true);
  expect(outdatedAfter(() => project.write('acme.json', ACME))).toBe(true);
  expect(outdatedAfter(() => utimesSync(project.path('acme.json'), 1, 1))).toBe(true);
  expect(outdatedAfter(() => rmSync(project.path('src/querylens.json')))).toBe(true);
  expect(outdatedAfter(() => project.write('src/b.ts', ''))).toBe(false);
});
