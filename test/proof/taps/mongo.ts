/** A MongoDB server in this process: it tells every command that a driver sends, and answers from memory. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createMongoStore, statementOf, type Bson, type Document, type MongoStore } from './mongoStore.ts';

/** Reads and writes documents: the `BSON` of any recent driver. */
export interface Codec extends Bson {
  serialize(document: Document, options: { readonly ignoreUndefined: boolean }): Uint8Array;
  deserialize(bytes: Uint8Array): Document;
}

export interface MongoServer {
  /** A connection string for a client. */
  readonly url: string;
  readonly store: MongoStore;
  close(): Promise<void>;
}

/** The two kinds of messages: drivers greet with the older one. */
const QUERY = 2004;
const MESSAGE = 2013;
const REPLY = 1;
const HEADER = 16;

interface Message {
  readonly id: number;
  readonly kind: number;
  readonly command: Document;
}

/** Starts a server on a free port; `sent` hears of every command but the driver's own. */
export async function startMongo(codec: Codec, sent: (statement: string) => void): Promise<MongoServer> {
  const sockets = new Set<Socket>();
  const server = createServer();
  const store = createMongoStore(codec, () => addressOf(server));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A driver that closes its pool resets connections.
    socket.on('error', () => sockets.delete(socket));
    serve(socket, codec, (command) => {
      const statement = statementOf(command);
      if (statement !== undefined) sent(statement);
      return store.answer(command);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `mongodb://${addressOf(server)}/test?directConnection=true`,
    store,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function addressOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  return `${address}:${port}`;
}

function serve(socket: Socket, codec: Codec, answer: (command: Document) => Document): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      const message = readMessage(rest.subarray(0, length), codec);
      rest = rest.subarray(length);
      const body = codec.serialize(answer(message.command), { ignoreUndefined: true });
      socket.write(replyTo(message, body));
    }
  });
}

function readMessage(bytes: Buffer, codec: Codec): Message {
  const id = bytes.readInt32LE(4);
  const kind = bytes.readInt32LE(12);
  if (kind === QUERY) {
    // Flags, the collection's name, and two numbers stand before the document.
    const at = bytes.indexOf(0, HEADER + 4) + 9;
    return { id, kind, command: codec.deserialize(bytes.subarray(at)) };
  }
  return { id, kind, command: readSections(bytes, codec) };
}

/** The command, and the lists of documents that are sent beside it. */
function readSections(bytes: Buffer, codec: Codec): Document {
  const hasChecksum = (bytes.readUInt32LE(HEADER) & 1) !== 0;
  const end = bytes.length - (hasChecksum ? 4 : 0);
  const command: Document = {};
  for (let at = HEADER + 4; at < end;) {
    const isList = bytes[at] === 1;
    const size = bytes.readInt32LE(at + 1);
    const section = bytes.subarray(at + 1, at + 1 + size);
    if (isList) {
      const nameEnd = section.indexOf(0, 4);
      command[section.toString('utf8', 4, nameEnd)] = readDocuments(section.subarray(nameEnd + 1), codec);
    } else Object.assign(command, codec.deserialize(section));
    at += 1 + size;
  }
  return command;
}

function readDocuments(bytes: Buffer, codec: Codec): Document[] {
  const documents: Document[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32LE(at))
    documents.push(codec.deserialize(bytes.subarray(at, at + bytes.readInt32LE(at))));
  return documents;
}

function replyTo({ id, kind }: Message, body: Uint8Array): Buffer {
  const head = Buffer.alloc(kind === QUERY ? 36 : 21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(id, 8);
  head.writeInt32LE(kind === QUERY ? REPLY : MESSAGE, 12);
  if (kind === QUERY) head.writeInt32LE(1, 32);
  return Buffer.concat([head, body]);
}
