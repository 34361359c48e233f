// (x - mean) / sqrt(variance + EPSILON) * scale + shift, with activation. Reads x, means, variances, weights (texels); uniforms vec2
// block: first texel of the layer's scales, shifts below, vec2 rows: of means and variances; writes y.
#include "networks/layout"
#slot activation
#slot store
void main() {
  int group = split(fragment().x, WIDTH).x;
  vec4 mean = fetch_means(ivec2(group, int(rows.x)));
  vec4 variance = fetch_variances(ivec2(group, int(rows.y)));
  vec4 scale = fetch_weights(ivec2(block) + ivec2(group, 0));
  vec4 shift = fetch_weights(ivec2(block) + ivec2(group, 1));
  vec4 v = (fetch_x(fragment()) - mean) / sqrt(variance + EPSILON) * scale + shift;
  y = store(masked(activate(v), group, CHANNELS));
}
