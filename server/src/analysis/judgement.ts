/** What the analysis says about a file: chains, labels and verdicts, as plain data. */
import type { Execution, SecondAwait } from '../catalogs/schema.ts';
import type { FileFacts, LoopFact, Span } from './model.ts';

/** What the editor shows for a call. */
export type Label = 'lazy' | 'executing' | 'blocking' | 'streaming' | 'local';

/**
 * When a chain runs: `here` (at its own place: it executes, blocks or is awaited there), `when awaited`
 * (kept, and awaited later), `later` (kept, and sent by a call further on), `on iteration`, `never`, or `unknown`
 * (it left for code we do not follow).
 */
export type Verdict = 'here' | 'when awaited' | 'later' | 'on iteration' | 'never' | 'unknown';

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

/**
 * What a call's value is: a `thenable` is sent when awaited, a `builder` is not, a `promise` is of something
 * already sent, a `stream` is sent when iterated, a `plain` value has nothing left to send.
 */
export type Nature = 'thenable' | 'builder' | 'promise' | 'stream' | 'plain';

/**
 * One place where a value ends up. The first six run a thenable; `linked` and `part` make it a piece of
 * another query; `dropped`, `voided`, `unused` and `value` lose it; `escaped` hands it to code that is
 * not followed.
 */
export type FateKind =
  /** `await q`. */
  | 'awaited'
  /** `q.then(...)`, and `catch` and `finally`. */
  | 'chained'
  /** `Promise.all([q])`: where that promise goes is told by further fates, with `joinedBy`. */
  | 'joined'
  /** Handed to a catalogued call that runs it: `prisma.$transaction([q])`. */
  | 'run'
  /** Returned from an async function, or from a callback whose caller awaits it. */
  | 'returned'
  | 'iterated'
  /** A further call is made on it. */
  | 'linked'
  /** Handed to a catalogued call: a sub-query, a condition. */
  | 'part'
  | 'dropped'
  | 'voided'
  /** Kept in a variable that nothing reads. */
  | 'unused'
  /** Taken for the plain value that awaiting it would give. */
  | 'value'
  | 'escaped';

export interface Fate {
  readonly kind: FateKind;
  /** It got there inside the expression the call stands in, through no variable. */
  readonly direct: boolean;
  /** For `value`: `condition`, `template`, `operand`, `index`, `member`, `method`, `pattern`, `spread`, `loop` or `argument`. */
  readonly how?: string;
  /** Name of the member, method or callee concerned. */
  readonly name?: string;
  /** `await q` or `void q`, with the keyword. */
  readonly span?: Span;
  /** Where the variable that kept it was read. */
  readonly read?: Span;
  /** The call that links to it, takes it or runs it. */
  readonly call?: number;
  /** The variable that keeps it and that nothing reads. */
  readonly variable?: number;
  /** The callee that made one promise of it, when the fate is that promise's: `Promise.all`. */
  readonly joinedBy?: Span;
  /** The function and the loops it happens in. */
  readonly function: number;
  readonly loops: readonly LoopFact[];
}

/** `unsent`: nothing ever runs it; `floating`: sent, and nothing waits for it; `unrun`: an awaited builder. */
export interface Loss {
  readonly kind: 'unsent' | 'floating' | 'unrun';
  /** The fate that tells most. */
  readonly by: Fate;
}

/** Where the value of a call goes; the index in `FileAnalysis.flows` is the call's id. */
export interface Flow {
  readonly call: number;
  readonly nature: Nature;
  /** Empty for a plain value. */
  readonly fates: readonly Fate[];
  /** Present when the query is certainly lost. */
  readonly loss?: Loss;
  /** The database is inside the process: a query costs no round trip, and blocks whatever is written around it. */
  readonly inProcess?: boolean;
  /** It is asked of a row, for what belongs to it: `user.getPosts()`. */
  readonly ofRow?: boolean;
  /** It is sent on one connection, after those before it are answered. */
  readonly serial?: boolean;
  /** What awaiting it a second time does, where awaiting sends it. */
  readonly secondAwait?: SecondAwait;
  /** The call that sends a query of the result's type, e.g. `execute()`. */
  readonly run?: RunCall;
  /** On a synchronous driver, the call that sends a thenable at once: `run()`. */
  readonly blockingRun?: string;
  /** The chain starts from a query built elsewhere (`q` in `q.where(...)`), of a type that calls do not change. */
  readonly refinesHeld: boolean;
}

/** An `async` callback of an array method whose promises nobody waits for. */
export interface Unwaited {
  readonly function: number;
  /** `forEach`, `map`, `filter`. */
  readonly method: string;
  /** The method throws the promises away, takes them for conditions, or gathers them in an array that is lost. */
  readonly how: 'ignored' | 'condition' | 'gathered';
  /** How the array is lost. */
  readonly by?: Fate;
}

export interface RunCall {
  readonly code: string;
  readonly execution: Execution;
  /** No other call can be meant: a builder has one, a prepared statement one for each kind of SQL. */
  readonly sure: boolean;
}

export interface FileAnalysis {
  readonly facts: FileFacts;
  readonly chains: readonly Chain[];
  readonly labels: readonly CallLabel[];
  readonly flows: readonly Flow[];
  readonly unwaited: readonly Unwaited[];
  /** Titles of the libraries concerned, by their ids. */
  readonly titles: Readonly<Record<string, string>>;
  /** By library and verb: the code that does for many rows what a query does for one. */
  readonly batches: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
