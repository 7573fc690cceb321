/** Runs the tests that live inside the extension host, where the editor's own interface can be asked. */
import path from 'node:path';

/** Called by VS Code; rejects when a test fails. The files are bundled side by side. */
export async function run(): Promise<void> {
  // What `require` gives of an ES module differs between the versions of Node that VS Code brings.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'tdd', timeout: 240_000, color: false });
  for (const name of ['tests', 'editing', 'kinds']) mocha.addFile(path.join(__dirname, `${name}.cjs`));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${String(failures)} tests failed inside the extension host.`);
}
