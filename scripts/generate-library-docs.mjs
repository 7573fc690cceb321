/** Writes docs/libraries/<library>.md: the method reference of every catalog, as pages to read. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { bundled } from './bundled.mjs';

const root = new URL('../', import.meta.url);
const folder = new URL('docs/libraries/', root);

const { builtInCatalogs, methodReference } = await bundled(
  "export { builtInCatalogs } from './server/src/catalogs/index.ts';\n" +
    "export { methodReference } from './server/src/features/reference.ts';",
);
const { libraries } = methodReference(builtInCatalogs, []);
const pages = new Map(libraries.map((library) => [`${library.library}.md`, page(library)]));

mkdirSync(folder, { recursive: true });
if (!process.argv.includes('--check')) {
  for (const [name, text] of pages) writeFileSync(new URL(name, folder), text);
} else {
  const written = readdirSync(folder);
  const stale = [...new Set([...pages.keys(), ...written])].filter(
    (name) =>
      !pages.has(name) || !written.includes(name) || readFileSync(new URL(name, folder), 'utf8') !== pages.get(name),
  );
  if (stale.length > 0) {
    console.error(`Stale in docs/libraries: ${stale.join(', ')}. Run \`node scripts/generate-library-docs.mjs\`.`);
    process.exitCode = 1;
  }
}

function page({ title, docs, versions, surprises, methods }) {
  return `# ${title}

What every call of [${title}](${docs}) does, as Query Lens labels it. Covered: ${versions.map(code).join(', ')}.

*Lazy* builds the query and sends nothing. *Executing* sends it and returns a promise, *blocking* sends it
while the thread waits, *streaming* sends it when the result is iterated. *Local* neither builds nor sends.

## Surprises

${surprises.map((surprise) => `- ${surprise}`).join('\n')}

## Methods

| Type | Method | Label | Async equivalent | What it does |
| --- | --- | --- | --- | --- |
${methods.map(row).join('\n')}
`;
}

function row({ type, method, execution, asyncEquivalent, description, docs }) {
  const name = docs === undefined ? code(method) : `[${code(method)}](${docs})`;
  const equivalent =
    asyncEquivalent === undefined ? 'not needed' : asyncEquivalent === null ? 'none' : code(asyncEquivalent);
  const label = execution.replaceAll('deferred', 'lazy until awaited');
  return `| ${[type, name, label, equivalent, description].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(text) {
  return `\`${text}\``;
}
