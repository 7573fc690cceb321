/** How each method of Sequelize can be called on the proof's models, by type. */

/** Whether the arguments are those of Sequelize 7. */
export function sequelizeCalls(isSeven) {
  const { Ada, hook } = { Ada: { where: { name: 'Ada' } }, hook: [() => [() => {}], () => ['proof', () => {}]] };
  const hooks = (...names) => Object.fromEntries(names.map((name) => [name, hook]));
  return {
    '*': { ...ANY_HOOK, ...hooks(...HOOKS) },
    Sequelize: client(isSeven),
    SequelizeTypescript: { getRepository: ({ Person }) => [Person], model: () => ['Person'], addModels: () => [[]] },
    SequelizeClass: {
      addHook: () => ['afterInit', () => {}],
      removeHook: () => ['afterInit', 'proof'],
      hasHook: () => ['afterInit'],
      hasHooks: () => ['afterInit'],
      useCLS: () => [{ bind() {}, get() {}, set() {}, run() {} }],
    },
    Models: { get: () => ['user'], getOrThrow: () => ['user'] },
    ModelClass: model(isSeven, Ada),
    Model: instance,
    TableModel: {
      ...instance,
      $get: () => ['notes'],
      $count: () => ['notes'],
      $has: ({ note }) => ['notes', note],
      $create: () => ['note', { text: 'More' }],
      $add: () => ['notes', 7],
      $set: () => ['notes', []],
      $remove: ({ note }) => ['notes', note],
    },
    OneAssociation: {
      get: ({ post }) => [post],
      set: ({ post }) => [post, null],
      create: ({ post }) => [post, { name: 'Alan' }],
    },
    ManyAssociation: {
      get: ({ user }) => [user],
      set: ({ user }) => [user, []],
      create: ({ user }) => [user, { title: 'More' }],
      count: ({ user }) => [user],
      has: ({ user, post }) => [user, [post]],
      add: ({ user, Post }) => [user, [Post.build({ id: 7, title: 'More' }, { isNewRecord: false })]],
      remove: ({ user, post }) => [user, [post]],
    },
    CreateMixin: { '(call)': () => [{ title: 'More' }] },
    SetMixin: { '(call)': () => [[]] },
    AddMixin: { '(call)': ({ Post }) => [Post.build({ id: 7, title: 'More' }, { isNewRecord: false })] },
    RemoveMixin: { '(call)': ({ post }) => [post] },
    HasMixin: { '(call)': ({ post }) => [post] },
    Transaction: {
      afterCommit: () => [() => {}],
      afterRollback: () => [() => {}],
      afterTransaction: () => [() => {}],
      setIsolationLevel: () => ['READ UNCOMMITTED'],
    },
    QueryInterface: queryInterface(isSeven),
  };
}

const ANY_HOOK = {
  addHook: () => ['beforeFind', () => {}],
  removeHook: () => ['beforeFind', 'proof'],
  hasHook: () => ['beforeFind'],
  hasHooks: () => ['beforeFind'],
};

const AROUND =
  'Validate Create Destroy Restore Update Upsert Save Sync Associate Define Init BulkCreate BulkDestroy BulkRestore ' +
  'BulkUpdate BulkSync Query Find Connect Disconnect PoolAcquire';
const HOOKS = [
  ...AROUND.split(' ').flatMap((what) => [`before${what}`, `after${what}`]),
  'validationFailed',
  'beforeCount',
  'beforeFindAfterExpandIncludeAll',
  'beforeFindAfterOptions',
];

function client(isSeven) {
  const inTransaction =
    ({ User }) =>
    (transaction) =>
      User.findAll({ transaction });
  return {
    fn: () => ['lower', 'Ada'],
    col: () => ['name'],
    cast: () => [1, 'text'],
    literal: () => ['1'],
    and: () => [{ name: 'Ada' }],
    or: () => [{ name: 'Ada' }],
    json: () => [isSeven ? 'data.name' : { name: 'Ada' }],
    where: ({ client: sequelize }) => [sequelize.col('name'), 'Ada'],
    define: () => ['thing', {}],
    model: () => ['user'],
    isDefined: () => ['user'],
    escape: () => ["O'Neill"],
    query: () => ['select 1'],
    queryRaw: () => ['select 1'],
    transaction: [
      (world) => [inTransaction(world)],
      (world) => [{}, inTransaction(world)],
      ...(isSeven ? [] : [() => []]),
    ],
    withConnection: ({ client: sequelize }) => [(connection) => sequelize.query('select 1', { connection })],
    createSchema: schema('other'),
    dropSchema: schema('other'),
    showAllSchemas: schema(),
    dropAllSchemas: schema(),
    setDatabaseVersion: () => ['3.45.0'],
    addModels: () => [[]],
    log: () => ['hello'],
    normalizeAttribute: ({ module }) => [{ type: module.DataTypes.STRING }],
    normalizeDataType: ({ module }) => [module.DataTypes.STRING],
    validateValue: ({ module }) => ['Ada', new module.DataTypes.STRING()],
    drop: () => [{ force: true }],
    truncate: () => [isSeven ? { withoutForeignKeyChecks: true } : {}],
  };
}

/** SQLite has no schemas. */
function schema(...args) {
  return { on: ({ pg }) => [pg], args: () => args };
}

function model(isSeven, Ada) {
  const all = { force: true, where: {} };
  return {
    init: {
      on: ({ module }) => [class Thing extends module.Model {}],
      args: ({ client: sequelize }) => [{}, { sequelize, modelName: 'thing' }],
    },
    removeAttribute: () => ['email'],
    hasAlias: () => ['posts'],
    getAssociations: ({ Post }) => [Post],
    mergeAttributesDefault: () => [{}],
    getAssociation: () => ['posts'],
    getAssociationWithModel: ({ Post }) => [Post, 'posts'],
    hasOne: ({ Tag }) => [Tag, { as: 'favourite' }],
    belongsTo: ({ Tag }) => [Tag, { as: 'favourite' }],
    hasMany: ({ Tag }) => [Tag, { as: 'favourites' }],
    belongsToMany: ({ Tag }) => [Tag, { as: 'favourites', through: 'favourite_tags', inverse: { as: 'fans' } }],
    addScope: () => ['adults', { where: { age: 18 } }],
    withScope: () => [{}],
    schema: () => ['main'],
    withSchema: () => ['main'],
    build: () => [{ name: 'Alan' }],
    bulkBuild: () => [[{ name: 'Alan' }]],
    findByPk: () => [1],
    findOrBuild: () => [{ where: { name: 'Alan' } }],
    findOrCreate: () => [{ where: { name: 'Alan' } }],
    findCreateFind: () => [{ where: { name: 'Alan' } }],
    aggregate: () => ['age', 'max'],
    max: () => ['age'],
    min: () => ['age'],
    sum: () => ['age'],
    create: () => [{ name: 'Alan' }],
    bulkCreate: () => [[{ name: 'Alan' }]],
    upsert: () => [{ id: 1, name: 'Alan' }],
    update: () => [{ age: 37 }, Ada],
    destroy: () => [all],
    restore: () => [{ where: {} }],
    truncate: () => [isSeven ? {} : all],
    increment: () => ['age', Ada],
    decrement: () => ['age', Ada],
  };
}

const instance = {
  getDataValue: () => ['name'],
  setDataValue: () => ['name', 'Alan'],
  set: () => [{ name: 'Alan' }],
  setAttributes: () => [{ name: 'Alan' }],
  equals: ({ user }) => [user],
  equalsOneOf: ({ user }) => [[user]],
  update: () => [{ name: 'Alan' }],
  destroy: () => [{ force: true }],
  increment: () => ['age'],
  decrement: () => ['age'],
};

function queryInterface(isSeven) {
  const parameters = [{ type: 'integer', name: 'a' }];
  const text = ({ module }) => module.DataTypes.STRING;
  const server = ({ Server }) => Server.build({ id: 1, name: 'Ada' }, { isNewRecord: false });
  return {
    createDatabase: () => ['other'],
    dropDatabase: () => ['other'],
    createSchema: () => ['other'],
    dropSchema: () => ['other'],
    createTable: (world) => ['things', { name: text(world) }],
    dropTable: () => ['users'],
    renameTable: () => ['users', 'people'],
    tableExists: () => ['users'],
    describeTable: () => ['users'],
    addColumn: (world) => ['users', 'city', text(world)],
    removeColumn: () => ['users', 'age'],
    changeColumn: (world) => ['users', 'age', { type: text(world) }],
    renameColumn: () => ['users', 'age', 'years'],
    addIndex: () => ['users', ['name']],
    removeIndex: () => ['users', 'users_name'],
    showIndex: () => ['users'],
    assertTableHasColumn: () => ['users', 'age'],
    addConstraint: () => ['users', { type: isSeven ? 'UNIQUE' : 'unique', fields: ['name'], name: 'unique_name' }],
    removeConstraint: () => ['users', 'unique_name'],
    showConstraints: () => ['users'],
    getForeignKeysForTables: () => [['users']],
    getForeignKeyReferencesForTable: () => ['users'],
    insert: (world) => [server(world), 'users', { name: 'Ada' }, {}],
    bulkInsert: () => ['users', [{ name: 'Ada' }]],
    upsert: ({ Server }) => [
      'users',
      { id: 1, name: 'Ada' },
      { name: 'Ada' },
      { id: 1 },
      { model: Server, updateOnDuplicate: ['name'], upsertKeys: ['id'] },
    ],
    update: (world) => [server(world), 'users', { name: 'Ada' }, { id: 1 }, {}],
    bulkUpdate: () => ['users', { name: 'Ada' }, { id: 1 }],
    delete: (world) => [server(world), 'users', { id: 1 }, {}],
    bulkDelete: () => ['users', isSeven ? { where: { id: 1 } } : { id: 1 }],
    truncate: () => ['users'],
    select: ({ Server }) => [Server, 'users', {}],
    rawSelect: ({ Server }) => ['users', { attributes: ['id'], plain: true }, 'id', Server],
    increment: ({ Server }) => [Server, 'users', { id: 1 }, { age: 1 }, {}, {}],
    decrement: ({ Server }) => [Server, 'users', { id: 1 }, { age: 1 }, {}, {}],
    createTrigger: () => ['users', 'noted', 'after', ['insert'], 'note', [], []],
    dropTrigger: () => ['users', 'noted'],
    renameTrigger: () => ['users', 'noted', 'written'],
    createFunction: () => ['twice', parameters, 'integer', 'plpgsql', 'RETURN a + a;', []],
    dropFunction: () => ['twice', parameters],
    renameFunction: () => ['twice', parameters, 'double'],
    deferConstraints: ({ module, serverTransaction: transaction }) =>
      isSeven
        ? [module.ConstraintChecking.DEFERRED, { transaction }]
        : [transaction, { deferrable: module.Deferrable.SET_DEFERRED() }],
    withoutForeignKeyChecks: {
      on: ({ client: sequelize }) => [sequelize.queryInterface],
      args: ({ client: sequelize }) => [(connection) => sequelize.query('select 1', { connection })],
    },
    unsafeToggleForeignKeyChecks: { on: ({ client: sequelize }) => [sequelize.queryInterface], args: () => [false] },
    quoteIdentifier: () => ['users'],
    quoteIdentifiers: () => ['main.users'],
    quoteTable: () => ['users'],
  };
}
