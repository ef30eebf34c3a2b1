/** The attempt is over: the document was deleted, or another process has it. */
export class AttemptOver extends Error {
  override readonly name = 'AttemptOver';
}
