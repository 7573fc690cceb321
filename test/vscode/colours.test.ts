/** VS Code itself colours SQL inside other code: the grammars that it brings along take ours in. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { VSIX } from './extension.ts';
import type { Release } from './server.ts';
import { startWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const RELEASES: readonly Release[] = ['newest', 'oldest'];

const FILES = {
  'a.ts': 'const a = await db.$queryRaw<User[]>`select ${id} from users`; const b = sql`update t`;\n',
  'a.mts': 'const a = sql<User[]>`select ${id} from users`; const b = /* sql */ "update t";\n',
  'a.tsx': 'const a = sql`select ${id} from users`; const b = <p>{sql`update t`}</p>;\n',
  'a.js': "const a = sql`select ${id} from users`; const b = knex.raw('update t');\n",
};

/** The words that are keywords of SQL in each of them, and the variables inside. */
const COLOURED = [['select', 'from', 'update'], ['id']];

/** Colours that no theme has, so that a colour says which scope it stands for. */
const KEYWORD = 'rgb(1, 2, 3)';
const INTERPOLATED = 'rgb(3, 2, 1)';
const SETTINGS = {
  'editor.semanticHighlighting.enabled': false,
  'typescript.validate.enable': false,
  'editor.tokenColorCustomizations': {
    textMateRules: [
      { scope: 'keyword.other.DML.sql', settings: { foreground: '#010203' } },
      { scope: 'meta.embedded.block.sql variable.other.readwrite', settings: { foreground: '#030201' } },
    ],
  },
};

/** The words of the editor in a colour. */
const coloured = (page: Page, colour: string): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`
    [...document.querySelectorAll('.editor-instance .view-line span span')]
      .filter((span) => getComputedStyle(span).color === ${JSON.stringify(colour)})
      .map((span) => span.textContent.trim())
  `);

/** What the editor shows as SQL, and as TypeScript inside of it. */
const sqlAndInterpolated = async (page: Page): Promise<readonly (readonly string[])[]> => [
  await coloured(page, KEYWORD),
  await coloured(page, INTERPOLATED),
];

/**
 * What is coloured once more. VS Code gives a line up for good when it has not got through it in half a second, which
 * a busy machine does not while it compiles a grammar; so it is made to colour the file again until it gets through.
 */
async function colouredAgain(workbench: Workbench): Promise<readonly (readonly string[])[]> {
  const before = await sqlAndInterpolated(workbench.page);
  if (isDeepStrictEqual(before, COLOURED)) return before;
  await workbench.ui.command('Developer: Force Retokenize');
  return sqlAndInterpolated(workbench.page);
}

test.each(RELEASES)('the %s VS Code colours SQL in .ts, .mts, .tsx and .js', async (release) => {
  const workspace = mkdtempSync(path.join(realpathSync(tmpdir()), 'query-lens-colours-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(path.join(workspace, name), text);
  const workbench = await startWorkbench({ release, workspace, vsix: [VSIX], settings: SETTINGS });
  try {
    for (const name of Object.keys(FILES)) {
      await workbench.open(name);
      await workbench.ui.line('update t').waitFor();
      await expect
        .poll(() => colouredAgain(workbench), { message: name, timeout: 120_000, interval: 1000 })
        .toEqual(COLOURED);
    }
  } finally {
    await workbench.screenshot(`colours-${release}`);
    await workbench.stop();
    rmSync(workspace, { recursive: true });
  }
});
