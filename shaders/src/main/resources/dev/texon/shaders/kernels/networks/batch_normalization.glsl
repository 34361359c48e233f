// (x - mean) / sqrt(variance + EPSILON) * gain + offset, with activation. Reads x, means, variances, weights (texels); uniforms vec2
// block: first texel of the layer's gains, offsets below, vec2 rows: of means and variances; writes y.
void main() {
  int group = split(fragment().x, WIDTH).x;
  vec4 mean = fetch_means(ivec2(group, int(rows.x)));
  vec4 variance = fetch_variances(ivec2(group, int(rows.y)));
  vec4 gain = fetch_weights(ivec2(block) + ivec2(group, 0));
  vec4 offset = fetch_weights(ivec2(block) + ivec2(group, 1));
  vec4 v = (fetch_x(fragment()) - mean) / sqrt(variance + EPSILON) * gain + offset;
  y = store(masked(activate(v), group, CHANNELS));
}
