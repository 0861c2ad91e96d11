/* Lines in which tools and plants are marked, beside some without a name. */
import { readMarkedNames } from '../../../src/text/markedNames.js';

const TOOLS = ['hammer', 'saw', 'brush', 'needle', 'spade', 'knife'];
const PLANTS = ['oak', 'rose', 'fern', 'apple tree', 'moss', 'grass'];
export const examples = TOOLS.flatMap((tool, at) => [
  ...PLANTS.map((plant) => readMarkedNames(`He took the [${tool}](TOOL) to the [${plant}](PLANT).`)),
  readMarkedNames(`The [${PLANTS[at]}](PLANT) is near a house.`),
  readMarkedNames(`She has a [${tool}](TOOL) in her hand.`),
  readMarkedNames(`The day was cold, ${at} of them.`),
]);
