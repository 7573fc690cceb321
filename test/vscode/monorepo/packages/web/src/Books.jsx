import knex from 'knex';

const db = knex({ client: 'pg' });

export async function Books() {
  const books = await db('books').where('stock', '>', 0);
  return <ul>{books.map((book) => <li key={book.id}>{book.title}</li>)}</ul>;
}
