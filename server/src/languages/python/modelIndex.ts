/** The models of a workspace by their names, and their relations by what they are called from the other side. */
import fs from 'node:fs';
import { textIn } from './evaluation.ts';
import type { Modules, PyModule } from './modules.ts';
import { fieldOf, stringOf, type PyNode } from './tree.ts';
import type { ClassInfo } from './values.ts';

export interface RelatedField {
  readonly module: PyModule;
  /** The model that has the field. */
  readonly cls: ClassInfo;
  readonly value: PyNode;
}

export interface ModelIndex {
  /** The model of an app (`shop` for `shop/models.py`), or the only one of that name. */
  model(name: string, app?: string): ClassInfo | undefined;
  /** The model that the settings name as that of the users; `undefined`: Django's own, as far as is known. */
  userModel(): ClassInfo | undefined;
  /** Whether code of the workspace puts a user on requests itself, as a middleware does. */
  setsUser(): boolean;
  /** The fields whose other side goes by that name. */
  relatedBy(name: string): readonly RelatedField[];
  /** A file has another text, is new or is gone. */
  change(file: string): void;
}

interface ModelsOfFile {
  /** `accounts.User`, as settings name it. */
  readonly user?: string;
  readonly setsUser?: boolean;
  readonly models: readonly ClassInfo[];
  readonly related: ReadonlyMap<string, readonly RelatedField[]>;
}

export interface IndexOptions {
  readonly modules: Modules;
  /** All Python files of the workspace; asked for once. */
  readonly files: () => readonly string[];
  readonly text: (file: string) => string | undefined;
}

/** Every file that declares a model says one of these. */
const DECLARES = /\bmodels\.\w*(?:Field|Key)\b|ForeignKey\(|\(\s*(?:[\w.]*\.)?(?:\w*Model)\s*[,)]/;
const NAMES_USER = /^AUTH_USER_MODEL(?:\s*:\s*str)?\s*=\s*["']([\w.]+)["']/m;
const NONE: ModelsOfFile = { models: [], related: new Map() };

/** Reads nothing before it is asked. */
export function createModelIndex({ modules, files, text }: IndexOptions): ModelIndex {
  let byFile: Map<string, ModelsOfFile> | undefined;
  const stale = new Set<string>();
  let models = new Map<string, ClassInfo[]>();
  let related = new Map<string, RelatedField[]>();

  function refresh(): void {
    if (byFile && stale.size === 0) return;
    const changed = byFile ? [...stale] : files();
    byFile ??= new Map();
    for (const file of changed) byFile.set(file, modelsIn(file));
    stale.clear();
    models = new Map();
    related = new Map();
    for (const found of byFile.values()) {
      for (const cls of found.models) addTo(models, cls.name, cls);
      for (const [name, fields] of found.related) for (const field of fields) addTo(related, name, field);
    }
  }

  function modelsIn(file: string): ModelsOfFile {
    const content = text(file) ?? readText(file);
    if (content === undefined || /\/(?:migrations|node_modules)\//.test(file)) return NONE;
    const [, user] = content.includes('AUTH_USER_MODEL') ? (NAMES_USER.exec(content) ?? []) : [];
    const setsUser = !/\/tests?[_/.]/.test(file) && /\brequest\.user\s*=[^=]/.test(content);
    const module = DECLARES.test(content) ? modules.get(file) : undefined;
    return { ...(module ? declaredIn(module) : NONE), setsUser, ...(user !== undefined && { user }) };
  }

  return {
    model(name, app) {
      refresh();
      const found = models.get(name) ?? [];
      const ofApp = app === undefined ? [] : found.filter(({ module }) => module.file.includes(`/${app}/`));
      if (ofApp.length === 1) return ofApp[0];
      return found.length === 1 ? found[0] : undefined;
    },
    userModel() {
      refresh();
      const named = new Set([...(byFile?.values() ?? [])].flatMap(({ user }) => user ?? []));
      const [name, app] = named.size === 1 ? ([...named][0] ?? '').split('.').toReversed() : [];
      return name === undefined ? undefined : this.model(name, app);
    },
    setsUser() {
      refresh();
      return [...(byFile?.values() ?? [])].some(({ setsUser }) => setsUser === true);
    },
    relatedBy(name) {
      refresh();
      return related.get(name) ?? [];
    },
    change: (file) => void stale.add(file),
  };
}

function addTo<T>(lists: Map<string, T[]>, name: string, entry: T): void {
  const list = lists.get(name);
  if (list) list.push(entry);
  else lists.set(name, [entry]);
}

function declaredIn(module: PyModule): ModelsOfFile {
  const models: ClassInfo[] = [];
  const related = new Map<string, RelatedField[]>();
  for (const top of module.tree.root.children) {
    const node = top.type === 'decorated_definition' ? fieldOf(top, 'definition') : top;
    const name = node?.type === 'class_definition' ? fieldOf(node, 'name') : undefined;
    if (!node || !name) continue;
    const cls: ClassInfo = { name: textIn(module, name), module, node };
    models.push(cls);
    for (const statement of fieldOf(node, 'body')?.children ?? []) {
      const value = statement.children[0]?.type === 'assignment' ? fieldOf(statement.children[0], 'right') : undefined;
      const reverse = value && reverseName(value, cls);
      if (value && reverse !== undefined)
        related.set(reverse, [...(related.get(reverse) ?? []), { module, cls, value }]);
    }
  }
  return { models, related };
}

/** What a relation is called from the other side. */
function reverseName(value: PyNode, { module, name }: ClassInfo): string | undefined {
  const callee = value.type === 'call' ? fieldOf(value, 'function') : undefined;
  const [kind] = callee
    ? (/(?:ForeignKey|OneToOneField|ManyToManyField|ParentalKey)$/.exec(textIn(module, callee)) ?? [])
    : [];
  if (kind === undefined) return undefined;
  const lower = name.toLowerCase();
  for (const argument of fieldOf(value, 'arguments')?.children ?? []) {
    const key = argument.type === 'keyword_argument' ? fieldOf(argument, 'name') : undefined;
    if (!key || textIn(module, key) !== 'related_name') continue;
    const written = stringOf(fieldOf(argument, 'value'), module.text);
    if (written === undefined || written.endsWith('+')) return undefined;
    return written.replaceAll(/%\((?:class|model_name)\)s/g, lower);
  }
  return kind === 'OneToOneField' ? lower : `${lower}_set`;
}

function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
