/** Words that stand for several layers and are worked out by the model stage itself. */
export const forms = ["Residual"] as const;

export function isForm(name: string): boolean {
  return forms.some((form) => form === name);
}

/** Functions of tensors; where all arguments are numbers, of constants. */
export const functionNames = [
  "abs",
  "cos",
  "exp",
  "log",
  "max",
  "mean",
  "min",
  "norm",
  "sin",
  "sqrt",
  "sum",
  "where",
] as const;

export function isFunctionName(name: string): boolean {
  return functionNames.some((each) => each === name);
}
