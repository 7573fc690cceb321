/** The custom requests of the query map: every query of the workspace, and later what has changed of it. */
import { answer } from '../answer.ts';
import { QUERIES_CHANGED, QUERY_MAP, QUERY_MAP_PROGRESS } from '../../protocol/requests.ts';
import type { QueryMap, QueryMapParams, QueryMapProgress } from '../../protocol/requests.ts';
import type { Session } from '../session.ts';
import type { SurveyedFile } from '../survey.ts';

/** How often progress is told at most. */
const PROGRESS_MS = 100;
/** A change is told of once nothing has changed for a moment. */
const PAUSE_MS = 300;
const NOTHING: QueryMap = { revision: 0, uris: [], files: [] };

export function registerQueryMap(session: Session): void {
  const { connection, survey } = session;
  /** The revision in which a file's queries were found; a file that is read again is another object. */
  const revisions = new WeakMap<SurveyedFile, number>();
  let revision = 0;
  let asked = false;
  let timer: NodeJS.Timeout | undefined;
  survey.onForgotten(() => {
    clearTimeout(timer);
    if (asked) timer = setTimeout(() => void connection.sendNotification(QUERIES_CHANGED), PAUSE_MS).unref();
  });

  function changedSince(all: readonly SurveyedFile[], since: number): QueryMap {
    const files = all.filter(({ queries }) => queries.length > 0);
    const fresh = files.filter((file) => !revisions.has(file));
    if (fresh.length > 0) revision += 1;
    for (const file of fresh) revisions.set(file, revision);
    return {
      revision,
      uris: files.map(({ uri }) => uri),
      files: files.filter((file) => (revisions.get(file) ?? 0) > since).map(({ uri, queries }) => ({ uri, queries })),
    };
  }

  connection.onRequest(
    QUERY_MAP,
    answer<QueryMapParams, QueryMap>(session, NOTHING, async ({ since = 0 }, signal) => {
      asked = true;
      await session.configured;
      let told = 0;
      const files = await survey.files(signal, (done, of) => {
        const now = performance.now();
        if (done < of && now - told < PROGRESS_MS) return;
        told = now;
        const progress: QueryMapProgress = { done, of };
        void connection.sendNotification(QUERY_MAP_PROGRESS, progress);
      });
      return changedSince(files, since);
    }),
  );
}
