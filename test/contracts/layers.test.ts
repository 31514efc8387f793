import type { LayerDefinition } from "../../src/library/layer.ts";
import { wordsOf } from "../library/word-contract.ts";
import { layerContract } from "./layer-contract.ts";

for (const word of wordsOf<LayerDefinition>("layer")) layerContract(word);
