/** Sums up, for every node of a graph that may have cycles, all that can be come to from it. */
import { createHash } from 'node:crypto';

export interface GraphNode {
  /** What the node itself is, in words that are others when it is another. */
  readonly own: string;
  readonly changed: boolean;
  readonly leadsTo: readonly string[];
}

export interface NodeSummary {
  /** Of the node and all that can be come to. */
  readonly hash: string;
  /** One of them has changed. */
  readonly changed: boolean;
}

interface Visit {
  readonly id: string;
  readonly node: GraphNode;
  readonly index: number;
  /** The lowest index that can be come to inside the cycle: Tarjan's `lowlink`. */
  low: number;
  next: number;
}

/** Nodes are asked for once each. Nodes of one cycle have the same summary; found after Tarjan, without recursion. */
export function summarize(nodeOf: (id: string) => GraphNode): (id: string) => NodeSummary {
  const done = new Map<string, NodeSummary>();
  const visits = new Map<string, Visit>();
  const open: Visit[] = [];

  function begin(id: string): Visit {
    const visit = { id, node: nodeOf(id), index: visits.size, low: visits.size, next: 0 };
    visits.set(id, visit);
    open.push(visit);
    return visit;
  }

  /** Takes the nodes of a finished cycle off, and sums them up. */
  function close(root: Visit): void {
    const members = open.splice(open.lastIndexOf(root));
    const inside = new Set(members.map(({ id }) => id));
    const beyond = members.flatMap(({ node }) => node.leadsTo).filter((id) => !inside.has(id));
    const others = [...new Set(beyond)].flatMap((id) => done.get(id) ?? []);
    const parts = [...members.map(({ node }) => node.own), ...others.map(({ hash }) => hash)];
    const summary: NodeSummary = {
      hash: createHash('sha256').update(parts.toSorted().join('\n')).digest('base64'),
      changed: members.some(({ node }) => node.changed) || others.some(({ changed }) => changed),
    };
    for (const id of inside) done.set(id, summary);
  }

  function visitAll(start: string): void {
    const trail = [begin(start)];
    for (let visit = trail.at(-1); visit; visit = trail.at(-1)) {
      const next = visit.node.leadsTo[visit.next++];
      if (next === undefined) {
        trail.pop();
        const parent = trail.at(-1);
        if (parent) parent.low = Math.min(parent.low, visit.low);
        if (visit.low === visit.index) close(visit);
      } else if (!done.has(next)) {
        const seen = visits.get(next);
        if (seen) visit.low = Math.min(visit.low, seen.index);
        else trail.push(begin(next));
      }
    }
  }

  return (id) => {
    if (!done.has(id)) visitAll(id);
    const summary = done.get(id);
    if (!summary) throw new Error(`${id} was visited and not summed up.`);
    return summary;
  };
}
