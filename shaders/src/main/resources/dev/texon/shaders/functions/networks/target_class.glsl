// One-hot targets. Input labels: the class of each sample as a 24-bit number in bytes, ORDER_WIDTH a row.
#include "networks/sample_index"
vec4 target_of(int n, int group) {
  ivec2 at = split(sample_index(n), ORDER_WIDTH);
  float label = from_bytes(fetch_labels(ivec2(at.y, at.x)));
  return vec4(equal(vec4(0.0, 1.0, 2.0, 3.0) + 4.0 * float(group), vec4(label)));
}
