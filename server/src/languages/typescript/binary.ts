/** Where the native TypeScript binary is: beside the bundle when packaged, else in the platform's package. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from 'typescript';

/** Of the TypeScript whose binary and API are bundled. */
export const TYPESCRIPT_VERSION = version;

/** There is no TypeScript to ask; the message says what to do. */
export class TypeScriptUnavailable extends Error {
  override readonly name = 'TypeScriptUnavailable';
}

/** Absolute path of the TypeScript 7 binary. Throws `TypeScriptUnavailable` when it is nowhere. */
export function findTypeScriptBinary(): string {
  const executable = process.platform === 'win32' ? 'tsc.exe' : 'tsc';
  const here = path.dirname(fileURLToPath(import.meta.url));
  const packaged = path.join(here, 'typescript', executable);
  if (fs.existsSync(packaged)) return packaged;
  const packageName = `@typescript/typescript-${process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    // The platform package is a dependency of `typescript`, so it may be out of our own reach.
    const typescript = createRequire(require.resolve('typescript/package.json'));
    return path.join(path.dirname(typescript.resolve(`${packageName}/package.json`)), 'lib', executable);
  } catch {
    throw new TypeScriptUnavailable(
      `TypeScript 7 for ${process.platform}-${process.arch} is not installed: reinstall query-lens with optional dependencies (${packageName}).`,
    );
  }
}
