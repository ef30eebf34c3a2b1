/** A place in a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A piece of a text that lies within the same spans from end to end. */
export interface Cut<Within extends Span> extends Span {
  readonly within: readonly Within[];
}

/** Cuts a piece of text wherever a span begins or ends in it. */
export function cutAt<Within extends Span>({ start, end }: Span, spans: readonly Within[]): Cut<Within>[] {
  const inside = spans.filter((span) => span.start < end && span.end > start);
  const edges = inside.flatMap((span) => [span.start, span.end]).filter((edge) => edge > start && edge < end);
  const places = [...new Set([start, ...edges, end])].sort((one, other) => one - other);
  return places.slice(0, -1).map((from, index) => {
    const to = places[index + 1] ?? end;
    return { start: from, end: to, within: inside.filter((span) => span.start <= from && span.end >= to) };
  });
}
