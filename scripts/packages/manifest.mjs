/** The manifest of a package: the repository's own, without what its readers have no use for. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What the manifest says to npm and not to an editor, and the other way round. */
const LEFT_OUT = {
  extension: ['bin', 'dependencies', 'devDependencies', 'private', 'scripts'],
  npm: [
    'activationEvents',
    'capabilities',
    'categories',
    'contributes',
    'devDependencies',
    'displayName',
    'extensionKind',
    'galleryBanner',
    'icon',
    'main',
    'pricing',
    'private',
    'publisher',
    'qna',
    'scripts',
  ],
};

/** Where the repository is, which only a release knows, in the words of GitHub's workflows. */
function whereabouts({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository }) {
  if (!server || !repository) return {};
  const homepage = `${server}/${repository}`;
  return {
    homepage: `${homepage}#readme`,
    repository: { type: 'git', url: `git+${homepage}.git` },
    bugs: { url: `${homepage}/issues` },
  };
}

/** The manifest for `kind`: `extension` or `npm`. */
export function manifestFor(root, kind, env = process.env) {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const field of LEFT_OUT[kind]) delete manifest[field];
  if (kind === 'npm') manifest.engines = { node: manifest.engines.node };
  return { ...manifest, ...whereabouts(env) };
}
