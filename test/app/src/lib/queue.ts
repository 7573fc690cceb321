/** Runs jobs one after the other. */
import { logger } from './logger';

export type Job = () => Promise<unknown>;

export class Queue {
  private readonly jobs: Job[] = [];
  private running = false;

  add(job: Job): void {
    this.jobs.push(job);
    if (!this.running) void this.drain();
  }

  private async drain(): Promise<void> {
    this.running = true;
    for (let job = this.jobs.shift(); job; job = this.jobs.shift()) {
      await job().catch((error: unknown) => logger.error('A job failed', error));
    }
    this.running = false;
  }
}
