/** Runs the tests that need neither a browser nor an editor; test/vscode has a configuration of its own. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/vscode/**', '**/node_modules/**'],
    globalSetup: 'test/installPackages.ts',
    // Tests start language servers, type checkers and real databases, on machines with two cores.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
