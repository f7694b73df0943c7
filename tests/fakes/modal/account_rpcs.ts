/**
 * The account: tokens, the workspace, environments, apps, prices, and the login by browser.
 *
 * @module
 */

import type { AccessTokens } from "./access_tokens.ts";
import { CREATION, environmentOf, type NamedObject, NamedObjects } from "./named_objects.ts";
import { newId } from "./object_id.ts";
import { RpcError } from "./rpc_error.ts";
import { type RpcMethods, unaryMethods } from "./rpc_method.ts";
import { ACCOUNT_RPCS } from "./schema_account.ts";

const IMAGE_BUILDER_VERSION = "2025.06";

/** Apps, which sandboxes belong to. */
export class AppStore {
  #apps = new NamedObjects<NamedObject>("App", () => newId("ap-"));

  /** Finds or makes an app. */
  getOrCreate(name: string, environmentName: string, creation: number): NamedObject {
    return this.#apps.getOrCreate({ name, environmentName, creation, make: (common) => common });
  }

  /** The app of a name, if there is one. */
  find(name: string, environmentName: string): NamedObject | undefined {
    return this.#apps.find(name, environmentName);
  }

  /** The app of an id. @throws {RpcError} NOT_FOUND */
  byId(id: string): NamedObject {
    return this.#apps.byId(id);
  }
}

/** What the methods need. */
export interface AccountParts {
  readonly tokens: AccessTokens;
  readonly apps: AppStore;
  readonly workspace: string;
  /** Address of the fake. */
  readonly url: () => string;
}

/** A login by browser that has begun. */
interface TokenFlow {
  readonly waitSecret: string;
  readonly localhostPort: number;
}

/** The methods. */
export function accountMethods({ tokens, apps, workspace, url }: AccountParts): RpcMethods {
  const flows = new Map<string, TokenFlow>();
  return unaryMethods(ACCOUNT_RPCS, {
    AuthTokenGet: () => ({ token: tokens.forAccount() }),
    ClientHello: () => ({ imageBuilderVersion: IMAGE_BUILDER_VERSION }),
    WorkspaceNameLookup: () => ({ workspaceName: workspace, username: workspace }),
    WorkspaceBillingRates: () => ({
      rates: { cpu_core: "0.1419", memory_gib: "0.0242" },
    }),
    TokenFlowCreate({ localhostPort }) {
      const tokenFlowId = newId("tf-");
      const waitSecret = newId("");
      flows.set(tokenFlowId, { waitSecret, localhostPort });
      const webUrl = `${url()}/token-flow/${tokenFlowId}`;
      return { tokenFlowId, waitSecret, webUrl, code: newId("", 6) };
    },
    async TokenFlowWait({ tokenFlowId, waitSecret }, { signal }) {
      const flow = flows.get(tokenFlowId);
      if (!flow || flow.waitSecret !== waitSecret) {
        throw new RpcError("NOT_FOUND", "There is no such login");
      }
      if (!await isApproved(tokenFlowId, flow, signal)) return { timeout: true };
      flows.delete(tokenFlowId);
      return { ...tokens.account, workspaceUsername: workspace };
    },
    AppGetOrCreate: ({ appName, environmentName, objectCreationType }) => {
      return { appId: apps.getOrCreate(appName, environmentName, objectCreationType).id };
    },
    EnvironmentGetOrCreate({ deploymentName, objectCreationType }) {
      if (objectCreationType !== CREATION.lookUp) {
        throw new RpcError("UNIMPLEMENTED", "The fake makes no environments");
      }
      const name = environmentOf(deploymentName);
      const settings = { imageBuilderVersion: IMAGE_BUILDER_VERSION };
      return { environmentId: `en-${name}`, metadata: { name, settings } };
    },
  });
}

/**
 * What the page in the browser does once the user agreed: it asks the program that began the login,
 * on this machine, whether it is the one.
 */
async function isApproved(id: string, flow: TokenFlow, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${flow.localhostPort}/`, { signal });
    return (await response.text()) === id;
  } catch {
    return false;
  }
}
