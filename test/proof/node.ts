/** Finds the Node that test/packages brings: the newest drivers need a newer one than the tests run on. */
import { createRequire } from 'node:module';
import path from 'node:path';

const PACKAGES = path.join(import.meta.dirname, '../packages/package.json');

/** Its path, or that of this Node where no package fits the machine. */
export function newerNode(): string {
  const { platform, arch } = process;
  const bundle = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  const name = `${bundle}-${platform.replace('32', '')}-${arch}`;
  try {
    const folder = path.dirname(createRequire(PACKAGES).resolve(`${name}/package.json`));
    return path.join(folder, 'bin', platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return process.execPath;
  }
}
