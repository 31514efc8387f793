import { defineSpatialDropout } from "../spatial-dropout.ts";

export const spatialDropout1D = defineSpatialDropout(1, [3, 4]);
