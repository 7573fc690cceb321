/** Runs the tests that need neither a browser nor an editor; test/vscode has a configuration of its own. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/vscode/**', '**/node_modules/**'],
    globalSetup: 'test/installPackages.ts',
    // Tests start language servers, type checkers and real databases, on machines with two cores that may be at other
    // work too: a test that is slow there has not failed.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
