/** Statements are told once for each time they are sent, however the stream is cut. */
import { expect, test } from 'vitest';
import { FrontendMessages } from './postgresMessages.ts';

const startup = Buffer.concat([int32(8), int32(196_608)]);
const tls = Buffer.concat([int32(8), int32(80_877_103)]);
const query = (sql: string): Buffer => message('Q', `${sql}\0`);
const parse = (name: string, sql: string): Buffer => message('P', `${name}\0${sql}\0\0\0`);
const bind = (portal: string, name: string): Buffer => message('B', `${portal}\0${name}\0\0\0\0\0\0\0`);
const execute = (portal: string): Buffer => message('E', `${portal}\0\0\0\0\0`);

test.each([
  ['a simple query', [query('select 1')], ['select 1']],
  ['a parsed one', [parse('', 'select 1'), bind('', ''), execute('')], ['select 1']],
  ['one that is parsed and described only', [parse('s', 'select 1')], ['select 1']],
  [
    'one that is executed again by its name',
    [parse('s', 'select 1'), bind('', 's'), execute(''), bind('', 's'), execute('')],
    ['select 1', 'select 1'],
  ],
  [
    'one that is executed after a wait',
    [parse('', 'select 1'), message('H', ''), bind('', ''), execute('')],
    ['select 1', 'select 1'],
  ],
  [
    'the rows that are left of a portal',
    [parse('', 'select 1'), bind('c', ''), execute('c'), execute('c')],
    ['select 1', 'select 1'],
  ],
  ['other messages', [message('S', ''), message('X', '')], []],
])('%s', (_, messages, expected) => {
  const stream = Buffer.concat([tls, startup, ...messages]);
  for (const size of [1, 7, stream.length]) {
    const told: string[] = [];
    const reader = new FrontendMessages((statement) => told.push(statement));
    for (let start = 0; start < stream.length; start += size) reader.read(stream.subarray(start, start + size));
    expect(told).toEqual(expected);
  }
});

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function message(type: string, body: string): Buffer {
  return Buffer.concat([Buffer.from(type), int32(Buffer.byteLength(body) + 4), Buffer.from(body)]);
}
