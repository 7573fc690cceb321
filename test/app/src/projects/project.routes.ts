/** The routes about projects. */
import { asyncHandler, Router, type Request, type Response } from '@/lib/http';
import { prisma, visibleProjects } from '@/prisma';
import { ownersOf } from './project.access';
import type { ProjectService } from './project.service';

export function projectRoutes(projects: ProjectService): Router {
  const router = new Router();

  router.get('/projects', async (req: Request, res: Response) => {
    const [mine, visible] = await Promise.all([projects.list(req.user?.id ?? ''), visibleProjects()]);
    res.json({ mine, others: visible.filter(({ id }) => !mine.some((project) => project.id === id)) });
  });

  router.get(
    '/projects/:slug',
    asyncHandler(async (req, res) => res.json(await projects.show(req.params['slug'] ?? '', req.user?.id ?? ''))),
  );

  router.get('/projects/:slug/owners', (req, res, next) => {
    prisma.project
      .findUniqueOrThrow({ where: { slug: req.params['slug'] ?? '' } })
      .then((project) => ownersOf(prisma, project.id))
      .then((owners) => res.json(owners))
      .catch(next);
  });

  router.get('/projects/:slug/tasks', async (req, res) => {
    const tasks = prisma.task.findMany({ where: { project: { slug: req.params['slug'] ?? '' } } }); // planted: no-unexecuted-query
    res.json(tasks);
  });

  router.post('/projects', async (req: Request<{ name: string }>, res) => {
    const project = await projects.create(req.user?.id ?? '', req.body.name);
    res.status(201).json(project);
  });

  router.delete('/projects/:slug', async (req, res) => {
    const removed = await projects.remove(req.params['slug'] ?? '', req.query['force'] === 'true');
    res.status(removed ? 204 : 409).end();
  });

  return router;
}
