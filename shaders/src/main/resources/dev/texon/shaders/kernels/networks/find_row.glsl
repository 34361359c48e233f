// Whether a row holds a NaN, or what slot large says is Inf or stands for it. Reads x (texels); uniform vec2 origin: first texel that is looked
// at; writes found, one texel a row: 1 for Inf or 2 for NaN, and the column in parts.
#include "networks/parts"
#slot large
void main() {
  vec2 first = vec2(0.0, 0.0);
  for (int i = 0; i < WIDTH; i++) {
    vec4 v = fetch_x(ivec2(origin) + ivec2(i, fragment().y));
    float kind = is_nan(v.r) || is_nan(v.g) || is_nan(v.b) || is_nan(v.a)
        ? 2.0 : is_large(v.r) || is_large(v.g) || is_large(v.b) || is_large(v.a) ? 1.0 : 0.0;
    if (first.x == 0.0 && kind > 0.0) { first = vec2(kind, float(i)); }
  }
  found = vec4(first.x, parts(first.y), 0.0);
}
