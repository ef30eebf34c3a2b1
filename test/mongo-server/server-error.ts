import { MongoServerError } from 'mongodb';

/**
 * The error that the server answers a piece of work with.
 * @throws Error when it isn't refused; whatever else it fails with
 */
export async function serverError(work: Promise<unknown>): Promise<MongoServerError> {
  const outcome = await work.then(
    () => new Error('The server refused nothing.'),
    (reason: unknown) => reason,
  );
  if (outcome instanceof MongoServerError) return outcome;
  throw outcome;
}
