/** `SENDGRID_API_KEY` as the name of a parameter: `SendgridApiKey`. */
export const parameterName = (variable: string): string =>
  variable
    .split("_")
    .map((word) => `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`)
    .join("");
