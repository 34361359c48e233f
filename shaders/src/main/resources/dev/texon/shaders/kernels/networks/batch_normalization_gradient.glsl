// Gradient of the input of a batch normalisation (Ioffe and Szegedy 2015, section 3), times the derivative of the activation that made the
// input. Reads delta, x, means, variances, weights, gradients: of scales and shifts, means over the batch (texels); uniforms vec2 block
// as in batch_normalization, float count: samples that count; writes gradient.
#include "networks/layout"
#slot activation
#slot store
void main() {
  int group = split(fragment().x, WIDTH).x;
  int n = split(fragment().y, HEIGHT).x;
  vec4 x = fetch_x(fragment());
  vec4 inverse_deviation = 1.0 / sqrt(fetch_variances(ivec2(group, 0)) + EPSILON);
  vec4 normal = (x - fetch_means(ivec2(group, 0))) * inverse_deviation;
  vec4 scale = fetch_weights(ivec2(block) + ivec2(group, 0));
  vec4 mean_normal = fetch_gradients(ivec2(block) + ivec2(group, 0)) / float(WIDTH * HEIGHT);
  vec4 mean_delta = fetch_gradients(ivec2(block) + ivec2(group, 1)) / float(WIDTH * HEIGHT);
  vec4 d = scale * inverse_deviation * (fetch_delta(fragment()) - mean_delta - normal * mean_normal);
  gradient = store(float(n) < count ? d * derivative(x) : vec4(0.0));
}
