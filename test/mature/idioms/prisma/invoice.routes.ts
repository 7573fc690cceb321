import { prisma } from './client.ts';
import { InvoiceRepository } from './invoice.repository.ts';
import { InvoiceService } from './invoice.service.ts';

interface Request {
  readonly params: Record<string, string>;
  readonly body: unknown;
}
interface Response {
  json(value: unknown): void;
  status(code: number): Response;
}
type Next = (error?: unknown) => void;
interface Router {
  get(path: string, handler: (req: Request, res: Response, next: Next) => unknown): Router;
  post(path: string, handler: (req: Request, res: Response, next: Next) => unknown): Router;
}

const service = new InvoiceService(new InvoiceRepository(), console);
const wrap = (handler: (req: Request) => Promise<unknown>) => (req: Request, res: Response, next: Next) => {
  handler(req).then((value) => res.json(value), next);
};

export const routes = (router: Router) =>
  router
    .get('/invoices/:id', wrap((req) => service.safely(Number(req.params['id']))))
    .get('/invoices', async (_req, res, next) => {
      try {
        res.json(await prisma.user.findMany({ take: 10 }));
      } catch (error) {
        next(error);
      }
    })
    .post('/invoices/:id', (req, res, next) => {
      prisma.user
        .update({ where: { id: Number(req.params['id']) }, data: req.body as never })
        .then((row) => res.status(200).json(row))
        .catch(next);
    })
    .post('/invoices/:id/remove', wrap(async (req) => {
      const removed = await service.removeWithPosts(Number(req.params['id']));
      prisma.post.count().then((count) => console.log(count), console.error);
      return removed;
    }));
