/** Holds what was said of a file's calls against what they were seen to do. */

/** A call as `query-lens explain --format json` tells of it. */
export interface Explained {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly method: string;
  readonly execution: 'lazy' | 'deferred' | 'executing' | 'blocking' | 'streaming' | 'local';
  readonly label: 'lazy' | 'executing' | 'blocking' | 'streaming' | 'local';
  readonly verdict: 'here' | 'when awaited' | 'on iteration' | 'never' | 'unknown';
}

/** The statements a call sent, by the moment they were sent at. */
export interface Observed {
  /** How often the call was made. */
  readonly count: number;
  readonly call: readonly string[];
  readonly await: readonly string[];
  readonly iteration: readonly string[];
}

export interface Observation {
  /** By `line:column` of the name that is called. */
  readonly calls: Readonly<Record<string, Observed>>;
  /** Statements that no call of the file sent. */
  readonly unattributed: readonly string[];
}

/** One sentence for every call that did something else than was said of it. */
export function disagreements(said: readonly Explained[], seen: Observation): string[] {
  const placesSaid = new Set(said.map(placeOf));
  const unsaid = Object.entries(seen.calls)
    .filter(([place, call]) => !placesSaid.has(place) && statements(call).length > 0)
    .map(([place, call]) => `${place}: nothing was said, ${did(call)}`);
  const wrong = said.flatMap((call) => {
    const observed = seen.calls[placeOf(call)];
    const where = `${call.file}:${placeOf(call)} ${call.method}`;
    const claim = `said ${call.label} (${call.execution}, ${call.verdict})`;
    if (!observed) return [`${where}: ${claim}, but the example never makes this call`];
    return agrees(call, observed) ? [] : [`${where}: ${claim}, ${did(observed)}`];
  });
  return [...seen.unattributed.map((sql) => `no call of the example sent ${sql}`), ...unsaid, ...wrong];
}

const placeOf = ({ line, column }: Explained): string => `${line}:${column}`;

const statements = (call: Observed): readonly string[] => [...call.call, ...call.await, ...call.iteration];

function agrees(
  { label, execution, verdict }: Explained,
  { count, call, await: awaited, iteration }: Observed,
): boolean {
  const silent = call.length === 0 && awaited.length === 0 && iteration.length === 0;
  if (verdict === 'never' || label === 'local') return silent;
  switch (execution) {
    case 'executing':
    case 'blocking':
      return label === execution && call.length >= count && awaited.length === 0 && iteration.length === 0;
    case 'deferred':
      if (call.length > 0 || iteration.length > 0) return false;
      // A lazy link may be followed by the one that is awaited, or be run by the call it is handed to.
      return label === 'lazy' || awaited.length >= count;
    case 'streaming':
      return label === 'streaming' && iteration.length >= count && call.length === 0;
    default:
      return label === execution && silent;
  }
}

function did(call: Observed): string {
  const sent = statements(call);
  if (sent.length === 0) return `but ${call.count} calls sent nothing`;
  const moments = (['call', 'await', 'iteration'] as const).filter((moment) => call[moment].length > 0);
  return `but ${call.count} calls sent ${sent.length} statements at ${moments.join(', ')}: ${sent[0]?.trim().slice(0, 60)}`;
}
