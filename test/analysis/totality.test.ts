/** The analysis cannot throw: whatever the facts, it answers, and twice the same. */
import { expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis/analyze.ts';
import type {
  Call,
  Callee,
  FunctionFact,
  Reference,
  Span,
  Use,
  VariableFact,
} from '../../server/src/analysis/model.ts';
import { explain } from '../../server/src/features/explain.ts';
import { findings } from '../../server/src/features/findings.ts';
import { applyEdits, fixAll } from '../../server/src/features/fixes.ts';
import { hintTooltip, inlayHints } from '../../server/src/features/hints.ts';
import { hover } from '../../server/src/features/hover.ts';
import { call, catalogs, facts } from './facts.ts';

/** Numbers that look random and are the same every time (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Facts with ids that may point anywhere, and uses that need not make sense. */
function nonsense(seed: number): ReturnType<typeof facts> {
  const below = numbers(seed);
  const pick = <T>(...from: readonly [T, ...T[]]): T => from[below(from.length)] ?? from[0];
  const id = (): number => below(8) - 1;
  const span = (): Span => ({ start: below(50), end: 50 + below(50) });
  const maybe = <T>(value: T): T | undefined => (below(2) === 0 ? value : undefined);
  const some = <T>(make: () => T): T[] => Array.from({ length: below(6) }, make);
  const callee = (): Callee => {
    const text = pick('Promise.all', 'ids.map', 'ids.forEach', 'list.push', 'JSON.stringify', 'p.then', 'x');
    const known = { call: maybe(id()), variable: maybe(id()), function: maybe(id()) };
    const defined = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
    return { text, name: text.split('.').at(-1) ?? '', span: span(), index: below(3), ...defined };
  };
  const use = (depth = 0): Use => {
    const inner = (): Use => (depth > 5 ? { kind: 'dropped', statement: span() } : use(depth + 1));
    return pick<() => Use>(
      () => ({ kind: 'awaited', span: span(), use: inner() }),
      () => ({ kind: 'iterated', async: below(2) === 0, span: span() }),
      () => ({ kind: 'dropped', statement: span() }),
      () => ({ kind: 'voided', span: span() }),
      () => ({ kind: 'returned', function: id(), span: span() }),
      () => ({ kind: 'stored', variable: id(), pattern: below(4) === 0 }),
      () => ({ kind: 'receiver', call: id() }),
      () => ({ kind: 'method', name: pick('then', 'map', 'push', ''), use: inner() }),
      () => ({ kind: 'member', name: pick('length', '_', 'constructor'), span: span() }),
      () => ({ kind: 'argument', callee: callee(), use: inner() }),
      () => ({ kind: 'element', use: inner() }),
      () => ({ kind: 'property', name: 'a', use: inner() }),
      () => ({ kind: 'spread', into: pick('array', 'object', 'arguments'), use: inner() }),
      () => ({ kind: 'value', how: pick('condition', 'template', 'operand', 'index'), span: span() }),
      () => ({ kind: 'escaped', how: 'other' }),
    )();
  };
  const anyCall = (): Omit<Call, 'id'> => {
    const [owner, name] = pick(
      ['Client', 'find'],
      ['Client', 'build'],
      ['Client', 'batch'],
      ['Client', 'transaction'],
      ['Builder', 'where'],
      ['Builder', 'stream'],
      ['Mutable', 'where'],
      ['Query', 'also'],
      ['Nobody', 'nothing'],
    );
    const links = { ...(below(2) && { receiver: id() }), ...(below(2) && { receiverVariable: id() }) };
    return call(owner ?? '', name ?? '', use(), {
      ...links,
      function: id(),
      awaitable: below(4) > 0,
      awaitNeedsParens: below(4) === 0,
    });
  };
  const anyReference = (): Reference => ({ span: span(), use: use(), function: id(), loops: [] });
  const anyVariable = (): Omit<VariableFact, 'id'> => ({
    name: 'q',
    declaration: span(),
    kind: pick('const', 'let', 'var', 'parameter'),
    function: id(),
    exported: below(5) === 0,
    references: some(anyReference),
  });
  const anyFunction = (_: unknown, index: number): FunctionFact => ({
    id: index,
    span: span(),
    parent: id(),
    kind: pick('arrow', 'declaration', 'method', 'getter'),
    async: below(2) === 0,
    generator: below(5) === 0,
    expressionBody: below(2) === 0,
    exported: below(2) === 0,
    ...(below(2) && { asyncAt: below(50) }),
    ...(below(2) && { returnType: span() }),
    ...(below(2) && { argumentOf: callee() }),
    ...(below(2) && { argumentUse: use() }),
    ...(below(2) && { callUses: some(use) }),
  });
  return facts(some(anyCall), some(anyVariable), Array.from({ length: below(6) }, anyFunction));
}

test('3000 files of nonsense are judged, explained and fixed without an error', () => {
  for (let seed = 1; seed <= 3000; seed++) {
    const file = nonsense(seed);
    const analysis = analyze(file, catalogs);
    expect(analyze(file, catalogs)).toEqual(analysis);
    expect(analysis.chains.flatMap(({ calls }) => calls).toSorted((a, b) => a - b)).toEqual(
      file.calls.map(({ id }) => id),
    );
    expect(explain(analysis, catalogs)).toHaveLength(file.calls.length);
    for (const hint of inlayHints(analysis, { mode: 'each' }))
      expect(hintTooltip(analysis, catalogs, hint, true)).not.toBe('');
    for (const { name } of file.calls) expect(hover(analysis, catalogs, name.start)).toBeDefined();
    const found = findings(analysis, {});
    expect(new Set(found.map((finding) => finding.call)).size).toBe(found.length);
    expect(applyEdits(file.text, fixAll(file.text, found))).toBeTypeOf('string');
  }
});
