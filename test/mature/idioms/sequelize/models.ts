import { DataTypes, Model, Op, Sequelize, literal, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Transaction } from 'sequelize';

export const sequelize = new Sequelize('postgres://localhost/x');

export class Invoice extends Model<InferAttributes<Invoice>, InferCreationAttributes<Invoice>> {
  declare id: CreationOptional<number>;
  declare name: string;

  static recent(limit = 10) {
    return this.findAll({ order: [['id', 'DESC']], limit });
  }

  async rename(name: string, transaction?: Transaction) {
    this.name = name;
    return this.save({ transaction: transaction ?? null });
  }
}
Invoice.init({ id: { type: DataTypes.INTEGER, primaryKey: true }, name: DataTypes.STRING }, { sequelize });
Invoice.addHook('beforeCreate', (invoice) => {
  invoice.set('name', String(invoice.get('name')).trim());
});

export async function moveInvoices(ids: number[], name: string) {
  return sequelize.transaction(async (transaction) => {
    const found = await Invoice.findAll({ where: { id: { [Op.in]: ids } }, transaction, lock: transaction.LOCK.UPDATE });
    for (const invoice of found) await invoice.rename(name, transaction);
    await Invoice.update({ name: literal('upper(name)') as never }, { where: { name }, transaction });
    const options = { transaction };
    await Invoice.create({ name: 'moved' }, options);
    transaction.afterCommit(() => {
      Invoice.count().then(console.log, console.error);
    });
    return found.length;
  });
}

export async function manual(name: string) {
  const transaction = await sequelize.transaction();
  try {
    const [invoice, created] = await Invoice.findOrCreate({ where: { name }, transaction });
    await transaction.commit();
    return created ? invoice : undefined;
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}

export async function draft(name: string) {
  const invoice = Invoice.build({ name });
  await invoice.validate();
  const other = new Invoice({ name });
  await other.save();
  const { rows, count } = await Invoice.findAndCountAll({ limit: 1 });
  return { invoice, rows, count, page: await Invoice.recent(), raw: await sequelize.query('select 1', { raw: true }) };
}
