export interface Logger {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, error?: unknown): void;
}

function write(level: string, message: string, fields: unknown): void {
  process.stdout.write(`${JSON.stringify({ level, message, fields, at: new Date().toISOString() })}\n`);
}

export const logger: Logger = {
  info: (message, fields) => write('info', message, fields),
  warn: (message, fields) => write('warn', message, fields),
  error: (message, error) => write('error', message, error instanceof Error ? error.stack : error),
};
