/** Loaded into a server ahead of it: tells the parent, when asked, how long its event loop was held at most, in milliseconds. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
process.on('message', () => {
  process.send(Math.max(0, delay.max / 1e6 - RESOLUTION_MS));
  delay.reset();
});
process.channel.unref();
