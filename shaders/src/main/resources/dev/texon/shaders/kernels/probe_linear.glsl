// Samples between the centres of two texels at 256 weights (x + 0.5) / 256. Reads source (sampled), 2 x 1; writes bytes.
#include "pack_float"
void main() {
  float weight = (float(fragment().x) + 0.5) / 256.0;
  bytes = pack_float(sample_source(vec2(0.25 + 0.5 * weight, 0.5)).r);
}
