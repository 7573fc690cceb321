/** What a signal does: it ends the command with all that it has started, at once or as the command has asked for. */
import { constants } from 'node:os';
import process from 'node:process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let inOrder: (() => void) | undefined;

/** Unhandled, a signal would leave the TypeScript process behind. */
export function obeySignals(): void {
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const end = inOrder;
      // Who asks twice does not want to wait.
      inOrder = undefined;
      if (end) end();
      else process.exit(128 + constants.signals[signal]);
    });
  }
}

/** The next signal calls this, and the command ends by itself. */
export function endInOrder(end: () => void): void {
  inOrder = end;
}
