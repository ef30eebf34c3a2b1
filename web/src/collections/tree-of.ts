/** A collection, and those that lie in it. */
export interface CollectionNode {
  /** With those that it lies in before it, such as finance/payroll. */
  readonly name: string;
  /** The last part of it. */
  readonly label: string;
  /** How many documents are in it and below. */
  readonly documents: number;
  readonly children: readonly CollectionNode[];
}

interface Counted {
  readonly name: string;
  readonly documents: number;
}

/** Puts collections into each other by their names. What holds others and no document itself is there too. */
export function treeOf(collections: readonly Counted[], above = ''): CollectionNode[] {
  const below = Map.groupBy(collections, ({ name }) => name.slice(above.length).split('/', 1)[0] ?? '');
  return [...below]
    .map(([label, members]) => {
      const name = `${above}${label}`;
      const inner = members.filter((member) => member.name !== name);
      return {
        name,
        label,
        documents: members.reduce((sum, { documents }) => sum + documents, 0),
        children: treeOf(inner, `${name}/`),
      };
    })
    .sort((one, other) => one.label.localeCompare(other.label));
}
