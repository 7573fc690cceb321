/** The workspace starts what its files need, and nothing else. */
import { expect, test } from 'vitest';
import { createWorkspace } from '../../server/src/project/workspace.ts';
import { temporaryProject } from '../cli/temporaryProject.ts';
import { catalogs } from '../fixtures/engine.ts';

test.each([
  { name: 'models.py', text: 'from django.db import models\n', starts: false },
  { name: 'users.ts', text: "import { Kysely } from 'kysely';\n", starts: true },
])('TypeScript is started ahead for $name: $starts', async ({ name, text, starts }) => {
  const project = temporaryProject({ [name]: text });
  const workspace = createWorkspace({ catalogs, cwd: project.folder });
  const file = { file: project.path(name).replaceAll('\\', '/') };
  workspace.start([file], file);
  await workspace.openAll([file]);
  await workspace.analyze(file.file);
  expect(workspace.typescript().processId !== undefined).toBe(starts);
  await workspace.dispose();
});
