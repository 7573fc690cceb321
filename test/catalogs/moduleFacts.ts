/** Compares what a catalog says of a module's exports with what the installed modules export. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  SignatureKind,
  SymbolFlags,
  type Project,
  type Symbol as TypeSymbol,
  type Type,
} from 'typescript/unstable/sync';
import { createCatalogSet, type CatalogSet } from '../../server/src/catalogs/catalogSet.ts';
import type { Catalog } from '../../server/src/catalogs/schema.ts';
import { nameInFile, withProject } from './declarations.ts';
import { inRange } from '../../server/src/languages/typescript/installedVersions.ts';
import type { Installed } from './installed.ts';

/** An export as the installed module has it. */
interface Found {
  /** Names of the types it stands for, or that calling it gives. */
  readonly types: readonly string[];
}

/** What the catalog says of exports that no installed version has, or that are of another type; one line each. */
export function wrongModuleFacts(catalog: Catalog, installed: readonly Installed[]): string[] {
  const set = createCatalogSet([catalog], inRange);
  const places = installed.map((place) => exportsOf(catalog, place, installed));
  return Object.entries(catalog.modules).flatMap(([module, facts]) =>
    Object.entries(facts).flatMap(([name, fact]) => {
      const found = places.flatMap((exports) => exports.get(module)?.get(name) ?? []);
      const text = `${module}: ${name}`;
      if (found.length === 0) return [`${text} is exported by no installed version`];
      const known = found.flatMap(({ types }) => types.filter((type) => says(set, catalog, type)));
      const expected = [fact.type, fact.returns, fact.resolves].find((ref) => ref !== undefined);
      if (expected === undefined || known.length === 0 || known.some((type) => isA(set, catalog, type, expected)))
        return [];
      return [`${text} is ${[...new Set(known)].join(', ')}, which is not ${expected}`];
    }),
  );
}

function says(set: CatalogSet, catalog: Catalog, type: string): boolean {
  return catalog.packages.some(({ name }) => set.declared(name, type) !== undefined);
}

/** Whether a declared type goes by the name of the catalogued one, or of one derived from it. */
function isA(set: CatalogSet, catalog: Catalog, type: string, expected: string): boolean {
  const [key, variant] = expected.split('@');
  return catalog.packages.some((range) => {
    const ref = set.declared(range.name, type);
    const sameVariant = ref?.variant === undefined || variant === undefined || ref.variant === variant;
    return ref !== undefined && sameVariant && reaches(catalog, ref.type, key ?? '');
  });
}

function reaches(catalog: Catalog, name: string, base: string): boolean {
  return name === base || (catalog.types[name]?.extends ?? []).some((next) => reaches(catalog, next, base));
}

/** By module as the catalog writes it, and by name; what another of the installed packages has is read there. */
function exportsOf(
  catalog: Catalog,
  place: Installed,
  installed: readonly Installed[],
): Map<string, Map<string, Found>> {
  const source = path.join(place.root, 'query-lens-modules.ts');
  const isElsewhere = (scope: string): boolean =>
    scope !== packageOf(place) && installed.some((other) => packageOf(other) === scope);
  const written = Object.keys(catalog.modules)
    .filter((module) => !isElsewhere(scopeOf(module)))
    .flatMap((module) => specifiersOf(module, place).map((specifier) => ({ module, specifier })));
  if (written.length === 0) return new Map();
  // Modules of Node's own are declared inside the package with its types.
  const isNodes = written.some(({ specifier }) => specifier.startsWith('node:'));
  const head = isNodes ? [`/// <reference types="${place.alias.replace(/^@types\//, '')}" />`] : [];
  // A plugin has no module of its own here: it adds to what its library exports.
  const scopes = new Set(Object.keys(catalog.modules).map(scopeOf));
  const plugins = catalog.packages.filter(
    ({ name }) => !scopes.has(name) && existsSync(path.join(place.root, 'node_modules', name)),
  );
  head.push(...plugins.map(({ name }) => `import '${name}';`));
  const lines = written.map(
    ({ specifier }, index) =>
      `export * as m${String(index)} from '${specifier}';\nexport { default as d${String(index)} } from '${specifier}';`,
  );
  const found = new Map<string, Map<string, Found>>();
  withProject([source], { [source]: [...head, ...lines].join('\n') }, (project) => {
    const { checker } = project;
    const file = project.program.getSourceFile(source);
    const symbol = file && checker.getSymbolAtLocation(file);
    for (const module of symbol ? checker.getExportsOfModule(symbol) : []) {
      const key = written[Number(module.name.slice(1))]?.module ?? '';
      const target = checker.getAliasedSymbol(module);
      const exports = module.name.startsWith('m') ? moduleMembers(project, target) : wholeAsDefault(project, target);
      found.set(key, new Map([...exports, ...(found.get(key) ?? [])]));
    }
  });
  return found;
}

/** The package that a module is of. */
function scopeOf(module: string): string {
  return /^(?:@[^/]+\/|\.prisma\/)?[^/*]+/.exec(module)?.[0] ?? '';
}

/** What has to be imported to get the module from this place; of a pattern, every module that matches it. */
function specifiersOf(module: string, place: Installed): string[] {
  const scope = scopeOf(module);
  const alias = scope === packageOf(place) ? place.alias.replace(/^@types\//, '') : scope;
  const aliased = module.replace(scope, alias);
  if (!aliased.endsWith('/*')) return [aliased.replace(/\*$/, '')];
  const manifest = path.join(place.root, 'node_modules', alias, 'package.json');
  if (!existsSync(manifest)) return [];
  const { exports } = JSON.parse(readFileSync(manifest, 'utf8')) as { exports?: object };
  return Object.keys(exports ?? {})
    .map((key) => key.replace(/^\./, alias))
    .filter((specifier) => specifier.startsWith(aliased.slice(0, -1)) && !/[*]|\.json$/.test(specifier));
}

/** What a module exports; `export =` makes one thing both the module and its default export. */
function moduleMembers(project: Project, module: TypeSymbol): Map<string, Found> {
  const found = members(project, module);
  if ((module.flags & (SymbolFlags.Variable | SymbolFlags.Function | SymbolFlags.Class)) === 0) return found;
  const inside = [...found].map(([name, member]): [string, Found] => [`default.${name}`, member]);
  return new Map([...found, ['default', { types: typesOf(project, module) }], ...inside]);
}

/** CommonJS without a default export of its own: the default import is the whole module. */
function wholeAsDefault(project: Project, module: TypeSymbol): Map<string, Found> {
  if ((module.flags & SymbolFlags.ValueModule) === 0) return new Map();
  const inside = [...members(project, module)].map(([name, found]): [string, Found] => [`default.${name}`, found]);
  return new Map([['default', { types: [] }], ...inside]);
}

/** The modules of a library are named after the package itself, not after the one with its types. */
function packageOf(place: Installed): string {
  return place.package.replace(/^@types\//, '');
}

/** The exports of a module or namespace, those of namespaces inside it as `a.b`. */
function members(project: Project, module: TypeSymbol, prefix = ''): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const symbol of project.checker.getExportsOfModule(module)) {
    const target = symbol.flags & SymbolFlags.Alias ? project.checker.getAliasedSymbol(symbol) : symbol;
    const name = `${prefix}${symbol.name}`;
    found.set(name, { types: typesOf(project, target) });
    const isNamespace = (target.flags & (SymbolFlags.ValueModule | SymbolFlags.NamespaceModule)) !== 0;
    if (isNamespace && prefix.split('.').length < 3) {
      for (const [inner, value] of members(project, target, `${name}.`)) found.set(inner, value);
    }
  }
  return found;
}

function typesOf(project: Project, symbol: TypeSymbol): string[] {
  const { checker } = project;
  const isType = (symbol.flags & (SymbolFlags.Class | SymbolFlags.Interface | SymbolFlags.TypeAlias)) !== 0;
  const isValue = (symbol.flags & (SymbolFlags.Function | SymbolFlags.Variable)) !== 0;
  const value = isValue ? checker.getTypeOfSymbol(symbol) : undefined;
  const results = value
    ? [SignatureKind.Call, SignatureKind.Construct].flatMap((kind) =>
        checker
          .getSignaturesOfType(value, kind)
          .flatMap((call) => namesOf(project, checker.getReturnTypeOfSignature(call))),
      )
    : [];
  return [...(isType ? [symbol.name, ...namesOf(project, checker.getDeclaredTypeOfSymbol(symbol))] : []), ...results];
}

/** The names a type goes by: its own, its alias's, those of its parts, and what a promise of it gives. */
function namesOf(project: Project, type: Type | undefined, depth = 0): string[] {
  if (!type || depth > 3) return [];
  const own = [type.getSymbol(), type.getAliasSymbol()].flatMap((symbol) => (symbol ? namesOfSymbol(symbol) : []));
  const parts = type.isUnionType() || type.isIntersectionType() ? (type.getTypes() ?? []) : [];
  const of = type.isTypeReference() && own.includes('Promise') ? project.checker.getTypeArguments(type) : [];
  const constraint = type.isTypeParameter() ? [project.checker.getBaseConstraintOfType(type)] : [];
  return own.concat([...parts, ...of, ...constraint].flatMap((part) => namesOf(project, part, depth + 1)));
}

/** The name, alone and with that of each file that declares it. */
function namesOfSymbol({ name, declarations }: TypeSymbol): string[] {
  return [name, ...declarations.map(({ path: file }) => nameInFile(name, file))];
}
