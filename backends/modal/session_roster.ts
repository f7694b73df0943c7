/**
 * The open sessions of one backend. Those that share a volume see what another has kept there once it
 * has ended: a run reads what its children wrote.
 *
 * @module
 */

/** A session as the others know it. */
export interface RosterEntry {
  /** Whether it has a volume. */
  readonly hasVolume: boolean;
  /** Shows it what others have kept; never rejects. */
  reloadVolume(): Promise<void>;
}

/** Who is there. */
export class SessionRoster {
  readonly #open = new Set<RosterEntry>();

  /** A session begins. */
  enter(session: RosterEntry): void {
    this.#open.add(session);
  }

  /** A session never was. */
  forget(session: RosterEntry): void {
    this.#open.delete(session);
  }

  /** A session has ended; resolves when the others have what it kept. */
  async leave(session: RosterEntry): Promise<void> {
    if (!this.#open.delete(session) || !session.hasVolume) return;
    await Promise.all([...this.#open].map((each) => each.reloadVolume()));
  }
}
