/** What names are bound to in a module, a class or a function: every place that binds one, in source order. */
import { fieldOf, fieldsOf, isComprehension, isFunction, parameterOf, type PyNode } from './tree.ts';

export type BindingKind =
  | 'assignment'
  | 'augmented'
  | 'annotation'
  | 'loop'
  | 'with'
  | 'parameter'
  | 'import'
  | 'function'
  | 'class'
  | 'other';

/** One place that binds a name. */
export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  /** The identifier that is bound. */
  readonly node: PyNode;
  /** The statement, definition or clause that binds it. */
  readonly by: PyNode;
  /** What is bound, for an assignment; what is gone through, for a loop; the context manager, for `with`. */
  readonly value?: PyNode;
  /** The name is one of several that the value is taken apart into. */
  readonly apart?: boolean;
  readonly annotation?: PyNode;
  /** For an import: the dotted module as written, and the name in it (`undefined`: the module itself). */
  readonly imported?: { readonly module: string; readonly name?: string };
}

export interface Scope {
  readonly node: PyNode;
  readonly kind: 'module' | 'class' | 'function' | 'comprehension';
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  /** Modules of which everything is imported. */
  readonly stars: readonly string[];
  /** Names declared `global` or `nonlocal`. */
  readonly elsewhere: ReadonlySet<string>;
}

/** The scope that a module, class, function, lambda or comprehension opens. */
export function scopeOf(node: PyNode, text: string): Scope {
  const bindings = new Map<string, Binding[]>();
  const stars: string[] = [];
  const elsewhere = new Set<string>();
  const add = (binding: Binding): void => {
    const list = bindings.get(binding.name);
    if (list) list.push(binding);
    else bindings.set(binding.name, [binding]);
  };
  const binder: Binder = { text, add, stars, elsewhere };
  if (isFunction(node)) bindParameters(binder, node);
  if (isComprehension(node)) for (const child of node.children) bindClause(binder, child);
  else {
    const body = node.type === 'module' ? node : fieldOf(node, 'body');
    if (body) visit(binder, body);
  }
  return { node, kind: kindOf(node), bindings, stars, elsewhere };
}

function kindOf(node: PyNode): Scope['kind'] {
  if (node.type === 'module') return 'module';
  if (node.type === 'class_definition') return 'class';
  return isFunction(node) ? 'function' : 'comprehension';
}

/** Whether a node opens a scope of its own. */
export function opensScope(node: PyNode): boolean {
  return node.type === 'module' || node.type === 'class_definition' || isFunction(node) || isComprehension(node);
}

interface Binder {
  readonly text: string;
  readonly stars: string[];
  readonly elsewhere: Set<string>;
  add(binding: Binding): void;
}

const nameOf = ({ text }: Binder, node: PyNode): string => text.slice(node.start, node.end);

function bindParameters(binder: Binder, fn: PyNode): void {
  for (const node of fieldOf(fn, 'parameters')?.children ?? []) {
    const identifier = parameterOf(node);
    if (!identifier) continue;
    const annotation = fieldOf(node, 'type');
    const isPlain = node.type === 'identifier' || !/splat/.test(node.type + (node.children[0]?.type ?? ''));
    binder.add({
      name: nameOf(binder, identifier),
      kind: isPlain ? 'parameter' : 'other',
      node: identifier,
      by: node,
      ...(annotation && { annotation }),
    });
  }
}

/** Goes through statements without entering scopes of their own. */
function visit(binder: Binder, node: PyNode): void {
  for (const child of node.children) {
    bind(binder, child);
    if (!opensScope(child)) visit(binder, child);
    else if (isComprehension(child)) visitWalrus(binder, child);
  }
}

/** `:=` in a comprehension binds in the scope around it. */
function visitWalrus(binder: Binder, node: PyNode): void {
  for (const child of node.children) {
    if (child.type === 'named_expression') bind(binder, child);
    if (!isFunction(child)) visitWalrus(binder, child);
  }
}

function bind(binder: Binder, node: PyNode): void {
  switch (node.type) {
    case 'assignment':
      return bindAssignment(binder, node);
    case 'augmented_assignment':
      return bindTarget(binder, fieldOf(node, 'left'), { kind: 'augmented', by: node });
    case 'named_expression': {
      const value = fieldOf(node, 'value');
      return bindTarget(binder, fieldOf(node, 'name'), { kind: 'assignment', by: node, ...(value && { value }) });
    }
    case 'for_statement': {
      const value = fieldOf(node, 'right');
      return bindTarget(binder, fieldOf(node, 'left'), { kind: 'loop', by: node, ...(value && { value }) });
    }
    case 'as_pattern':
      return bindAs(binder, node);
    case 'function_definition':
    case 'class_definition': {
      const name = fieldOf(node, 'name');
      const kind = node.type === 'class_definition' ? 'class' : 'function';
      return name && binder.add({ name: nameOf(binder, name), kind, node: name, by: node });
    }
    case 'import_statement':
    case 'import_from_statement':
      return bindImport(binder, node);
    case 'global_statement':
    case 'nonlocal_statement':
      for (const name of node.children) binder.elsewhere.add(nameOf(binder, name));
      return undefined;
    case 'delete_statement':
      // `del request.session["basket"]` leaves the names in it as they are.
      for (const name of node.children.flatMap((child) => (child.type === 'expression_list' ? child.children : child)))
        if (name.type === 'identifier') binder.add({ name: nameOf(binder, name), kind: 'other', node: name, by: node });
      return undefined;
    case 'case_pattern':
      for (const name of identifiersIn(node))
        binder.add({ name: nameOf(binder, name), kind: 'other', node: name, by: node });
      return undefined;
    default:
      return undefined;
  }
}

function bindAssignment(binder: Binder, node: PyNode): void {
  const value = valueOf(node);
  const annotation = fieldOf(node, 'type');
  const kind = value ? 'assignment' : 'annotation';
  bindTarget(binder, fieldOf(node, 'left'), {
    kind,
    by: node,
    ...(value && { value }),
    ...(annotation && { annotation }),
  });
}

/** The value of `a = b = value`. */
function valueOf(node: PyNode): PyNode | undefined {
  let right = fieldOf(node, 'right');
  while (right?.type === 'assignment') right = fieldOf(right, 'right');
  return right;
}

/** `with x as y`, `except E as e`. */
function bindAs(binder: Binder, node: PyNode): void {
  const target = node.children.find(({ type }) => type === 'as_pattern_target')?.children[0];
  const [value] = node.children;
  const isWith = node.parent?.type === 'with_item';
  bindTarget(binder, target, { kind: isWith ? 'with' : 'other', by: node, ...(isWith && value && { value }) });
}

function bindClause(binder: Binder, node: PyNode): void {
  if (node.type !== 'for_in_clause') return;
  const value = fieldOf(node, 'right');
  bindTarget(binder, fieldOf(node, 'left'), { kind: 'loop', by: node, ...(value && { value }) });
}

type Bound = Omit<Binding, 'name' | 'node'>;

function bindTarget(binder: Binder, target: PyNode | undefined, bound: Bound): void {
  if (target === undefined) return;
  if (target.type === 'identifier') binder.add({ ...bound, name: nameOf(binder, target), node: target });
  else if (!/^(?:attribute|subscript)$/.test(target.type))
    for (const child of target.children) bindTarget(binder, child, { ...bound, apart: true });
}

function bindImport(binder: Binder, node: PyNode): void {
  const from = fieldOf(node, 'module_name');
  const module = from && nameOf(binder, from).replaceAll(/\s/g, '');
  if (module !== undefined && node.children.some(({ type }) => type === 'wildcard_import')) binder.stars.push(module);
  for (const entry of fieldsOf(node, 'name')) {
    const dotted = entry.type === 'aliased_import' ? fieldOf(entry, 'name') : entry;
    const alias = fieldOf(entry, 'alias');
    if (!dotted) continue;
    const written = nameOf(binder, dotted);
    // `import a.b` binds `a`.
    const first = dotted.children[0] ?? dotted;
    const bound = alias ?? (module === undefined ? first : dotted);
    const imported =
      module === undefined ? { module: alias ? written : nameOf(binder, first) } : { module, name: written };
    binder.add({ name: nameOf(binder, bound), kind: 'import', node: bound, by: node, imported });
  }
}

function identifiersIn(node: PyNode): readonly PyNode[] {
  return node.children.flatMap((child) => (child.type === 'identifier' ? child : [...identifiersIn(child)]));
}
