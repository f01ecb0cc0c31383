/** Stands in a text for what is only known after apply. */
export const gap = "${…}";
