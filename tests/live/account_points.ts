/**
 * Points about the account: what it costs, and how one logs in.
 *
 * @module
 */

import { beginBrowserLogin } from "../../backends/modal/account/browser_login.ts";
import type { LivePoint } from "./live_point.ts";

/** The points. */
export const ACCOUNT_POINTS: readonly LivePoint[] = [
  {
    name: "rates",
    claim: "The prices of the workspace can be asked for",
    async run({ client }) {
      const { rates } = await client.cpClient.workspaceBillingRates({});
      if (Object.keys(rates).length === 0) throw new Error("there are none");
      return Object.entries(rates).map(([name, rate]) => `${name} ${rate}`).join(", ");
    },
  },
  {
    name: "usage",
    claim: "What a sandbox has used can be asked for",
    async run({ client, start, run }) {
      const sandbox = await start({ cpu: 1, memoryMiB: 512 });
      await run(sandbox, ["python3", "-c", "sum(range(10**7))"]);
      const { sandboxId } = sandbox;
      const usage = await client.cpClient.sandboxGetResourceUsage({ sandboxId });
      const { cpuCoreNanosecs, memGibNanosecs } = usage;
      return `${cpuCoreNanosecs / 1e9} core-seconds, ${memGibNanosecs / 1e9} GiB-seconds`;
    },
  },
  {
    name: "login",
    claim: "A login by browser can be begun without a token",
    async run({ client }) {
      const variables = new Map([["MODAL_SERVER_URL", client.profile.serverUrl]]);
      await using login = await beginBrowserLogin({ lookup: (name) => variables.get(name) });
      return `code ${login.code}`;
    },
  },
];
