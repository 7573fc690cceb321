/** Wires everything together. */
import { AccountController } from './accounts/account.controller';
import { AccountService } from './accounts/account.service';
import { env } from './env';
import { scheduleCleanup, ShutdownJob } from './jobs/cleanup.job';
import { logger } from './lib/logger';
import { Outbox } from './offline/outbox';
import { openOffline } from './offline/offline.db';
import { orgRoutes } from './orgs/org.routes';
import { OrgService } from './orgs/org.service';
import { PrismaService, prisma } from './prisma';
import { projectRoutes } from './projects/project.routes';
import { ProjectService } from './projects/project.service';
import { warehouse } from './reports/database';
import { CacheStore } from './cache/cache.store';

async function main(): Promise<void> {
  const service = new PrismaService();
  await service.onModuleInit();
  const accounts = new AccountController(new AccountService(service, logger));
  const routers = [projectRoutes(new ProjectService(service)), orgRoutes(new OrgService())];
  const outbox = new Outbox(openOffline(env.sqliteFile));
  const cache = new CacheStore(':memory:');
  cache.set('users', await prisma.user.count());
  const cleanup = scheduleCleanup();
  const sent = await outbox.flush(async () => true);
  logger.info('Ready', { sent, routes: routers.flatMap(({ routes }) => routes).length, accounts: typeof accounts });
  process.once('SIGTERM', async () => {
    clearInterval(cleanup);
    cache.close();
    await Promise.all([new ShutdownJob([service]).run(), prisma.$disconnect(), warehouse.destroy()]);
  });
}

main().catch((error: unknown) => {
  logger.error('Could not start', error);
  process.exitCode = 1;
});
