/** The little of a web framework that the routes use. */
export interface Request<Body = unknown> {
  readonly params: Record<string, string>;
  readonly query: Record<string, string | undefined>;
  readonly body: Body;
  readonly user?: { id: string; role: string };
}

export interface Response {
  status(code: number): Response;
  json(body: unknown): Response;
  send(text?: string): Response;
  end(): void;
}

export type Next = (error?: unknown) => void;
export type Handler<Body = any> = (req: Request<Body>, res: Response, next: Next) => unknown;

interface Route {
  readonly method: string;
  readonly path: string;
  readonly handlers: readonly Handler[];
}

export class Router {
  readonly routes: Route[] = [];

  get(path: string, ...handlers: Handler[]): this {
    return this.add('GET', path, handlers);
  }

  post(path: string, ...handlers: Handler[]): this {
    return this.add('POST', path, handlers);
  }

  delete(path: string, ...handlers: Handler[]): this {
    return this.add('DELETE', path, handlers);
  }

  private add(method: string, path: string, handlers: Handler[]): this {
    this.routes.push({ method, path, handlers });
    return this;
  }
}

export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export function asyncHandler(handler: Handler): Handler {
  return (req, res, next) => Promise.resolve(handler(req, res, next)).catch(next);
}
