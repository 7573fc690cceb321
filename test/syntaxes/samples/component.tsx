export async function Users({ id }: { id: number }) {
  const rows = await sql<User[]>`select ${id} from users where name = 'a'`;
  return <ul title={`sql`}>{rows.map((row) => <li key={row.id}>{row.name}</li>)}</ul>;
}
