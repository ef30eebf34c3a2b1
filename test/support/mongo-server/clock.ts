import { type Doc, isDoc } from './values.ts';

/** The server's own clock, which may go ahead of the test's, or after it. */
export interface Clock {
  offsetMs: number;
  now(): Date;
}

/** A clock that goes with the test's. */
export function createClock(): Clock {
  return {
    offsetMs: 0,
    now() {
      return new Date(Date.now() + this.offsetMs);
    },
  };
}

/** A command with `$$NOW` and `$currentDate` filled in, which is one moment for all of it. */
export function atTime(command: Doc, now: Date): Doc {
  return Object.fromEntries(
    Object.entries(command).map(([field, value]) => {
      if (field === 'pipeline') return [field, inExpression(value, now)];
      if (field === 'filter' || field === 'query') return [field, inFilter(value, now)];
      if (field === 'update') return [field, inChange(value, now)];
      if (field === 'updates' || field === 'deletes') return [field, inStatements(value, now)];
      return [field, value];
    }),
  );
}

function inStatements(statements: unknown, now: Date): unknown {
  if (!Array.isArray(statements)) return statements;
  return statements.map((statement: unknown) =>
    isDoc(statement)
      ? {
          ...statement,
          q: inFilter(statement['q'], now),
          ...('u' in statement && { u: inChange(statement['u'], now) }),
        }
      : statement,
  );
}

/** Operators and whole documents hold values, not expressions; the server's clock comes in by `$currentDate`. */
function inChange(change: unknown, now: Date): unknown {
  if (Array.isArray(change)) return inExpression(change, now);
  if (!isDoc(change) || !isDoc(change['$currentDate'])) return change;
  const { $currentDate, $set, ...others } = change;
  if (Object.values($currentDate).some((type) => type !== true)) return change;
  const dates = Object.fromEntries(Object.keys($currentDate).map((field) => [field, now]));
  return { ...others, $set: { ...(isDoc($set) && $set), ...dates } };
}

function inFilter(filter: unknown, now: Date): unknown {
  if (Array.isArray(filter)) return filter.map((branch) => inFilter(branch, now));
  if (!isDoc(filter)) return filter;
  return Object.fromEntries(
    Object.entries(filter).map(([key, value]) => {
      if (key === '$expr') return [key, inExpression(value, now)];
      return [key, key.startsWith('$') ? inFilter(value, now) : value];
    }),
  );
}

function inExpression(value: unknown, now: Date): unknown {
  if (value === '$$NOW') return now;
  if (Array.isArray(value)) return value.map((item) => inExpression(item, now));
  if (!isDoc(value) || '$literal' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inExpression(item, now)]));
}
