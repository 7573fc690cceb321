/** A stand-in for a MySQL server, made of mysql2's own: it tells what clients send, and answers everything. */
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(new URL('../../packages/mysql2/package.json', import.meta.url));
const mysql = require('mysql2');
const Packet = require(path.join(path.dirname(require.resolve('mysql2/package.json')), 'lib/packets/packet.js'));

const HOST = '127.0.0.1';
const UTF8 = 33;
const INT = 3;
const STRING = 253;
/** The commands of the protocol that mysql2's server leaves to its user, and what they are called here. */
const COMMANDS = { 0x11: 'CHANGE USER', 0x1f: 'RESET' };
/** The text of MySQL's greeting; clients read the version in it. */
const HELLO = {
  protocolVersion: 10,
  serverVersion: '8.0.0',
  connectionId: 1,
  statusFlags: 2,
  characterSet: UTF8,
  capabilityFlags: 0x00_ff_f7_df,
};

/** Starts one on a free port. `sent` gets the text of each statement, and the name of each other command. */
export async function tapMysql(sent) {
  const sockets = new Set();
  const server = mysql.createServer((connection) => {
    sockets.add(connection.stream);
    serve(connection, sent);
  });
  server.listen(0, HOST);
  await once(server._server, 'listening');
  return {
    host: HOST,
    port: server._server.address().port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function serve(connection, sent) {
  const statements = [];
  const answer = (sql, binary) => {
    sent(sql);
    if (/^\s*select/i.test(sql)) connection.writeTextResult([{ id: 1, name: 'Ada' }], columns(), binary);
    else connection.writeOk();
  };
  // Clients cut their connections; that is no error of the server's.
  connection.on('error', () => {});
  const authCallback = (_who, accept) => {
    accept();
    connection.sequenceId = 0;
  };
  connection.serverHandshake({ ...HELLO, authCallback });
  /** Each command and its answer are numbered from 0. */
  const on = (event, respond) =>
    connection.on(event, (...args) => {
      connection.sequenceId = 1;
      respond(...args);
      connection.sequenceId = 0;
    });
  on('query', (sql) => answer(sql, false));
  on('stmt_prepare', (sql) => {
    // mysql2's server takes a SET for the preparation of a statement.
    if (/^\s*set /i.test(sql)) return answer(sql, false);
    sent(sql);
    statements.push(sql);
    return connection.writePacket(prepared(statements.length));
  });
  on('stmt_execute', (id) => answer(statements[id - 1].replace(/^\s*select/i, 'do'), true));
  on('ping', () => {
    sent('PING');
    connection.writeOk();
  });
  // Called for all commands, after those that have their own event.
  connection.on('packet', (_packet, known, code) => {
    connection.sequenceId = 0;
    if (known || !(code in COMMANDS)) return;
    connection.sequenceId = 1;
    sent(COMMANDS[code]);
    connection.writeOk();
    connection.sequenceId = 0;
  });
}

function columns() {
  const column = (name, columnType) => ({
    catalog: 'def',
    schema: 'test',
    table: 'person',
    orgTable: 'person',
    name,
    orgName: name,
    characterSet: UTF8,
    columnLength: 384,
    columnType,
    flags: 0,
    decimals: 0,
  });
  return [column('id', INT), column('name', STRING)];
}

/** The answer to the preparation of a statement that has no parameters and no columns. */
function prepared(id) {
  const HEADER = 4;
  const buffer = Buffer.alloc(HEADER + 12);
  buffer.writeUInt32LE(id, HEADER + 1);
  return new Packet(0, buffer, 0, buffer.length);
}
