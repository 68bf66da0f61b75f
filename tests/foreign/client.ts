// Compiled against the types that openapi-typescript makes of openapi.yaml, never run.
import type { components, operations, paths } from "./api";

type Check = components["schemas"]["Check"];
type Query = paths["/v1/check"]["get"]["parameters"]["query"];
type Refusal = operations["createCheck"]["responses"][422]["content"]["application/problem+json"];

export const query: Query = { statement: "3,000 people were arrested.", format: "html", limit: 5 };

export function line(check: Check): string {
  const [first] = check.evidence.conflicting;
  const words = first?.reasons[0]?.claim?.text ?? "nothing";
  const missing: string | null | undefined = check.abstention?.missing;
  return `${check.verdict} ${check.confidence.toFixed(2)}: ${words}, ${missing ?? "-"}`;
}

export function told(refusal: Refusal): string[] {
  return refusal.errors.map((error) => `${error.pointer}: ${error.detail}`);
}

// @ts-expect-error A statement is required.
export const without: Query = { format: "json" };

// @ts-expect-error There is no such verdict.
export const verdict: Check["verdict"] = "true";
