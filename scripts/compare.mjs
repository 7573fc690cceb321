/**
 * Sets what Query Lens reports on its own fixtures beside what other linters report there, and writes the tables into
 * docs/rules/README.md. `npm run compare` installs the linters first; it takes some minutes.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const FIXTURES = path.join(ROOT, 'test/fixtures');
const COMPARE = path.join(ROOT, 'test/compare');
const PAGE = path.join(ROOT, 'docs/rules/README.md');
const BEGIN = '<!-- comparison: written by scripts/compare.mjs -->';
const END = '<!-- end of the comparison -->';
const TOOLS = ['typescript-eslint', 'with `checkThenables`', 'oxlint'];
/** What they are about is nothing that a linter of promises looks for. */
const LEFT_OUT = new Set(['unused-ignore']);

const isTypeScript = (name) => /(?<!\.fixed)\.ts$/.test(name);
const libraries = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(path.join(FIXTURES, entry.name)).includes('rules'))
  .map(({ name }) => name)
  .filter((library) => readdirSync(path.join(FIXTURES, library, 'rules')).some(isTypeScript));

const run = (file, args, cwd) => {
  try {
    return execFileSync(file, args, {
      cwd,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  } catch (error) {
    // A linter that has something to report says so with its exit code.
    if (typeof error.stdout === 'string' && error.stdout !== '') return error.stdout;
    throw error;
  }
};

/** The bugs in the fixtures: every finding that is written below a line of code. */
function marks() {
  return libraries.flatMap((library) =>
    readdirSync(path.join(FIXTURES, library, 'rules'))
      .filter(isTypeScript)
      .flatMap((name) => {
        const file = `${library}/rules/${name}`;
        let code = 0;
        return readFileSync(path.join(FIXTURES, file), 'utf8')
          .split('\n')
          .flatMap((text, index) => {
            const rule = /^\/\/ *\^+ ([\w-]+): /.exec(text)?.[1];
            if (rule === undefined) code = index + 1;
            return rule === undefined || LEFT_OUT.has(rule)
              ? []
              : [{ library, file, rule, line: code, caught: new Set() }];
          });
      }),
  );
}

function typescriptEslint() {
  const reports = JSON.parse(run(process.execPath, ['typescriptEslint.mjs', FIXTURES, ...libraries], COMPARE));
  const as = (report, tool) => ({ ...report, file: report.file.replaceAll('\\', '/'), tool });
  return reports.flatMap((report) => {
    const [set, rule] = report.rule.split('/');
    if (set === 'thenables') return [as(report, TOOLS[1])];
    // The other option only replaces this one rule.
    return rule === 'no-floating-promises' ? [as(report, TOOLS[0])] : [as(report, TOOLS[0]), as(report, TOOLS[1])];
  });
}

function oxlint() {
  const folders = libraries.map((library) => `${library}/rules`);
  const args = ['--type-aware', '--config', path.join(COMPARE, 'oxlint.json'), '--format', 'json', ...folders];
  const { diagnostics } = JSON.parse(run(path.join(COMPARE, 'node_modules/.bin/oxlint'), args, FIXTURES));
  return diagnostics.flatMap(({ filename, labels }) => {
    const file = filename.replaceAll('\\', '/');
    const [{ span }] = labels;
    if (!isTypeScript(file)) return [];
    const text = readFileSync(path.join(FIXTURES, file));
    const lineAt = (offset) => text.subarray(0, offset).toString('utf8').split('\n').length;
    return [{ file, tool: TOOLS[2], line: lineAt(span.offset), endLine: lineAt(span.offset + span.length) }];
  });
}

/**
 * A report is about the first bug in its lines that no other report of that tool is about, or about one whose value it
 * names further on; one that is about no bug is beside the point.
 */
function match(bugs, reports) {
  const beside = [];
  for (const report of reports) {
    const own = bugs.filter(({ file }) => file === report.file);
    const inside = own.filter(({ line }) => report.line <= line && line <= report.endLine);
    const bug = inside.find(({ caught }) => !caught.has(report.tool)) ?? inside[0] ?? kept(own, report);
    if (bug === undefined) beside.push(report);
    else bug.caught.add(report.tool);
  }
  return beside;
}

/** How far on a value may be used, in lines. */
const FURTHER = 12;

/** The bug in a line that keeps a value in a constant, when the report is about a line that names it. */
function kept(bugs, report) {
  return bugs.find(({ file, line }) => {
    const lines = readFileSync(path.join(FIXTURES, file), 'utf8').split('\n');
    const name = /\b(?:const|let) (\w+) =/.exec(lines[line - 1])?.[1];
    const isNear = line < report.line && report.line - line <= FURTHER;
    return name !== undefined && isNear && new RegExp(`\\b${name}\\b`).test(lines[report.line - 1]);
  });
}

const heading = (first) =>
  `| ${first} | bugs | ${TOOLS.join(' | ')} |\n| --- | ---: | ${TOOLS.map(() => '---:').join(' | ')} |`;

function rows(bugs, beside, keyOf, keys) {
  return keys.map((key) => {
    const own = bugs.filter((bug) => keyOf(bug) === key);
    const cells = TOOLS.map((tool) => {
      const caught = own.filter((bug) => bug.caught.has(tool)).length;
      const others =
        beside && beside.filter((report) => report.tool === tool && report.file.startsWith(`${key}/`)).length;
      return others === undefined ? String(caught) : `${caught}, ${others} false`;
    });
    return `| ${beside ? key : `[${key}](${key}.md)`} | ${own.length} | ${cells.join(' | ')} |`;
  });
}

const bugs = marks();
const beside = match(bugs, [...typescriptEslint(), ...oxlint()]);
if (process.argv.includes('--list'))
  for (const { file, line, tool, rule = '' } of beside) console.log(`${file}:${line} ${tool} ${rule}`);
const rules = [...new Set(bugs.map(({ rule }) => rule))].toSorted((a, b) => (a < b ? -1 : 1));
const sum = TOOLS.map((tool) => {
  const caught = bugs.filter((bug) => bug.caught.has(tool)).length;
  return `${caught}, ${beside.filter((report) => report.tool === tool).length} false`;
});
const tables = [
  heading('rule'),
  ...rows(bugs, undefined, ({ rule }) => rule, rules),
  '',
  heading('library'),
  ...rows(bugs, beside, ({ library }) => library, libraries),
  `| all | ${bugs.length} | ${sum.join(' | ')} |`,
].join('\n');
const page = readFileSync(PAGE, 'utf8');
const start = page.indexOf(BEGIN);
const end = page.indexOf(END);
if (start < 0 || end < start) throw new Error(`${PAGE} has no place for the comparison.`);
writeFileSync(PAGE, `${page.slice(0, start + BEGIN.length)}\n\n${tables}\n\n${page.slice(end)}`);
