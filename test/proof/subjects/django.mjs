/** Runs the proof of Django, which is written in Python: test/proof/django, in each pinned version. */
import { fileURLToPath } from 'node:url';
import { DJANGO_VERSIONS, startPython } from '../../packages/django/python.mjs';

const FOLDER = fileURLToPath(new URL('../django/', import.meta.url));
const RUN = `
import json
import threads
import world
from completeness import problems
from prove import prove

at_version, whole = json.loads(at_version), json.loads(whole)
report = await prove(at_version)
report["disagreements"] += threads.without_loop(problems, at_version, whole)
json.dumps(report)
`;

/** The versions that are proved, newest first. */
export const versions = DJANGO_VERSIONS;

/** A report for each version, and in words what could not be run. */
export async function reports(catalog, at, asked = versions) {
  const found = [];
  const leftOut = [];
  for (const version of asked) {
    let python;
    try {
      python = await startPython(version, [FOLDER]);
    } catch (error) {
      leftOut.push(`Django ${version}: ${error.message}`);
      continue;
    }
    python.globals.set('at_version', JSON.stringify(at(version)));
    python.globals.set('whole', JSON.stringify(catalog));
    const report = JSON.parse(await python.runPythonAsync(RUN));
    const disagreements = report.disagreements.map((line) => `${version} ${line}`);
    found.push({ version, ...report, disagreements, uncalled: [], absent: [], valueless: [] });
  }
  return { reports: found, leftOut };
}
