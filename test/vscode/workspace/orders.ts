import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

export async function openOrders() {
  return await prisma.order.findMany({ where: { open: true } });
}

export async function closeOrder(id: number) {
  prisma.order.update({ where: { id }, data: { open: false } });
}
