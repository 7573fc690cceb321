/** What a rule is: its meta as data, and `find`, which reports problems with their message and fixes. */
import type { FileAnalysis } from '../analysis/judgement.ts';
import type { Span } from '../analysis/model.ts';

export type Severity = 'error' | 'warning' | 'hint' | 'off';

export interface RuleMeta {
  /** `no-missing-await`; also the file's name and the name of its page in docs/rules. */
  readonly id: string;
  /** One sentence; the first sentence of its page. */
  readonly summary: string;
  readonly severity: Severity;
  /** Of findings of one severity about the same call, that of the rule with the highest is told; default 0. */
  readonly precedence?: number;
  /** It judges what the others report, so it comes after them. */
  readonly afterOthers?: boolean;
}

export interface Rule {
  readonly meta: RuleMeta;
  /** Pure; must not throw on any facts. `others` is for a rule that comes after them. */
  find(analysis: FileAnalysis, others?: Others): readonly Problem[];
}

/** The rules before one that comes after them, and what those that are not off have found. */
export interface Others {
  readonly ids: readonly string[];
  readonly off: ReadonlySet<string>;
  readonly found: readonly { readonly rule: string; readonly problem: Problem }[];
}

/** A finding before its severity is known. */
export interface Problem {
  /** Where it is shown: the method name of the call, or the place where its query goes wrong. */
  readonly span: Span;
  /** The call it speaks of; -1 when it speaks of none. */
  readonly call: number;
  /** What, why and what to do. */
  readonly message: string;
  /** Best first. */
  readonly fixes: readonly Fix[];
}

export interface Finding extends Problem {
  readonly rule: string;
  readonly severity: Exclude<Severity, 'off'>;
  /** The library's id; empty when the finding speaks of no call. */
  readonly library: string;
}

export interface Fix {
  readonly title: string;
  /** Applied by `--fix` and by fix all: it changes nothing but what the finding speaks of. */
  readonly safe: boolean;
  readonly edits: readonly TextEdit[];
}

/** Replaces `start` to `end` (UTF-16 offsets into the text analysed) by `newText`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}
