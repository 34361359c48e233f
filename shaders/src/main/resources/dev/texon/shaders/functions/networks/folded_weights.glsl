// Fetches weights of a layer that has more rows or columns than a texture: each band of them is folded by itself, as folded_input has it,
// and lies from texel LEFT, TOP of a band of HEIGHT rows on. Without folds its first texel would be 0, 0, and a band have BAND rows.
ivec2 place_weights(ivec2 at) {
  ivec2 band = split(at.y, BAND);
  ivec2 strip = split(at.x, STRIP_weights);
  ivec2 fold = split(band.y * STRIPS_weights + strip.x, LINES_weights);
  return ivec2(LEFT_weights + fold.x * STRIP_weights + strip.y, TOP_weights + fold.y + band.x * HEIGHT_weights);
}
vec4 folded_weights(ivec2 texel) { return fetch_weights(place_weights(texel)); }
vec4 folded_weights(vec2 centre) { return fetch_weights(place_weights(ivec2(centre))); }
#define fetch_weights folded_weights
