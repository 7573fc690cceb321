/** How Deno and browsers write the modules of npm packages. */

const PREFIXED = /^(?:npm:|jsr:|https:\/\/(?:esm\.sh|cdn\.jsdelivr\.net\/npm)\/(?:v\d+\/)?)\/?(?<path>@?[\w.-].*)$/;
const PACKAGE = /^(?<name>(?:@[\w.-]+\/)?[\w.-]+)(?:@[^/?]+)?(?<rest>\/[^?]*)?(?:\?.*)?$/;

/** The module as Node names it: `@supabase/supabase-js` for `npm:@supabase/supabase-js@2`. */
export function packageSpecifier(specifier: string): string {
  // Nearly all are plain, and need no closer look.
  if (!specifier.includes(':')) return specifier;
  const path = PREFIXED.exec(specifier)?.groups?.['path'];
  const parts = path === undefined ? undefined : PACKAGE.exec(path)?.groups;
  if (!parts) return specifier;
  const rest = parts['rest'] ?? '';
  return `${parts['name'] ?? ''}${rest === '/+esm' ? '' : rest}`;
}
