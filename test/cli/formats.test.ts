/** The formats for machines: each is what its readers take, and says the same as the others. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import AjvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { queryLens, type Run } from './queryLens.ts';
import { DB, temporaryProject, type TemporaryProject } from './temporaryProject.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SCHEMA = path.join(ROOT, 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

const LOST = `import { db } from '../db.js';

export async function rename() {
  db.updateTable('users').set({ name: '</&"ö' }).where('id', '=', 1);
  db.updateTable('users').set({ name: 'Ada' })
    .where('id', '=', 1);
    db.updateTable('users').set({ name: 'Ada' })
    .where('id', '=', 1);
}

// query-lens-ignore-next-line no-missing-await: there is none
export const nothing = 0;
`;
const ODD = 'src/odd, 100%/lost & found.ts';
const FILES = { 'src/db.ts': DB, 'src/more/lost.ts': LOST, [ODD]: LOST };

/** A repository whose root is two folders above the project's source. */
function repository(): TemporaryProject {
  const project = temporaryProject(FILES);
  project.write('.git/HEAD', 'ref: refs/heads/main\n');
  return project;
}

const check = ({ folder }: TemporaryProject, format: string, cwd = folder): Promise<Run> =>
  queryLens(['check', '--format', format], { cwd });

describe('SARIF', () => {
  const validate = (log: unknown): unknown => {
    const ajv = new AjvDraft4.default({ allErrors: true, strict: false, unicodeRegExp: false });
    addFormats.default(ajv);
    const isValid = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
    return isValid(log) ? [] : isValid.errors;
  };

  test('is valid by its schema, with findings and without', async () => {
    const project = repository();
    const { stdout, stderr, exitCode } = await check(project, 'sarif');
    expect(validate(JSON.parse(stdout))).toEqual([]);
    expect(stderr).toBe('');
    expect(exitCode).toBe(1);
    const sound = await queryLens(['check', 'src/db.ts', '--format', 'sarif'], { cwd: project.folder });
    expect(validate(JSON.parse(sound.stdout))).toEqual([]);
    expect((JSON.parse(sound.stdout) as Log).runs[0]?.results).toEqual([]);
    expect(validate({ version: '2.1.0', runs: [{}] })).not.toEqual([]);
  });

  test('has places, severities, help and fixes', async () => {
    const { stdout } = await check(repository(), 'sarif');
    const [run] = (JSON.parse(stdout) as Log).runs;
    const [first] = run?.results ?? [];
    expect(first).toMatchObject({
      ruleId: 'no-unexecuted-query',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'src/more/lost.ts', uriBaseId: 'SRCROOT' },
            region: { startLine: 4, startColumn: 50, endLine: 4, endColumn: 55 },
          },
        },
      ],
    });
    expect(first?.fixes?.[0]?.artifactChanges[0]?.replacements).toEqual([
      {
        deletedRegion: { startLine: 4, startColumn: 3, endLine: 4, endColumn: 3 },
        insertedContent: { text: 'await ' },
      },
      {
        deletedRegion: { startLine: 4, startColumn: 69, endLine: 4, endColumn: 69 },
        insertedContent: { text: '.execute()' },
      },
    ]);
    const rule = run?.tool.driver.rules?.[first?.ruleIndex ?? -1];
    expect(rule).toMatchObject({ id: 'no-unexecuted-query', defaultConfiguration: { level: 'error' } });
    expect(rule?.help?.markdown).toBe(readFileSync(path.join(ROOT, 'docs/rules/no-unexecuted-query.md'), 'utf8'));
    const odd = run?.results?.at(-1)?.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
    expect(odd).toBe('src/odd%2C%20100%25/lost%20%26%20found.ts');
  });

  test('has a fingerprint for every finding, which stays when lines move', async () => {
    const project = repository();
    const fingerprints = async (): Promise<readonly unknown[]> => {
      const { stdout } = await check(project, 'sarif');
      return (JSON.parse(stdout) as Log).runs[0]?.results?.map((result) => result.partialFingerprints) ?? [];
    };
    const before = await fingerprints();
    expect(new Set(before.map((each) => JSON.stringify(each))).size).toBe(8);
    project.write('src/more/lost.ts', `// One more line.\n\n${LOST.replaceAll('  .where', '\t  .where')}`);
    expect(await fingerprints()).toEqual(before);
    project.write('src/more/lost.ts', LOST.replace('</&"ö', 'Grace'));
    expect(
      (await fingerprints()).filter((each) => !JSON.stringify(before).includes(JSON.stringify(each))),
    ).toHaveLength(1);
  });
});

test('GitHub: one annotation a finding, with what has a meaning there escaped', async () => {
  const { stdout, stderr, exitCode } = await check(repository(), 'github');
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(8);
  expect(lines[0]).toMatch(
    /^::error file=src\/more\/lost\.ts,line=4,endLine=4,col=50,endColumn=55,title=Query Lens%3A no-unexecuted-query::This Kysely/,
  );
  expect(lines[3]).toMatch(/^::warning file=src\/more\/lost\.ts,line=11,/);
  expect(lines[4]).toContain('file=src/odd%2C 100%25/lost & found.ts,line=4');
  expect(stderr).toBe('');
  expect(exitCode).toBe(1);
});

test('GitLab: a list of issues that are told apart', async () => {
  const { stdout } = await check(repository(), 'gitlab');
  const issues = JSON.parse(stdout) as { fingerprint: string }[];
  expect(issues[0]).toEqual({
    type: 'issue',
    check_name: 'no-unexecuted-query',
    description: expect.stringContaining('never runs') as string,
    categories: ['Bug Risk'],
    severity: 'major',
    fingerprint: expect.stringMatching(/^[\da-f]{32}$/) as string,
    location: { path: 'src/more/lost.ts', lines: { begin: 4, end: 4 } },
  });
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(8);
});

test('JUnit: a failure for every error, and a test that passes when there is none', async () => {
  const project = repository();
  const { stdout } = await check(project, 'junit');
  expect(SyntaxValidator.validate(stdout)).toBe(true);
  const parse = (text: string): unknown =>
    new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false }).parse(text);
  expect(parse(stdout)).toMatchObject({
    testsuites: {
      tests: '9',
      failures: '6',
      errors: '0',
      testsuite: [
        { name: 'query-lens' },
        {
          name: 'src/more/lost.ts',
          failures: '3',
          testcase: [
            {
              name: 'no-unexecuted-query at 4:50',
              failure: { '#text': 'src/more/lost.ts:4:50', type: 'no-unexecuted-query' },
            },
            {},
            {},
            { name: 'unused-ignore at 11:32', 'system-out': expect.stringMatching(/^warning at /) as string },
          ],
        },
        { name: ODD },
      ],
    },
  });
  const sound = await queryLens(['check', 'src/db.ts', '--format', 'junit'], { cwd: project.folder });
  expect(parse(sound.stdout)).toMatchObject({
    testsuites: { tests: '1', failures: '0', testsuite: { testcase: { name: '1 files checked' } } },
  });
});

test.each(['sarif', 'github', 'gitlab', 'junit'])(
  '%s: the same code gets the same output, with paths from the root of the repository',
  async (format) => {
    const project = repository();
    const [root, again, below] = await Promise.all([
      check(project, format),
      check(project, format),
      check(project, format, project.path('src/more')),
    ]);
    const paths = ({ stdout }: Run): readonly string[] => stdout.match(/[\w/]*lost\.ts/g) ?? [];
    expect(again).toEqual(root);
    expect(new Set(paths(below))).toEqual(new Set(['src/more/lost.ts']));
  },
);
