import { BaseEntity, Column, DataSource, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
export class Invoice extends BaseEntity {
  @PrimaryGeneratedColumn() id!: number;
  @Column() name!: string;
  @Column() amount!: number;

  static byName(name: string) {
    return this.createQueryBuilder('invoice').where('invoice.name = :name', { name }).getOne();
  }
}

export const dataSource = new DataSource({ type: 'postgres', entities: [Invoice] });
