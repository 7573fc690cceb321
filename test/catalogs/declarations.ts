/** Reads what a library's own declaration files say: the public members of its types, and what calls return. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import {
  API,
  ModifierFlags,
  SignatureKind,
  SymbolFlags,
  type Project,
  type Symbol as TypeSymbol,
  type Type,
} from 'typescript/unstable/sync';
import {
  isClassDeclaration,
  isFunctionDeclaration,
  isInterfaceDeclaration,
  isModuleBlock,
  isModuleDeclaration,
  isTypeAliasDeclaration,
  type ClassDeclaration,
  type FunctionDeclaration,
  type InterfaceDeclaration,
  type Node,
  type Statement,
  type TypeAliasDeclaration,
} from 'typescript/unstable/ast';

/** A type with a name; a function stands for the functions that are its properties. */
type Declaration = ClassDeclaration | InterfaceDeclaration | TypeAliasDeclaration | FunctionDeclaration;

/** What a call gives: `thenable` has a `then` but is no `Promise`, `unknown` depends on type parameters. */
export type Result = 'promise' | 'thenable' | 'plain' | 'unknown';

export interface Member {
  /** `value` can't be called; `unknown` depends on type parameters, so it may be callable. */
  readonly kind: 'method' | 'value' | 'unknown';
  /** What its calls give, one entry for each kind of result. */
  readonly results: ReadonlySet<Result>;
}

export interface DeclaredType {
  readonly name: string;
  readonly members: ReadonlyMap<string, Member>;
}

/** All declaration files below a folder, without those of packages installed inside it. */
export function declarationFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.split(path.sep).includes('node_modules'))
    .map((file) => path.join(folder, file))
    .toSorted();
}

/** The classes (`typeof X`: themselves), interfaces, aliases and functions of `files` with a name that `wanted` accepts. */
export function readDeclarations(files: readonly string[], wanted: (name: string) => boolean): DeclaredType[] {
  return withProject(files, {}, (project) =>
    files.flatMap((file) => {
      const source = project.program.getSourceFile(file);
      if (!source) throw new Error(`TypeScript did not load ${file}.`);
      return declarationsOf(source.statements).flatMap((declaration) => {
        const name = declaration.name?.text;
        if (name === undefined) return [];
        const itself = `typeof ${name}`;
        const inFile = nameInFile(name, file);
        const known = wanted(inFile) ? inFile : wanted(name) ? name : undefined;
        const found: DeclaredType[] = [];
        if (known !== undefined)
          found.push({ name: known, members: readMembers(project, declaration, isFunctionDeclaration(declaration)) });
        if (isClassDeclaration(declaration) && wanted(itself))
          found.push({ name: itself, members: readMembers(project, declaration, true) });
        return found;
      });
    }),
  );
}

/** A declared name with the file's, as a catalog writes it where another file declares the same: `promise#Pool`. */
export function nameInFile(name: string, file: string): string {
  return `${path.basename(file).replace(/\.d\.[cm]?ts$/, '')}#${name}`;
}

/** Opens the files, some of them only in memory, as one project. */
export function withProject<T>(
  files: readonly string[],
  inMemory: Readonly<Record<string, string>>,
  read: (project: Project) => T,
): T {
  const config = path.join(path.dirname(files[0] ?? ''), 'tsconfig.query-lens.json');
  const compilerOptions = {
    module: 'preserve',
    moduleResolution: 'bundler',
    target: 'es2023',
    lib: ['es2023', 'dom', 'esnext.disposable'],
    // Classes of libraries derive from those of Node, where its types are installed.
    types: ['node'],
    allowImportingTsExtensions: true,
    noEmit: true,
  };
  const texts: Readonly<Record<string, string>> = { ...inMemory, [config]: JSON.stringify({ compilerOptions, files }) };
  const fs = {
    readFile: (file: string) => texts[file],
    fileExists: (file: string) => (texts[file] ? true : undefined),
  };
  const api = new API({ fs });
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (!project) throw new Error(`TypeScript did not open ${config}.`);
    return read(project);
  } finally {
    api.close();
  }
}

/** What the files declare, inside namespaces and `declare module` too. */
function declarationsOf(statements: Iterable<Statement>): Declaration[] {
  return [...statements].flatMap((statement) => {
    if (isClassDeclaration(statement) || isInterfaceDeclaration(statement)) return [statement];
    if (isTypeAliasDeclaration(statement) || isFunctionDeclaration(statement)) return [statement];
    const body: Node | undefined = isModuleDeclaration(statement) ? statement.body : undefined;
    return body && isModuleBlock(body) ? declarationsOf(body.statements) : [];
  });
}

/** The members of the declared type, or of the function or class itself. */
function readMembers(project: Project, declaration: Declaration, isValue: boolean): Map<string, Member> {
  const { checker } = project;
  const symbol = declaration.name && checker.getSymbolAtLocation(declaration.name);
  if (!symbol) return new Map();
  const type = isValue ? checker.getTypeOfSymbol(symbol) : checker.getDeclaredTypeOfSymbol(symbol);
  const all = type ? checker.getPropertiesOfType(type) : [];
  const properties = isNodesOwn(declaration.getSourceFile().fileName)
    ? all
    : all.filter((property) => !isInherited(property));
  return new Map(
    properties.flatMap((property): [string, Member][] => {
      const name = openName(property.escapedName);
      return name === undefined || isHidden(project, property) ? [] : [[name, readMember(project, property)]];
    }),
  );
}

/** What a library's class has from an emitter or a stream of Node's says nothing about the library. */
function isInherited({ declarations }: TypeSymbol): boolean {
  return declarations.length > 0 && declarations.every(({ path: file }) => isNodesOwn(file));
}

function isNodesOwn(file: string): boolean {
  return file.includes('/node_modules/@types/node/');
}

/** The name as a catalog writes it. Well-known symbols come as `__@iterator@12`, private names as `__#1@#x`. */
function openName(escaped: string): string | undefined {
  const symbol = /^__@(?<name>asyncDispose|asyncIterator|dispose|iterator)@/.exec(escaped)?.groups?.['name'];
  if (symbol !== undefined) return `[Symbol.${symbol}]`;
  return escaped.startsWith('_') || escaped === 'prototype' ? undefined : escaped;
}

function isHidden(project: Project, property: TypeSymbol): boolean {
  return property.declarations.some((handle) => {
    const node: (Node & { readonly modifierFlags?: ModifierFlags }) | undefined = handle.resolve(project);
    return ((node?.modifierFlags ?? 0) & (ModifierFlags.Private | ModifierFlags.Protected)) !== 0;
  });
}

function readMember(project: Project, property: TypeSymbol): Member {
  const { checker } = project;
  const type = checker.getTypeOfSymbol(property);
  const present = type && (checker.getNonNullableType(type) ?? type);
  const apparent = present && (checker.getApparentType(present) ?? present);
  const signatures = apparent ? checker.getSignaturesOfType(apparent, SignatureKind.Call) : [];
  const results = new Set(
    signatures.map((signature) => resultOf(project, checker.getReturnTypeOfSignature(signature))),
  );
  if (signatures.length > 0 || property.flags & SymbolFlags.Method) return { kind: 'method', results };
  return { kind: !present || isOpen(present) ? 'unknown' : 'value', results };
}

/** Whether the type may turn out to be anything once its type parameters are known. */
function isOpen(type: Type): boolean {
  return type.isConditionalType() || type.isIndexedAccessType();
}

function resultOf(project: Project, type: Type | undefined): Result {
  const { checker } = project;
  if (!type || isOpen(type) || type.isTypeParameter() || type.isErrorType()) return 'unknown';
  if (type.isIntrinsicType()) return ['any', 'unknown', 'error'].includes(type.intrinsicName) ? 'unknown' : 'plain';
  if (type.getSymbol()?.name === 'Promise') return 'promise';
  const then = checker.getPropertyOfType(type, 'then');
  const thenType = then && checker.getTypeOfSymbol(then);
  const calls = thenType ? checker.getSignaturesOfType(thenType, SignatureKind.Call) : [];
  // Kysely's `then` of a CASE expression is no promise method.
  const gives = calls.map((call) => checker.getReturnTypeOfSignature(call)?.getSymbol()?.name);
  if (gives.some((name) => name === 'Promise' || name === 'PromiseLike')) return 'thenable';
  // A mapped type over an open one, such as Omit<T, K>, has no members yet.
  return checker.getPropertiesOfType(type).length > 0 ? 'plain' : 'unknown';
}
