/** What each package holds, file by file: nothing is shipped because it happened to lie about. */

/** Kept as they are in the repository. */
export const KEPT = {
  both: ['README.md', 'CHANGELOG.md', 'LICENSE', 'schemas/querylens.schema.json', 'schemas/catalog.schema.json'],
  extension: [
    'media/icon.png',
    'media/activity-bar.svg',
    'media/walkthrough/hints.png',
    'media/walkthrough/quick-fix.png',
    'media/walkthrough/reference.png',
    'media/walkthrough/quiet.md',
    'syntaxes/sql-in-calls.tmLanguage.json',
    'syntaxes/sql-in-templates.tmLanguage.json',
  ],
  npm: [],
};

/** Built by esbuild.mjs, below dist/. */
export const BUILT = {
  both: ['cli.js', 'server.js', 'web-tree-sitter.wasm', 'tree-sitter-python.wasm'],
  extension: ['client.cjs', 'methodReference.js', 'methodReference.css'],
  npm: [],
};

export const NOTICES = 'THIRD-PARTY-NOTICES.txt';

/** Packed, in bytes. The native TypeScript binary is the greater part of an extension. */
export const MOST_BYTES = { extension: 16 * 1024 * 1024, npm: 2 * 1024 * 1024 };

/** The declarations that TypeScript's binary reads; which there are is TypeScript's to say. */
export const DECLARATION = /^lib\.(?:[\w.]+\.)?d\.ts$/;

/** vsce writes two files, and renames three. */
const WRITTEN_BY_VSCE = ['[Content_Types].xml', 'extension.vsixmanifest'];
const RENAMED_BY_VSCE = { 'README.md': 'readme.md', 'CHANGELOG.md': 'changelog.md', LICENSE: 'LICENSE.txt' };

/** Every path in the .vsix of a target, with one of TypeScript's declarations, so that they can't all be missing. */
export function filesOfExtension({ binary }) {
  const files = [
    'package.json',
    NOTICES,
    ...[...KEPT.both, ...KEPT.extension].map((file) => RENAMED_BY_VSCE[file] ?? file),
    ...[...BUILT.both, ...BUILT.extension].map((file) => `dist/${file}`),
    `dist/typescript/${binary}`,
    'dist/typescript/lib.d.ts',
  ];
  return [...WRITTEN_BY_VSCE, ...files.map((file) => `extension/${file}`)];
}

/** Every path in the tarball for npm. */
export function filesOfNpm() {
  const files = ['package.json', NOTICES, ...KEPT.both, ...KEPT.npm];
  const built = [...BUILT.both, ...BUILT.npm].map((file) => `dist/${file}`);
  return [...files, ...built].map((file) => `package/${file}`);
}
