/** Writes docs/libraries/<library>.md: the method reference of every catalog, as pages to read. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
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

function page({ library, title, docs, versions, surprises, methods }) {
  return `# ${title}

What every call of [${title}](${docs}) does, as Query Lens labels it. Covered: ${versions.map(code).join(', ')}.

*Lazy* builds the query and sends nothing. *Executing* sends it and returns a promise, *blocking* sends it
while the thread waits, *streaming* sends it when the result is iterated. *Local* neither builds nor sends.

## Surprises

${surprises.map((surprise) => `- ${surprise}`).join('\n')}

## Proof

${proof(library, methods)}

## Methods

| Type | Method | Label | Async equivalent | What it does |
| --- | --- | --- | --- | --- |
${methods.map(row).join('\n')}
`;
}

/** What has been run, and what has not. */
function proof(library, methods) {
  if (!existsSync(new URL(`test/proof/subjects/${library}.mjs`, root)))
    return 'No run shows these labels yet; they are held against the declarations of the library.';
  const unproved = methods.filter((method) => method.unproved !== undefined);
  const run = 'Each label was observed by running the library and watching when its statements leave (`npm run prove`)';
  if (unproved.length === 0) return `${run}.`;
  const rows = unproved.map(({ type, method, unproved: source }) => `- ${code(`${type}.${method}`)}: ${source}`);
  return `${run}, but for these:\n\n${rows.join('\n')}`;
}

function row({ type, method, execution, asyncEquivalent, description, docs, versions }) {
  const name = docs === undefined ? code(method) : `[${code(method)}](${docs})`;
  const equivalent =
    asyncEquivalent === undefined ? 'not needed' : asyncEquivalent === null ? 'none' : code(asyncEquivalent);
  const label = execution.replaceAll('deferred', 'lazy until awaited');
  const what = versions === undefined ? description : `${description} Versions ${code(versions)}.`;
  return `| ${[type, name, label, equivalent, what].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(text) {
  return `\`${text}\``;
}
