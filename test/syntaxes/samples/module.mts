export const users = (id: number) => prisma.$queryRaw<User[]>`select * from "User" where id = ${id}`;
