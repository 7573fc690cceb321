/** Checks a catalog, ours or a user's: each bad entry is named by its place and left out, the rest works. */
import { consistent } from './consistency.ts';
import {
  argumentIndex,
  dictionary,
  flag,
  list,
  object,
  oneOf,
  optional,
  orNull,
  required,
  text,
  textThat,
  type CatalogProblem,
  type Read,
  type Report,
} from './reader.ts';
import type {
  Catalog,
  CatalogType,
  ExportFact,
  Method,
  PackageRange,
  Thenable,
  TransactionFact,
  TypeDifference,
} from './schema.ts';

export interface CheckedCatalog {
  /** What is left of the catalog; `undefined` when its main fields are bad. */
  readonly catalog: Catalog | undefined;
  readonly problems: readonly CatalogProblem[];
}

/** A catalog's JSON with the address of its schema, which editors want in it. */
type CatalogFile = Catalog & { readonly $schema?: string };

/** One comparator of a semver range, or the hyphen between two. */
const COMPARATOR = String.raw`(?:(?:[<>]=?|[=^~])? ?v?[\dx*]+(?:\.[\dx*]+){0,2}(?:-[\w.-]+)?|-)`;
const RANGE = new RegExp(String.raw`^${COMPARATOR}(?:(?: *\|\| *| +)${COMPARATOR})*$`);

const versions = textThat((value) => RANGE.test(value), 'a range of versions such as ">=1.2 <3"');
const typeName = textThat(
  (value) => /^(?:[a-z0-9][a-z0-9._-]*:)?[\w$]+(?:@[\w-]+)?(?:\[\])?$/.test(value),
  'the name of a type of this catalog, "this", or one with "library:" before it, or "@variant" or "[]" after it',
);
const documentation = textThat(
  (value) => URL.canParse(value, 'https://example.org/'),
  'a URL, or a path relative to the catalog\'s "docs"',
);
const home = textThat((value) => /^https?:\/\//.test(value) && URL.canParse(value), 'a URL that begins with https://');

const thenable: Read<Thenable> = object<Thenable>({
  secondAwait: required(oneOf(['reruns', 'throws', 'cached'])),
  awaited: optional(typeName),
  methods: optional(list(text)),
});

const METHOD_FIELDS = {
  execution: required(oneOf(['lazy', 'deferred', 'executing', 'blocking', 'streaming', 'local'])),
  returns: optional(typeName),
  resultOf: optional(argumentIndex),
  returnsArgument: optional(argumentIndex),
  returnsClass: optional(argumentIndex),
  mixesIn: optional(argumentIndex),
  verb: optional(text),
  asyncEquivalent: optional(orNull(text)),
  description: required(text),
  docs: optional(documentation),
  callbacks: optional(dictionary(list(orNull(typeName)))),
  callbackThis: optional(dictionary(typeName)),
  takesCallback: optional(flag),
  callbackFrom: optional(argumentIndex),
  handsBack: optional(argumentIndex),
  entityArgument: optional(argumentIndex),
  transaction: optional(
    object<TransactionFact>({
      callback: required(argumentIndex),
      synchronous: optional(flag),
      optionsFirst: optional(flag),
      ambient: optional(oneOf([true, 'always'])),
      option: optional(text),
      outside: optional(list(typeName)),
    }),
  ),
  clientArgument: optional(argumentIndex),
  runsArguments: optional(flag),
  batched: optional(flag),
  promise: optional(flag),
  copies: optional(flag),
  eager: optional(flag),
  misdeclared: optional(text),
  versions: optional(versions),
  unproved: optional(text),
} as const;

/** What a variant or a version says differently; it has no variants or versions of its own. */
const difference: Read<Partial<Method>> = object<
  Partial<Omit<Method, 'named' | 'variants' | 'otherVersions' | 'withCallback'>>
>({
  ...METHOD_FIELDS,
  execution: optional(METHOD_FIELDS.execution.read),
  description: optional(METHOD_FIELDS.description.read),
});

const method: Read<Method> = object<Method>({
  ...METHOD_FIELDS,
  withCallback: optional(difference),
  named: optional(dictionary(difference)),
  variants: optional(dictionary(difference)),
  otherVersions: optional(dictionary(difference)),
});

const typeDifference: Read<TypeDifference> = object<TypeDifference>({
  thenable: optional(orNull(thenable)),
  mutable: optional(flag),
  run: optional(orNull(text)),
});

const type: Read<CatalogType> = object<CatalogType>({
  description: required(text),
  declared: optional(
    list(
      textThat((value) => /^(?:typeof |[\w.-]+#)?[\w$*]+(?:@[\w-]+)?$/.test(value), 'a name, with "*" for any text'),
    ),
  ),
  packages: optional(list(text)),
  extends: optional(list(typeName)),
  thenable: optional(thenable),
  mutable: optional(flag),
  serial: optional(flag),
  variants: optional(list(text)),
  run: optional(text),
  constructs: optional(typeName),
  memberThis: optional(typeName),
  elements: optional(typeName),
  entity: optional(flag),
  properties: optional(dictionary(typeName)),
  methods: required(dictionary(method)),
  call: optional(method),
  tag: optional(method),
  leftOut: optional(dictionary(text)),
  hidden: optional(flag),
  versions: optional(versions),
  otherVersions: optional(dictionary(typeDifference)),
});

const exportFact: Read<ExportFact> = object<ExportFact>({
  type: optional(typeName),
  value: optional(typeName),
  returns: optional(typeName),
  resolves: optional(typeName),
  entityArgument: optional(argumentIndex),
  standsFor: optional(oneOf(['argument', 'array'])),
  returnsArgument: optional(argumentIndex),
  keepsClass: optional(flag),
  callbacks: optional(dictionary(list(orNull(typeName)))),
  versions: optional(versions),
});

const packageRange: Read<PackageRange> = object<PackageRange>({ name: required(text), versions: required(versions) });

const catalog: Read<CatalogFile> = object<CatalogFile>({
  $schema: optional(text),
  library: required(textThat((value) => /^[a-z0-9][a-z0-9._-]*$/.test(value), 'an identifier such as "my-library"')),
  title: required(text),
  language: required(oneOf(['typescript', 'python'])),
  packages: required(list(packageRange)),
  docs: required(home),
  surprises: optional(list(text)),
  batch: optional(dictionary(text)),
  parameters: optional(dictionary(typeName)),
  modules: required(dictionary(dictionary(exportFact))),
  types: required(dictionary(type)),
});

/**
 * Checks parsed JSON. What is wrong in its shape is left out first, then what does not agree with the
 * rest of the catalog: references that lead nowhere, executions that contradict the result's type.
 */
export function validateCatalog(json: unknown): CheckedCatalog {
  const problems: CatalogProblem[] = [];
  const report: Report = (path, message, of) => {
    problems.push({ path, message, ...(of && { of }) });
  };
  const file = catalog(json, '', report);
  if (!file) return { catalog: undefined, problems };
  const { $schema: _address, ...shaped } = file;
  return { catalog: consistent(shaped, report), problems };
}
