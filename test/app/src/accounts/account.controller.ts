/** The routes about people. */
import { Controller, Get } from '@/lib/di';
import { HttpError, type Request, type Response } from '@/lib/http';
import type { AccountService } from './account.service';
import { toPublicUser } from './account.mapper';
import { prisma } from '@/prisma';

@Controller('accounts')
export class AccountController {
  constructor(private readonly accounts: AccountService) {}

  @Get(':id')
  async show(req: Request, res: Response) {
    const user = await this.accounts.find(req.params['id'] ?? '');
    res.json(toPublicUser(user));
  }

  @Get()
  async list(req: Request, res: Response) {
    const { count, users } = await this.accounts.search(req.query['q'], Number(req.query['page'] ?? 0));
    res.json({ count, users: users.map(toPublicUser) });
  }

  @Get('me')
  async me(req: Request, res: Response) {
    if (!req.user) throw new HttpError(401, 'Sign in first.');
    const memberships = await this.accounts.projectsOf(req.user.id);
    res.json(memberships);
  }

  @Get('by-email')
  byEmail(req: Request, res: Response) {
    return this.accounts
      .findByEmail(req.query['email'] ?? '')
      .then((user) => (user ? res.json(toPublicUser(user)) : res.status(404).end()));
  }

  @Get('count')
  async count(_req: Request, res: Response) {
    res.json({ total: await prisma.user.count() });
  }

  @Get('admins')
  async admins(_req: Request, res: Response) {
    const admins = prisma.user.count({ where: { role: 'ADMIN' } }); // planted: no-unexecuted-query
    res.send(`There are ${admins} administrators.`);
  }
}
