/** Which folder may import what: the layers that keep the analysis pure and the editors at the edge. */
import path from 'node:path';
import { importsOf } from './sources.ts';
import type { Source } from './sources.ts';

export interface Layer {
  /** Layers it may import, besides itself. */
  readonly layers: readonly string[];
  /** Packages it may import; `node:*` stands for all of Node's. */
  readonly packages: readonly string[];
}

const PURE = ['catalogs', 'analysis', 'rules', 'features'];
const LANGUAGES = ['languages', 'languages/typescript', 'languages/python'];

/** By name of the layer. docs/architecture.md has the table with its reasons. */
export const LAYERS: Readonly<Record<string, Layer>> = {
  catalogs: { layers: [], packages: [] },
  protocol: { layers: [], packages: [] },
  analysis: { layers: ['catalogs'], packages: [] },
  rules: { layers: ['analysis', 'catalogs'], packages: [] },
  features: { layers: ['rules', 'analysis', 'catalogs'], packages: [] },
  languages: { layers: ['analysis', 'catalogs'], packages: [] },
  'languages/typescript': {
    layers: ['languages', 'analysis', 'catalogs'],
    packages: ['typescript', 'jsonc-parser', 'semver', 'node:*'],
  },
  'languages/python': {
    layers: ['languages', 'analysis', 'catalogs'],
    packages: ['web-tree-sitter', 'semver', 'node:*'],
  },
  project: {
    layers: ['analysis', 'catalogs', ...LANGUAGES],
    packages: ['jsonc-parser', 'picomatch', 'tinyglobby', 'node:*'],
  },
  lsp: {
    layers: [...PURE, ...LANGUAGES, 'project', 'protocol'],
    packages: ['vscode-languageserver', 'vscode-languageserver-textdocument', 'node:*'],
  },
  cli: {
    layers: [...PURE, ...LANGUAGES, 'project'],
    packages: ['chokidar', 'commander', 'diff', 'picocolors', 'sarif', 'node:*'],
  },
  client: { layers: ['protocol'], packages: ['vscode', 'vscode-languageclient'] },
};

/** The layer a file of the repository is in. */
export function layerOf(file: string): string | undefined {
  if (file.startsWith('client/src/')) return 'client';
  const [, folder = '', subfolder = ''] = /^server\/src\/([^/]+)\/(?:([^/]+)\/)?/.exec(file) ?? [];
  const nested = `${folder}/${subfolder}`;
  return [nested, folder].find((name) => Object.hasOwn(LAYERS, name));
}

/** One line for each import of the file that its layer forbids. */
export function forbiddenImports(source: Source): readonly string[] {
  const name = layerOf(source.file);
  const layer = name === undefined ? undefined : LAYERS[name];
  if (name === undefined || !layer) return [`${source.file} is in no layer`];
  return importsOf(source).flatMap((specifier) => {
    const target = specifier.startsWith('.')
      ? layerOf(path.posix.join(path.posix.dirname(source.file), specifier))
      : packageOf(specifier);
    const allowed = specifier.startsWith('.') ? [name, ...layer.layers] : layer.packages;
    return target !== undefined && allowed.includes(target)
      ? []
      : [`${source.file}: ${name} must not import ${specifier}`];
  });
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:*';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
