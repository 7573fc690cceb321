/** Classes of the user's: what they derive from, what stands in them, and what an instance of one is. */
import { evaluate } from './evaluate.ts';
import { textIn, type Evaluation } from './evaluation.ts';
import { scopeIn, type PyModule } from './modules.ts';
import type { Binding } from './scope.ts';
import { fieldOf, isFunction, type PyNode } from './tree.ts';
import { UNKNOWN, isSameClass, type ClassInfo, type ObjectValue, type Value } from './values.ts';

/** More ancestors than anybody's class has; circular bases end here too. */
const MOST_ANCESTORS = 40;

/** The class whose body a function stands in. */
export function classAround(module: PyModule, fn: PyNode): ClassInfo | undefined {
  let node = fn.parent;
  while (node && (node.type === 'decorated_definition' || node.type === 'block' || node.type === 'if_statement'))
    node = node.parent;
  if (node?.type !== 'class_definition') return undefined;
  const name = fieldOf(node, 'name');
  return { name: name ? textIn(module, name) : '', module, node };
}

/** What a class derives from, as written. */
export function basesOf(ctx: Evaluation, { node, module, madeOf }: ClassInfo): readonly Value[] {
  if (!node) return madeOf ?? [];
  const written = fieldOf(node, 'superclasses')?.children ?? [];
  return written.filter(({ type }) => type !== 'keyword_argument').map((base) => baseValue(ctx, base, module));
}

/** `Base[T]` is `Base`. */
function baseValue(ctx: Evaluation, base: PyNode, module: PyModule): Value {
  const head = base.type === 'subscript' ? (fieldOf(base, 'value') ?? base) : base;
  return evaluate(ctx, head, module);
}

/** What is known of a class and everything it derives from. */
export interface Ancestry {
  /** The user's classes, the class itself first. */
  readonly classes: readonly ClassInfo[];
  /** The first catalogued type. */
  readonly ref?: ObjectValue['ref'];
  /** Some base is not known. */
  readonly open: boolean;
}

export function ancestryOf(ctx: Evaluation, cls: ClassInfo): Ancestry {
  const classes: ClassInfo[] = [];
  let ref: ObjectValue['ref'] | undefined;
  let open = false;
  const pending: Value[] = [{ kind: 'class', cls }];
  while (pending.length > 0 && classes.length < MOST_ANCESTORS) {
    const next = pending.shift();
    if (next?.kind === 'type') ref ??= next.ref;
    else if (next?.kind === 'class') {
      if (classes.some((other) => isSameClass(other, next.cls))) continue;
      classes.push(next.cls);
      pending.unshift(...basesOf(ctx, next.cls));
    } else if (next?.kind !== 'data') open = true;
  }
  if (!ref && open && classes.some(hasModelFields)) ref = { library: 'django', type: 'Model' };
  return { classes, open, ...(ref && { ref }) };
}

/** A class with unknown bases that declares columns is a model: its base comes from a package. */
function hasModelFields({ node, module }: ClassInfo): boolean {
  const body = node && fieldOf(node, 'body');
  return (body?.children ?? []).some((statement) => {
    const assignment = statement.children[0];
    const value = assignment?.type === 'assignment' ? fieldOf(assignment, 'right') : undefined;
    return value?.type === 'call' && /^models\.\w*(?:Field|Key)\(/.test(textIn(module, value));
  });
}

/** A member that a class of the user's has itself. */
export interface OwnMember {
  readonly cls: ClassInfo;
  readonly binding: Binding;
}

/** The member as the first of the classes declares it. */
export function ownMember(classes: readonly ClassInfo[], name: string): OwnMember | undefined {
  for (const cls of classes) {
    const binding = cls.node && scopeIn(cls.module, cls.node).bindings.get(name)?.at(-1);
    if (binding) return { cls, binding };
  }
  return undefined;
}

/** What `self.name = value` in the methods of the classes assigns. */
export function assignedToSelf(classes: readonly ClassInfo[], name: string): readonly OwnAssignment[] {
  return classes.flatMap(({ node, module }) =>
    node ? selfAssignments(node, module).flatMap((entry) => (entry.name === name ? entry : [])) : [],
  );
}

export interface OwnAssignment {
  readonly name: string;
  readonly value: PyNode;
  readonly module: PyModule;
}

const assignments = new WeakMap<PyNode, readonly OwnAssignment[]>();

function selfAssignments(cls: PyNode, module: PyModule): readonly OwnAssignment[] {
  const known = assignments.get(cls);
  if (known) return known;
  const found: OwnAssignment[] = [];
  const visit = (node: PyNode): void => {
    const left = node.type === 'assignment' ? fieldOf(node, 'left') : undefined;
    const value = fieldOf(node, 'right');
    const [, name] = left?.type === 'attribute' ? (/^self\.(\w+)$/.exec(textIn(module, left)) ?? []) : [];
    if (name !== undefined && value) found.push({ name, value, module });
    for (const child of node.children) if (child.type !== 'class_definition') visit(child);
  };
  const body = fieldOf(cls, 'body');
  if (body) visit(body);
  assignments.set(cls, found);
  return found;
}

/** Rows: of any model, and of Django's own user model, which has methods of its own. */
export function isModelType(type: string | undefined): boolean {
  return type === 'Model' || type === 'User';
}

/** What `self` is in the methods of a class. */
export function selfValue(ctx: Evaluation, cls: ClassInfo): Value {
  const { ref, classes } = ancestryOf(ctx, cls);
  if (!ref) return { kind: 'instance', cls };
  const [, queries] = classes.find(({ madeOf }) => madeOf !== undefined)?.madeOf ?? [];
  const isModel = isModelType(ref.type);
  return {
    kind: 'object',
    ref,
    cls,
    ...(isModel && { model: cls }),
    ...(queries?.kind === 'class' && { queryClass: queries.cls }),
  };
}

/** An instance of what a name or an annotation gives, when that is a class. */
export function instanceOf(ctx: Evaluation, value: Value): Value {
  if (value.kind === 'class') return selfValue(ctx, value.cls);
  return value.kind === 'type' ? { kind: 'object', ref: value.ref } : UNKNOWN;
}

/** The method that a node stands in, and its class. */
export function methodAround(module: PyModule, node: PyNode): ClassInfo | undefined {
  for (let at = node.parent; at; at = at.parent) {
    const cls = isFunction(at) ? classAround(module, at) : undefined;
    if (cls) return cls;
  }
  return undefined;
}
