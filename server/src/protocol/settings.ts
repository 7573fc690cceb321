/** The settings under `queryLens.` in the editor, with their defaults. */

export type HintMode = 'each' | 'grouped' | 'executing' | 'off';

/** The labels of calls, in the order in which the settings list them. */
export const LABELS = ['lazy', 'executing', 'blocking', 'streaming', 'local'] as const;

export interface Settings {
  readonly hints: HintMode;
  /** Labels that carry no hint have `false`; one that is not named carries it. */
  readonly hintLabels: Readonly<Partial<Record<(typeof LABELS)[number], boolean>>>;
  /** In characters; 0: as long as they are. */
  readonly hintMaximumLength: number;
  /** Whether functions carry a line with the number of their queries. */
  readonly codeLens: boolean;
  /** Severity by rule id; a rule that is not named keeps its own. */
  readonly rules: Readonly<Record<string, 'error' | 'warning' | 'hint' | 'off'>>;
  /** Files with catalogs of the user's own, relative to the workspace folder; each folder may have others. */
  readonly catalogs: readonly string[];
  /** How many milliseconds the analysis of a file may take before the status says what it costs; 0: any time. */
  readonly timeBudget: number;
}

export const DEFAULT_SETTINGS: Settings = {
  hints: 'grouped',
  hintLabels: { lazy: true, executing: true, blocking: true, streaming: true, local: true },
  hintMaximumLength: 40,
  codeLens: false,
  rules: {},
  catalogs: [],
  timeBudget: 2000,
};
