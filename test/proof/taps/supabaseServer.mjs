/** A stand-in for Supabase's servers: a `fetch` and a `WebSocket` that tell what is sent, and answer as if all went well. */

/** What PostgREST makes of a request, so that the statements of the log have their verbs. */
const VERBS = { GET: 'SELECT', HEAD: 'SELECT', POST: 'INSERT', PATCH: 'UPDATE', DELETE: 'DELETE' };

const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
/** Signed with a secret, and good for the rest of the century. */
export const token = [
  encode({ alg: 'HS256', typ: 'JWT' }),
  encode({ sub: 'u', exp: 4e9, aal: 'aal1', session_id: 's', iss: 'https://x.test', amr: [] }),
  'c2ln',
].join('.');

const user = {
  id: 'u',
  email: 'ada@example.org',
  identities: [{ id: 'i', identity_id: 'i', provider: 'github' }],
  factors: [],
  created_at: '2024-01-01T00:00:00Z',
};
const session = { access_token: token, refresh_token: 'r', token_type: 'bearer', expires_in: 3600, user };
/** What any endpoint of the authentication server may have in its answer. */
const authentication = {
  ...session,
  ...user,
  url: 'https://x.test/login',
  challenge_id: 'c',
  users: [],
  clients: [],
  providers: [],
};

/** Answers every request; `sent` gets a line for each. */
export function tapFetch(sent) {
  return (url, init = {}) => {
    const { pathname, search } = new URL(String(url));
    const method = init.method ?? 'GET';
    const verb = pathname.startsWith('/rest/v1/') && !pathname.includes('/rpc/') ? `${VERBS[method]} ` : '';
    sent(`${verb}${method} ${pathname}${search}`);
    return Promise.resolve(answer(pathname, method));
  };
}

function answer(pathname, method) {
  if (method === 'HEAD') return new Response(null, { status: 200 });
  const body = pathname.startsWith('/auth/') ? (pathname.endsWith('/user') ? user : authentication) : [{ id: 1 }];
  return Response.json(body);
}

/** Frames that are no question and no message: keeping the socket alive, and leaving. */
const SILENT = new Set(['heartbeat', 'phx_leave', 'access_token']);

/** A class to be given as the transport of the channels; every topic can be joined. */
export function tapWebSocket(sent) {
  return class {
    readyState = 0;
    bufferedAmount = 0;

    constructor() {
      queueMicrotask(() => {
        this.readyState = 1;
        this.onopen?.({});
      });
    }

    send(frame) {
      // Messages to the others may be binary, in which there is nothing to answer.
      if (typeof frame !== 'string') return sent('broadcast');
      const message = JSON.parse(frame);
      const [joined, ref, topic, event] = Array.isArray(message)
        ? message
        : [message.join_ref, message.ref, message.topic, message.event];
      if (!SILENT.has(event)) sent(`${event} ${topic}`);
      const reply = { status: 'ok', response: { postgres_changes: [] } };
      const data = Array.isArray(message)
        ? [joined, ref, topic, 'phx_reply', reply]
        : { join_ref: joined, ref, topic, event: 'phx_reply', payload: reply };
      queueMicrotask(() => this.onmessage?.({ data: JSON.stringify(data) }));
    }

    close(code = 1000) {
      if (this.readyState === 3) return;
      this.readyState = 3;
      queueMicrotask(() => this.onclose?.({ code, wasClean: true }));
    }
  };
}
