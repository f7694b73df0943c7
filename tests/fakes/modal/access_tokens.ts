/**
 * Who may call: the account's token for the control plane, and tokens that end for each sandbox.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import type { RpcCall } from "./rpc_method.ts";
import { RpcError } from "./rpc_error.ts";

/** Service of the control plane. */
export const CONTROL_PLANE = "modal.client.ModalClient";
/** Service that a client reaches a sandbox by. */
export const ROUTER = "modal.task_command_router.TaskCommandRouter";

const ACCOUNT_TOKEN_LIFETIME_MS = 3_600_000;
/** Methods for those who have no token yet. */
const ANONYMOUS: readonly string[] = ["ClientHello", "TokenFlowCreate", "TokenFlowWait"];

/** The account's credentials and how long a sandbox's token is good. */
export interface AccessPlan {
  readonly tokenId: string;
  readonly tokenSecret: string;
  readonly jwtLifetimeMs: number;
}

/** Makes tokens and checks them. */
export class AccessTokens {
  #plan: AccessPlan;
  /** In the place of a signature: what no client can know. */
  #key = crypto.randomUUID().replaceAll("-", "");

  constructor(plan: AccessPlan) {
    this.#plan = plan;
  }

  /** The account's token. */
  get account(): Pick<AccessPlan, "tokenId" | "tokenSecret"> {
    return this.#plan;
  }

  /** A token for the control plane. */
  forAccount(): string {
    return this.#make({}, ACCOUNT_TOKEN_LIFETIME_MS);
  }

  /** A token for one task. */
  forTask(taskId: string): string {
    return this.#make({ taskId }, this.#plan.jwtLifetimeMs);
  }

  /** @throws {RpcError} UNAUTHENTICATED */
  authorize(service: string, { method, metadata }: RpcCall): void {
    if (service === ROUTER) {
      this.taskOf(metadata);
      return;
    }
    if (ANONYMOUS.includes(method)) return;
    const { tokenId, tokenSecret } = this.#plan;
    if (metadata["x-modal-token-id"] !== tokenId) {
      throw new RpcError("UNAUTHENTICATED", "Token ID is malformed or unknown");
    }
    if (metadata["x-modal-token-secret"] !== tokenSecret) {
      throw new RpcError("UNAUTHENTICATED", "Token secret does not match");
    }
  }

  /**
   * The task that a call's token is for.
   * @throws {RpcError} UNAUTHENTICATED
   */
  taskOf(metadata: RpcCall["metadata"]): string {
    const [, payload = "", key] = (metadata["authorization"] ?? "").split(" ")[1]?.split(".") ?? [];
    if (key !== this.#key) throw new RpcError("UNAUTHENTICATED", "Invalid token");
    const { exp, taskId } = JSON.parse(Buffer.from(payload, "base64url").toString());
    if (exp * 1_000 <= Date.now()) throw new RpcError("UNAUTHENTICATED", "Token has expired");
    return String(taskId);
  }

  #make(claims: Readonly<Record<string, string>>, lifetimeMs: number): string {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const exp = (Date.now() + lifetimeMs) / 1_000;
    return `${part({ alg: "none" })}.${part({ ...claims, exp })}.${this.#key}`;
  }
}
