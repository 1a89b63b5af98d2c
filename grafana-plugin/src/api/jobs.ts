import type { Send } from './client';
import { messageOf } from './errors';
import type { Job } from './types';

export type Pause = (ms: number) => Promise<void>;

const POLL_MS = 500;
const MOST_POLLS = 240;

export const waitFor: Pause = (ms) => new Promise((go) => setTimeout(go, ms));

/** Follows jobs of the engine: what takes longer than the backend's patience is one. */
export class JobFollower {
  constructor(
    private readonly send: Send,
    private readonly pause: Pause = waitFor
  ) {}

  /** The answer itself, or the result of the job that came in its place. */
  async resultOf<Value>(answer: unknown): Promise<Value> {
    return (isJob(answer) ? await this.finish(answer) : answer) as Value;
  }

  /** Follows a job to its end and returns its result. */
  async finish(job: Job, onProgress?: (share: number) => void): Promise<Job['result']> {
    let now = job;
    for (let turn = 0; turn < MOST_POLLS && now.state !== 'done'; turn += 1) {
      if (now.state === 'failed') {
        throw new Error(messageOf({ data: { message: 'The engine could not compute this.', ...now.error } }));
      }
      onProgress?.(now.progress);
      await this.pause(turn < 4 ? POLL_MS : 4 * POLL_MS);
      now = (await this.send('GET', `api/v1/jobs/${now.id}`)) as Job;
    }
    if (now.state !== 'done') {
      throw new Error('The engine has not answered for minutes. Look at its health on the page "What is unusual".');
    }
    return now.result;
  }
}

function isJob(answer: unknown): answer is Job {
  const { state, progress } = (answer ?? {}) as Partial<Job>;
  return state !== undefined && progress !== undefined;
}
