import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import {
  type GraphQLArgument,
  type GraphQLFieldResolver,
  type GraphQLInputField,
  getNamedType,
  isInputObjectType,
} from 'graphql';
import { AppError } from '../errors.ts';
import { OPERATION_LIMITS } from '../limits.ts';

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      stringLimits: StringLimitsPlugin<Types>;
    }
  }
}

const NAME = 'stringLimits' as const;
export default NAME;

type Resolve<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;
type Field<Types extends SchemaTypes> = PothosOutputFieldConfig<Types>;

/**
 * Refuses long strings before a resolver works on them, whether they came as variables or in the document. Only what is
 * marked as `LONG_TEXT` may be as long as a body.
 */
export class StringLimitsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(resolve: Resolve<Types>, field: Field<Types>): Resolve<Types> {
    return checked(resolve, field);
  }

  override wrapSubscribe(subscribe: Resolve<Types> | undefined, field: Field<Types>): Resolve<Types> | undefined {
    return subscribe && checked(subscribe, field);
  }
}

function checked<Types extends SchemaTypes>(resolve: Resolve<Types>, { args }: Field<Types>): Resolve<Types> {
  if (Object.keys(args).length === 0) return resolve;
  return (parent, values, context, info) => {
    for (const arg of info.parentType.getFields()[info.fieldName]?.args ?? [])
      checkStrings((values as Record<string, unknown>)[arg.name], arg);
    return resolve(parent, values, context, info);
  };
}

/** @throws AppError `TOO_LARGE` */
function checkStrings(value: unknown, input: GraphQLArgument | GraphQLInputField): void {
  if (typeof value === 'string') {
    if (value.length <= OPERATION_LIMITS.stringLength || input.extensions['isLongText'] === true) return;
    throw new AppError(
      'TOO_LARGE',
      `'${input.name}' has at most ${OPERATION_LIMITS.stringLength} characters; this one has ${value.length}.`,
    );
  }
  if (Array.isArray(value)) {
    for (const item of value) checkStrings(item, input);
    return;
  }
  const type = getNamedType(input.type);
  if (typeof value !== 'object' || value === null || !isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields()))
    checkStrings((value as Record<string, unknown>)[field.name], field);
}

SchemaBuilder.registerPlugin(NAME, StringLimitsPlugin);
