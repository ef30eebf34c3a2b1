import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';

/** A field of a root type, with an operation that selects all that is below it. */
export interface RootField {
  /** Such as `Query.document`. */
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly operation: string;
  readonly extensions: Readonly<Record<string, unknown>>;
  /** The arguments that take an id or a cursor, those within input objects too. */
  readonly ids: readonly IdArgument[];
  /** All others that are no input object, each by its path, and by its type where that is a filter. */
  readonly others: readonly { readonly path: string; readonly condition: string | null }[];
}

/** Such as `filter.documentIds`. */
export interface IdArgument {
  readonly path: string;
  readonly isList: boolean;
  readonly isCursor: boolean;
}

/** New for every answer, or a time that something took: two responses can't be compared by it. */
const VOLATILE = new Set([
  ...[
    'Answer.id',
    'Answer.createdAt',
    'AnswerStarted.answerId',
    'AnswerRun.id',
    'AnswerRun.createdAt',
    'Answer.usage',
    'Conversation.id',
    'Conversation.createdAt',
    'Conversation.updatedAt',
    'LoginSession.lastSeenAt',
    'ApiToken.lastUsedAt',
  ],
  ...['SessionPayload.accessToken', 'SessionPayload.refreshToken', 'SessionPayload.expiresAt'],
]);
const MAX_DEPTH = 8;

/** Every root field of a schema. */
export function rootFieldsOf(schema: GraphQLSchema): RootField[] {
  const kinds = ['query', 'mutation', 'subscription'] as const;
  const types = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return kinds.flatMap((kind, at) =>
    Object.values(types[at]?.getFields() ?? {}).map((field) => {
      const leaves = field.args.flatMap((arg) => leavesOf(arg.type, arg.name));
      return {
        name: `${types[at]?.name}.${field.name}`,
        kind,
        operation: operationOf(kind, field),
        extensions: field.extensions as Record<string, unknown>,
        ids: leaves.filter(({ isId, isCursor }) => isId || isCursor),
        others: leaves.filter(({ isId, isCursor }) => !isId && !isCursor),
      };
    }),
  );
}

/** The arguments of all fields that are no root fields, such as `Document.text(start)`. */
export function innerArgumentsOf(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__') && !roots.includes(type))
    .flatMap((type) => Object.values((type as GraphQLObjectType).getFields()).map((field) => ({ type, field })))
    .flatMap(({ type, field }) => field.args.map((arg) => `${type.name}.${field.name}(${arg.name})`));
}

function operationOf(kind: RootField['kind'], field: GraphQLField<unknown, unknown>): string {
  const declared = field.args.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const inBrackets = (list: string) => (list ? `(${list})` : '');
  return `${kind} ${inBrackets(declared)} { ${field.name}${inBrackets(given)} ${selectionOf(field.type, 1)} }`;
}

function selectionOf(output: GraphQLOutputType, depth: number): string {
  const type = getNamedType(output);
  if (isUnionType(type)) {
    const parts = type.getTypes().map((member) => `... on ${member.name} ${selectionOf(member, depth)}`);
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields())
    .filter((field) => !VOLATILE.has(`${type.name}.${field.name}`))
    .filter((field) => !field.args.some((arg: GraphQLArgument) => isRequiredArgument(arg)))
    .filter((field) => depth < MAX_DEPTH || !isObjectType(getNamedType(field.type)))
    .map((field) => `${field.name}${pageOf(field)} ${selectionOf(field.type, depth + 1)}`);
  return `{ ${fields.join(' ')} }`;
}

/** Of a list within a list, one each: all of it would cost too much. */
function pageOf({ args }: GraphQLField<unknown, unknown>): string {
  return args.some(({ name }) => name === 'first') ? '(first: 1)' : '';
}

interface Leaf extends IdArgument {
  readonly isId: boolean;
  readonly condition: string | null;
}

function leavesOf(
  input: GraphQLInputType,
  path: string,
  { within = null, seen = [] }: { within?: string | null; seen?: readonly GraphQLNamedType[] } = {},
): Leaf[] {
  const type = getNamedType(input);
  if (!isInputObjectType(type)) {
    const isCursor = /(^|\.)(after|before)$/.test(path) && type.name === 'String';
    const isList = isListType(isNonNullType(input) ? input.ofType : input);
    const condition = within?.endsWith('Filter') ? `${within}.${path.split('.').at(-1)}` : null;
    return [{ path, isList, isCursor, isId: type.name === 'ID', condition }];
  }
  if (seen.includes(type)) return [];
  return Object.values(type.getFields()).flatMap((field) =>
    leavesOf(field.type, `${path}.${field.name}`, { within: type.name, seen: [...seen, type] }),
  );
}
