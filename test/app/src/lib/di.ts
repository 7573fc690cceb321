/** Decorators in the style of NestJS, as far as this application needs them. */
export interface OnModuleInit {
  onModuleInit(): Promise<void> | void;
}

export interface OnModuleDestroy {
  onModuleDestroy(): Promise<void> | void;
}

type Constructor = abstract new (...args: any[]) => unknown;

const registry = new Set<Constructor>();

export function Injectable(): (target: Constructor) => void {
  return (target) => {
    registry.add(target);
  };
}

export function Controller(prefix: string): (target: Constructor) => void {
  return (target) => {
    Object.defineProperty(target, 'prefix', { value: prefix });
  };
}

export function Get(path = ''): MethodDecorator {
  return (target, key) => {
    Object.defineProperty(target, `route:${String(key)}`, { value: path });
  };
}

export const injectables = (): readonly Constructor[] => [...registry];
