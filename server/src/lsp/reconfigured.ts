/** Brings everything up to date when a configuration, a catalog or the setting that names catalogs has changed. */
import type { Session } from './session.ts';

export function reconfigured(session: Session): void {
  const { workspace, analyses, configProblems, status, refresher } = session;
  workspace.catalogsChanged();
  analyses.forget();
  configProblems.publish(session);
  status.catalogsChanged();
  refresher.now();
}
