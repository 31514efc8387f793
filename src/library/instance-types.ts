/** Types of parameters that are words of the library. */
import { instanceOf, numberOr } from "../words/instance-of.ts";
import type { ActivationDefinition } from "./activation.ts";
import type { ConstraintDefinition } from "./constraint.ts";
import type { InitializerDefinition } from "./initializer.ts";
import type { LossDefinition } from "./loss.ts";
import type { RegularizerDefinition } from "./regularizer.ts";
import type { ScheduleDefinition } from "./schedule.ts";

export const activationType = instanceOf<ActivationDefinition>("activation");
export const initializerType = instanceOf<InitializerDefinition>("initializer");
export const regularizerType = instanceOf<RegularizerDefinition>("regularizer");
export const constraintType = instanceOf<ConstraintDefinition>("constraint");
export const scheduleType = instanceOf<ScheduleDefinition>("schedule");
export const lossType = instanceOf<LossDefinition>("loss");
export const numberOrInitializer = numberOr(initializerType);
