/** What the editor's status item says about the server, in words. */
import type { Status } from '../../server/src/protocol/requests.ts';

export interface StatusText {
  readonly text: string;
  readonly detail: string;
  readonly busy: boolean;
  readonly failed: boolean;
}

/** The libraries found and the state of the server; when something is wrong, what it is and how to mend it. */
export function statusText({ state, libraries, problem }: Status): StatusText {
  const found = libraries.length === 0 ? 'no library found yet' : libraries.join(', ');
  const busy = state === 'starting' || state === 'analysing';
  if (state === 'failed') {
    return { text: 'Query Lens: not working', detail: problem ?? 'Restart it, or see the output.', busy, failed: true };
  }
  if (state === 'starting') return { text: 'Query Lens: starting', detail: problem ?? '', busy, failed: false };
  return { text: `Query Lens: ${found}`, detail: problem ?? (busy ? 'analysing' : ''), busy, failed: false };
}
