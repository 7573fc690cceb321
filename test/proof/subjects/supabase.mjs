/** How to run each method of Supabase's client, against servers that only answer. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { SendLog } from '../observe.ts';
import { tapFetch, tapWebSocket, token } from '../taps/supabaseServer.mjs';
import { supabaseCalls } from './supabaseCalls.mjs';

const PACKAGES = new URL('../../packages/supabase/', import.meta.url);
const { resolve } = createRequire(new URL('package.json', PACKAGES));
const load = (name) => import(pathToFileURL(resolve(name)));
const log = new SendLog();
// The channels of older clients take no other `fetch` and no other socket than the global ones.
globalThis.fetch = tapFetch(log.sent);
globalThis.WebSocket = tapWebSocket(log.sent);
unrefTimers('setTimeout', 'setInterval');

/** Time-outs of many seconds and heartbeats would keep the process alive long after the last call. */
function unrefTimers(...names) {
  for (const name of names) {
    const original = globalThis[name];
    globalThis[name] = (run, ms, ...args) => {
      const timer = original(run, ms, ...args);
      return ms >= 5000 ? timer.unref() : timer;
    };
  }
}

/** The proof's subjects: the newest client, and one from before its parts had the same version numbers. */
export async function subjects() {
  return Promise.all(['@supabase/supabase-js', 'supabase-js-2.49'].map(subject));
}

async function subject(installed) {
  const module = await load(installed);
  const manifest = new URL(`node_modules/${installed}/package.json`, PACKAGES);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const isNew = version.localeCompare('2.58', 'en', { numeric: true }) >= 0;
  return {
    version,
    quiet: 20,
    log,
    open: () => open(module),
    receivers: receivers(isNew),
    calls: supabaseCalls(),
    modules: { '@supabase/supabase-js': module, ...(await helpers()) },
  };
}

/** The packages that make clients for frameworks; those for React and SvelteKit can't be loaded without them. */
async function helpers() {
  const names = ['@supabase/ssr', '@supabase/auth-helpers-remix'];
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await load(name)])));
}

/** A client of a signed-in user. */
async function open({ createClient }) {
  const client = createClient('https://x.test', token, {
    auth: {
      persistSession: false,
      autoRefreshToken: false,
      experimental: { passkey: true, recoveryCodes: true },
    },
  });
  await client.auth.setSession({ access_token: token, refresh_token: 'r' });
  return {
    client,
    async close() {
      await client.auth.stopAutoRefresh();
      await client.removeAllChannels();
      await client.realtime.disconnect();
    },
  };
}

async function joined({ client }) {
  const channel = client.channel('room');
  await new Promise((done) => {
    channel.subscribe((status) => status === 'SUBSCRIBED' && done(undefined));
  });
  return [channel];
}

/** A value of each type, in a box. */
function receivers(isNew) {
  const select = ({ client }) => client.from('u').select();
  const bucket = ({ client }) => client.storage.from('b');
  return {
    SupabaseClient: ({ client }) => [client],
    PostgrestClient: ({ client }) => [client.schema('s')],
    PostgrestQueryBuilder: ({ client }) => [client.from('u')],
    PostgrestBuilder: (world) => [select(world).single()],
    PostgrestTransformBuilder: (world) => [select(world).order('id')],
    PostgrestFilterBuilder: (world) => [select(world)],
    AuthClient: ({ client }) => [client.auth],
    AuthAdminApi: ({ client }) => [client.auth.admin],
    AuthMFAApi: ({ client }) => [client.auth.mfa],
    AuthAdminMFAApi: ({ client }) => [client.auth.admin.mfa],
    StorageClient: ({ client }) => [client.storage],
    StorageFileApi: (world) => [bucket(world)],
    FunctionsClient: ({ client }) => [client.functions],
    RealtimeClient: ({ client }) => [client.realtime],
    RealtimeChannel: joined,
    ...(isNew && {
      WebAuthnApi: ({ client }) => [client.auth.mfa.webauthn],
      AuthMFARecoveryCodesApi: ({ client }) => [client.auth.mfa.recoveryCodes],
      AuthAdminOAuthApi: ({ client }) => [client.auth.admin.oauth],
      AuthAdminCustomProvidersApi: ({ client }) => [client.auth.admin.customProviders],
      AuthAdminPasskeyApi: ({ client }) => [client.auth.admin.passkey],
      AuthOAuthServerApi: ({ client }) => [client.auth.oauth],
      AuthPasskeyApi: ({ client }) => [client.auth.passkey],
      BlobDownloadBuilder: (world) => [bucket(world).download('f')],
      StreamDownloadBuilder: (world) => [bucket(world).download('f').asStream()],
      StorageAnalyticsClient: ({ client }) => [client.storage.analytics],
      StorageVectorsClient: ({ client }) => [client.storage.vectors],
      VectorBucketScope: ({ client }) => [client.storage.vectors.from('b')],
      VectorIndexScope: ({ client }) => [client.storage.vectors.from('b').index('i')],
    }),
  };
}
