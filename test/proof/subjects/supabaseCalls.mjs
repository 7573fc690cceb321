/** Arguments for each method of Supabase's client. */
import { token } from '../taps/supabaseServer.mjs';

const id = '11111111-1111-4111-8111-111111111111';
const email = 'ada@example.org';
const column = (value) => () => ['name', value];
const range = column('[1,2)');
const vector = { key: 'k', data: { float32: [1, 2] } };

/** By type and method; what is not named is called without arguments. */
export function supabaseCalls() {
  const database = {
    from: () => ['u'],
    schema: () => ['s'],
    rpc: [() => ['f'], () => ['f', { a: 1 }, { get: true }]],
  };
  const header = { setHeader: () => ['x-a', 'b'] };
  return {
    SupabaseClient: { ...database, channel: () => ['room'], getChannels: withChannel, removeChannel: channel },
    PostgrestClient: database,
    PostgrestQueryBuilder: {
      select: [() => [], () => ['id', { count: 'exact', head: true }]],
      insert: [() => [{ name: 'Ada' }], () => [[{ name: 'Ada' }]]],
      upsert: () => [{ name: 'Ada' }],
      update: () => [{ name: 'Ada' }],
    },
    PostgrestBuilder: { ...header, retry: () => [false] },
    PostgrestTransformBuilder: {
      order: () => ['id'],
      limit: () => [1],
      range: () => [0, 1],
      abortSignal: () => [new AbortController().signal],
      maxAffected: () => [1],
    },
    PostgrestFilterBuilder: FILTERS,
    AuthClient: AUTH,
    AuthAdminApi: {
      signOut: () => [token],
      inviteUserByEmail: () => [email],
      generateLink: () => [{ type: 'magiclink', email }],
      createUser: () => [{ email }],
      getUserById: () => [id],
      updateUserById: () => [id, { email }],
      deleteUser: () => [id],
    },
    AuthMFAApi: {
      enroll: () => [{ factorType: 'totp' }],
      challenge: () => [{ factorId: 'f' }],
      verify: () => [{ factorId: 'f', challengeId: 'c', code: '1' }],
      unenroll: () => [{ factorId: 'f' }],
      challengeAndVerify: () => [{ factorId: 'f', code: '1' }],
    },
    AuthMFARecoveryCodesApi: { verify: () => [{ code: 'a' }] },
    WebAuthnApi: {
      enroll: () => [{ friendlyName: 'key' }],
      challenge: () => [{ factorId: 'f', webauthn: { rpId: 'x.test' } }],
      verify: () => [
        {
          factorId: 'f',
          challengeId: 'c',
          webauthn: { type: 'request', rpId: 'x.test', credential_response: { toJSON: () => ({}) } },
        },
      ],
    },
    AuthAdminMFAApi: { listFactors: () => [{ userId: id }], deleteFactor: () => [{ userId: id, id }] },
    AuthAdminOAuthApi: {
      createClient: () => [{ client_name: 'a', redirect_uris: [] }],
      getClient: () => [id],
      updateClient: () => [id, { client_name: 'a' }],
      deleteClient: () => [id],
      regenerateClientSecret: () => [id],
    },
    AuthAdminCustomProvidersApi: {
      createProvider: () => [{ identifier: 'custom:a' }],
      getProvider: () => ['custom:a'],
      updateProvider: () => ['custom:a', {}],
      deleteProvider: () => ['custom:a'],
    },
    AuthAdminPasskeyApi: { listPasskeys: () => [{ userId: id }], deletePasskey: () => [{ userId: id, passkeyId: id }] },
    AuthOAuthServerApi: {
      getAuthorizationDetails: () => ['a'],
      approveAuthorization: () => ['a', { skipBrowserRedirect: true }],
      denyAuthorization: () => ['a', { skipBrowserRedirect: true }],
      revokeGrant: () => [{ clientId: id }],
    },
    AuthPasskeyApi: {
      verifyRegistration: () => [{ challengeId: 'c', credential: {} }],
      verifyAuthentication: () => [{ challengeId: 'c', credential: {} }],
      update: () => [{ passkeyId: id, friendlyName: 'key' }],
      delete: () => [{ passkeyId: id }],
    },
    StorageBucketApi: {
      ...header,
      getBucket: () => ['b'],
      createBucket: () => ['b', { public: false }],
      updateBucket: () => ['b', { public: false }],
      emptyBucket: () => ['b'],
      deleteBucket: () => ['b'],
      getBucketLifecycle: () => ['b'],
      updateBucketLifecycle: () => ['b', { rules: [] }],
      deleteBucketLifecycle: () => ['b'],
      purgeBucketCache: () => ['b'],
    },
    StorageClient: { from: () => ['b'] },
    StorageFileApi: {
      ...header,
      upload: () => ['f', 'body'],
      uploadToSignedUrl: () => ['f', 't', 'body'],
      createSignedUploadUrl: () => ['f'],
      update: () => ['f', 'body'],
      move: () => ['f', 'g'],
      copy: () => ['f', 'g'],
      createSignedUrl: () => ['f', 60],
      createSignedUrls: () => [['f'], 60],
      download: () => ['f'],
      info: () => ['f'],
      exists: () => ['f'],
      getPublicUrl: () => ['f'],
      remove: () => [['f']],
      purgeCache: () => ['f'],
    },
    StorageAnalyticsClient: { ...header, createBucket: () => ['b'], deleteBucket: () => ['b'], from: () => ['b'] },
    StorageVectorsClient: {
      ...header,
      from: () => ['b'],
      createBucket: () => ['b'],
      getBucket: () => ['b'],
      deleteBucket: () => ['b'],
    },
    VectorBucketScope: {
      ...header,
      createIndex: () => [{ indexName: 'i', dataType: 'float32', dimension: 2, distanceMetric: 'cosine' }],
      getIndex: () => ['i'],
      deleteIndex: () => ['i'],
      index: () => ['i'],
    },
    VectorIndexScope: {
      ...header,
      putVectors: () => [{ vectors: [vector] }],
      getVectors: () => [{ keys: ['k'] }],
      queryVectors: () => [{ queryVector: vector.data, topK: 1 }],
      deleteVectors: () => [{ keys: ['k'] }],
    },
    FunctionsClient: { invoke: () => ['f'], setAuth: () => [token] },
    RealtimeClient: {
      channel: () => ['room'],
      getChannels: withChannel,
      removeChannel: channel,
      setAuth: () => [token],
    },
    RealtimeChannel: {
      on: { on: fresh, args: () => ['broadcast', { event: 'a' }, () => {}] },
      subscribe: { on: fresh, args: () => [] },
      track: () => [{ name: 'Ada' }],
      send: [message, { on: fresh, args: message }],
      httpSend: () => ['a', { b: 1 }],
    },
  };
}

const channel = ({ client }) => [client.channel('room')];
/** A channel that is not joined yet. */
const fresh = ({ client }) => [client.channel('hall')];
/** Makes a channel, so that there is one. */
const withChannel = (world) => (channel(world), []);
const message = () => [{ type: 'broadcast', event: 'a', payload: {} }];

const FILTERS = {
  eq: column('Ada'),
  neq: column('Ada'),
  gt: column(1),
  gte: column(1),
  lt: column(1),
  lte: column(1),
  like: column('A%'),
  likeAllOf: column(['A%']),
  likeAnyOf: column(['A%']),
  ilike: column('a%'),
  ilikeAllOf: column(['a%']),
  ilikeAnyOf: column(['a%']),
  regexMatch: column('^A'),
  regexIMatch: column('^a'),
  is: column(null),
  isDistinct: column('Ada'),
  in: column(['Ada']),
  notIn: column(['Ada']),
  contains: column(['a']),
  containedBy: column(['a']),
  rangeGt: range,
  rangeGte: range,
  rangeLt: range,
  rangeLte: range,
  rangeAdjacent: range,
  overlaps: column(['a']),
  textSearch: column('ada'),
  match: () => [{ name: 'Ada' }],
  not: () => ['name', 'eq', 'Ada'],
  or: () => ['name.eq.Ada,age.gt.1'],
  filter: () => ['name', 'eq', 'Ada'],
};

const AUTH = {
  signUp: () => [{ email, password: 'p' }],
  signInWithPassword: () => [{ email, password: 'p' }],
  signInWithOAuth: () => [{ provider: 'github' }],
  exchangeCodeForSession: ({ client }) => [code(client)],
  signInWithWeb3: () => [{ chain: 'solana', message: 'm', signature: new Uint8Array([1]) }],
  signInWithIdToken: () => [{ provider: 'google', token }],
  signInWithOtp: () => [{ email }],
  verifyOtp: () => [{ email, token: '1', type: 'email' }],
  signInWithSSO: () => [{ domain: 'example.org' }],
  resend: () => [{ type: 'signup', email }],
  updateUser: () => [{ data: { a: 1 } }],
  setSession: () => [{ access_token: token, refresh_token: 'r' }],
  onAuthStateChange: () => [() => {}],
  resetPasswordForEmail: () => [email],
  linkIdentity: () => [{ provider: 'github', options: { skipBrowserRedirect: true } }],
  unlinkIdentity: () => [{ id: 'i', identity_id: 'i' }],
};

/** A code, and the secret kept beside it that signing in would have made. */
function code({ auth }) {
  void auth.storage.setItem(`${auth.storageKey}-code-verifier`, JSON.stringify('v'));
  return 'code';
}
