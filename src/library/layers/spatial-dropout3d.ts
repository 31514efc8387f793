import { defineSpatialDropout } from "../spatial-dropout.ts";

export const spatialDropout3D = defineSpatialDropout(3, [2, 1, 2, 4]);
