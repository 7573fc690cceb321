/** From a name to what it is bound to: in its function, its module, or the module it is imported from. */
import { annotationValue } from './annotations.ts';
import { basesOf, classAround, selfValue } from './classes.ts';
import { elementOf, evaluate } from './evaluate.ts';
import { textIn, type Evaluation, type Frame } from './evaluation.ts';
import { scopeIn, type PyModule } from './modules.ts';
import type { Binding, Scope } from './scope.ts';
import { fieldOf, isComprehension, isFunction, isInside, type PyNode } from './tree.ts';
import { DATA, UNKNOWN, merge, type Value } from './values.ts';

export function lookUp(ctx: Evaluation, identifier: PyNode, module: PyModule, frame: Frame | undefined): Value {
  const name = textIn(module, identifier);
  const scope = scopeBinding(module, identifier, name);
  if (!scope) return exportedName(ctx, module, name);
  const bindings = reaching(scope.bindings.get(name) ?? [], identifier, scope);
  return bindings.map((binding) => bindingValue(ctx, binding, scope, module, frame)).reduce(merge, DATA);
}

/** The scope below the module's that binds a name where it is used; `undefined`: the module, or what is around it. */
export function scopeBinding(module: PyModule, at: PyNode, name: string): Scope | undefined {
  let inFunction = false;
  for (let below = at, node = at.parent; node; below = node, node = node.parent) {
    if (node.type === 'module') return undefined;
    const isBody = isFunction(node) && below.field === 'body';
    const isOwnClass = node.type === 'class_definition' && below.field === 'body' && !inFunction;
    if (!isBody && !isOwnClass && !isComprehension(node)) continue;
    const scope = scopeIn(module, node);
    if (scope.elsewhere.has(name)) {
      if (scope.node.type === 'function_definition') return outer(module, node, name);
    } else if (scope.bindings.has(name) && !(isComprehension(node) && isFirstSource(at, node))) return scope;
    if (isBody) inFunction = true;
  }
  return undefined;
}

/** `nonlocal` names of a function further out; `global` ones of the module. */
function outer(module: PyModule, fn: PyNode, name: string): Scope | undefined {
  for (let node = fn.parent; node; node = node.parent) {
    if (!isFunction(node)) continue;
    const scope = scopeIn(module, node);
    if (scope.bindings.has(name) && !scope.elsewhere.has(name)) return scope;
  }
  return undefined;
}

/** What a comprehension goes through first is evaluated outside of it. */
function isFirstSource(at: PyNode, comprehension: PyNode): boolean {
  const clause = comprehension.children.find(({ type }) => type === 'for_in_clause');
  const source = clause && fieldOf(clause, 'right');
  return source !== undefined && isInside(at, source);
}

/** Those of the bindings that a use of the name may see: the last that must have happened, and those since. */
function reaching(all: readonly Binding[], use: PyNode, scope: Scope): readonly Binding[] {
  const bindings = all.filter(({ kind }) => kind !== 'augmented');
  if (scope.kind === 'comprehension' || isFromInnerFunction(use, scope)) return bindings;
  const before = bindings.filter(
    ({ kind, node, value }) => kind === 'parameter' || (node.start < use.start && !(value && isInside(use, value))),
  );
  const sure = before.findLastIndex((binding) => binding.kind === 'parameter' || isInside(use, blockOf(binding.by)));
  const seen = before.slice(Math.max(0, sure));
  return seen.length > 0 ? seen : bindings.filter(({ value }) => !(value && isInside(use, value)));
}

function isFromInnerFunction(use: PyNode, scope: Scope): boolean {
  for (let node = use.parent; node && node !== scope.node; node = node.parent) if (isFunction(node)) return true;
  return false;
}

function blockOf(node: PyNode): PyNode {
  let at = node;
  while (at.parent && at.type !== 'block') at = at.parent;
  return at;
}

function bindingValue(
  ctx: Evaluation,
  binding: Binding,
  scope: Scope,
  module: PyModule,
  frame: Frame | undefined,
): Value {
  const { kind, value, annotation, by, apart } = binding;
  switch (kind) {
    case 'import':
      return binding.imported ? importValue(ctx, module, binding.imported) : UNKNOWN;
    case 'function':
      return { kind: 'function', node: by, module };
    case 'class':
      return { kind: 'class', cls: { name: binding.name, module, node: by } };
    case 'parameter':
      return parameterValue(ctx, binding, scope, module, frame);
    case 'annotation':
      return annotation ? annotationValue(ctx, annotation, module) : UNKNOWN;
    case 'assignment': {
      const declared = annotation ? annotationValue(ctx, annotation, module) : UNKNOWN;
      const assigned = value ? evaluate(ctx, value, module, frame) : UNKNOWN;
      if (apart === true) return partOf(assigned, binding);
      return assigned.kind === 'unknown' || assigned.kind === 'data' ? orElse(declared, assigned) : assigned;
    }
    case 'loop': {
      const element = value ? elementOf(evaluate(ctx, value, module, frame)) : UNKNOWN;
      return apart === true ? partOf(element, binding) : element;
    }
    case 'with': {
      const manager = value ? evaluate(ctx, value, module, frame) : UNKNOWN;
      return manager.kind === 'object' && apart !== true ? manager : UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

function orElse(value: Value, other: Value): Value {
  return value.kind === 'unknown' ? other : value;
}

/** `book, created = ...`: by the place among the names. */
function partOf(value: Value, { node }: Binding): Value {
  const index = node.parent?.children.indexOf(node) ?? -1;
  if (value.kind === 'tuple') return value.items[index] ?? UNKNOWN;
  return value.kind === 'list' ? value.of : UNKNOWN;
}

function parameterValue(
  ctx: Evaluation,
  { name, annotation, by }: Binding,
  scope: Scope,
  module: PyModule,
  frame: Frame | undefined,
): Value {
  const given = frame?.fn === scope.node ? frame.args.get(name) : undefined;
  if (given) return given;
  const fn = scope.node;
  const cls = classAround(module, fn);
  const parameters = fieldOf(fn, 'parameters')?.children ?? [];
  if (cls && parameters[0] === by) {
    const decorators = decoratorsOf(fn, module);
    if (frame?.fn === fn && frame.self) return frame.self;
    if (decorators.includes('classmethod')) return { kind: 'class', cls };
    if (!decorators.includes('staticmethod')) return selfValue(ctx, cls);
  }
  if (annotation) return annotationValue(ctx, annotation, module);
  return name === 'request' && isDjangoView(ctx, fn, module, parameters.indexOf(by), cls) ? REQUEST : UNKNOWN;
}

const REQUEST: Value = { kind: 'object', ref: { library: 'django', type: 'HttpRequest' } };
/** Frameworks on top of Django and beside it, whose requests are others. */
const OTHER_FRAMEWORKS = /\b(?:rest_framework|ninja|adrf|strawberry|channels|starlette|fastapi|sanic|aiohttp)\b/;

/** By its shape a view: `request` comes first, in a module of Django's or in a class of a generic view. */
function isDjangoView(
  ctx: Evaluation,
  fn: PyNode,
  module: PyModule,
  index: number,
  cls: ReturnType<typeof classAround>,
): boolean {
  if (index !== (cls ? 1 : 0) || fn.type !== 'function_definition' || OTHER_FRAMEWORKS.test(module.text)) return false;
  if (!/^\s*(?:from|import)\s+django\b/m.test(module.text)) return false;
  return !cls || basesOf(ctx, cls).some((base) => base.kind === 'module' && base.name.startsWith('django.views'));
}

/** The last names of a definition's decorators: `property`, `sync_to_async`. */
export function decoratorsOf(definition: PyNode, module: PyModule): readonly string[] {
  const decorated = definition.parent;
  if (decorated?.type !== 'decorated_definition') return [];
  return decorated.children.flatMap((child) => {
    if (child.type !== 'decorator') return [];
    const [written = ''] = /^@\s*[\w.]+/.exec(textIn(module, child)) ?? [];
    return written.slice(1).trim().split('.').at(-1) ?? '';
  });
}

/** What a name of a module is, imports and `from x import *` included. */
export function exportedName(ctx: Evaluation, module: PyModule, name: string, seen = new Set<string>()): Value {
  if (seen.has(module.file)) return UNKNOWN;
  seen.add(module.file);
  const scope = scopeIn(module, module.tree.root);
  const bindings = scope.bindings.get(name);
  if (bindings) return bindings.map((binding) => moduleBinding(ctx, binding, scope, module)).reduce(merge, DATA);
  for (const star of scope.stars) {
    const file = ctx.modules.resolve(module.file, star);
    const other = file === undefined ? undefined : ctx.modules.get(file);
    const value = other ? exportedName(ctx, other, name, seen) : catalogued(ctx, star, name);
    if (value && value.kind !== 'unknown') return value;
  }
  return UNKNOWN;
}

/** Remembered by the name that is bound, so that circular imports end. */
function moduleBinding(ctx: Evaluation, binding: Binding, scope: Scope, module: PyModule): Value {
  const known = module.memo.get(binding.node);
  if (known) return known;
  if (ctx.active.has(binding.node)) return UNKNOWN;
  ctx.active.add(binding.node);
  const value = bindingValue(ctx, binding, scope, module, undefined);
  ctx.active.delete(binding.node);
  module.memo.set(binding.node, value);
  return value;
}

/** What an import statement gives. */
export function importValue(
  ctx: Evaluation,
  module: PyModule,
  { module: from, name }: { readonly module: string; readonly name?: string },
): Value {
  if (name === undefined) return moduleNamed(ctx, module.file, from);
  const known = catalogued(ctx, from, name);
  if (known) return known;
  const separator = from.endsWith('.') ? '' : '.';
  return memberOfModule(ctx, moduleNamed(ctx, module.file, from), name, `${from}${separator}${name}`, module.file);
}

function moduleNamed(ctx: Evaluation, from: string, name: string): Value & { kind: 'module' } {
  const file = ctx.catalogs.knowsModule(name) ? undefined : ctx.modules.resolve(from, name);
  return { kind: 'module', name, ...(file !== undefined && { file }) };
}

/** A member of a module: a name in its file, or a module below it. */
export function memberOfModule(
  ctx: Evaluation,
  { file, name: parent }: Value & { kind: 'module' },
  name: string,
  dotted = `${parent}.${name}`,
  from = file ?? '',
): Value {
  if (file === undefined) return catalogued(ctx, parent, name) ?? { kind: 'module', name: dotted };
  const module = ctx.modules.get(file);
  const value = module ? exportedName(ctx, module, name) : UNKNOWN;
  if (value.kind !== 'unknown') return value;
  const below = ctx.modules.resolve(from, dotted);
  return below === undefined || below === file ? UNKNOWN : { kind: 'module', name: dotted, file: below };
}

/** What a catalog says of a name in a module. */
function catalogued(ctx: Evaluation, module: string, name: string): Value | undefined {
  const found = module.startsWith('.') ? undefined : ctx.catalogs.exported(module, name);
  if (!found) return undefined;
  const { library, fact } = found;
  const refer = (written: string): Value => {
    const { ref } = ctx.catalogs.refer(written, { library, type: '' });
    return written === fact.type ? { kind: 'type', ref } : { kind: 'object', ref };
  };
  if (fact.type !== undefined) return refer(fact.type);
  return fact.value === undefined ? { kind: 'export', library, name, fact } : refer(fact.value);
}
