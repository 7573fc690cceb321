/** What the analysis of a file costs, and what of it goes to the type checker and for which expression. */
import type { Node } from 'typescript/unstable/ast';
import type { TypeRef } from '../../catalogs/schema.ts';
import type { Value } from './values.ts';

/** Files whose types took longer are asked about expression by expression, to learn which of them it is. */
const NOTICEABLE_MS = 200;
/** Of more files than this the oldest are forgotten. */
const MOST_FILES = 500;
const MOST_CODE = 60;

/** The time, in milliseconds, that a file took once its project was loaded. */
export interface FileCost {
  readonly ms: number;
  /** Of that, what the type checker was asked for. */
  readonly typesMs: number;
  /** The expression whose type took longest, when there was more than a moment to it. */
  readonly slowest?: ExpressionCost;
}

export interface ExpressionCost {
  /** As it is written, on one line. */
  readonly code: string;
  readonly ms: number;
  /** What it turned out to be. */
  readonly type?: TypeRef;
}

export interface TypeCosts {
  /** Asks for types and takes the time; `ask` is called with all nodes, or with one after the other. */
  ask(
    file: string,
    nodes: readonly Node[],
    ask: (nodes: readonly Node[]) => Promise<readonly Value[]>,
  ): Promise<readonly Value[]>;
  /** Takes the time of a whole analysis. */
  during<T>(file: string, analysis: () => Promise<T>): Promise<T>;
  of(file: string): FileCost | undefined;
}

export function createTypeCosts(): TypeCosts {
  const costs = new Map<string, FileCost>();
  const asked = new Map<string, ExpressionCost[]>();

  async function timed(
    nodes: readonly Node[],
    ask: (nodes: readonly Node[]) => Promise<readonly Value[]>,
  ): Promise<readonly [readonly Value[], ExpressionCost]> {
    const started = performance.now();
    const values = await ask(nodes);
    const type = values.map(typeOf).find((found) => found !== undefined);
    const code = nodes.map(codeOf).join(', ').slice(0, MOST_CODE);
    return [values, { code, ms: performance.now() - started, ...(type && { type }) }];
  }

  return {
    async ask(file, nodes, ask) {
      const wasSlow = (costs.get(file)?.typesMs ?? 0) > NOTICEABLE_MS;
      const batches = wasSlow ? nodes.map((node) => [node]) : [nodes];
      const values: Value[] = [];
      for (const batch of batches) {
        const [answers, cost] = await timed(batch, ask);
        values.push(...answers);
        asked.set(file, [...(asked.get(file) ?? []), cost]);
      }
      return values;
    },
    async during(file, analysis) {
      asked.delete(file);
      const started = performance.now();
      const result = await analysis();
      const types = asked.get(file) ?? [];
      asked.delete(file);
      const [slowest] = types.toSorted((a, b) => b.ms - a.ms);
      costs.delete(file);
      costs.set(file, {
        ms: performance.now() - started,
        typesMs: types.reduce((sum, { ms }) => sum + ms, 0),
        ...(slowest && slowest.ms > NOTICEABLE_MS / 10 && { slowest }),
      });
      const [oldest] = costs.keys();
      if (costs.size > MOST_FILES && oldest !== undefined) costs.delete(oldest);
      return result;
    },
    of: (file) => costs.get(file),
  };
}

function codeOf(node: Node): string {
  return node.getText().replaceAll(/\s+/g, ' ');
}

/** The catalogued type in what the checker says. */
function typeOf(value: Value): TypeRef | undefined {
  switch (value.kind) {
    case 'instance':
      return value.ref;
    case 'promise':
    case 'array':
      return typeOf(value.of);
    case 'method':
      return value.owner;
    default:
      return undefined;
  }
}
