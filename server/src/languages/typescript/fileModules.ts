/** The names under which catalogs speak of the user's own files: their paths without what an import may leave out. */

/** `/shop/src/db/index.ts` and `/shop/src/db.js` are both the module `/shop/src/db`. */
export function fileModule(file: string): string {
  return file.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '');
}
