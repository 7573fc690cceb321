export async function Users({ id }) {
  const rows = await sql`select ${id} from users where name = 'a'`;
  return <ul title="sql">{rows.map((row) => <li key={row.id}>{row.name}</li>)}</ul>;
}
