/** What a refactoring is: a rewriting of correct code, offered where somebody asks for one, with no finding. */
import type { FileAnalysis } from '../../analysis/judgement.ts';
import type { CatalogSet } from '../../catalogs/catalogSet.ts';
import type { Call, Span } from '../../analysis/model.ts';
import type { TextEdit } from '../../rules/rule.ts';

export interface Refactoring {
  /** What the menu says: `Add a timeout`. */
  readonly title: string;
  /** What it does, as the last part of its kind: `refactor.rewrite.timeout`. */
  readonly kind: RefactoringKind;
  /** In order, none overlapping. */
  readonly edits: readonly TextEdit[];
}

export type RefactoringKind = 'parallel' | 'timeout' | 'retry' | 'notFound' | 'stream' | 'async' | 'cache' | 'log';

/** The query that the cursor is on. */
export interface Subject {
  readonly analysis: FileAnalysis;
  readonly catalogs: CatalogSet;
  /** The last call of its chain that sends it. */
  readonly call: Call;
  /** The code that gives what it finds, with its `await` where it has one. */
  readonly value: Span;
  readonly awaited: boolean;
}

/** Offers one rewriting of a query, where it leaves code that means the same and has types that fit. */
export type Offer = (subject: Subject) => Refactoring | undefined;
