const NAMES: Readonly<Record<number, string>> = {
  1: 'InternalError',
  2: 'BadValue',
  6: 'HostUnreachable',
  7: 'HostNotFound',
  8: 'UnknownError',
  9: 'FailedToParse',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  20: 'IllegalOperation',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  59: 'CommandNotFound',
  64: 'WriteConcernTimeout',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  68: 'IndexAlreadyExists',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  89: 'NetworkTimeout',
  91: 'ShutdownInProgress',
  112: 'WriteConflict',
  115: 'CommandNotSupported',
  121: 'DocumentValidationFailure',
  125: 'CommandFailed',
  134: 'ReadConcernMajorityNotAvailableYet',
  168: 'InvalidPipelineOperator',
  189: 'PrimarySteppedDown',
  197: 'InvalidIndexSpecificationOption',
  237: 'CursorKilled',
  251: 'NoSuchTransaction',
  260: 'InvalidResumeToken',
  262: 'ExceededTimeLimit',
  263: 'OperationNotSupportedInTransaction',
  280: 'ChangeStreamFatalError',
  286: 'ChangeStreamHistoryLost',
  291: 'NoQueryExecutionPlans',
  323: 'APIStrictError',
  9001: 'SocketException',
  10107: 'NotWritablePrimary',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  13297: 'DatabaseDifferCase',
  31082: 'SearchNotEnabled',
};

/** What the server answers with `ok: 0`, or as one of `writeErrors`. */
export class CommandError extends Error {
  readonly code: number;
  readonly labels: readonly string[];
  /** Further fields of the answer, such as `keyPattern` or `errInfo`. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    code: number,
    message: string,
    options: { labels?: readonly string[]; extra?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message);
    this.code = code;
    this.labels = options.labels ?? [];
    this.extra = options.extra ?? {};
  }
}

/** The name that mongod gives to a code. */
export function codeName(code: number): string {
  return NAMES[code] ?? `Location${code}`;
}

/** Code 2. */
export function badValue(message: string): CommandError {
  return new CommandError(2, message);
}

/** Code 26. */
export function namespaceNotFound(message: string): CommandError {
  return new CommandError(26, message);
}

/** Code 50, for what takes longer than its `maxTimeMS`. */
export function timeIsOver(): CommandError {
  return new CommandError(50, 'operation exceeded time limit');
}

/** Code 8 as mongod passes on what mongot refuses (up to 8.0; from 8.1 on the prefix is another). */
export function mongotError(message: string, code = 8): CommandError {
  return new CommandError(code, `PlanExecutor error during aggregation :: caused by :: ${message}`);
}

/** Any failure as the document that answers a command. */
export function errorReply(error: unknown): Record<string, unknown> {
  const known = error instanceof CommandError ? error : fromMingo(error);
  return {
    ok: 0,
    code: known.code,
    codeName: codeName(known.code),
    errmsg: known.message,
    ...(known.labels.length > 0 && { errorLabels: known.labels }),
    ...known.extra,
  };
}

function fromMingo(error: unknown): CommandError {
  const message = error instanceof Error ? error.message : String(error);
  const stage = /^unregistered pipeline operator (\$\w+)/.exec(message)?.[1];
  if (stage) return new CommandError(40324, `Unrecognized pipeline stage name: '${stage}'`);
  const operator = /^accumulator '(\$\w+)' is not registered/.exec(message)?.[1];
  if (operator) return new CommandError(168, `Unrecognized expression '${operator}'`);
  if (message.includes('exclusion and inclusion')) return new CommandError(31254, message);
  if (error instanceof Error && error.constructor.name === 'MingoError') return badValue(message);
  return new CommandError(1, `The test server failed: ${error instanceof Error ? error.stack : message}`);
}
