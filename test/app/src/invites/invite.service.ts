/** Inviting people and letting them in. */
import { db, members } from '@db';
import { recordQuietly } from '@/audit/audit';
import { err, ok, type Result } from '@/lib/result';
import { InviteRepository } from './invite.repository';

export class InviteService {
  private readonly invites = InviteRepository.over(db);

  async invite(orgId: number, emails: string[], actor: string): Promise<string[]> {
    const created = [];
    for (const email of new Set(emails)) {
      created.push(this.invites.create(orgId, email));
    }
    const tokens = (await Promise.all(created)).map(({ token }) => token);
    recordQuietly({ orgId, actor, action: `invited ${tokens.length} people` });
    return tokens;
  }

  async accept(token: string, userId: string): Promise<Result<number, string>> {
    const [invite] = await this.invites.byToken(token);
    if (!invite) return err('This invitation has expired.');
    await db.transaction(async (tx) => {
      await tx.insert(members).values({ orgId: invite.orgId, userId }).onConflictDoNothing();
      await this.invites.inside(tx).revoke(invite.id);
    });
    return ok(invite.orgId);
  }

  async preview(token: string) {
    const rows = await this.invites.raw(token);
    return rows.rows[0]?.email;
  }

  async acceptAll(tokens: string[], userId: string) {
    const joined = await Promise.all(
      tokens.map(async (token) => {
        const [invite] = await this.invites.byToken(token);
        return invite ? db.insert(members).values({ orgId: invite.orgId, userId }) : undefined;
      }),
    );
    return joined.filter(Boolean).length;
  }

  async declineAll(tokens: string[]) {
    tokens.map(async (token) => {
      const [invite] = await this.invites.byToken(token);
      if (invite) db.delete(members); // planted: no-unexecuted-query
    });
  }
}
