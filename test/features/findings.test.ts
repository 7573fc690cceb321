/** Findings with the severities somebody asked for, and what is applied of their fixes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explain } from '../../server/src/features/explain.ts';
import { findings } from '../../server/src/features/findings.ts';
import { applyEdits, fixAll } from '../../server/src/features/fixes.ts';
import { methodAt } from '../../server/src/features/methodAt.ts';
import type { Finding, TextEdit } from '../../server/src/rules/rule.ts';
import { catalogs, startEngine, type Engine } from '../fixtures/engine.ts';

let engine: Engine;
beforeAll(() => {
  engine = startEngine();
});
afterAll(() => engine.dispose());

const CODE = `import { db } from './db.ts';
export async function f() {
  db.deleteFrom('users').execute();
  db.deleteFrom('users');
}
`;

describe('severities', () => {
  test('a rule that is not named keeps its own', async () => {
    const found = findings(await engine.analyse('kysely/a.ts', CODE), {
      'no-missing-await': 'hint',
      'no-such-rule': 'error',
    });
    expect(found.map(({ rule, severity, library }) => ({ rule, severity, library }))).toEqual([
      { rule: 'no-missing-await', severity: 'hint', library: 'kysely' },
      { rule: 'no-unexecuted-query', severity: 'error', library: 'kysely' },
    ]);
  });

  test('a rule that is off reports nothing', async () => {
    const analysis = await engine.analyse('kysely/a.ts', CODE);
    expect(findings(analysis, { 'no-missing-await': 'off' }).map(({ rule }) => rule)).toEqual(['no-unexecuted-query']);
    expect(findings(analysis, { 'no-missing-await': 'off', 'no-unexecuted-query': 'off' })).toEqual([]);
  });
});

describe('fix all', () => {
  const fix = (safe: boolean, ...edits: readonly TextEdit[]): Finding['fixes'][number] => ({ title: '', safe, edits });
  const finding = (...fixes: Finding['fixes']): Finding => ({
    span: { start: 0, end: 1 },
    call: 0,
    message: '',
    fixes,
    rule: 'r',
    severity: 'error',
    library: 'l',
  });
  const edit = (start: number, end: number, newText: string): TextEdit => ({ start, end, newText });

  test('takes the first safe fix of each', () => {
    const found = [
      finding(fix(false, edit(0, 0, 'x')), fix(true, edit(1, 1, 'y'))),
      finding(fix(false, edit(2, 2, 'z'))),
    ];
    expect(fixAll('abc', found)).toEqual([edit(1, 1, 'y')]);
  });

  test('makes an edit that two findings need once', () => {
    const found = [
      finding(fix(true, edit(0, 0, 'async '), edit(2, 2, 'x'))),
      finding(fix(true, edit(0, 0, 'async '), edit(3, 3, 'y'))),
    ];
    expect(applyEdits('abcd', fixAll('abcd', found))).toBe('async abxcyd');
  });

  test('leaves out a fix that touches what another has edited', () => {
    const found = [finding(fix(true, edit(0, 3, 'x'))), finding(fix(true, edit(1, 2, 'y')))];
    expect(applyEdits('abcd', fixAll('abcd', found))).toBe('xd');
  });

  test('refuses edits that overlap or lie outside the text', () => {
    expect(() => applyEdits('abcd', [edit(0, 3, 'x'), edit(1, 2, 'y')])).toThrow(RangeError);
    expect(() => applyEdits('abcd', [edit(3, 9, 'x')])).toThrow(RangeError);
    expect(applyEdits('abcd', [edit(2, 2, 'y'), edit(0, 2, 'x')])).toBe('xycd');
  });
});

test('the method at an offset is named as in the reference, both ends of its name included', async () => {
  const analysis = await engine.analyse('kysely/a.ts', CODE);
  const start = CODE.indexOf('execute');
  const method = { library: 'kysely', type: 'DeleteQueryBuilder', method: 'execute' };
  expect(methodAt(analysis, catalogs, start)).toEqual(method);
  expect(methodAt(analysis, catalogs, start + 3)).toEqual(method);
  expect(methodAt(analysis, catalogs, start + 'execute'.length)).toEqual(method);
  expect(methodAt(analysis, catalogs, start - 1)).toBeUndefined();
});

test('every call is explained, in source order', async () => {
  const calls = explain(await engine.analyse('kysely/a.ts', CODE), catalogs);
  expect(calls.map(({ method, label, verdict, execution }) => ({ method, label, verdict, execution }))).toEqual([
    { method: 'deleteFrom', label: 'lazy', verdict: 'here', execution: 'lazy' },
    { method: 'execute', label: 'executing', verdict: 'here', execution: 'executing' },
    { method: 'deleteFrom', label: 'lazy', verdict: 'never', execution: 'lazy' },
  ]);
  expect(calls[1]).toMatchObject({ library: 'kysely', type: 'DeleteQueryBuilder', asyncEquivalent: null });
});
