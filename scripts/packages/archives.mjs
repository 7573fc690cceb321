/** Opens packages: .vsix files, which are zip archives, and the tarballs of npm. */
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

/** Unpacks a .vsix into `into`; returns its files with their Unix permissions. */
export async function unpackExtension(file, into) {
  const archive = await openPromise(file);
  const files = [];
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    files.push({ name: entry.fileName, mode });
    const to = path.join(into, entry.fileName);
    mkdirSync(path.dirname(to), { recursive: true });
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(to, { mode: mode || 0o644 }));
  }
  return files;
}

/** Unpacks a tarball into `into`; returns its files with their Unix permissions. */
export function unpackTarball(file, into) {
  mkdirSync(into, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['xzf', file, '-C', into], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${file} could not be unpacked: ${stderr}`);
  return readdirSync(into, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((name) => ({ name: path.relative(into, name).replaceAll(path.sep, '/'), mode: statSync(name).mode & 0o777 }));
}
