/** What an output is distributed as, where it stands left of `~`. */
import type { DistributionDefinition } from "../library/distribution.ts";
import { distributed } from "../library/operators/distributed.ts";
import type { Instance } from "../words/word.ts";
import type { LayerIR, TensorId } from "./ir.ts";

export interface DistributedParams {
  readonly distribution: Instance<DistributionDefinition>;
  readonly prior: Instance<DistributionDefinition> | null;
  readonly latent: boolean;
}

export function distributedParams({ layer }: LayerIR): DistributedParams | undefined {
  return layer.word === distributed ? (layer.params as unknown as DistributedParams) : undefined;
}

export function outputDistribution(
  value: TensorId,
  layers: ReadonlyMap<TensorId, LayerIR>,
): Instance<DistributionDefinition> | undefined {
  const layer = layers.get(value);
  const params = layer && distributedParams(layer);
  return params?.latent ? undefined : params?.distribution;
}
