/** The version of Query Lens. */
import { readFileSync } from 'node:fs';

/** As its manifest says, which lies beside the folder of the bundles. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : 'unknown';
}
