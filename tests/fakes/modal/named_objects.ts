/**
 * Apps, secrets and volumes as the cloud keeps them: by id, and by name within an environment.
 *
 * @module
 */

import { RpcError } from "./rpc_error.ts";

/** What to do about an object that is there, or is not. The numbers of the wire. */
export const CREATION = {
  lookUp: 0,
  ifMissing: 1,
  failIfExists: 2,
  overwrite: 3,
  ephemeral: 5,
} as const;

/** Names of the environments that there are; the first is the default. */
const ENVIRONMENTS: readonly string[] = ["main", "dev"];

/**
 * The environment behind a name, the empty one meaning the default.
 * @throws {RpcError} NOT_FOUND
 */
export function environmentOf(name: string): string {
  const found = ENVIRONMENTS.find((known) => known === (name || ENVIRONMENTS[0]));
  if (found === undefined) throw new RpcError("NOT_FOUND", `Environment '${name}' not found`);
  return found;
}

/** What every object has. */
export interface NamedObject {
  /** Id. */
  readonly id: string;
  /** Name, or the empty string of one that has none. */
  readonly name: string;
  /** Environment that it is in. */
  readonly environment: string;
  /** When it was made, seconds of Unix time. */
  readonly createdAt: number;
}

/** How {@linkcode NamedObjects.getOrCreate} is asked. */
export interface GetOrCreate<T> {
  /** Name that the client gave. */
  readonly name: string;
  /** Environment that the client gave. */
  readonly environmentName: string;
  /** One of {@linkcode CREATION}. */
  readonly creation: number;
  /** Makes the object; gets the one that it replaces. */
  readonly make: (common: Pick<T & NamedObject, keyof NamedObject>, replaced?: T) => T;
}

/** Objects of one kind. */
export class NamedObjects<T extends NamedObject> {
  #objects = new Map<string, T>();

  /** @param kind Such as `Secret`, for messages. @param newId Makes an id. */
  constructor(readonly kind: string, readonly newId: () => string) {}

  /** Finds or makes an object as the wire's creation type says. */
  getOrCreate({ name, environmentName, creation, make }: GetOrCreate<T>): T {
    const environment = environmentOf(environmentName);
    const found = creation === CREATION.ephemeral ? undefined : this.find(name, environmentName);
    if (!found && creation === CREATION.lookUp) {
      const message = `${this.kind} '${name}' not found in environment '${environment}'`;
      throw new RpcError("NOT_FOUND", message);
    }
    if (found && creation === CREATION.failIfExists) {
      throw new RpcError("ALREADY_EXISTS", `${this.kind} '${name}' already exists`);
    }
    if (found && creation !== CREATION.overwrite) return found;
    const object = make({
      id: found?.id ?? this.newId(),
      name: creation === CREATION.ephemeral ? "" : name,
      environment,
      createdAt: Date.now() / 1_000,
    }, found);
    this.#objects.set(object.id, object);
    return object;
  }

  /** The object of a name, if there is one. */
  find(name: string, environmentName: string): T | undefined {
    const environment = environmentOf(environmentName);
    return this.#objects.values().find((object) =>
      object.name === name && object.environment === environment && name !== ""
    );
  }

  /**
   * The object of an id.
   * @throws {RpcError} NOT_FOUND
   */
  byId(id: string): T {
    const object = this.#objects.get(id);
    if (!object) throw new RpcError("NOT_FOUND", `${this.kind} ${id} not found`);
    return object;
  }

  /** Takes another object in the place of the one with its id. */
  replace(object: T): void {
    this.#objects.set(object.id, object);
  }

  /** Forgets an object. */
  delete(id: string): void {
    this.byId(id);
    this.#objects.delete(id);
  }

  /** The named objects of an environment, newest first. */
  list(environmentName: string, limits?: ListLimits): readonly T[] {
    const environment = environmentOf(environmentName);
    const { maxObjects = 0, createdBefore = 0 } = limits ?? {};
    return [...this.#objects.values()]
      .filter((object) => object.environment === environment && object.name !== "")
      .filter(({ createdAt }) => createdBefore === 0 || createdAt < createdBefore)
      .sort((a, b) => b.createdAt - a.createdAt)
      .slice(0, maxObjects === 0 ? undefined : maxObjects);
  }
}

/** How much of a list is wanted; 0 is no bound. */
export interface ListLimits {
  /** Most objects. */
  readonly maxObjects: number;
  /** Only those made before, seconds of Unix time. */
  readonly createdBefore: number;
}
