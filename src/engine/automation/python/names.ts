/** Keywords, built-ins and the names that a generated module has anyway: a step may not be called like one. */
const TAKEN = new Set(
  (
    "and as assert async await break case class continue def del elif else except finally for from global if import in " +
    "is lambda match nonlocal not or pass raise return try type while with abs all any bool bytes dict dir filter float " +
    "format hash help id input int iter len list map max min next object open pow print range repr round set slice sorted " +
    "str sum super tuple vars zip json os re time base64 hmac hashlib logging sys uuid ssl email math functools " +
    "contextlib smtplib imaplib urllib http html boto3 pymysql pg8000 data item event context trigger answer response " +
    "lambda_handler run_workflow record request key datetime payload"
  ).split(" "),
);

/** The name of a step's function: its id, unless that is a word of Python's or of the module's. */
export const functionName = (id: string): string => (TAKEN.has(id) ? `${id}_step` : id);

/** A local variable for an input. */
export const variableName = (input: string): string => (TAKEN.has(input) ? `${input}_value` : input);

/** `aws-dynamodb` as part of a constant's name. */
export const constantName = (id: string): string => id.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");
