/**
 * What the files of the whole workspace hold, for views that show more than the open documents. Nothing is read
 * before somebody asks, and a file that has not changed is not analysed again.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Range } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileAnalysis } from '../analysis/judgement.ts';
import { findings } from '../features/findings.ts';
import { queriesOf } from '../features/queries.ts';
import type { EntryName } from '../features/reference.ts';
import { uses } from '../features/uses.ts';
import { findProjects, type FileInProject } from '../project/discover.ts';
import type { Configuration } from '../project/configurations.ts';
import { relevantFiles } from '../project/relevantFiles.ts';
import type { MappedQuery } from '../protocol/requests.ts';
import { messageOf } from './answer.ts';
import { fileUriToPath } from './fromProtocol.ts';
import { fileOf, type Session } from './session.ts';
import { toMappedQuery, toRange } from './toProtocol.ts';

/** One file of the workspace. */
export interface SurveyedFile {
  readonly uri: string;
  readonly uses: readonly SurveyedUse[];
  readonly queries: readonly MappedQuery[];
}

export interface SurveyedUse {
  readonly entry: EntryName;
  readonly range: Range;
}

export interface Survey {
  /** Every file that may hold a call, in the order of the paths. `step` hears how far it is. */
  files(signal: AbortSignal, step?: (done: number, of: number) => void): Promise<readonly SurveyedFile[]>;
  /** A file has another text: it and those that import it are read again. */
  forget(file: string): void;
  /** Files have come or gone, or other catalogs or severities are in force. */
  forgetAll(): void;
  /** Called whenever something is forgotten. */
  onForgotten(listener: () => void): void;
}

/** Files analysed at the same time: few, since the editor's own questions go first. */
const AT_ONCE = 4;

type Workings = Pick<
  Session,
  'connection' | 'documents' | 'configurations' | 'workspace' | 'status' | 'folder' | 'folders'
>;

export function createSurvey(session: () => Workings): Survey {
  const known = new Map<string, Promise<SurveyedFile | undefined>>();
  const imports = new Map<string, readonly string[]>();
  const listeners: (() => void)[] = [];
  const tell = (): void => listeners.forEach((listener) => listener());
  let listing: Promise<readonly FileInProject[]> | undefined;

  /** The files of the folders that may matter, with their projects loaded. */
  async function list(): Promise<readonly FileInProject[]> {
    const { folders, configurations, workspace } = session();
    const roots = folders.flatMap((uri) => fileUriToPath(uri) ?? []);
    const found = new Map<string, FileInProject>();
    for (const cwd of roots) {
      const { files } = await findProjects([], { cwd, projectFiles: (tsconfig) => workspace.projectFiles(tsconfig) });
      for (const file of files) if (!configurations.of(file.file).ignores(file.file)) found.set(file.file, file);
    }
    const relevant = await relevantFiles([...found.values()], ({ file }) => configurations.of(file).catalogs);
    const needed = [...relevant.holders, ...(await relevant.callers())];
    if (needed.length > 0) await workspace.openAll(needed);
    return needed;
  }

  async function survey({ file, tsconfig }: FileInProject): Promise<SurveyedFile | undefined> {
    const { workspace, configurations, connection } = session();
    try {
      const analysis = await workspace.analyze(file, undefined, tsconfig);
      imports.set(file, analysis?.facts.imports ?? []);
      return analysis && surveyed(analysis, documentUri(session(), file), configurations.of(file));
    } catch (error) {
      connection.console.warn(`${file} is left out of the survey: ${messageOf(error)}`);
      return undefined;
    }
  }

  function get(file: FileInProject): Promise<SurveyedFile | undefined> {
    const result = known.get(file.file) ?? survey(file);
    known.set(file.file, result);
    return result;
  }

  async function wanted(): Promise<readonly FileInProject[]> {
    listing ??= list();
    const listed = await listing.catch((error: unknown) => {
      listing = undefined;
      throw error;
    });
    const names = new Set(listed.map(({ file }) => file));
    const open = session()
      .documents.all()
      .flatMap((document) => fileOf(session(), document) ?? []);
    return [...listed, ...open.filter((file) => !names.has(file)).map((file) => ({ file }))];
  }

  async function pass(signal: AbortSignal, step: (done: number, of: number) => void): Promise<readonly SurveyedFile[]> {
    const files = await wanted();
    const results = new Map<string, SurveyedFile>();
    const left = files.values();
    let done = 0;
    const work = async (): Promise<void> => {
      for (const file of left) {
        signal.throwIfAborted();
        const result = await get(file);
        if (result) results.set(file.file, result);
        step(++done, files.length);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return [...results].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, result]) => result);
  }

  return {
    files: (signal, step = () => undefined) => session().status.during(pass(signal, step)),
    forget(file) {
      for (const stale of importersOf(file, imports)) known.delete(stale);
      tell();
    },
    onForgotten: (listener) => void listeners.push(listener),
    forgetAll() {
      known.clear();
      imports.clear();
      listing = undefined;
      tell();
    },
  };
}

function surveyed(analysis: FileAnalysis, uri: string, configuration: Configuration): SurveyedFile {
  const document = TextDocument.create(uri, '', 0, analysis.facts.text);
  return {
    uri,
    uses: uses(analysis, configuration.catalogs).map(({ entry, span }) => ({ entry, range: toRange(document, span) })),
    queries: queriesOf(analysis, findings(analysis, configuration.rules)).map((query) =>
      toMappedQuery(document, analysis, query),
    ),
  };
}

/** The address the client knows a file by. */
function documentUri(session: Pick<Session, 'documents' | 'folder'>, file: string): string {
  const open = session.documents.all().find((document) => fileOf(session, document) === file);
  return open?.uri ?? pathToFileURL(file).href;
}

/**
 * The file and those that may import it, directly or through others. An import is compared by its last part alone,
 * so that aliases and barrels count too: one file too many is read again rather than one too few.
 */
function importersOf(file: string, imports: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set([file]);
  for (const changed of found) {
    const name = lastPart(changed);
    for (const [importer, specifiers] of imports)
      if (specifiers.some((specifier) => lastPart(specifier) === name)) found.add(importer);
  }
  return found;
}

/** `users` for `./db/users.ts` and for `../users/index.js`. */
function lastPart(name: string): string {
  const stem = path.posix.basename(name).replace(/\.[cm]?[jt]sx?$/, '');
  return stem === 'index' ? path.posix.basename(path.posix.dirname(name)) : stem;
}
