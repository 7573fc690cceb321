/** Runs typescript-eslint's rules about promises over the project in the working folder; `node eslint.mjs <folder of its packages>`. */
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(path.resolve(process.argv[2]), 'package.json'));
const { ESLint } = require('eslint');
const tseslint = require('typescript-eslint');

const RULES = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
};

const cwd = process.cwd();
const eslint = new ESLint({
  cwd,
  overrideConfigFile: true,
  overrideConfig: [
    { ignores: ['**/*.js', '**/*.mjs', '**/*.cjs', '**/*.d.ts'] },
    {
      files: ['**/*.ts', '**/*.tsx'],
      languageOptions: {
        parser: tseslint.parser,
        parserOptions: { project: path.join(cwd, 'tsconfig.json'), tsconfigRootDir: cwd },
      },
      plugins: { '@typescript-eslint': tseslint.plugin },
      rules: RULES,
    },
  ],
});
const results = await eslint.lintFiles(['**/*.{ts,tsx}']);
console.log(`${results.length} files, ${results.reduce((sum, { messages }) => sum + messages.length, 0)} reports`);
