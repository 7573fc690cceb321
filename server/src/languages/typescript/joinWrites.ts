/**
 * Sends each message to the TypeScript process in one piece: its client writes the header by itself and the body once
 * that has gone, which costs both processes a turn more for every question.
 */
import type { Writable } from 'node:stream';

type Write = (chunk: unknown, ...rest: readonly (string | (() => void))[]) => boolean;

/** Makes `stream` hold each header back until the body follows, which goes with it. */
export function joinWrites(stream: Writable): void {
  const write = stream.write.bind(stream) as Write;
  let held: string | undefined;
  const joined: Write = (chunk, ...rest) => {
    if (typeof chunk === 'string' && chunk.startsWith('Content-Length: ')) {
      held = chunk;
      const done = rest.at(-1);
      if (typeof done === 'function') done();
      return true;
    }
    const header = held;
    held = undefined;
    if (header === undefined || !(chunk instanceof Uint8Array)) return write(chunk, ...rest);
    return write(Buffer.concat([Buffer.from(header, 'latin1'), chunk]), ...rest);
  };
  Reflect.set(stream, 'write', joined);
}
