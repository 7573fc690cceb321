/** Rewrites a module so that every call in it goes through the observer, which then knows where it stands. */
import { parse } from 'acorn';
import { simple } from 'acorn-walk';

/**
 * Turns `a.b(c)` into `__call("1:3", a, "b", [c])` and the tags of templates likewise, so that `await`
 * and `yield` stay where they are. A place is the line and column, from 1, of the name that is called.
 */
export function instrument(source) {
  const edits = [];
  const wrap = (node, callee, helper, callEnd, before) => {
    const member = callee.type === 'MemberExpression';
    const named = member ? callee.property : callee;
    const { line, column } = named.loc.start;
    const receiver = member ? '' : 'undefined, ';
    edits.push({
      start: node.start,
      end: node.start,
      outer: node.end,
      text: `${helper}("${line}:${column + 1}", ${receiver}`,
    });
    edits.push({
      start: member ? source.lastIndexOf('.', named.start) : callee.end,
      end: callEnd,
      outer: node.end,
      text: (member ? `, "${named.name}"` : '') + before,
    });
  };
  simple(parse(source, { ecmaVersion: 'latest', sourceType: 'module', locations: true }), {
    CallExpression(node) {
      wrap(node, node.callee, '__call', source.indexOf('(', node.callee.end) + 1, ', [');
      edits.push({ start: node.end - 1, end: node.end, outer: node.end, text: '])' });
    },
    TaggedTemplateExpression(node) {
      wrap(node, node.tag, '__tag', node.quasi.start, ')');
    },
  });
  return applied(source, edits);
}

/** Where several edits start, the one of the outermost call comes first. */
function applied(source, edits) {
  edits.sort((a, b) => a.start - b.start || b.outer - a.outer);
  let text = '';
  let done = 0;
  for (const edit of edits) {
    text += source.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return text + source.slice(done);
}
