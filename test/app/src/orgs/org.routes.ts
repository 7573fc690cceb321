/** The routes about organisations. */
import { eq } from 'drizzle-orm';
import { db, members, orgs } from '@db';
import { asyncHandler, HttpError, Router } from '@/lib/http';
import { findOrgs, hasSeats, largest, orgsWithAdmins, searchOrgs } from './org.queries';
import { cachedOrg, memberOrUndefined } from './org.prepared';
import type { OrgService } from './org.service';

const idOf = (params: Record<string, string>): number => {
  const id = Number(params['id']);
  if (!Number.isInteger(id)) throw new HttpError(400, 'The id is a number.');
  return id;
};

export const orgRoutes = (service: OrgService) =>
  new Router()
    .get(
      '/orgs',
      asyncHandler(async (req, res) => {
        const { name, page } = req.query;
        res.json(name ? await searchOrgs(name, true) : await findOrgs({}, Number(page ?? 0)));
      }),
    )
    .get('/orgs/largest', async (_req, res) => void res.json(await largest()))
    .get('/orgs/administered', async (_req, res) => res.json((await orgsWithAdmins()).map(({ id }) => id)))
    .get('/orgs/:id', async ({ params, user }, res) => {
      const id = idOf(params);
      const [org, member] = await Promise.all([cachedOrg(id), memberOrUndefined(user?.id ?? '', id)]);
      return member ? res.json(org) : res.status(403).end();
    })
    .get('/orgs/:id/members', ({ params }, res, next) =>
      db
        .select()
        .from(members)
        .where(eq(members.orgId, idOf(params)))
        .then((rows) => res.json(rows), next),
    )
    .post('/orgs/:id/join', async ({ params, user }, res) => {
      if (!(await hasSeats(idOf(params)))) return res.status(402).send('No seat is free.');
      await service.join(idOf(params), user?.id ?? '');
      return res.status(204).end();
    })
    .post('/orgs/:id/touch', async ({ params }, res) => {
      db.update(orgs).set({ createdAt: new Date() }).where(eq(orgs.id, idOf(params))).execute(); // planted: no-missing-await
      res.status(202).end();
    })
    .delete('/orgs/:id', async ({ params, query }, res) => res.json(await service.close(idOf(params), query['reason'])));
