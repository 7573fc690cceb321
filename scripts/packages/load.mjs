/** Loads the bundles of an unpacked package, each in a process of its own, as those who run them do. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const PATIENCE = 60_000;

function run(args) {
  const result = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: PATIENCE });
  return { ...result, said: [result.error?.message, result.stderr].filter(Boolean).join('\n') };
}

function commandLineFails(folder, version) {
  const { status, stdout, said } = run([path.join(folder, 'dist/cli.js'), '--version']);
  return status === 0 && stdout.trim() === version ? [] : [`dist/cli.js does not tell its version: ${stdout}${said}`];
}

const TYPESCRIPT = {
  name: 'sample.ts',
  text: "import knex from 'knex';\nexport const one = async () => await knex({ client: 'pg' })('t').first();\n",
};
const PYTHON = {
  name: 'sample.py',
  text: 'from django.contrib.auth.models import User\n\ndef one():\n    return User.objects.get(pk=1)\n',
};

/** Labels come from TypeScript's binary, which runs only on the platform it is made for, and from Python's parser. */
function labelsFail(folder, { name, text }, label) {
  const sample = path.join(folder, name);
  writeFileSync(sample, text);
  const { status, stdout, said } = run([path.join(folder, 'dist/cli.js'), 'explain', sample]);
  return status === 0 && stdout.includes(label) ? [] : [`dist/cli.js gives ${name} no labels: ${stdout}${said}`];
}

/** The server is asked for what it can do, and told to end once it has answered. */
async function serverFails(folder) {
  const child = spawn(process.execPath, [path.join(folder, 'dist/server.js'), '--stdio'], { timeout: PATIENCE });
  const send = (message) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const closed = once(child, 'close');
  let [answer, said] = ['', ''];
  child.stderr.on('data', (text) => (said += text));
  child.stdin.on('error', (error) => (said += error.message));
  child.stdout.on('data', (text) => {
    if (answer.includes('inlayHintProvider')) return;
    answer += text;
    if (!answer.includes('inlayHintProvider')) return;
    send({ id: 2, method: 'shutdown' });
    send({ method: 'exit' });
  });
  send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
  const [status] = await closed;
  return status === 0 && answer.includes('inlayHintProvider') ? [] : [`dist/server.js does not answer: ${said}`];
}

/** The client is given an editor that has everything and does nothing; loading it must not need more. */
function clientFails(folder) {
  const client = JSON.stringify(path.join(folder, 'dist/client.cjs'));
  const load = `
    const Module = require('node:module');
    const nothing = new Proxy(class {}, { get: (of, name) => (name === 'prototype' ? of.prototype : nothing), apply: () => nothing });
    const load = Module._load;
    Module._load = (name, ...rest) => (name === 'vscode' ? nothing : load(name, ...rest));
    const { activate, deactivate } = require(${client});
    if (typeof activate !== 'function') throw new Error('It exports no activate.');
    process.exit(0);`;
  const { status, said } = run(['--eval', load, '--input-type=commonjs']);
  return status === 0 ? [] : [`dist/client.cjs cannot be loaded: ${said}`];
}

function pageFails(folder, file) {
  const { status, said } = run(['--check', path.join(folder, file)]);
  return status === 0 ? [] : [`${file} cannot be parsed: ${said}`];
}

/** What is wrong with the bundles of the extension unpacked in `folder`; `runs` says whether its binary does here. */
export const extensionFails = async (folder, { version }, runs) => [
  ...commandLineFails(folder, version),
  ...(runs ? labelsFail(folder, TYPESCRIPT, 'executing') : []),
  ...labelsFail(folder, PYTHON, 'blocking'),
  ...(await serverFails(folder)),
  ...clientFails(folder),
  ...pageFails(folder, 'dist/methodReference.js'),
];

/** What is wrong with the bundles of the npm package unpacked in `folder`. */
export const npmFails = async (folder, { version }) => [
  ...commandLineFails(folder, version),
  ...labelsFail(folder, PYTHON, 'blocking'),
  ...(await serverFails(folder)),
];
