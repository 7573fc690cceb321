/**
 * Lets TypeScript 7 read the tsconfig files of projects written for TypeScript 5 and 6.
 *
 * Options that 7 has removed stop imports from resolving: `baseUrl`, `moduleResolution: node`, `target: es5`.
 * The process is handed an equivalent text; the user's file is never touched.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parse, type ParseError } from 'jsonc-parser';

type Json = Record<string, unknown>;

const OLD_RESOLUTION = new Set(['node', 'node10', 'classic']);
const OLD_TARGET = new Set(['es3', 'es5']);
const OLD_MODULE = new Set(['none', 'amd', 'umd', 'system']);

/** Whether a file may be a tsconfig: only such files are looked into. */
export function mayBeTsconfig(file: string): boolean {
  return file.endsWith('.json') && !file.endsWith('/package.json') && !file.endsWith('package-lock.json');
}

/** The text to hand over instead, or `undefined` when the file can stay as it is. */
export function overlayTsconfig(text: string): string | undefined {
  if (!/"(baseUrl|moduleResolution|target|module|outFile)"/.test(text)) return undefined;
  const errors: ParseError[] = [];
  const config: unknown = parse(text, errors, { allowTrailingComma: true });
  if (!isObject(config) || !isObject(config['compilerOptions'])) return undefined;
  const options: Json = { ...config['compilerOptions'] };
  const changed = [rewriteBaseUrl(options), rewriteResolution(options), rewriteRemoved(options)].some(Boolean);
  return changed ? JSON.stringify({ ...config, compilerOptions: options }) : undefined;
}

/** The text for a tsconfig that extends itself, over which TypeScript would never end. */
export function withoutExtends(text: string): string {
  const config: unknown = parse(text, [], { allowTrailingComma: true });
  return JSON.stringify(isObject(config) ? { ...config, extends: undefined } : {});
}

/** Whether a tsconfig, or one that it extends, has to be rewritten; `true` where that can't be told. */
export function needsOverlay(file: string, depth = 0): boolean {
  if (depth > 10) return true;
  try {
    const text = fs.readFileSync(file, 'utf8');
    if (overlayTsconfig(text) !== undefined) return true;
    const config: unknown = parse(text, [], { allowTrailingComma: true });
    const bases = isObject(config) ? [config['extends'] ?? []].flat() : [];
    return bases.some(
      (base) =>
        typeof base !== 'string' ||
        !base.startsWith('.') ||
        needsOverlay(withExtension(path.resolve(path.dirname(file), base)), depth + 1),
    );
  } catch {
    return true;
  }
}

function withExtension(file: string): string {
  return file.endsWith('.json') ? file : `${file}.json`;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `baseUrl: B` becomes `paths: {"*": ["B/*"]}`, and the paths below it become relative to the file. */
function rewriteBaseUrl(options: Json): boolean {
  const { baseUrl } = options as { baseUrl?: unknown };
  if (typeof baseUrl !== 'string') return false;
  const under = (target: string): string => relative(path.posix.join(baseUrl.replaceAll('\\', '/'), target));
  const paths: Record<string, string[]> = {};
  for (const [pattern, targets] of Object.entries(isObject(options['paths']) ? options['paths'] : {})) {
    if (Array.isArray(targets)) paths[pattern] = targets.filter((target) => typeof target === 'string').map(under);
  }
  paths['*'] ??= [under('*')];
  delete options['baseUrl'];
  options['paths'] = paths;
  return true;
}

function relative(target: string): string {
  return target.startsWith('.') || path.posix.isAbsolute(target) ? target : `./${target}`;
}

function rewriteResolution(options: Json): boolean {
  const resolution = lower(options['moduleResolution']);
  if (resolution === undefined || !OLD_RESOLUTION.has(resolution)) return false;
  options['moduleResolution'] = 'bundler';
  options['module'] = 'preserve';
  return true;
}

function rewriteRemoved(options: Json): boolean {
  let changed = false;
  if (OLD_TARGET.has(lower(options['target']) ?? '')) {
    options['target'] = 'es2015';
    changed = true;
  }
  if (OLD_MODULE.has(lower(options['module']) ?? '')) {
    options['module'] = 'preserve';
    options['moduleResolution'] = 'bundler';
    changed = true;
  }
  if ('outFile' in options) {
    delete options['outFile'];
    changed = true;
  }
  return changed;
}

function lower(value: unknown): string | undefined {
  return typeof value === 'string' ? value.toLowerCase() : undefined;
}
