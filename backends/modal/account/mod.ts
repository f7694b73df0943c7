/**
 * The account at Modal, for the commands that look after it.
 *
 * @module
 */

import type { Cloud } from "../../../src/core/cloud_account.ts";
import { beginBrowserLogin } from "./browser_login.ts";
import { TOKEN_VARIABLES } from "./identity.ts";
import { openModalAccount } from "./modal_account.ts";
import { storeToken } from "./store_token.ts";

/** Modal as a cloud with accounts. */
export const MODAL_CLOUD: Cloud = {
  tokenPage: "https://modal.com/settings/tokens",
  tokenVariables: TOKEN_VARIABLES,
  openAccount: openModalAccount,
  storeToken,
  beginBrowserLogin,
};
