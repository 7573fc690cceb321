/** The queries of the workspace as the server knows them: asked for when somebody looks, kept up to date after that. */
import { CancellationTokenSource, Disposable, EventEmitter, type Event } from 'vscode';
import { QUERIES_CHANGED, QUERY_MAP, QUERY_MAP_PROGRESS } from '../../../server/src/protocol/requests.ts';
import type { MappedFile, QueryMap, QueryMapParams, QueryMapProgress } from '../../../server/src/protocol/requests.ts';
import type { Server } from '../languageClient.ts';

export type LoadState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'loading'; readonly progress?: QueryMapProgress }
  | { readonly kind: 'loaded' }
  /** The user has stopped it: what was found before stays. */
  | { readonly kind: 'stopped'; readonly progress?: QueryMapProgress }
  | { readonly kind: 'failed'; readonly problem: string };

export interface QueryStore extends Disposable {
  readonly files: readonly MappedFile[];
  readonly state: LoadState;
  readonly onChange: Event<void>;
  /** Asks for what has changed, from the start when everything is to be looked through again. */
  load(): Promise<void>;
  stop(): void;
}

/** `wanted` says whether somebody looks: what changes meanwhile is asked for when `load` is called next. */
export function createQueryStore(server: Server, wanted: () => boolean): QueryStore {
  const changed = new EventEmitter<void>();
  let files = new Map<string, MappedFile>();
  let state: LoadState = { kind: 'waiting' };
  let since = 0;
  let running: CancellationTokenSource | undefined;
  let again = false;

  function become(next: LoadState): void {
    state = next;
    changed.fire();
  }

  function take({ revision, uris, files: fresh }: QueryMap): void {
    since = revision;
    const byUri = new Map(fresh.map((file) => [file.uri, file]));
    files = new Map(uris.flatMap((uri) => entryOf(uri, byUri.get(uri) ?? files.get(uri))));
  }

  async function load(): Promise<void> {
    // One question at a time: what has changed since it was asked is asked for afterwards.
    if (running) {
      again = true;
      // The server may not have heard yet that it was stopped.
      if (state.kind === 'stopped') become({ kind: 'loading' });
      return;
    }
    const cancellation = new CancellationTokenSource();
    running = cancellation;
    become({ kind: 'loading' });
    try {
      const params: QueryMapParams = { since };
      take(await server.request<QueryMap>(QUERY_MAP, params, cancellation.token));
      state = { kind: 'loaded' };
    } catch (error) {
      if (!cancellation.token.isCancellationRequested) state = { kind: 'failed', problem: String(error) };
      // A restart has cancelled it, or somebody wants it again already.
      else if (state.kind === 'loading') state = { kind: 'waiting' };
    } finally {
      running = undefined;
      cancellation.dispose();
    }
    changed.fire();
    const next = again;
    again = false;
    if (next && state.kind !== 'failed' && wanted()) await load();
  }

  function forget(): void {
    since = 0;
    running?.cancel();
  }

  const listening = Disposable.from(
    server.on(QUERY_MAP_PROGRESS, (progress) => {
      if (state.kind === 'loading') become({ kind: 'loading', progress });
    }),
    server.on(QUERIES_CHANGED, () => {
      if (wanted() && state.kind !== 'stopped') void load();
    }),
    server.onStatus(({ state: serverState }) => {
      // A new server counts its revisions anew.
      if (serverState === 'starting') forget();
      else if (serverState === 'ready' && wanted() && (state.kind === 'waiting' || state.kind === 'failed'))
        void load();
    }),
    changed,
  );

  return {
    get files() {
      return [...files.values()];
    },
    get state() {
      return state;
    },
    onChange: changed.event,
    load,
    stop() {
      // What is whole is not called stopped because the button was pressed too late.
      if (state.kind !== 'loading') return;
      const { progress } = state;
      again = false;
      running?.cancel();
      become({ kind: 'stopped', ...(progress && { progress }) });
    },
    dispose() {
      running?.cancel();
      listening.dispose();
    },
  };
}

function entryOf(uri: string, file: MappedFile | undefined): [string, MappedFile][] {
  return file ? [[uri, file]] : [];
}
