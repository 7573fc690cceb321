/** SQL inside TypeScript and JavaScript is coloured as SQL, and what stands behind it as if it were not there. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { colourer } from './tokens.ts';
import type { Token } from './tokens.ts';

// Grammars are compiled as they are used, which costs more than all the rest.
const colour = await colourer();
const bare = await colourer({ injected: false });

const SAMPLES = path.join(import.meta.dirname, 'samples');
const samples = readdirSync(SAMPLES).filter((name) => !name.endsWith('.snap'));

const EMBEDDED = /^meta\.embedded\.(?:block|inline)\.sql$/;
/** SQL begins at the last embedding that is SQL, unless an interpolation lies further in. */
const isSql = ({ scopes }: Token): boolean =>
  scopes.findLastIndex((scope) => EMBEDDED.test(scope)) >
  scopes.findLastIndex((scope) => scope.startsWith('meta.template.expression'));

function picture(lines: readonly (readonly Token[])[]): string {
  const rows = lines.flatMap((tokens) => {
    const marks: string[] = [];
    let column = 0;
    for (const { text, scopes } of tokens) {
      if (text.trim() !== '') marks.push(`#${' '.repeat(column)}${'^'.repeat(text.length)} ${scopes.join(' ')}`);
      column += text.length;
    }
    return [`>${tokens.map(({ text }) => text).join('')}`, ...marks];
  });
  return `${rows.join('\n')}\n`;
}

test.each(samples)('%s is coloured as its picture shows', async (name) => {
  const lines = await colour(name, readFileSync(path.join(SAMPLES, name), 'utf8'));
  await expect(picture(lines)).toMatchFileSnapshot(path.join(SAMPLES, `${name}.snap`));
});

const after = [
  'const behind = f(`a ${b} c`, 1);',
  'class A { private readonly b: string = "c"; }',
  'export const styled = css<Props>`color: red`;',
];
const SQL = [
  '--',
  "'",
  '"',
  '/*',
  '[',
  '#',
  '# x',
  '%{',
  '%r{',
  'a / b /',
  '(',
  "N'x",
  '$$',
  '{',
  '\\`',
  'create table',
  '/x',
  '@',
  '${a}',
  "'${a}",
  '-- ${a}',
  '/* ${a}',
  '"${a}',
];
const WRAPPED: readonly (readonly [string, (sql: string) => string])[] = [
  ['sql`…`', (sql) => `const q = sql\`${sql}\`;`],
  ['db.sql`…`', (sql) => `const q = db.sql\`${sql}\`;`],
  ['sql<T>`…`', (sql) => `const q = sql<T>\`${sql}\`;`],
  ['a.b.$queryRaw<T>`…`', (sql) => `const q = a.b.$queryRaw<T>\`${sql}\`;`],
  ['f().sql<T>`…`', (sql) => `const q = f().sql<T>\`${sql}\`;`],
  ['f().a.sql<T>`…`', (sql) => `const q = f().a.sql<T>\`${sql}\`;`],
  ['f().sql.type(x)`…`', (sql) => `const q = f().sql.type(x)\`${sql}\`;`],
  ['a[0]?.b!.sql<T>`…`', (sql) => `const q = a[0]?.b!.sql<T>\`${sql}\`;`],
  ['this.#a.sql<T>`…`', (sql) => `const q = this.#a.sql<T>\`${sql}\`;`],
  ['f(x).whereRaw(`…`)', (sql) => `const q = await f(x).whereRaw(\`${sql}\`, [a]).limit(1);`],
  ['sql<{ newline', (sql) => `const q = await a.sql<{\n  id: number;\n}>\`\n  ${sql}\n\`;`],
  ['sql.type(x)`…`', (sql) => `const q = sql.type(x)\`${sql}\`;`],
  ['sql.fragment`…`', (sql) => `const q = sql.fragment\`${sql}\`;`],
  ['/* sql */ `…`', (sql) => `const q = f(/* sql */ \`${sql}\`);`],
  ['knex.raw(`…`)', (sql) => `const q = await knex.raw(\`${sql}\`, [a]).then(f);`],
  ["knex.raw('…')", (sql) => `const q = await knex.raw('${sql.replaceAll("'", String.raw`\'`)}', [a]).then(f);`],
  ['nested', (sql) => `const q = sql\`a \${f(sql\`${sql}\`)} b\`;`],
];

describe('no SQL reaches beyond its template or string', () => {
  test.each(WRAPPED)('%s', async (_, wrap) => {
    for (const extension of ['.ts', '.tsx', '.js', '.jsx']) {
      // TypeScript's type arguments are no JavaScript.
      if (extension.startsWith('.j') && /<T>|<\{/.test(wrap(''))) continue;
      const wanted = await bare(`a${extension}`, after.join('\n'));
      for (const sql of SQL) {
        const got = await colour(`a${extension}`, [wrap(sql), ...after].join('\n'));
        expect(got.slice(-after.length), `${extension}: ${wrap(sql)}`).toEqual(wanted);
      }
    }
  });
});

describe('what is SQL', () => {
  test.each([
    ['sql`select ${a.b(`select`)} from t`', ['select ', ' from t']],
    ['sql<A>`select 1`', ['select 1']],
    ['x.$executeRaw`delete from t`', ['delete from t']],
    ['this.#x.sql<A>`a`', ['a']],
    ['await a?.b!.sql<A>`a`', ['a']],
    ["f(x).whereRaw('a')", ['a']],
    ['/* sql */ `a`', ['a']],
    ["knex.raw('a', 'b')", ['a']],
    ["this.knex.raw('a')", ['a']],
    ["q.orderByRaw('a')", ['a']],
  ])('%s', async (code, wanted) => {
    expect(await sqlIn(code)).toEqual(wanted);
  });
  test.each([
    'mysql`select 1`',
    '$sql`select 1`',
    'css<A>`select 1`',
    '`sql` + `select 1`',
    'sql < a && b > `select 1`',
    "path.raw('select 1')",
    '/* sqlite */ `select 1`',
    "// sql\n'select 1'",
    'String.raw`select 1`',
    'sql(`select 1`)',
    // The host has a call to close first; its own colours stay.
    'f().sql<A>`select 1`',
  ])('is not in %s', async (code) => {
    expect(await sqlIn(code)).toEqual([]);
  });
});

test("without VS Code's SQL grammar the rest of the file is as it was", async () => {
  const withoutSql = await colourer({ sql: false });
  const [line] = await withoutSql('a.ts', 'const a = sql`select ${b} from c`; const d = 1;');
  expect(line?.at(-2)).toEqual({ text: '1', scopes: ['meta.var.expr.ts', 'constant.numeric.decimal.ts'] });
});

test('interpolations and SQL have their language, for comments and brackets', () => {
  for (const { embeddedLanguages, injectTo } of manifest.contributes.grammars) {
    expect(embeddedLanguages).toEqual({
      'meta.embedded.block.sql': 'sql',
      'meta.embedded.inline.sql': 'sql',
      'meta.embedded.line.ts': 'typescript',
    });
    expect(injectTo).toEqual(['source.ts', 'source.tsx', 'source.js', 'source.js.jsx']);
  }
});

/** The pieces of SQL in a line of TypeScript, as they stand. */
async function sqlIn(code: string): Promise<readonly string[]> {
  const pieces: string[] = [];
  for (const tokens of await colour('a.ts', code)) {
    let joins = false;
    for (const token of tokens) {
      if (isSql(token)) pieces.push(joins ? `${pieces.pop() ?? ''}${token.text}` : token.text);
      joins = isSql(token);
    }
  }
  return pieces;
}
