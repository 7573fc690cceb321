/** How each method of TypeORM's MongoDB repository and manager can be called, by type. */

const ada = { name: 'Ada' };
const change = { $set: { age: 37 } };

/** By method, the arguments behind the entity. */
const CALLS = {
  find: () => [ada],
  findBy: () => [ada],
  findAndCount: () => [ada],
  findAndCountBy: () => [ada],
  findByIds: ({ id }) => [[id]],
  findOne: () => [{ where: ada }],
  findOneBy: () => [ada],
  findOneById: ({ id }) => [id],
  findOneOrFail: () => [{ where: ada }],
  findOneByOrFail: () => [ada],
  save: () => [{ name: 'Hedy' }],
  remove: ({ id }) => [{ _id: id, ...ada }],
  preload: ({ id }) => [{ _id: id, name: 'Augusta' }],
  create: () => [ada],
  merge: ({ id }) => [{ _id: id, ...ada }, { name: 'Augusta' }],
  hasId: ({ id }) => [{ _id: id }],
  getId: ({ id }) => [{ _id: id }],
  insert: () => [{ name: 'Hedy' }],
  update: () => [ada, { age: 37 }],
  delete: () => [ada],
  clear: () => [],
  createCursor: () => [ada],
  createEntityCursor: () => [ada],
  aggregate: () => [[{ $match: ada }]],
  aggregateEntity: () => [[{ $match: ada }]],
  bulkWrite: () => [[{ insertOne: { document: { name: 'Hedy' } } }]],
  count: () => [ada],
  countDocuments: () => [ada],
  countBy: () => [ada],
  createCollectionIndex: () => ['name'],
  createCollectionIndexes: () => [[{ key: { name: 1 } }]],
  deleteMany: () => [ada],
  deleteOne: () => [ada],
  distinct: () => ['name', {}],
  dropCollectionIndex: () => ['name_1'],
  dropCollectionIndexes: () => [],
  findOneAndDelete: () => [ada],
  findOneAndReplace: () => [ada, { name: 'Augusta' }],
  findOneAndUpdate: () => [ada, change],
  collectionIndexExists: () => ['name_1'],
  insertMany: () => [[{ name: 'Hedy' }]],
  insertOne: () => [{ name: 'Hedy' }],
  rename: () => ['notes'],
  replaceOne: () => [ada, { name: 'Augusta' }],
  updateMany: () => [ada, change],
  updateOne: () => [ada, change],
  watch: () => [],
};

/** What takes nothing but the entity, on an entity manager. */
const BARE = [
  'collectionIndexes',
  'collectionIndexInformation',
  'initializeOrderedBulkOp',
  'initializeUnorderedBulkOp',
  'isCapped',
  'listCollectionIndexes',
];
const all = { ...CALLS, ...Object.fromEntries(BARE.map((name) => [name, () => []])) };

export const mongoCalls = {
  MongoRepository: { ...CALLS, extend: () => [{ named: () => undefined }] },
  MongoEntityManager: {
    ...Object.fromEntries(Object.entries(all).map(([name, args]) => [name, (world) => ['Note', ...args(world)]])),
    getRepository: () => ['Note'],
    getMongoRepository: () => ['Note'],
  },
};
