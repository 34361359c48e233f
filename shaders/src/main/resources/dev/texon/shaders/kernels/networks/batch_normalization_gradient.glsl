// Gradient of the input of a batch normalisation (Ioffe and Szegedy 2015, section 3), times the slope of the activation that made the
// input. Reads delta, x, means, variances, weights, gradients: of gains and offsets, means over the batch (texels); uniforms vec2 block
// as in batch_normalization, float count: samples that count; writes gradient.
void main() {
  int group = split(fragment().x, WIDTH).x;
  int n = split(fragment().y, HEIGHT).x;
  vec4 x = fetch_x(fragment());
  vec4 scale = 1.0 / sqrt(fetch_variances(ivec2(group, 0)) + EPSILON);
  vec4 normal = (x - fetch_means(ivec2(group, 0))) * scale;
  vec4 gain = fetch_weights(ivec2(block) + ivec2(group, 0));
  vec4 mean_normal = fetch_gradients(ivec2(block) + ivec2(group, 0)) / float(WIDTH * HEIGHT);
  vec4 mean_delta = fetch_gradients(ivec2(block) + ivec2(group, 1)) / float(WIDTH * HEIGHT);
  vec4 d = gain * scale * (fetch_delta(fragment()) - mean_delta - normal * mean_normal);
  gradient = store(float(n) < count ? d * slope(x) : vec4(0.0));
}
