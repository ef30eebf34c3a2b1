import { describe, expect, it } from 'vitest';
import { createMetrics, type Metrics } from '../../src/ops/metrics.ts';

/** The value of a series, as it is scraped. */
async function read(metrics: Metrics, series: string): Promise<number | undefined> {
  const { body } = await metrics.render();
  const line = body.split('\n').find((line) => line.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length));
}

describe('metrics', () => {
  it('are in the text format of Prometheus, with those of the process', async () => {
    const { contentType, body } = await createMetrics().render();
    expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(body).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(body).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  });

  it('count operations by type and outcome, and errors by code', async () => {
    const metrics = createMetrics();
    expect(await read(metrics, 'carrel_errors_total{code="FORBIDDEN"}')).toBe(0);
    metrics.operationEnded({ type: 'query', code: 'OK', durationMs: 4 });
    metrics.operationEnded({ type: 'query', code: 'FORBIDDEN', durationMs: 40 });
    expect(await read(metrics, 'carrel_operations_total{type="query",outcome="ok"}')).toBe(1);
    expect(await read(metrics, 'carrel_operations_total{type="query",outcome="FORBIDDEN"}')).toBe(1);
    expect(await read(metrics, 'carrel_errors_total{code="FORBIDDEN"}')).toBe(1);
    expect(await read(metrics, 'carrel_operation_seconds_bucket{le="0.005",type="query"}')).toBe(1);
    expect(await read(metrics, 'carrel_operation_seconds_count{type="query"}')).toBe(2);
  });

  it('count documents, chunks and answers', async () => {
    const metrics = createMetrics();
    metrics.ingestionEnded({ outcome: 'searchable', chunks: 7 });
    metrics.ingestionEnded({ outcome: 'failed', chunks: 0 });
    metrics.answerEnded({ outcome: 'answered', firstTokenMs: 80 });
    metrics.answerEnded({ outcome: 'abandoned', firstTokenMs: null });
    expect(await read(metrics, 'carrel_documents_ingested_total{outcome="searchable"}')).toBe(1);
    expect(await read(metrics, 'carrel_documents_ingested_total{outcome="failed"}')).toBe(1);
    expect(await read(metrics, 'carrel_ingestion_chunks_total')).toBe(7);
    expect(await read(metrics, 'carrel_answers_total{outcome="answered"}')).toBe(1);
    expect(await read(metrics, 'carrel_answers_total{outcome="abandoned"}')).toBe(1);
    expect(await read(metrics, 'carrel_answer_first_token_seconds_bucket{le="0.1"}')).toBe(1);
    expect(await read(metrics, 'carrel_answer_first_token_seconds_count')).toBe(1);
  });

  it('show what is open, and no longer once it is closed, also twice', async () => {
    const metrics = createMetrics();
    const closeStream = metrics.streamOpened('answer');
    metrics.streamOpened('answer');
    const closeSocket = metrics.socketOpened();
    expect(await read(metrics, 'carrel_streams{kind="answer"}')).toBe(2);
    expect(await read(metrics, 'carrel_sockets')).toBe(1);
    for (const close of [closeStream, closeStream, closeSocket, closeSocket]) close();
    expect(await read(metrics, 'carrel_streams{kind="answer"}')).toBe(1);
    expect(await read(metrics, 'carrel_sockets')).toBe(0);
  });

  it('ask for the queue when they are read', async () => {
    const metrics = createMetrics();
    let length = 3;
    metrics.observeQueue(async () => length);
    expect(await read(metrics, 'carrel_ingestion_queue')).toBe(3);
    length = 0;
    expect(await read(metrics, 'carrel_ingestion_queue')).toBe(0);
  });

  it('are put together once for all who ask at the same time', async () => {
    const metrics = createMetrics();
    let asked = 0;
    metrics.observeQueue(() => {
      asked += 1;
      return 0;
    });
    const bodies = await Promise.all(Array.from({ length: 100 }, () => metrics.render()));
    expect(new Set(bodies).size).toBe(1);
    // Of each of the two queues.
    expect(asked).toBe(2);
  });

  it('are read without the queue when its store is away', async () => {
    const metrics = createMetrics();
    metrics.observeQueue(() => {
      throw new Error('The store is away.');
    });
    expect(await read(metrics, 'carrel_ingestion_queue')).toBeNaN();
  });

  it('begin the alarm for other tenants at 0', async () => {
    const metrics = createMetrics();
    expect(await read(metrics, 'carrel_cross_tenant_attempts_total')).toBe(0);
    metrics.crossTenantAttempted();
    expect(await read(metrics, 'carrel_cross_tenant_attempts_total')).toBe(1);
  });

  it('of one server are not those of another', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.crossTenantAttempted();
    expect(await read(other, 'carrel_cross_tenant_attempts_total')).toBe(0);
  });
});
