/** A stand-in for Firestore's server: it tells which procedures are called, and answers as if documents were there. */
import http2 from 'node:http2';

const DATABASE = 'projects/p/databases/(default)';
const READS = new Set(['BatchGetDocuments', 'RunQuery', 'RunAggregationQuery', 'ExecutePipeline']);

/** A field of a message: its number, and a number, text, bytes, or a message as a list of fields. */
function field([number, value]) {
  if (typeof value === 'number') return Buffer.from([number << 3, value]);
  const bytes = Array.isArray(value) ? message(...value) : Buffer.from(value);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}

/** Encodes a short message, as Protocol Buffers do. */
function message(...fields) {
  return Buffer.concat(fields.map(field));
}

const time = [[1, 9]];
const document = [
  [1, `${DATABASE}/documents/c/d`],
  [3, time],
  [4, time],
];
const written = [[1, time]];

/** By procedure, the messages of its answer. */
const ANSWERS = {
  BatchGetDocuments: [message([1, document], [3, 't'], [4, time])],
  RunQuery: [message([1, document], [2, 't'], [3, time])],
  RunAggregationQuery: [
    message(
      [
        1,
        [
          [
            2,
            [
              [1, 'aggregate_0'],
              [2, [[2, 1]]],
            ],
          ],
        ],
      ],
      [2, 't'],
      [3, time],
    ),
  ],
  ExecutePipeline: [message([1, 't'], [3, time])],
  Commit: [message([1, written], [2, time])],
  BatchWrite: [message([1, written], [2, []])],
  BeginTransaction: [message([1, 't'])],
  Rollback: [message()],
  ListDocuments: [message([1, document])],
  ListCollectionIds: [message([1, 'c'])],
  PartitionQuery: [message()],
};

/** Starts the server on a free port; `sent` gets the name of each procedure, behind SELECT where it reads. */
export async function tapFirestore(sent) {
  const server = http2.createServer();
  const sessions = new Set();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream, headers) => {
    const procedure = String(headers[':path']).split('/').at(-1);
    sent(READS.has(procedure) ? `SELECT ${procedure}` : procedure);
    stream.on('error', () => {});
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    // One that listens is never done.
    for (const bytes of ANSWERS[procedure] ?? []) stream.write(framed(bytes));
    if (ANSWERS[procedure]) stream.end();
  });
  await new Promise((done) => {
    server.listen(0, '127.0.0.1', () => done(undefined));
  });
  return {
    port: server.address().port,
    close() {
      for (const session of sessions) session.destroy();
      server.close();
    },
  };
}

function framed(bytes) {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}
