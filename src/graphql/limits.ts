import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import {
  type ASTVisitor,
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type ParseOptions,
  type SelectionSetNode,
  type Source,
  type ValidationContext,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { OPERATION_LIMITS as LIMITS } from '../limits.ts';
import { useCostLimit } from './cost.ts';
import { unreadable } from './errors.ts';
import { useVariableLimits } from './variables.ts';

/** Fields that an operation may hold only once, and nothing beside them: what guards passwords counts operations. */
const ALONE = new Set(['login', 'register']);

/**
 * All limits of a document, as envelop hooks: those run for WebSocket operations too, where Yoga's HTTP hooks don't.
 */
export function useLimits(options: { introspection: boolean }): Plugin[] {
  const strict: Plugin = {
    onParse({ params, parseFn, setParseFn }: OnParse) {
      // Before the cache of documents looks for it.
      if (String(params.source).length > LIMITS.queryLength)
        throw unreadable('TOO_LARGE', `A document has at most ${LIMITS.queryLength} characters; this one has more.`);
      setParseFn((source, parseOptions) => parseFn(source, { ...parseOptions, maxTokens: LIMITS.tokens }));
    },
    onValidate({ addValidationRule, setValidationFn }) {
      addValidationRule(rootFieldsRule);
      if (!options.introspection) addValidationRule(NoSchemaIntrospectionCustomRule);
      setValidationFn(
        (
          schema: Parameters<typeof validate>[0],
          document: Parameters<typeof validate>[1],
          rules: Parameters<typeof validate>[2],
        ) =>
          validate(schema, document, rules, {
            maxErrors: LIMITS.errors,
            hideSuggestions: !options.introspection,
          }).filter(isAboutDocument),
      );
    },
  };
  return [
    strict,
    maxDepthPlugin({ n: LIMITS.depth, flattenFragments: true }) as Plugin,
    maxAliasesPlugin({ n: LIMITS.aliases, allowList: [] }) as Plugin,
    maxDirectivesPlugin({ n: LIMITS.directives }) as Plugin,
    useVariableLimits(),
    useCostLimit(),
  ];
}

/** Behind the last error that it looks for, GraphQL says that it looks for no more. */
function isAboutDocument({ nodes, message }: GraphQLError): boolean {
  return nodes !== undefined || !message.endsWith('Validation aborted.');
}

type ParseFn = (source: string | Source, options?: ParseOptions) => unknown;
interface OnParse {
  readonly params: { readonly source: unknown };
  readonly parseFn: ParseFn;
  setParseFn(parse: ParseFn): void;
}

/** Counts root fields through fragments, so that neither aliases nor spreads hide one. */
function rootFieldsRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const names = rootFieldNames(context, operation.selectionSet);
      if (names.length > LIMITS.rootFields) {
        context.reportError(
          new GraphQLError(`An operation may have ${LIMITS.rootFields} root fields; this one has more.`, {
            nodes: operation,
          }),
        );
      }
      const alone = names.find((name) => ALONE.has(name));
      if (alone && names.length > 1) {
        context.reportError(
          new GraphQLError(`'${alone}' must be the only field of its operation.`, { nodes: operation }),
        );
      }
    },
  };
}

function rootFieldNames(context: ValidationContext, root: SelectionSetNode): string[] {
  const names: string[] = [];
  const seen = new Set<string>();
  const walk = (set: SelectionSetNode) => {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) names.push(node.name.value);
      else if (node.kind === Kind.INLINE_FRAGMENT) walk(node.selectionSet);
      else if (!seen.has(node.name.value)) {
        seen.add(node.name.value);
        const fragment = context.getFragment(node.name.value);
        if (fragment) walk(fragment.selectionSet);
      }
    }
  };
  walk(root);
  return names;
}
