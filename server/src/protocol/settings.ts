/** The settings under `queryLens.` in the editor, with their defaults. */

export type HintMode = 'each' | 'grouped' | 'executing' | 'off';

export interface Settings {
  readonly hints: HintMode;
  /** Severity by rule id; a rule that is not named keeps its own. */
  readonly rules: Readonly<Record<string, 'error' | 'warning' | 'hint' | 'off'>>;
  /** Files with catalogs of the user's own, relative to the workspace folder; each folder may have others. */
  readonly catalogs: readonly string[];
}

export const DEFAULT_SETTINGS: Settings = { hints: 'grouped', rules: {}, catalogs: [] };
