import type { PothosOutputFieldConfig, SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';

const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);

/** A field as plugins see it. */
export type Field<Types extends SchemaTypes> = PothosOutputFieldConfig<Types>;

/** What resolves a field, or begins its stream. */
export type Resolve<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

/** Whether operations begin with a field. */
export function isRootField<Types extends SchemaTypes>({ parentType }: Field<Types>): boolean {
  return ROOTS.has(parentType);
}
