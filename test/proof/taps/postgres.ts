/** A Postgres in this process that tells which statements its clients send, whatever client they use. */
import { once } from 'node:events';
import { createRequire } from 'node:module';
import net from 'node:net';
import { pathToFileURL } from 'node:url';
import { FrontendMessages } from './postgresMessages.ts';

const { resolve } = createRequire(new URL('../../packages/taps/package.json', import.meta.url));
const HOST = '127.0.0.1';

interface Database {
  exec(sql: string): Promise<unknown>;
  close(): Promise<void>;
}

interface SocketServer {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** `host:port` */
  getServerConn(): string;
}

export interface PostgresTap {
  readonly host: string;
  readonly port: number;
  /** For clients that want one string. */
  readonly url: string;
  /** Empties the database and runs the script, which is not told; no client may be connected. */
  reset(script: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts one, empty, on a free port. `sent` gets the text of each statement as it arrives: when it is parsed, and
 * each time it is executed later. Clients log in as anyone, without encryption; at most `connections` at a time,
 * but they share one session, so one that is in a transaction makes the others wait.
 */
export async function tapPostgres(sent: (statement: string) => void, connections = 20): Promise<PostgresTap> {
  const [{ PGlite }, { PGLiteSocketServer }] = (await Promise.all(
    ['@electric-sql/pglite', '@electric-sql/pglite-socket'].map((name) => import(pathToFileURL(resolve(name)).href)),
  )) as [
    { readonly PGlite: { create(): Promise<Database> } },
    { readonly PGLiteSocketServer: new (options: object) => SocketServer },
  ];
  const db = await PGlite.create();
  const server = new PGLiteSocketServer({ db, host: HOST, port: 0, maxConnections: connections });
  await server.start();
  const target = Number(server.getServerConn().split(':')[1]);
  const open = new Set<net.Socket>();
  const proxy = net.createServer((client) => {
    for (const socket of tappedPair(client, target, sent)) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    }
  });
  await once(proxy.listen(0, HOST), 'listening');
  const { port } = proxy.address() as net.AddressInfo;
  return {
    host: HOST,
    port,
    url: `postgres://postgres:postgres@${HOST}:${String(port)}/postgres?sslmode=disable`,
    reset: (script) => reset(db, script, open),
    close: async () => {
      for (const socket of open) socket.destroy();
      proxy.close();
      await server.stop();
      await db.close();
    },
  };
}

/** Connects a client with the server and reads along. */
function tappedPair(client: net.Socket, target: number, sent: (statement: string) => void): readonly net.Socket[] {
  const server = net.connect(target, HOST);
  const messages = new FrontendMessages(sent);
  client.on('data', (data) => messages.read(data));
  client.pipe(server).pipe(client);
  for (const [socket, other] of [
    [client, server],
    [server, client],
  ] as const) {
    socket.setNoDelay(true);
    socket.on('error', () => other.destroy());
    socket.on('close', () => other.destroy());
  }
  return [client, server];
}

/** A connection that is still open here is one that its client has let go: what it leaves behind is undone. */
async function reset(db: Database, script: string, open: ReadonlySet<net.Socket>): Promise<void> {
  for (const socket of open) socket.destroy();
  await Promise.all([...open].map(async (socket) => once(socket, 'close')));
  // It may have left a transaction open, of its own or the one around an unfinished query.
  await db.exec('rollback');
  // A statement of its own, since several in one text are one transaction.
  await db.exec('discard all');
  await db.exec(`drop schema public cascade; create schema public; ${script}`);
}
