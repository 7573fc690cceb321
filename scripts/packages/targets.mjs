/** The platforms there is an extension for, and the TypeScript that runs on each. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { npm } from '../npm.mjs';

/**
 * By the name that VS Code gives the platform. The binaries for Linux are linked statically, so that they run on
 * Alpine too. `magic` is how such a binary begins, and `machine` the processor's number at its place in the header.
 */
export const TARGETS = {
  'linux-x64': { typescript: 'linux-x64', binary: 'tsc', format: 'elf', machine: 62 },
  'linux-arm64': { typescript: 'linux-arm64', binary: 'tsc', format: 'elf', machine: 183 },
  'alpine-x64': { typescript: 'linux-x64', binary: 'tsc', format: 'elf', machine: 62 },
  'alpine-arm64': { typescript: 'linux-arm64', binary: 'tsc', format: 'elf', machine: 183 },
  'darwin-x64': { typescript: 'darwin-x64', binary: 'tsc', format: 'mach-o', machine: 0x01000007 },
  'darwin-arm64': { typescript: 'darwin-arm64', binary: 'tsc', format: 'mach-o', machine: 0x0100000c },
  'win32-x64': { typescript: 'win32-x64', binary: 'tsc.exe', format: 'pe', machine: 0x8664 },
  'win32-arm64': { typescript: 'win32-arm64', binary: 'tsc.exe', format: 'pe', machine: 0xaa64 },
};

export const HOST = `${process.platform}-${process.arch}`;

/** What an executable is made for, e.g. { format: 'elf', machine: 62 }; undefined when it is none. */
export function madeFor(bytes) {
  if (bytes.readUInt32BE(0) === 0x7f454c46) return { format: 'elf', machine: bytes.readUInt16LE(18) };
  if (bytes.readUInt32LE(0) === 0xfeedfacf) return { format: 'mach-o', machine: bytes.readUInt32LE(4) };
  if (bytes.toString('latin1', 0, 2) !== 'MZ') return undefined;
  return { format: 'pe', machine: bytes.readUInt16LE(bytes.readUInt32LE(0x3c) + 4) };
}

/** npm's record of a package in the lockfile: its version, and the digest that its tarball must have. */
function locked(root, name) {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const entry = packages[`node_modules/${name}`];
  if (!entry?.integrity) throw new Error(`package-lock.json says nothing of ${name}.`);
  return entry;
}

/**
 * The folder of TypeScript's package for a platform, fetched through npm at the version in the lockfile, checked against
 * the digest there, and kept in .cache/typescript.
 */
export function typescriptFor(root, platform) {
  const name = `@typescript/typescript-${platform}`;
  const { version, integrity } = locked(root, name);
  const cache = path.join(root, '.cache/typescript');
  const home = path.join(cache, `${platform}-${version}`);
  if (existsSync(home)) return home;
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(path.join(cache, 'unfinished-'));
  try {
    const pack = ['pack', `${name}@${version}`, '--silent', '--pack-destination', scratch];
    const tarball = path.join(scratch, npm(pack, { cwd: scratch }).trim().split('\n').at(-1));
    const digest = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
    if (digest !== integrity) throw new Error(`${name} ${version} is not the one that package-lock.json knows.`);
    const { status, stderr } = spawnSync('tar', ['xzf', tarball, '-C', scratch], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${name} could not be unpacked: ${stderr}`);
    renameSync(path.join(scratch, 'package'), home);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return home;
}
