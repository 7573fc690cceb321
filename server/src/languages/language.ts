/** What every language gives: files in, `FileFacts` out. */
import type { FileFacts } from '../analysis/model.ts';

/** What happened to files; paths are absolute, with forward slashes. */
export interface LanguageChanges {
  readonly created?: readonly string[];
  readonly changed?: readonly string[];
  readonly deleted?: readonly string[];
  /** Documents that an editor has opened or closed. */
  readonly openFiles?: readonly string[];
  readonly closeFiles?: readonly string[];
}

export interface LanguageEngine {
  change(changes: LanguageChanges): void;
  /** Other catalogs are in force: what names mean is found anew. */
  catalogsChanged(): void;
  /**
   * The facts of a file; `undefined` when it can't be read.
   * `project` names the configuration to read it in, for a language that has such.
   * Rejects with the signal's reason when aborted.
   */
  facts(file: string, project?: string, signal?: AbortSignal): Promise<FileFacts | undefined>;
  restart(): Promise<void>;
  dispose(): Promise<void>;
}
