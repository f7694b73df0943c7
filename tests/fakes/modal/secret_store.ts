/**
 * Stored secrets: their values go in and come out in sandboxes alone, their keys can be asked for.
 *
 * @module
 */

import { CREATION, type NamedObject, NamedObjects } from "./named_objects.ts";
import { newId } from "./object_id.ts";
import { RpcError } from "./rpc_error.ts";
import { type RpcMethods, unaryMethods } from "./rpc_method.ts";
import { SECRET_RPCS } from "./schema_account.ts";

/** A secret with its values. */
export interface Secret extends NamedObject {
  /** The variables that it puts into a sandbox. */
  readonly env: Readonly<Record<string, string>>;
}

/** A source of variables as the wire has it. */
export interface SecretSource {
  readonly secretId: string;
  readonly env?: { readonly contents: Readonly<Record<string, string>> } | undefined;
}

/** All secrets. */
export class SecretStore {
  #secrets = new NamedObjects<Secret>("Secret", () => newId("st-"));

  /** Stores a secret. */
  store(name: string, env: Readonly<Record<string, string>>): void {
    this.#make({ name, environmentName: "", creation: CREATION.overwrite, env });
  }

  /** Names of the secrets with these ids; one without a name is left out. */
  namesOf(ids: readonly string[]): readonly string[] {
    return ids.map((id) => this.#secrets.byId(id).name).filter(Boolean);
  }

  /** The variables of some secrets and sources together, the later ones above the earlier. */
  variables(
    ids: readonly string[],
    sources: readonly SecretSource[] = [],
  ): Record<string, string> {
    return Object.assign(
      {},
      ...ids.map((id) => this.#secrets.byId(id).env),
      ...sources.map(({ secretId, env }) => env?.contents ?? this.#secrets.byId(secretId).env),
    );
  }

  /** The methods. */
  methods(): RpcMethods {
    const secrets = this.#secrets;
    const metadata = ({ name, environment, createdAt, env }: Secret) => ({
      name,
      environmentName: environment,
      creationInfo: { createdAt },
      keys: Object.keys(env),
    });
    return unaryMethods(SECRET_RPCS, {
      SecretGetOrCreate: (request) => {
        const secret = this.#make({
          name: request.deploymentName,
          environmentName: request.environmentName,
          creation: request.objectCreationType,
          env: request.envDict,
        });
        const missing = request.requiredKeys.filter((key) => !Object.hasOwn(secret.env, key));
        if (missing.length > 0) {
          const message = `Secret is missing key(s): ${missing.join(", ")}`;
          throw new RpcError("FAILED_PRECONDITION", message);
        }
        return { secretId: secret.id, metadata: metadata(secret) };
      },
      SecretGetInfo: ({ secretId }) => ({ metadata: metadata(secrets.byId(secretId)) }),
      SecretList: ({ environmentName, pagination }) => ({
        environmentName,
        items: secrets.list(environmentName, pagination).map((secret) => ({
          label: secret.name,
          secretId: secret.id,
          createdAt: secret.createdAt,
          environmentName: secret.environment,
          metadata: metadata(secret),
        })),
      }),
      SecretUpdate: ({ secretId, updates }) => {
        const secret = secrets.byId(secretId);
        const env = new Map(Object.entries(secret.env));
        for (const { key, value } of updates) {
          if (value === undefined) env.delete(key);
          else env.set(key, value);
        }
        secrets.replace({ ...secret, env: Object.fromEntries(env) });
        return {};
      },
      SecretDelete: ({ secretId }) => {
        secrets.delete(secretId);
        return {};
      },
    });
  }

  #make({ env, ...asked }: {
    readonly name: string;
    readonly environmentName: string;
    readonly creation: number;
    readonly env: Readonly<Record<string, string>>;
  }): Secret {
    return this.#secrets.getOrCreate({ ...asked, make: (common) => ({ ...common, env }) });
  }
}
