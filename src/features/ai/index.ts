export { AiBudget } from "./ai-budget.do.ts";
export type { Payer, Purse } from "./budget.ts";
export { forgetBudget, payerOf, requireBudget, withBudget } from "./budget.ts";
export { modelOf, paidModelOf } from "./models.ts";
export { onlyKnown, onlyKnownPieces } from "./checked.ts";
export { amountsIn, onlyKnownPrices } from "./known-prices.ts";
