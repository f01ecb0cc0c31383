/** Offsets into the source text (UTF-16 units): `[start, end)`. */
export interface Range {
  start: number;
  end: number;
}

export type TemplatePart =
  | { kind: "literal"; text: string }
  | ({ kind: "interpolation"; value: Expression } & Range)
  /** `%{if …}`, `%{for …}`, `%{else}`, `%{endif}`, `%{endfor}`. */
  | ({
      kind: "directive";
      keyword: string;
      condition?: Expression;
      variables?: string[];
      collection?: Expression;
    } & Range);

export type Expression = Range &
  (
    | { kind: "literal"; value: string | number | boolean | null }
    | { kind: "template"; parts: TemplatePart[]; heredoc: boolean; indented: boolean }
    | { kind: "variable"; name: string }
    | { kind: "attribute"; of: Expression; name: string }
    | { kind: "index"; of: Expression; key: Expression }
    | { kind: "splat"; of: Expression }
    | { kind: "call"; name: string; args: Expression[]; expand: boolean }
    | { kind: "unary"; operator: "!" | "-"; operand: Expression }
    | { kind: "binary"; operator: string; left: Expression; right: Expression }
    | { kind: "conditional"; condition: Expression; yes: Expression; no: Expression }
    | { kind: "list"; items: Expression[] }
    | { kind: "object"; items: { key: Expression; value: Expression }[] }
    | {
        kind: "for";
        variables: string[];
        collection: Expression;
        /** Set for `{for … : key => value}`. */
        key?: Expression;
        value: Expression;
        condition?: Expression;
        group: boolean;
      }
    | { kind: "group"; inner: Expression }
  );

export interface Attribute extends Range {
  kind: "attribute";
  name: string;
  value: Expression;
}

export interface Block extends Range {
  kind: "block";
  type: string;
  labels: string[];
  body: Body;
  /** Just after `{` and just before `}`: where text may be put in. */
  inner: Range;
}

export type Body = (Attribute | Block)[];

/** What is wrong and where; `message` never repeats input. */
export interface SyntaxProblem {
  message: string;
  offset: number;
}
