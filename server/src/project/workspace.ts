/** The facade that editors and the command line share: files in, analyses out. */
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import type { FileAnalysis } from '../analysis/judgement.ts';

export interface WorkspaceOptions {
  readonly catalogs: CatalogSet;
  /** The folder relative paths are resolved against. */
  readonly cwd: string;
  /** One line about something worth knowing: a restart, a rewritten tsconfig. */
  readonly log?: (message: string) => void;
}

/** What happened to files on disk; paths are absolute. */
export interface FileChanges {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
}

/**
 * All methods may be called at any time and in any order. `analyze` rejects with the signal's reason
 * when it is aborted, and resolves to `undefined` for a file that can't be analysed (binary, too large, gone).
 */
export interface Workspace {
  /** The editor's text of a file takes precedence over the disk until it is closed. */
  open(file: string, text: string): void;
  update(file: string, text: string): void;
  close(file: string): void;
  changed(changes: FileChanges): void;
  analyze(file: string, signal?: AbortSignal): Promise<FileAnalysis | undefined>;
  /** Libraries (catalog ids) seen in the files analysed so far. */
  usedLibraries(): readonly string[];
  dispose(): Promise<void>;
}
