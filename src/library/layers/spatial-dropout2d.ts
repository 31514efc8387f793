import { defineSpatialDropout } from "../spatial-dropout.ts";

export const spatialDropout2D = defineSpatialDropout(2, [2, 2, 4]);
