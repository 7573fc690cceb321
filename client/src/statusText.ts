/** What the editor's status item says about the server, in words. */
import type { Analysed, Status } from '../../server/src/protocol/requests.ts';

export interface StatusText {
  readonly text: string;
  readonly detail: string;
  readonly busy: boolean;
  /** `flawed`: it works, and something is wrong or could be better. */
  readonly severity: 'fine' | 'flawed' | 'failed';
}

/** The libraries found and the state of the server; when something is wrong, what it is and how to mend it. */
export function statusText({ state, libraries, versions = [], problem }: Status): StatusText {
  const found = libraries.length === 0 ? 'no library found yet' : libraries.map(withVersions(versions)).join(', ');
  if (state === 'asleep') {
    const detail = 'No library that is known is in sight; it starts with the first file that imports one.';
    return { text: 'Query Lens: asleep', detail, busy: false, severity: 'fine' };
  }
  const busy = state === 'starting' || state === 'analysing';
  if (state === 'failed') {
    return {
      text: 'Query Lens: not working',
      detail: problem ?? 'Restart it, or see the output.',
      busy,
      severity: 'failed',
    };
  }
  if (state === 'starting') return { text: 'Query Lens: starting', detail: problem ?? '', busy, severity: 'fine' };
  const detail = problem ?? (busy ? 'analysing' : unknownVersions(versions));
  const severity = problem === undefined ? 'fine' : 'flawed';
  return { text: `Query Lens: ${found}`, detail, busy, severity };
}

/** The project of a document and how long its last analysis took; `nameOf` is how a file is called. */
export function analysisText(
  { uri, ms, tsconfig }: Analysed,
  nameOf: (uri: string) => string,
): Pick<StatusText, 'text' | 'detail'> {
  const project = tsconfig === undefined ? 'no tsconfig.json' : nameOf(tsconfig);
  return { text: `Query Lens: ${project}`, detail: `${nameOf(uri)} analysed in ${String(ms)} ms` };
}

type Versions = NonNullable<Status['versions']>;

/** `kysely 0.29.1`; `mongoose 6.13.0 and 9.2.0` where files work with several. */
function withVersions(versions: Versions): (library: string) => string {
  return (library) => {
    const own = versions.filter((found) => found.library === library).map(({ version }) => version);
    return own.length === 0 ? library : `${library} ${own.join(' and ')}`;
  };
}

/** Versions that nobody has run the catalog against. */
function unknownVersions(versions: Versions): string {
  const outside = versions.filter((found) => found.outside !== undefined);
  const names = outside.map(({ library, version, outside: known }) => `${library} ${version} (known: ${known ?? ''})`);
  return names.length === 0 ? '' : `Labelled like the nearest version that is known: ${names.join(', ')}.`;
}
