/**
 * Where a deployment of Azure OpenAI is. Pure.
 *
 * Two layouts: a resource's own (`…/openai/deployments/NAME/chat/completions?api-version=…`) and the
 * newer one that looks like OpenAI's (`…/openai/v1`, no version). Source:
 * learn.microsoft.com/azure/foundry/openai/api-version-lifecycle.
 *
 * @module
 */

/** The newest stable version of the interface by deployments. */
export const AZURE_API_VERSION = "2024-10-21";

/** Variables that hold another version, the first set one wins. */
export const AZURE_VERSION_VARIABLES: readonly string[] = [
  "AZURE_API_VERSION",
  "OPENAI_API_VERSION",
];

/** A base URL and what is added to every request's query. */
export interface AzureLocation {
  /** URL before `/chat/completions`. */
  readonly baseUrl: string;
  /** Query of every request. */
  readonly query: Readonly<Record<string, string>>;
}

/**
 * Finds a deployment below whatever base URL the user has: the resource alone, with `/openai`, with
 * the deployment, or the newer `/openai/v1`.
 *
 * @param base Base URL without a trailing slash.
 */
export function locateDeployment(
  base: string,
  options: { readonly deployment: string; readonly apiVersion?: string | undefined },
): AzureLocation {
  const { deployment, apiVersion } = options;
  if (/\/v1$/.test(base)) {
    return { baseUrl: base, query: apiVersion === undefined ? {} : { "api-version": apiVersion } };
  }
  const query = { "api-version": apiVersion ?? AZURE_API_VERSION };
  if (/\/deployments\/[^/]+$/.test(base)) return { baseUrl: base, query };
  const root = base.replace(/\/openai$/, "");
  return { baseUrl: `${root}/openai/deployments/${encodeURIComponent(deployment)}`, query };
}
