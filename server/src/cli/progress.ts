/** Tells whoever watches how far a long run has come. */
import type { Terminal } from './terminal.ts';

/** A run shorter than this needs no progress. */
const PATIENCE_MS = 1000;
const REDRAW_MS = 100;

export interface Progress {
  /** One more file is done. */
  step(file: string): void;
  stop(): void;
}

export function startProgress(terminal: Terminal, total: number): Progress {
  if (!terminal.watched) return { step: () => undefined, stop: () => undefined };
  const started = performance.now();
  let done = 0;
  let latest = 'loading the project';
  const timer = setInterval(() => {
    if (performance.now() - started >= PATIENCE_MS) terminal.passing(`${done}/${total} ${latest}`);
  }, REDRAW_MS);
  return {
    step(file) {
      done += 1;
      latest = file;
    },
    stop() {
      clearInterval(timer);
      terminal.passing(undefined);
    },
  };
}
