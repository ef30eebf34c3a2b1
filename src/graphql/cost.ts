import { complexityFromQuery } from '@pothos/plugin-complexity';
import { type DocumentNode, type ExecutionArgs, GraphQLError, getOperationAST, Kind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { OPERATION_LIMITS as LIMITS } from '../limits.ts';

/**
 * Refuses what costs too much before anything of it runs. Pothos' own check comes with the first root field's `resolve`,
 * which for a subscription is the first event: too late to spare the model.
 */
export function useCostLimit(): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      if (isTooCostly(args as ExecutionArgs)) setResultAndStopExecution({ errors: [tooCostly()] });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      if (isTooCostly(args as ExecutionArgs)) setResultAndStopExecution({ errors: [tooCostly()] });
    },
  };
}

function isTooCostly({ schema, document, operationName, variableValues, contextValue }: ExecutionArgs): boolean {
  try {
    const cost = complexityFromQuery(onlyOperation(document, operationName), {
      schema,
      variables: { ...variableValues },
      ctx: contextValue as object,
    });
    return cost.complexity > LIMITS.cost || cost.depth > LIMITS.costDepth || cost.breadth > LIMITS.costBreadth;
  } catch (error) {
    // Wrong variables are for the execution to tell, which refuses them before it does anything.
    if (error instanceof GraphQLError) return false;
    throw error;
  }
}

function tooCostly(): GraphQLError {
  return new GraphQLError('The operation costs too much. Ask for fewer fields or smaller pages.');
}

/** The document without the operations that will not run. */
function onlyOperation(document: DocumentNode, operationName: string | null | undefined): DocumentNode {
  const chosen = getOperationAST(document, operationName);
  return {
    ...document,
    definitions: document.definitions.filter(
      (definition) => definition.kind !== Kind.OPERATION_DEFINITION || definition === chosen,
    ),
  };
}
