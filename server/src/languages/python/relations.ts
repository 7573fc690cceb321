/** Relations between models: foreign keys and many-to-many fields forward, and what they are called from the other side. */
import { ancestryOf, ownMember } from './classes.ts';
import { evaluate } from './evaluate.ts';
import { textIn, type Evaluation } from './evaluation.ts';
import { memberOfClass } from './members.ts';
import type { PyModule } from './modules.ts';
import { exportedName } from './names.ts';
import { rowsOf } from './queries.ts';
import { fieldOf, stringOf, type PyNode } from './tree.ts';
import { isSameClass, type ClassInfo, type ObjectValue } from './values.ts';

export interface Relation {
  readonly kind: 'one' | 'many';
  /** What reading it of an instance gives. */
  readonly value: ObjectValue;
}

const TO_ONE = /(?:(?<!Generic)ForeignKey|OneToOneField|ParentalKey)$/;
const TO_MANY = /ManyToManyField$/;

/** The relation that a field's value declares: `models.ForeignKey(Author, ...)`. */
export function relationOf(ctx: Evaluation, value: PyNode, module: PyModule, owner: ClassInfo): Relation | undefined {
  const field = relationField(value, module);
  if (!field) return undefined;
  const target = targetOf(ctx, field.target, module, owner);
  const kind = field.many ? 'many' : 'one';
  return { kind, value: kind === 'one' ? instanceOfModel(ctx, target) : managerOf(ctx, target) };
}

interface RelationField {
  readonly many: boolean;
  readonly target: PyNode | undefined;
}

function relationField(value: PyNode, module: PyModule): RelationField | undefined {
  const callee = value.type === 'call' ? fieldOf(value, 'function') : undefined;
  const name = callee && textIn(module, callee);
  if (name === undefined || !(TO_ONE.test(name) || TO_MANY.test(name))) return undefined;
  const written = fieldOf(value, 'arguments')?.children ?? [];
  const first = written.find(({ type }) => type !== 'keyword_argument');
  return { many: TO_MANY.test(name), target: first ?? keyword(written, 'to', module) };
}

function keyword(written: readonly PyNode[], name: string, module: PyModule): PyNode | undefined {
  const found = written.find((argument) => {
    const key = argument.type === 'keyword_argument' ? fieldOf(argument, 'name') : undefined;
    return key !== undefined && textIn(module, key) === name;
  });
  return found && fieldOf(found, 'value');
}

/** What a relation leads to: a class of the user's, or Django's own user. */
interface Target {
  readonly cls?: ClassInfo;
  readonly isUser?: boolean;
}

function targetOf(ctx: Evaluation, target: PyNode | undefined, module: PyModule, owner: ClassInfo): Target {
  if (!target) return {};
  const written = stringOf(target, module.text);
  if (written === undefined && /\bAUTH_USER_MODEL$/.test(textIn(module, target))) return ofUser(ctx.index.userModel());
  if (written === undefined) {
    const value = evaluate(ctx, target, module);
    if (value.kind === 'type' && value.ref.type === 'User') return ofUser(undefined);
    return value.kind === 'class' ? { cls: value.cls } : {};
  }
  if (written === 'self') return { cls: owner };
  const [name = '', app] = written.split('.').toReversed();
  const own = app === undefined ? exportedName(ctx, module, name) : undefined;
  const cls = own?.kind === 'class' ? own.cls : ctx.index.model(name, app);
  if (cls) return { cls };
  return written === 'auth.User' ? ofUser(undefined) : {};
}

function ofUser(cls: ClassInfo | undefined): Target {
  return cls ? { cls } : { isUser: true };
}

function instanceOfModel(ctx: Evaluation, { cls, isUser = false }: Target): ObjectValue {
  const type = isUser ? 'User' : (rowsOf(ctx, cls).rows ?? 'Model');
  return { kind: 'object', ref: { library: 'django', type }, ...(cls && { cls, model: cls }) };
}

/** The manager of the rows on the other side: it derives from the default manager of their model. */
function managerOf(ctx: Evaluation, { cls, isUser = false }: Target): ObjectValue {
  const ref = { library: 'django', type: 'RelatedManager' };
  if (!cls) return { kind: 'object', ref, ...(isUser && { rows: 'User' }) };
  const own = memberOfClass(ctx, cls, 'objects');
  return own.kind === 'object' && own.ref.type === 'Manager'
    ? { ...own, ref, model: cls }
    : { kind: 'object', ref, model: cls, ...rowsOf(ctx, cls) };
}

/** `author.book_set`, or what `related_name` calls it. */
export function reverseRelation(ctx: Evaluation, model: ClassInfo, name: string): ObjectValue | undefined {
  for (const { module, cls, value } of ctx.index.relatedBy(name)) {
    const field = relationField(value, module);
    const target = field && targetOf(ctx, field.target, module, cls).cls;
    if (!target || !ancestryOf(ctx, model).classes.some((ancestor) => isSameClass(ancestor, target))) continue;
    const isOne = /OneToOneField\b/.test(textIn(module, value).split('(')[0] ?? '');
    return isOne ? instanceOfModel(ctx, { cls }) : managerOf(ctx, { cls });
  }
  return undefined;
}

/** The kind of relation that a model has by a name. */
export function forwardRelation(ctx: Evaluation, model: ClassInfo, name: string): Relation | undefined {
  const own = ownMember(ancestryOf(ctx, model).classes, name);
  return own?.binding.value && relationOf(ctx, own.binding.value, own.cls.module, own.cls);
}
