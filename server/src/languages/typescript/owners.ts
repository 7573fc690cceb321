/** Whose method is it? Names first; what names leave open is put to the type checker, in one batch a round. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { HelperFact } from '../../analysis/model.ts';
import type { CatalogSet } from '../../catalogs/catalogSet.ts';
import { calleeOf, methodNameOf, receiverOf, type Candidate } from './collect.ts';
import { evaluate, type Evaluation } from './evaluation.ts';
import { createBudget, helperAnywhere, helperOf } from './helpers.ts';
import { ownedCall, ownedTag, type OwnedMethod } from './members.ts';
import { MissingFile, MissingResolutions, type Module } from './modules.ts';
import { unwrap } from './syntax.ts';
import type { Value } from './values.ts';

/** The slow half: the parts of an answer that need the TypeScript process. All may reject when it dies. */
export interface Supplier {
  /** Makes these files and resolutions available; what can't be had is remembered as such. */
  supply(files: ReadonlySet<string>, modules: ReadonlySet<Module>): Promise<void>;
  /** What the type checker says of the nodes; in their order. */
  types(module: Module, nodes: readonly Node[]): Promise<readonly Value[]>;
  /** Throws when the answer is no longer wanted. */
  check(): void;
}

export interface Owners {
  readonly owned: ReadonlyMap<Candidate, OwnedMethod>;
  /** The other calls of the user's functions that send queries; empty unless they are wanted. */
  readonly counted: ReadonlyMap<Candidate, HelperFact>;
  /** How many candidates the names answered, and how many the type checker. */
  readonly byName: number;
  readonly byType: number;
}

/** Rounds of fetching: each goes one import further, or fetches a few files more. */
const MAX_ROUNDS = 200;
/** A round ends after this many calls have missed something: most of them miss the same. */
const MAX_MISSES = 4;
/** Rounds of types: each goes one unannotated helper further. */
const MAX_TYPE_ROUNDS = 3;

/**
 * Finds the owners of the candidates.
 * `typed` collects what the checker says; the evaluation context must read from it.
 */
export async function findOwners(
  ctx: Evaluation,
  module: Module,
  candidates: readonly Candidate[],
  typed: Map<Node, Value>,
  supplier: Supplier,
  countsHelpers: boolean,
): Promise<Owners> {
  const owned = new Map<Candidate, OwnedMethod>();
  const relevant = candidates.filter((candidate) => isRelevant(ctx.catalogs, candidate));
  await findByName(ctx, module, relevant, owned, supplier);
  const byName = owned.size;
  for (let round = 0; round < MAX_TYPE_ROUNDS; round++) {
    const questions = openQuestions(ctx, module, relevant, owned, typed);
    if (questions.length === 0) break;
    supplier.check();
    const answers = await supplier.types(module, questions);
    questions.forEach((node, index) => typed.set(node, answers[index] ?? { kind: 'none' }));
    if (!answers.some((answer) => answer.kind !== 'none' && answer.kind !== 'unknown')) break;
    module.memo.clear();
    await findByName(ctx, module, relevant, owned, supplier);
  }
  const byType = owned.size - byName;
  await findHelpers(ctx, module, candidates, owned, supplier);
  const counted = countsHelpers ? await countHelpers(ctx, module, candidates, owned, supplier) : new Map();
  return { owned, counted, byName, byType };
}

/** The calls of the user's own functions that send queries. */
async function findHelpers(
  ctx: Evaluation,
  module: Module,
  candidates: readonly Candidate[],
  owned: Map<Candidate, OwnedMethod>,
  supplier: Supplier,
): Promise<void> {
  const budget = createBudget();
  const helpers = new Map<Candidate, OwnedMethod>();
  const others = candidates.filter((candidate) => !owned.has(candidate));
  await eachInRounds(others, supplier, (candidate) => {
    const helper = helperOf(ctx, candidate, module, owned, budget);
    if (helper) helpers.set(candidate, helper);
  });
  for (const [candidate, helper] of helpers) owned.set(candidate, helper);
}

/** The calls of the user's functions that no rule cares for. */
async function countHelpers(
  ctx: Evaluation,
  module: Module,
  candidates: readonly Candidate[],
  owned: ReadonlyMap<Candidate, OwnedMethod>,
  supplier: Supplier,
): Promise<ReadonlyMap<Candidate, HelperFact>> {
  const budget = createBudget();
  const counted = new Map<Candidate, HelperFact>();
  const others = candidates.filter((candidate) => !owned.has(candidate));
  await eachInRounds(others, supplier, (candidate) => {
    const { helper } = (is.isCallExpression(candidate) && helperAnywhere(ctx, candidate, module, budget)) || {};
    if (helper && helper.sends > 0) counted.set(candidate, helper);
  });
  return counted;
}

/**
 * A call by a name that no catalog has can still be one by a wildcard, when it is made on the result of a call, and one
 * of a value that a class keeps: `this.knex('users')`. Of templates there are few.
 */
function isRelevant(catalogs: CatalogSet, candidate: Candidate): boolean {
  const receiver = receiverOf(candidate);
  if (!receiver || is.isTaggedTemplateExpression(candidate)) return true;
  const name = methodNameOf(candidate);
  if (name === undefined) return is.isElementAccessExpression(calleeOf(candidate));
  if (catalogs.methodNames.has(name)) return true;
  const inner = unwrap(receiver);
  const isNamed = is.isIdentifier(inner) || inner.kind === SyntaxKind.ThisKeyword;
  // `this.app.knex('t')` calls a client that is a field.
  return (
    isNamed ||
    is.isPropertyAccessExpression(inner) ||
    is.isCallExpression(inner) ||
    is.isTaggedTemplateExpression(inner)
  );
}

async function findByName(
  ctx: Evaluation,
  module: Module,
  candidates: readonly Candidate[],
  owned: Map<Candidate, OwnedMethod>,
  supplier: Supplier,
): Promise<void> {
  const open = candidates.filter((candidate) => !owned.has(candidate));
  await eachInRounds(open, supplier, (candidate) => {
    const method = is.isCallExpression(candidate)
      ? ownedCall(ctx, candidate, module)
      : ownedTag(ctx, candidate, module);
    if (method) owned.set(candidate, method);
  });
}

/** Visits every candidate; a visit that misses a file or a resolution is tried again when that has been supplied. */
async function eachInRounds(
  candidates: readonly Candidate[],
  supplier: Supplier,
  visit: (candidate: Candidate) => void,
): Promise<void> {
  let pending = candidates;
  for (let round = 0; round < MAX_ROUNDS && pending.length > 0; round++) {
    const files = new Set<string>();
    const modules = new Set<Module>();
    const next: Candidate[] = [];
    for (const candidate of pending) {
      if (next.length >= MAX_MISSES) {
        next.push(candidate);
        continue;
      }
      try {
        visit(candidate);
      } catch (error) {
        if (error instanceof MissingFile) files.add(error.file);
        else if (error instanceof MissingResolutions) modules.add(error.module);
        else throw error;
        next.push(candidate);
      }
    }
    if (next.length === 0) return;
    supplier.check();
    await supplier.supply(files, modules);
    pending = next;
  }
}

/** The expressions to ask the checker about: the innermost receivers of which names say `unknown`. */
function openQuestions(
  ctx: Evaluation,
  module: Module,
  candidates: readonly Candidate[],
  owned: ReadonlyMap<Candidate, OwnedMethod>,
  typed: ReadonlyMap<Node, Value>,
): readonly Node[] {
  const questions = new Set<Node>();
  for (const candidate of candidates) {
    const receiver = receiverOf(candidate);
    const name = methodNameOf(candidate);
    if (owned.has(candidate) || !receiver || name === undefined || !ctx.catalogs.methodNames.has(name)) continue;
    const question = innermostUnknown(ctx, module, receiver);
    if (question && !typed.has(question)) questions.add(question);
  }
  return [...questions];
}

function innermostUnknown(ctx: Evaluation, module: Module, receiver: Node): Node | undefined {
  let question: Node | undefined;
  for (let node: Node | undefined = unwrap(receiver); node; node = innerOf(node)) {
    try {
      if (evaluate(ctx, node, module).kind === 'unknown') question = node;
    } catch (error) {
      if (error instanceof MissingFile || error instanceof MissingResolutions) return question;
      throw error;
    }
  }
  return question;
}

/** The expression that a property access, call or `await` is made on. */
function innerOf(node: Node): Node | undefined {
  if (
    is.isPropertyAccessExpression(node) ||
    is.isElementAccessExpression(node) ||
    is.isCallExpression(node) ||
    is.isAwaitExpression(node)
  ) {
    return unwrap(node.expression);
  }
  return undefined;
}
