import { createClient, type SupabaseClient } from '@supabase/supabase-js';

export const supabase = createClient('https://example.supabase.co', 'key');

export class InvoiceApi {
  constructor(private readonly client: SupabaseClient = supabase) {}

  async list(filter: { name?: string; ids?: number[]; page: number }) {
    let query = this.client.from('invoices').select('*, lines(*)', { count: 'exact' });
    if (filter.name) query = query.ilike('name', `%${filter.name}%`);
    if (filter.ids) query.in('id', filter.ids);
    const { data, error, count } = await query.order('id').range(filter.page * 10, filter.page * 10 + 9);
    if (error) throw error;
    return { data, count };
  }

  find(id: number) {
    return this.client.from('invoices').select().eq('id', id).maybeSingle();
  }

  async save(rows: readonly { id: number; name: string }[]) {
    const { data } = await this.client.from('invoices').upsert([...rows]).select().throwOnError();
    return data;
  }

  async removeAll(ids: readonly number[]) {
    const results = await Promise.all(ids.map((id) => this.client.from('invoices').delete().eq('id', id)));
    return results.every(({ error }) => error === null);
  }

  async upload(path: string, body: Blob) {
    const bucket = this.client.storage.from('invoices');
    const { error } = await bucket.upload(path, body, { upsert: true });
    if (error) throw error;
    return bucket.getPublicUrl(path).data.publicUrl;
  }

  async session() {
    const [{ data: user }, { data: total }] = await Promise.all([this.client.auth.getUser(), this.client.rpc('count_invoices')]);
    return { user, total };
  }

  watch(listener: () => void) {
    const channel = this.client.channel('invoices').on('postgres_changes', { event: '*', schema: 'public' }, listener).subscribe();
    return () => {
      void this.client.removeChannel(channel);
    };
  }
}
