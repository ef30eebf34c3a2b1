import {
  coerceInputValue,
  type ExecutionArgs,
  GraphQLError,
  getOperationAST,
  isInputType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { expectationOf } from './errors.ts';
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

/** Says where it is and what was expected there, and leaves the value out: it may be a password. */
function wrongValue(definition: VariableDefinitionNode, path: readonly (string | number)[], error: GraphQLError) {
  const name = definition.variable.name.value;
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return new GraphQLError(
    `Variable "${place === '' ? `$${name}` : name + place}" holds an invalid value: ${expectationOf(error.message)}`,
    { nodes: definition, originalError: error },
  );
}
