import { AppError, notFound } from '../errors.ts';
import type { AnswerId } from '../ids.ts';
import { withoutInvisible } from '../lib/text/visible.ts';
import type { AnswerRecord, Rating } from '../store/answers.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';

const MAX_COMMENT_LENGTH = 2_000;

/** What those who ask think of their answers. */
export interface RatingsService {
  /** Rates an answer, or changes its rating. @throws AppError `NOT_FOUND` for an answer that isn't kept; `BAD_INPUT` */
  rate(tenant: ScopedTenant, id: AnswerId, rating: Rating): Promise<AnswerRecord>;
}

/** The service on a tenant's own answers. */
export function createRatingsService(): RatingsService {
  return {
    rate: async (tenant, id, { helpful, comment }) => {
      const rated = await tenant.answers.rate(id, { helpful, comment: comment && parseComment(comment) });
      if (!rated) throw notFound('answer');
      return rated;
    },
  };
}

function parseComment(raw: string): string | null {
  const comment = withoutInvisible(raw);
  if (comment.length > MAX_COMMENT_LENGTH) {
    throw new AppError(
      'BAD_INPUT',
      `A comment has at most ${MAX_COMMENT_LENGTH} characters; this one has ${comment.length}.`,
    );
  }
  return comment || null;
}
