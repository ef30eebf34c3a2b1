import {
  coerceInputValue,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLInputType,
  GraphQLString,
  getNamedType,
  getOperationAST,
  isInputObjectType,
  isInputType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { OPERATION_LIMITS } from '../limits.ts';
import { expectationOf, unreadable } from './errors.ts';
import { measure } from './json-meter.ts';

/**
 * Counts an operation's variables, and refuses the first wrong one, before anything else looks at them: GraphQL's own
 * coercion goes on to the last, and repeats all values in the message of each.
 */
export function useVariableLimits(): Plugin {
  const check = ({
    args,
    setResultAndStopExecution,
  }: {
    args: object;
    setResultAndStopExecution(result: { errors: GraphQLError[] }): void;
  }) => {
    const error = findFault(args as ExecutionArgs);
    if (error) setResultAndStopExecution({ errors: [error] });
  };
  return { onExecute: check, onSubscribe: check };
}

function findFault({ schema, document, operationName, variableValues }: ExecutionArgs): GraphQLError | null {
  if (!variableValues) return null;
  try {
    measure(variableValues);
    for (const definition of getOperationAST(document, operationName)?.variableDefinitions ?? []) {
      const value = variableValues[definition.variable.name.value];
      const type = typeFromAST(schema, definition.type);
      // What is missing is for the execution to tell.
      if (value == null || !isInputType(type)) continue;
      checkLengths(value, type);
      coerceInputValue(value, type, (path, _value, error) => {
        throw wrongValue(definition, path, error);
      });
    }
    return null;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/**
 * Refuses long strings where no `String` is expected: what is wrong is repeated in GraphQL's errors, several times on its
 * way out. How long a `String` may be depends on the field that takes it.
 */
function checkLengths(value: unknown, type: GraphQLInputType | undefined): void {
  if (typeof value === 'string') {
    if (value.length > OPERATION_LIMITS.stringLength && (!type || getNamedType(type) !== GraphQLString))
      throw tooLong();
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const expected = type && getNamedType(type);
  const fields = isInputObjectType(expected) ? expected.getFields() : {};
  for (const [key, child] of Object.entries(value)) {
    checkLengths(child, Array.isArray(value) ? type : fields[key]?.type);
  }
}

function tooLong(): GraphQLError {
  return unreadable(
    'TOO_LARGE',
    `A variable holds a value of more than ${OPERATION_LIMITS.stringLength} characters, where none so long is expected.`,
  );
}

/** Says where it is and what was expected there, and leaves the value out: it may be a password. */
function wrongValue(definition: VariableDefinitionNode, path: readonly (string | number)[], error: GraphQLError) {
  const name = definition.variable.name.value;
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return new GraphQLError(
    `Variable "${place === '' ? `$${name}` : name + place}" holds an invalid value: ${expectationOf(error.message)}`,
    { nodes: definition, originalError: error },
  );
}
