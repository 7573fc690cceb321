/** Runs typescript-eslint over the fixtures, with its defaults and with `checkThenables`; prints its reports as JSON. */
import path from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const [fixtures, ...libraries] = process.argv.slice(2);

/** What typescript-eslint has about promises; the plugin under a second name runs one rule with another option. */
const RULES = {
  'defaults/no-floating-promises': 'error',
  'defaults/no-misused-promises': 'error',
  'defaults/await-thenable': 'error',
  'defaults/return-await': ['error', 'error-handling-correctness-only'],
  'thenables/no-floating-promises': ['error', { checkThenables: true }],
};

const found = [];
for (const library of libraries) {
  const cwd = path.join(fixtures, library);
  const eslint = new ESLint({
    cwd,
    overrideConfigFile: true,
    overrideConfig: [
      // Beside a TypeScript file of its name, the compiler does not see a JavaScript one.
      { ignores: ['**/*.js'] },
      {
        files: ['**/*.ts'],
        languageOptions: {
          parser: tseslint.parser,
          parserOptions: { project: path.join(cwd, 'tsconfig.json'), tsconfigRootDir: cwd },
        },
        linterOptions: { reportUnusedDisableDirectives: 'off' },
        plugins: { defaults: tseslint.plugin, thenables: tseslint.plugin },
        rules: RULES,
      },
    ],
  });
  for (const { filePath, messages } of await eslint.lintFiles(['rules'])) {
    for (const { ruleId, line, endLine = line, message, fatal } of messages) {
      if (fatal || ruleId === null) throw new Error(`${filePath}:${line} ${message}`);
      found.push({ file: path.relative(fixtures, filePath), rule: ruleId, line, endLine });
    }
  }
}
process.stdout.write(JSON.stringify(found));
