/** `query-lens init`: a configuration to start from. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { CONFIG_NAME } from '../project/config.ts';
import { Failure } from './failure.ts';
import { replaceFile } from './replaceFile.ts';
import type { Terminal } from './terminal.ts';

/** Where the package has it when it is a dependency; an editor with the extension needs no address. */
const SCHEMA = './node_modules/query-lens/schemas/querylens.schema.json';

export function init(terminal: Terminal): void {
  const file = path.join(terminal.cwd, CONFIG_NAME);
  if (existsSync(file)) throw new Failure(`${CONFIG_NAME} is there already; nothing was written.`);
  try {
    replaceFile(file, textIn(terminal.cwd));
  } catch (error) {
    throw new Failure(`${CONFIG_NAME} can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  terminal.out(`Wrote ${CONFIG_NAME}. It is in force for the files of this folder and below.`);
}

function textIn(folder: string): string {
  const schema = existsSync(path.join(folder, SCHEMA)) ? `  "$schema": "${SCHEMA}",\n` : '';
  return `{
${schema}  // How severe each rule is: "error", "warning", "hint" or "off". A rule that is not named keeps its default.
  "rules": {},

  // Files in which nothing is reported: "src/generated/**".
  "ignore": [],

  // Files that say what the methods of your own libraries and classes do: "./acme.querylens.json".
  "catalogs": []
}
`;
}
