/** What a MongoDB server answers to commands: collections in memory, with as much of the query language as proofs need. */

export type Document = Record<string, unknown>;

interface Collection {
  documents: Document[];
}

/** The BSON types that answers are made of: one release of them can write what every driver reads. */
export interface Bson {
  readonly ObjectId: new () => unknown;
  readonly Long: { fromNumber(value: number): unknown };
}

/** Commands that drivers send by themselves: they show no query. */
const HOUSEKEEPING = /^(?:hello|ismaster|endSessions|killCursors|getMore|saslStart|saslContinue)$/i;

const VERBS: Readonly<Record<string, string>> = {
  find: 'SELECT',
  aggregate: 'SELECT',
  count: 'SELECT',
  distinct: 'SELECT',
  insert: 'INSERT',
  update: 'UPDATE',
  delete: 'DELETE',
  commitTransaction: 'COMMIT',
  abortTransaction: 'ROLLBACK',
};

/** A command as a line in which the verb of the matching SQL comes first; `undefined` for the driver's own. */
export function statementOf(command: Document): string | undefined {
  const [name = ''] = Object.keys(command);
  if (HOUSEKEEPING.test(name)) return undefined;
  const removes = name.toLowerCase() === 'findandmodify' && command['remove'] === true;
  const changes = name.toLowerCase() === 'findandmodify' ? 'UPDATE' : 'COMMAND';
  return `${removes ? 'DELETE' : (VERBS[name] ?? changes)} ${name} ${text(command[name])}`;
}

export interface MongoStore {
  /** Answers one command. */
  answer(command: Document): Document;
  /** Forgets everything and holds these documents, by collection. */
  hold(collections: Readonly<Record<string, readonly Document[]>>): void;
}

export function createMongoStore(bson: Bson, address: () => string): MongoStore {
  const collections = new Map<string, Collection>();
  const cursors = new Map<number, Document[]>();
  let lastCursor = 0;

  function collection(name: unknown): Collection {
    const key = text(name);
    let found = collections.get(key);
    if (!found) collections.set(key, (found = { documents: [] }));
    return found;
  }

  /** The first batch of a cursor; the rest waits for `getMore`. */
  function cursor(command: Document, documents: readonly Document[]): Document {
    const options = command['cursor'] as Document | undefined;
    const size =
      command['singleBatch'] === true ? Infinity : Number(command['batchSize'] ?? options?.['batchSize'] ?? 101);
    const rest = documents.slice(size);
    if (rest.length > 0) cursors.set((lastCursor += 1), rest);
    const id = bson.Long.fromNumber(rest.length > 0 ? lastCursor : 0);
    return { cursor: { id, ns: namespaceOf(command), firstBatch: documents.slice(0, size) }, ok: 1 };
  }

  function getMore(command: Document): Document {
    const id = Number(command['getMore']);
    const size = Number(command['batchSize'] ?? Infinity);
    const documents = cursors.get(id) ?? [];
    const rest = documents.slice(size);
    if (rest.length > 0) cursors.set(id, rest);
    else cursors.delete(id);
    const left = bson.Long.fromNumber(rest.length > 0 ? id : 0);
    return { cursor: { id: left, ns: namespaceOf(command), nextBatch: documents.slice(0, size) }, ok: 1 };
  }

  function aggregate(command: Document): Document {
    const stages = command['pipeline'] as readonly Document[];
    if (stages.some((stage) => '$changeStream' in stage))
      return cursor({ ...command, cursor: { batchSize: 1 } }, CHANGES);
    if (stages.some((stage) => '$listSearchIndexes' in stage)) return cursor(command, [{ id: '1', name: 'default' }]);
    const documents = stages.reduce<readonly Document[]>((before, stage) => {
      const match = stage['$match'] as Document | undefined;
      if (match) return before.filter((document) => matches(document, match));
      if ('$group' in stage) return [{ _id: 1, n: before.length }];
      return before;
    }, collection(command['aggregate']).documents);
    return cursor(command, documents);
  }

  function update(command: Document): Document {
    const upserted: Document[] = [];
    let changed = 0;
    for (const [index, { q, u, multi, upsert }] of (command['updates'] as readonly Document[]).entries()) {
      const { documents } = collection(command['update']);
      const found = documents.filter((document) => matches(document, q as Document)).slice(0, multi ? undefined : 1);
      for (const document of found) change(document, u);
      changed += found.length;
      if (found.length > 0 || upsert !== true) continue;
      const added: Document = { _id: new bson.ObjectId() };
      change(added, u);
      documents.push(added);
      upserted.push({ index, _id: added['_id'] });
    }
    const n = changed + upserted.length;
    return { n, nModified: changed, ...(upserted.length > 0 && { upserted }), ok: 1 };
  }

  function remove(command: Document): Document {
    const target = collection(command['delete']);
    let n = 0;
    for (const { q, limit } of command['deletes'] as readonly Document[]) {
      const gone = target.documents
        .filter((document) => matches(document, q as Document))
        .slice(0, Number(limit) || undefined);
      target.documents = target.documents.filter((document) => !gone.includes(document));
      n += gone.length;
    }
    return { n, ok: 1 };
  }

  function findAndModify(command: Document): Document {
    const target = collection(command['findAndModify'] ?? command['findandmodify']);
    const found = target.documents.find((document) => matches(document, (command['query'] ?? {}) as Document));
    const before = found && { ...found };
    if (found && command['remove'] === true)
      target.documents = target.documents.filter((document) => document !== found);
    else if (found) change(found, command['update']);
    const value = (command['new'] === true ? found : before) ?? null;
    return { value, lastErrorObject: { n: found ? 1 : 0, updatedExisting: found !== undefined }, ok: 1 };
  }

  const answers: Readonly<Record<string, (command: Document) => Document>> = {
    find: (command) => {
      const found = collection(command['find']).documents.filter((document) =>
        matches(document, (command['filter'] ?? {}) as Document),
      );
      return cursor(command, found.slice(0, Math.abs(Number(command['limit'])) || undefined));
    },
    getMore,
    aggregate,
    update,
    delete: remove,
    findAndModify,
    findandmodify: findAndModify,
    insert: (command) => {
      const added = command['documents'] as readonly Document[];
      collection(command['insert']).documents.push(...added);
      return { n: added.length, ok: 1 };
    },
    count: (command) => ({ n: collection(command['count']).documents.length, ok: 1 }),
    distinct: (command) => {
      const values = collection(command['distinct']).documents.map((document) => document[text(command['key'])]);
      return { values: [...new Set(values)], ok: 1 };
    },
    listCollections: (command) => cursor(command, [{ name: 'users', type: 'collection', options: {}, idIndex: {} }]),
    listIndexes: (command) => cursor(command, [{ v: 2, key: { _id: 1 }, name: '_id_' }]),
    listDatabases: () => ({ databases: [{ name: 'test', sizeOnDisk: 1 }], totalSize: 1, ok: 1 }),
    createSearchIndexes: () => ({ indexesCreated: [{ id: '1', name: 'default' }], ok: 1 }),
    explain: () => ({ queryPlanner: {}, ok: 1 }),
    mapReduce: () => ({ results: [], ok: 1 }),
    validate: () => ({ valid: true, result: '', ok: 1 }),
    profile: () => ({ was: 0, ok: 1 }),
    bulkWrite: (command) => {
      const results = (command['ops'] as readonly Document[]).map((_, idx) => ({ ok: 1, idx, n: 1 }));
      const counts = { nErrors: 0, nInserted: results.length, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0 };
      return { ...cursor(command, results), ...counts };
    },
  };

  return {
    answer(command) {
      const [name = ''] = Object.keys(command);
      if (/^(?:hello|ismaster)$/i.test(name)) return greeting(address());
      return answers[name]?.(command) ?? { ok: 1 };
    },
    hold(wanted) {
      collections.clear();
      cursors.clear();
      for (const [name, documents] of Object.entries(wanted))
        collections.set(name, { documents: documents.map((document) => Object.assign({}, document)) });
    },
  };
}

/** The primary of a replica set, which transactions and change streams need. */
function greeting(address: string): Document {
  return {
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    minWireVersion: 0,
    maxWireVersion: 25,
    readOnly: false,
    setName: 'proof',
    hosts: [address],
    primary: address,
    me: address,
    ok: 1,
  };
}

/** As many changes as a proof reads, and one more, so that the stream stays open. */
const CHANGES: readonly Document[] = Array.from({ length: 20 }, (_, index) => ({
  _id: { _data: String(index) },
  operationType: 'insert',
  ns: { db: 'test', coll: 'users' },
  documentKey: { _id: index },
  fullDocument: { _id: index },
}));

/** Equality and `$in`; any other operator matches everything. */
function matches(document: Document, filter: Document): boolean {
  return Object.entries(filter).every(([key, wanted]) => {
    const list = isOperators(wanted) ? (wanted['$in'] as readonly unknown[] | undefined) : [wanted];
    return key.startsWith('$') || list === undefined || list.some((value) => text(value) === text(document[key]));
  });
}

function isOperators(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && Object.keys(value).some((key) => key.startsWith('$'));
}

/** `$set` and the like, or a whole new document; pipelines change nothing. */
function change(document: Document, update: unknown): void {
  if (typeof update !== 'object' || update === null || Array.isArray(update)) return;
  for (const [key, value] of Object.entries(update as Document)) {
    if (key === '$set' || key === '$setOnInsert') Object.assign(document, value);
    else if (!key.startsWith('$')) document[key] = value;
  }
}

function namespaceOf(command: Document): string {
  return `${text(command['$db'])}.users`;
}

/** A value to compare by and to print: identifiers compare by their digits. */
function text(value: unknown): string {
  return typeof value === 'object' && value !== null && 'toHexString' in value ? JSON.stringify(value) : String(value);
}
