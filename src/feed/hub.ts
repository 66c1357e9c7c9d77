import type { Logger } from '../log.ts';
import { domainError } from '../protocol/errors.ts';
import type { Db } from '../tables.ts';
import { Follower } from './follower.ts';
import { type Entry, readHeads, type Stream } from './log.ts';
import type { Notifier } from './notifier.ts';
import { Tailer } from './tailer.ts';

export type HubOptions = {
  db: Db;
  log: Logger;
  notifier: Notifier;
  /** Entries of each active project kept at hand. */
  ringCapacity?: number;
  /** Milliseconds between looks at the logs that nobody has woken us for. */
  pollInterval?: number;
};

/** What to follow: a stream after a place in its project's log, as long as `signal` is not aborted. */
export type Following = Stream & { after: number; signal?: AbortSignal | undefined };

type Active = { tailer: Promise<Tailer>; followers: Set<Follower>; members: number };

/**
 * Delivers the logs of projects to those who follow them on this instance. Whoever follows is a place in a log and no queue:
 * each reads on when it can take more, from the ring of the project's tailer if it keeps up and from the database if not.
 */
export class Hub {
  readonly #options: Required<HubOptions>;
  readonly #active = new Map<number, Active>();
  readonly #silence: () => void;
  readonly #poll: NodeJS.Timeout;
  #polling = false;
  #closed = false;

  constructor(options: HubOptions) {
    this.#options = { ringCapacity: 1_024, pollInterval: 2_000, ...options };
    this.#silence = options.notifier.onWake((projectId) => this.#wake(projectId));
    this.#poll = setInterval(() => void this.#lookAround(), this.#options.pollInterval).unref();
  }

  /** What is held just now: projects read along, and subscribers of them all. */
  get load(): { tailers: number; followers: number } {
    const followers = [...this.#active.values()].reduce((sum, { members }) => sum + members, 0);
    return { tailers: this.#active.size, followers };
  }

  /**
   * Follows a stream: everything after a place, then whatever comes, in order. Ends without an error when its reader returns
   * or `signal` is aborted, and with UNAVAILABLE when the service stops.
   *
   * @throws DomainError NOT_FOUND where the project has been removed, INVALID where `after` lies beyond the log's end
   */
  async follow(following: Following): Promise<AsyncIterableIterator<Entry>> {
    const { projectId, after, signal } = following;
    if (this.#closed) throw stopping();
    const active = this.#join(projectId);
    try {
      const tailer = await active.tailer;
      if (after > tailer.ring.last) await this.#checkReached(projectId, after);
      if (this.#closed) throw stopping();
      const follower = new Follower(this.#options.db, tailer, following, () => {
        signal?.removeEventListener('abort', leave);
        active.followers.delete(follower);
        this.#part(projectId, active);
      });
      const leave = (): void => follower.end();
      active.followers.add(follower);
      signal?.addEventListener('abort', leave, { once: true });
      if (signal?.aborted) follower.end();
      return follower;
    } catch (error) {
      this.#part(projectId, active);
      throw error;
    }
  }

  /** Ends every subscription and reads nothing more. */
  close(): void {
    this.#closed = true;
    this.#silence();
    clearInterval(this.#poll);
    for (const { followers } of this.#active.values()) {
      for (const follower of followers) follower.end(stopping());
    }
  }

  #join(projectId: number): Active {
    const found = this.#active.get(projectId);
    const active = found ?? { tailer: this.#start(projectId), followers: new Set(), members: 0 };
    this.#active.set(projectId, active);
    active.members += 1;
    return active;
  }

  /** Nobody left means nobody to read for. */
  #part(projectId: number, active: Active): void {
    active.members -= 1;
    if (active.members > 0) return;
    if (this.#active.get(projectId) === active) this.#active.delete(projectId);
    active.tailer.then(
      (tailer) => tailer.end(),
      () => {},
    );
  }

  async #start(projectId: number): Promise<Tailer> {
    const { db, log, ringCapacity } = this.#options;
    const head = (await readHeads(db, [projectId])).get(projectId);
    if (head === undefined) throw domainError('NOT_FOUND', 'project', 'The project has been removed.');
    return new Tailer(db, log, projectId, head, ringCapacity);
  }

  /** The tailer may lag behind a cursor that was read a moment ago; beyond the log itself lies none that we gave out. */
  async #checkReached(projectId: number, after: number): Promise<void> {
    const head = (await readHeads(this.#options.db, [projectId])).get(projectId) ?? 0;
    if (after > head) throw domainError('INVALID', 'after', 'That cursor lies beyond the end of the log.');
    this.#wake(projectId);
  }

  #wake(projectId: number): void {
    this.#active.get(projectId)?.tailer.then(
      (tailer) => tailer.wake(),
      () => {},
    );
  }

  /** Finds what grew without waking us: written by another process, or its signal lost. One statement for all projects. */
  async #lookAround(): Promise<void> {
    const projects = [...this.#active.keys()];
    if (projects.length === 0 || this.#polling) return;
    this.#polling = true;
    try {
      const heads = await readHeads(this.#options.db, projects);
      for (const projectId of projects) {
        const active = this.#active.get(projectId);
        const head = heads.get(projectId);
        if (head === undefined) for (const follower of active?.followers ?? []) follower.end();
        else if (head > ((await active?.tailer)?.ring.last ?? head)) this.#wake(projectId);
      }
    } catch (err) {
      this.#options.log.warn({ err }, 'the feed could not be looked at; trying again');
    } finally {
      this.#polling = false;
    }
  }
}

function stopping(): Error {
  return domainError('UNAVAILABLE', [], 'The service is stopping; subscribe again with your last cursor.');
}
