/** `nnet new --task image`. */
import type { ImageTask } from "./starter-task.ts";

export const image: ImageTask = { kind: "image", name: "image", summary: "what a picture shows" };
