/** From a value and a name to the member: the user's classes first, then the catalog. */
import { annotationValue } from './annotations.ts';
import { callFunction, userOf } from './calls.ts';
import { ancestryOf, assignedToSelf, isModelType, ownMember, type OwnMember } from './classes.ts';
import { elementOf, evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluation.ts';
import { decoratorsOf, memberOfModule } from './names.ts';
import { queryOf, withModel } from './queries.ts';
import { relationOf, reverseRelation } from './relations.ts';
import { UNKNOWN, merge, DATA, type ClassInfo, type ObjectValue, type Value } from './values.ts';

export function memberOf(ctx: Evaluation, value: Value, name: string): Value {
  switch (value.kind) {
    case 'module':
      return memberOfModule(ctx, value, name);
    case 'object':
      return memberOfObject(ctx, value, name);
    case 'class':
      return memberOfClass(ctx, value.cls, name);
    case 'type':
      return memberOfType(ctx, value.ref, name);
    case 'instance':
      return memberOfInstance(ctx, value, value.cls, name) ?? UNKNOWN;
    case 'super': {
      const { classes, ref, open } = ancestryOf(ctx, value.cls);
      const own = ownMember(classes.slice(1), name);
      if (own) return memberValue(ctx, own, value.self, name);
      const self = value.self.kind === 'object' ? value.self : undefined;
      if (ref && self) return catalogued(ctx, { ...self, ref }, name);
      return (open && ofGenericView(ctx, classes, name)) || UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

const PROPERTIES: ReadonlySet<string> = new Set(['property', 'cached_property', 'classproperty', 'lazyproperty']);

/** What a member of the user's is, seen from the instance or class it is read of. */
function memberValue(ctx: Evaluation, { cls, binding }: OwnMember, self: Value, name: string): Value {
  const { by, value, annotation } = binding;
  const { module } = cls;
  if (binding.kind === 'function') {
    const decorators = decoratorsOf(by, module);
    if (decorators.some((decorator) => PROPERTIES.has(decorator)))
      return self.kind === 'class'
        ? UNKNOWN
        : callFunction(ctx, { kind: 'function', node: by, module, self }, new Map());
    return { kind: 'function', node: by, module, ...(!decorators.includes('staticmethod') && { self }) };
  }
  if (binding.kind === 'class') return { kind: 'class', cls: { name, module, node: by } };
  if (value) {
    const relation = relationOf(ctx, value, module, self.kind === 'object' ? (self.model ?? cls) : cls);
    if (relation) return self.kind === 'object' ? relation.value : UNKNOWN;
    const plain = evaluate(ctx, value, module);
    return plain.kind === 'unknown' && annotation ? annotationValue(ctx, annotation, module) : plain;
  }
  return annotation ? annotationValue(ctx, annotation, module) : UNKNOWN;
}

function memberOfInstance(ctx: Evaluation, self: Value, cls: ClassInfo, name: string): Value | undefined {
  const { classes, open } = ancestryOf(ctx, cls);
  const own = ownMember(classes, name);
  if (own) return memberValue(ctx, own, self, name);
  const assigned = assignedToSelf(classes, name);
  if (assigned.length > 0) return assigned.map(({ value, module }) => evaluate(ctx, value, module)).reduce(merge, DATA);
  return open ? ofGenericView(ctx, classes, name) : undefined;
}

/** What Django's and the REST framework's generic views bring along. */
function ofGenericView(ctx: Evaluation, classes: readonly ClassInfo[], name: string): Value | undefined {
  if (name !== 'get_queryset' && name !== 'object' && name !== 'object_list') return undefined;
  const query = queryOfView(ctx, classes);
  if (!query) return undefined;
  if (name === 'object') return elementOf(query);
  return name === 'object_list' ? query : { kind: 'method', owner: query, name, fact: GET_QUERYSET };
}

/** Django's own `get_queryset` builds; no catalog speaks of views. */
const GET_QUERYSET = { execution: 'local', returns: 'this', description: 'Gives the query of the view.' } as const;

const OF_MANAGER = { execution: 'local', returns: 'QuerySet', description: 'Gives the query of the manager.' } as const;

function queryOfView(ctx: Evaluation, classes: readonly ClassInfo[]): ObjectValue | undefined {
  const written = ownMember(classes, 'queryset');
  const value = written?.binding.value && evaluate(ctx, written.binding.value, written.cls.module);
  if (value?.kind === 'object') return isManager(value) ? queryOf(ctx, value) : value;
  const model = ownMember(classes, 'model');
  const cls = model?.binding.value && evaluate(ctx, model.binding.value, model.cls.module);
  const manager = cls?.kind === 'class' ? memberOfClass(ctx, cls.cls, 'objects') : undefined;
  return manager?.kind === 'object' && isManager(manager) ? queryOf(ctx, manager) : undefined;
}

export function isManager(value: Value | undefined): boolean {
  return value?.kind === 'object' && /^(?:User|Related|)Manager$/.test(value.ref.type);
}

const MANAGERS: ReadonlySet<string> = new Set(['objects', '_default_manager', '_base_manager']);

export function memberOfClass(ctx: Evaluation, cls: ClassInfo, name: string): Value {
  const { classes, ref } = ancestryOf(ctx, cls);
  const own = ownMember(classes, name);
  if (own) {
    const value = memberValue(ctx, own, { kind: 'class', cls }, name);
    return value.kind === 'object' && isModelType(ref?.type) && isManager(value) ? withModel(ctx, value, cls) : value;
  }
  if (ref === undefined) return UNKNOWN;
  const plain = memberOfType(ctx, ref, name, cls);
  return plain.kind === 'object' && isModelType(ref.type) ? withModel(ctx, plain, cls) : plain;
}

/** A member of a catalogued class itself: the manager of a model, what makes a manager of a query's class. */
function memberOfType(ctx: Evaluation, ref: ObjectValue['ref'], name: string, cls?: ClassInfo): Value {
  const { library } = ref;
  if (isModelType(ref.type) && MANAGERS.has(name))
    return { kind: 'object', ref: { library, type: ref.type === 'User' ? 'UserManager' : 'Manager' } };
  if (ref.type === 'QuerySet' && name === 'as_manager') return made(library, cls);
  if (/^(?:User)?Manager$/.test(ref.type) && name === 'from_queryset') return made(library, cls);
  const property = ctx.catalogs.property(ref, name);
  return property === undefined ? UNKNOWN : { kind: 'object', ref: ctx.catalogs.refer(property, ref).ref };
}

/** `as_manager` and `from_queryset`: `calls.ts` makes of it what the call gives. */
function made(library: string, cls: ClassInfo | undefined): Value {
  return {
    kind: 'method',
    owner: { kind: 'object', ref: { library, type: 'Manager' }, ...(cls && { cls }) },
    name: '(make manager)',
    fact: { execution: 'local', description: 'Makes a manager.' },
  };
}

function memberOfObject(ctx: Evaluation, self: ObjectValue, name: string): Value {
  if (self.ref.type === 'RequestUser') return memberOf(ctx, userOf(ctx), name);
  const own = self.cls && memberOfInstance(ctx, self, self.cls, name);
  if (own) return own;
  const ofQueries = self.queryClass && ownMember(ancestryOf(ctx, self.queryClass).classes, name);
  if (ofQueries) return memberValue(ctx, ofQueries, self, name);
  if (self.model && name === 'model' && !isModelType(self.ref.type)) return { kind: 'class', cls: self.model };
  if (self.model && isModelType(self.ref.type)) {
    const related = reverseRelation(ctx, self.model, name);
    if (related) return related;
  }
  return catalogued(ctx, self, name);
}

function catalogued(ctx: Evaluation, self: ObjectValue, name: string): Value {
  const fact =
    ctx.catalogs.method(self.ref, name) ?? (name === 'get_queryset' && isManager(self) ? OF_MANAGER : undefined);
  if (fact) return { kind: 'method', owner: self, name, fact };
  const property = ctx.catalogs.property(self.ref, name);
  return property === undefined ? UNKNOWN : { kind: 'object', ref: ctx.catalogs.refer(property, self.ref).ref };
}
