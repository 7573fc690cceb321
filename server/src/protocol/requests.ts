/**
 * The custom requests between our client and our server; other editors work without them.
 * Parameters and results are plain JSON. Positions are LSP positions (0-based, UTF-16).
 */

/** Request, client to server, no parameters: the whole method reference. */
export const METHOD_REFERENCE = 'queryLens/methodReference';

export interface MethodReference {
  readonly libraries: readonly ReferenceLibrary[];
}

export interface ReferenceLibrary {
  readonly library: string;
  readonly title: string;
  readonly docs: string;
  /** Version ranges by package: `kysely >=0.27`. */
  readonly versions: readonly string[];
  /** Imported somewhere in the workspace, as far as files have been analysed. */
  readonly used: boolean;
  /** The versions in which files of the workspace work with it. */
  readonly installed: readonly string[];
  /** The versions that have been run to prove the labels; none for a catalog of the user's. */
  readonly proved: readonly string[];
  readonly surprises: readonly string[];
  readonly methods: readonly ReferenceMethod[];
}

export interface ReferenceMethod {
  readonly type: string;
  /** `where`; `(call)` and `(tag)` for values that are called or used as a tag. */
  readonly method: string;
  /** The label its call gets when it is not awaited on the spot. */
  readonly label: 'lazy' | 'executing' | 'blocking' | 'streaming' | 'local';
  /** `lazy`, `deferred`, ...; with the variants that differ: `executing (sync: blocking)`. */
  readonly execution: string;
  /** The code to write instead of a blocking call; `null`: there is none; absent: none is needed. */
  readonly asyncEquivalent?: string | null;
  readonly description: string;
  readonly docs?: string;
  /** The versions of the library that have it, when fewer than the catalog's. */
  readonly versions?: string;
  /** Where the label comes from, when no run of the library can show it. */
  readonly unproved?: string;
}

/** Request, client to server: the catalogued method at a position, or null. */
export const METHOD_AT = 'queryLens/methodAt';

export interface MethodAtParams {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
}

export interface MethodAt {
  readonly library: string;
  readonly type: string;
  readonly method: string;
}

/** Request, client to server, no parameters: the methods of the reference that the workspace calls, and how often. */
export const METHOD_USES = 'queryLens/methodUses';

export interface MethodUses {
  readonly methods: readonly UsedMethod[];
}

export interface UsedMethod extends MethodAt {
  readonly count: number;
}

/** Request, client to server, with a `MethodAt`: every place in the workspace that calls this method. */
export const USES_OF = 'queryLens/usesOf';

export interface MethodUse {
  readonly uri: string;
  /** The method's name. */
  readonly range: { readonly start: MethodAtParams['position']; readonly end: MethodAtParams['position'] };
}

/**
 * Request, client to server: the queries of the whole workspace. It may take a while the first time, and may be
 * cancelled; what has been found by then is not looked for again.
 */
export const QUERY_MAP = 'queryLens/queryMap';

export interface QueryMapParams {
  /** The `revision` of the answer before, if any: only what has changed since is sent. */
  readonly since?: number;
}

export interface QueryMap {
  readonly revision: number;
  /** Every file with a query in it. */
  readonly uris: readonly string[];
  /** Those that have changed. */
  readonly files: readonly MappedFile[];
}

export interface MappedFile {
  readonly uri: string;
  readonly queries: readonly MappedQuery[];
}

export interface MappedQuery {
  /** The name of the call that decides. */
  readonly range: MethodUse['range'];
  /** The chain on one line. */
  readonly code: string;
  readonly library: string;
  readonly title: string;
  /** The model or table, where the code says it. */
  readonly target?: string;
  readonly verb?: string;
  readonly label: ReferenceMethod['label'];
  /** The label with what is worth adding: `executing · awaited`. */
  readonly says: string;
  readonly inLoop: boolean;
  /** The name of the function it stands in. */
  readonly function?: string;
  readonly findings: readonly MappedFinding[];
}

export interface MappedFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'hint';
  readonly message: string;
}

/** Notification, server to client, while a `QUERY_MAP` request is answered. */
export const QUERY_MAP_PROGRESS = 'queryLens/queryMapProgress';

export interface QueryMapProgress {
  readonly done: number;
  readonly of: number;
}

/** Notification, server to client, to clients that have asked for the query map: it is another one now. */
export const QUERIES_CHANGED = 'queryLens/queriesChanged';

/** Notification, server to client: the set of used libraries, or the state of the server, has changed. */
export const STATUS = 'queryLens/status';

export interface Status {
  /** `asleep` is the client's own word: no library is in sight, and no server has been started. */
  readonly state: 'asleep' | 'starting' | 'ready' | 'analysing' | 'failed';
  readonly libraries: readonly string[];
  /** The versions of them that are installed next to the files, in which their calls are labelled. */
  readonly versions?: readonly LibraryVersion[];
  /** Grows when other catalogs are in force: the method reference is another one then. */
  readonly catalogs?: number;
  /** What is wrong and how to mend it, when something is. */
  readonly problem?: string;
}

export interface LibraryVersion {
  readonly library: string;
  readonly version: string;
  /** The range of versions that the catalog knows, when this one is not in it. */
  readonly outside?: string;
}

/** Notification, server to client, for clients that name `queryLens.showChain`: an open document has been analysed. */
export const ANALYSED = 'queryLens/analysed';

export interface Analysed {
  readonly uri: string;
  /** From the question to the answer. */
  readonly ms: number;
  /** The URI of the project that is nearest to the document. */
  readonly tsconfig?: string;
}

/** Request, client to server, no parameters: versions, memory and timings; `null` when they can't be told. */
export const SERVER_STATUS = 'queryLens/serverStatus';

export interface ServerStatus {
  readonly node: string;
  readonly typescript: string;
  /** `linux-x64`. */
  readonly platform: string;
  readonly uptimeMs: number;
  /** In bytes; of the TypeScript process where that can be told. */
  readonly memory: { readonly server: number; readonly typescript?: number };
  readonly libraries: readonly string[];
  readonly versions: readonly LibraryVersion[];
  /** Paths of the projects of the open documents. */
  readonly projects: readonly string[];
  readonly openDocuments: number;
  readonly analyses: {
    readonly count: number;
    readonly last?: AnalysisTime;
    /** Slowest first. */
    readonly slowest: readonly AnalysisTime[];
  };
  /** What is wrong and how to mend it, a sentence or two each. */
  readonly problems: readonly string[];
}

export interface AnalysisTime {
  /** Path. */
  readonly file: string;
  readonly ms: number;
}

/** Client-side command that opens a method in the sidebar; arguments: library, type, method. */
export const SHOW_METHOD_COMMAND = 'queryLens.showMethod';

/** Client-side command that shows the hover of a call; arguments: the document's URI, the position of its name. */
export const SHOW_CHAIN_COMMAND = 'queryLens.showChain';

/** Client-side command that lists calls; arguments: the document's URI, a position in it, LSP locations. */
export const SHOW_QUERIES_COMMAND = 'queryLens.showQueries';

/** Client-side command that opens the settings at one of ours; argument: its whole name. */
export const OPEN_SETTING_COMMAND = 'queryLens.openSetting';

/** Server-side command (`workspace/executeCommand`, no arguments) that starts the TypeScript process anew. */
export const RESTART_COMMAND = 'queryLens.restartTypeScript';
