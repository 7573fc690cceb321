/** What kind of file a path names: rules about speed leave alone what runs once, by hand. */

const FOLDERS =
  /^(?:__tests__|__mocks__|__fixtures__|bench(?:marks?)?|e2e|fixtures?|migrations?|mocks?|scripts\w*|seed(?:s|er|ers)?|specs?|tests?(?:[-_]\w+)?|testing)$/i;
const FILES =
  /(?:\.(?:bench|e2e|e2e-spec|spec|stories|test)\.[cm]?[jt]sx?$)|(?:^(?:conftest|tests?|test_\w+|\w+_tests?)\.py$)|(?:^|[._-])(?:backfill|fixtures?|migrate|migrations?|seed|seeds|seeder)(?:[._-]|$)/i;

/** Tests, migrations, seeds and scripts, by the names people give them. The path is the one inside the project. */
export function runsByHand(path: string): boolean {
  const parts = path.split('/');
  return FILES.test(parts.at(-1) ?? '') || parts.slice(0, -1).some((part) => FOLDERS.test(part));
}

/** `seedUsers`, `migrateOrders`: what such a function does happens once. */
export function isOnceByName(name: string | undefined): boolean {
  return name !== undefined && /^(?:backfill|migrate|seed|setup|import)(?![a-z])/.test(name);
}
