/** What the analysis says about a file: chains, labels and verdicts, as plain data. */
import type { FileFacts, Span } from './model.ts';

/** What the editor shows for a call. */
export type Label = 'lazy' | 'executing' | 'blocking' | 'streaming' | 'local';

/**
 * When a chain runs: `here` (at its own place: it executes, blocks or is awaited there), `when awaited`
 * (kept, and awaited later), `on iteration`, `never`, or `unknown` (it left for code we do not follow).
 */
export type Verdict = 'here' | 'when awaited' | 'on iteration' | 'never' | 'unknown';

/** What is said about one call; the index in `FileAnalysis.labels` is the call's id. */
export interface CallLabel {
  readonly call: number;
  readonly chain: number;
  readonly label: Label;
  /** Only the last link of a chain, and links that send, carry one of these. */
  readonly verdict: Verdict;
  /** The value of this call is awaited at its own place. */
  readonly awaited: boolean;
  /** Sent once per turn of a loop, or per element of an array method's callback. */
  readonly inLoop: boolean;
}

/** Calls linked by their receivers, from the root to the last link. */
export interface Chain {
  readonly id: number;
  /** Call ids in source order. */
  readonly calls: readonly number[];
  readonly root: Span;
  readonly span: Span;
  readonly verdict: Verdict;
  readonly inLoop: boolean;
  /** The verb of the SQL the chain stands for, when a link has one. */
  readonly verb?: string;
}

export interface FileAnalysis {
  readonly facts: FileFacts;
  readonly chains: readonly Chain[];
  readonly labels: readonly CallLabel[];
}
