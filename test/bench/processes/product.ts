/** One product of two square matrices again and again. */
import { medianTime } from "../median.ts";
import { fillMatrices, openPlan, type ProductOptions, productPlan } from "../product-plan.ts";
import { answer } from "./answer.ts";

interface ProductWork extends Pick<ProductOptions, "target" | "threads"> {
  readonly size: number;
  readonly seconds: number;
}

answer<ProductWork>(async (work) => {
  const { size, seconds } = work;
  const plan = productPlan({ m: size, k: size, n: size });
  const session = await openPlan(plan, work);
  fillMatrices(session, plan);
  return { median: medianTime(seconds, session.program("matmul").run) };
});
