/** What others may see of a person. */
import type { User } from '@/generated/prisma/client';

export interface PublicUser {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
}

export function toPublicUser(user: Pick<User, 'id' | 'name' | 'email'>): PublicUser {
  const name = user.name ?? user.email.split('@')[0] ?? 'Somebody';
  return { id: user.id, name, initials: name.split(' ').map((word) => word.charAt(0)).join('') };
}

export function sorted(users: readonly PublicUser[]): PublicUser[] {
  return users.filter(({ name }) => name !== 'Somebody').sort((a, b) => a.name.localeCompare(b.name));
}
