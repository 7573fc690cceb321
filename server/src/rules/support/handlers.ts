/** Functions that answer requests, by the shapes that web frameworks give them. */
import type { FunctionFact } from '../../analysis/model.ts';

/** Express, Fastify, Koa, Hono: `app.get('/users', handler)`. */
const ROUTES: ReadonlySet<string> = new Set(['all', 'delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'use']);
const REQUEST = /^_?(?:c|ctx|context|req|request)$/;
const RESPONSE = /^_?(?:next|rep|reply|res|response)$/;
/** Nest. */
const DECORATORS: ReadonlySet<string> = new Set(['All', 'Delete', 'Get', 'Head', 'Options', 'Patch', 'Post', 'Put']);
/** Next: `export function GET()` in a route file. */
const METHODS: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

export function isRequestHandler({
  name,
  exported,
  parameters = [],
  decorators = [],
  argumentOf,
}: FunctionFact): boolean {
  if (decorators.some((decorator) => DECORATORS.has(decorator))) return true;
  if (exported && name !== undefined && METHODS.has(name)) return true;
  const [first, second] = parameters.map((parameter) => parameter.name ?? '');
  if (first === undefined || !REQUEST.test(first)) return false;
  const isRoute =
    argumentOf !== undefined && ROUTES.has(argumentOf.name) && (argumentOf.index > 0 || argumentOf.name === 'use');
  return isRoute || (second !== undefined && RESPONSE.test(second));
}
