/** Opens the examples in a real VS Code with the packaged extension, for a browser of your own, until Ctrl-C. */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { VSIX } from './extension.ts';
import { startServer } from './server.ts';

const folder = fileURLToPath(new URL('../../examples', import.meta.url));
const server = await startServer({ folder, vsix: [VSIX] });
console.log(`\nVS Code with Query Lens: ${server.url()}\nCtrl-C ends it.`);
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await server.stop();
