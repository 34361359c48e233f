// The sum of the squares of each row. Reads x (texels); uniform float band: first row that is written; writes sum, one texel a row.
// Values beyond 1e16 count as such.
#include "networks/layout"
void main() {
  float total = 0.0;
  for (int i = 0; i < WIDTH; i++) {
    vec4 x = fetch_x(ivec2(i, fragment().y - int(band)));
    vec4 v = keep_nan(x, clamp(x, vec4(-1.0e16), vec4(1.0e16)));
    total += dot(v, v);
  }
  sum = vec4(total);
}
