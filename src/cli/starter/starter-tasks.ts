/** All tasks of `nnet new`. */
import { binary } from "./binary.ts";
import { image } from "./image.ts";
import { mixed } from "./mixed.ts";
import { multiclass } from "./multiclass.ts";
import { regression } from "./regression.ts";
import { sequence } from "./sequence.ts";
import type { StarterTask } from "./starter-task.ts";

export const starterTasks: readonly StarterTask[] = [binary, multiclass, regression, image, sequence, mixed];
