/** Colours text as VS Code does: its tokenizer, its grammars, and the injections that the manifest contributes. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import type { IGrammar, IRawGrammar } from 'vscode-textmate';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = path.resolve(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);

/** The grammars that VS Code brings along, by the scope they give. */
const HOSTS: Readonly<Record<string, string>> = {
  'source.ts': 'typescript',
  'source.tsx': 'tsx',
  'source.js': 'javascript',
  'source.js.jsx': 'jsx',
  'source.sql': 'sql',
};

/** Which grammar a file has in VS Code, by its extension. */
const SCOPES: Readonly<Record<string, string>> = {
  '.ts': 'source.ts',
  '.mts': 'source.ts',
  '.tsx': 'source.tsx',
  '.js': 'source.js',
  '.jsx': 'source.js.jsx',
};

export interface Token {
  readonly text: string;
  /** From the outermost, without that of the whole file. */
  readonly scopes: readonly string[];
}

const json = (file: string): IRawGrammar => JSON.parse(readFileSync(file, 'utf8')) as IRawGrammar;

async function createRegistry(injected: boolean, hosts: Readonly<Record<string, string>>): Promise<textmate.Registry> {
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm);
  const contributed = manifest.contributes.grammars;
  return new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => oniguruma.createOnigScanner(patterns),
      createOnigString: (text) => oniguruma.createOnigString(text),
    }),
    loadGrammar(scope) {
      const ours = contributed.find(({ scopeName }) => scopeName === scope);
      const host = hosts[scope];
      if (ours) return Promise.resolve(json(path.join(ROOT, ours.path)));
      return Promise.resolve(host === undefined ? null : json(require.resolve(`tm-grammars/grammars/${host}.json`)));
    },
    getInjections: (scope) =>
      injected ? contributed.filter(({ injectTo }) => injectTo.includes(scope)).map(({ scopeName }) => scopeName) : [],
  });
}

/** Without `injected` the text looks as it does without the extension; without `sql` VS Code's SQL extension is off. */
export interface Colouring {
  readonly injected?: boolean;
  readonly sql?: boolean;
}

/** A function that colours the text of a file; each line is a list of tokens. */
export async function colourer({ injected = true, sql = true }: Colouring = {}): Promise<
  (file: string, text: string) => Promise<readonly (readonly Token[])[]>
> {
  const { 'source.sql': _, ...others } = HOSTS;
  const registry = await createRegistry(injected, sql ? HOSTS : others);
  return async (file, text) => {
    const scope = SCOPES[path.extname(file)];
    const grammar = scope === undefined ? null : await registry.loadGrammar(scope);
    if (!grammar) throw new Error(`No grammar is known for ${file}.`);
    return linesOf(grammar, text);
  };
}

function linesOf(grammar: IGrammar, text: string): readonly (readonly Token[])[] {
  let state = textmate.INITIAL;
  return text.split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      scopes: scopes.slice(1),
    }));
  });
}
