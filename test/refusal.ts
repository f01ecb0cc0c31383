export interface Answer {
  status: number;
  type: string;
  text: string;
}

/** A refusal says what is wrong in the agreed form, and nothing of the request. */
export const refusalOf = ({ status, type, text }: Answer) => {
  const { status: stated, code, detail, request_id } = JSON.parse(text) as Record<string, unknown>;
  const isNamed = [code, detail, request_id].every((field) => typeof field === "string");
  return { status, type, stated, isNamed, tells: /canary|node_modules|\.ts:\d/i.exec(text)?.[0] };
};
export const refused = (status: number) => ({
  status,
  type: "application/problem+json",
  stated: status,
  isNamed: true,
  tells: undefined,
});
