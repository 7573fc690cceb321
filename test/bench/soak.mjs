/** Measures the memory of the language server with its TypeScript process over 5,000 edits, beside what `tsc --noEmit` peaks at. */
import path from 'node:path';
import { startServer } from './editing.mjs';
import { generateProject } from './generate.mjs';
import { measure } from './processTree.mjs';

const FILES = 200;
const EDITS = 5_000;
const SAMPLES = 10;
/** What the end may hold of what the first tenth held, with noise. */
const FLAT = 1.15;

const mb = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`;

export async function benchSoak(root) {
  const folder = path.join(root, '.cache/bench/soak');
  const modules = generateProject(folder, FILES).filter(({ kind }) => kind !== 'plain');
  const tsc = await measure([path.join(root, 'node_modules/typescript/bin/tsc'), '--noEmit'], { cwd: folder });
  const editor = await startServer([path.join(root, 'dist/server.js'), '--stdio'], folder);
  const documents = [];
  for (const module of modules.slice(0, 12)) {
    const document = await editor.open(module);
    const [hint] = await document.hints();
    if (hint) documents.push({ document, at: hint.position });
  }
  const samples = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const { document, at } = documents[Math.floor(edit / 2) % documents.length];
    await document.type(at.line, at.character, edit % 2 === 0 ? ' ' : '', edit % 2);
    await document.hints();
    if ((edit + 1) % (EDITS / SAMPLES) !== 0) continue;
    samples.push(editor.memory());
    console.log(`after ${String(edit + 1).padStart(5)} edits ${mb(samples.at(-1)).padStart(8)}`);
  }
  await editor.quit();
  console.log(`tsc --noEmit      ${mb(tsc.bytes).padStart(8)}, its peak\n`);
  console.log(`${samples.at(-1) <= samples[0] * FLAT ? 'holds ' : 'BROKEN'}  flat over ${EDITS} edits`);
  console.log(`${Math.max(...samples) <= tsc.bytes ? 'holds ' : 'BROKEN'}  no more than tsc --noEmit`);
}
