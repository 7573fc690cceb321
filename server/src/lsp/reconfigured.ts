/** Brings everything up to date when a configuration, a catalog or the setting that names catalogs has changed. */
import type { Session } from './session.ts';

/** How long a change may go unseen in an editor that watches no files. */
const LOOK_MS = 1000;

export function reconfigured(session: Session): void {
  const { workspace, analyses, survey, configProblems, status, refresher } = session;
  workspace.catalogsChanged();
  analyses.forget();
  survey.forgetAll();
  configProblems.publish(session);
  status.catalogsChanged();
  refresher.now();
}

/** For a client that watches no files: looks for changes of the configuration itself, when something is asked. */
export function createLookout(session: () => Session): () => void {
  let last = 0;
  return () => {
    const now = Date.now();
    if (session().client.registersWatchers || now - last < LOOK_MS) return;
    last = now;
    if (!session().configurations.isOutdated()) return;
    session().configurations.forget();
    reconfigured(session());
  };
}
