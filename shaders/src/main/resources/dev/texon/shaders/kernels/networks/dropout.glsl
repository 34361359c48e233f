// Keeps a value with probability 1 - dropped / 4091 and scales it, else makes it zero; anew in each step and layer. Reads x, with GRADIENT
// also delta (texels); uniforms vec2 state: made from seed, layer and step, float dropped, float scale; writes result.
#include "networks/layout"
#include "networks/random"
#if GRADIENT
#slot activation
#endif
#slot store
void main() {
#if GRADIENT
  vec4 v = fetch_delta(fragment()) * derivative(fetch_x(fragment()));
#else
  vec4 v = fetch_x(fragment());
#endif
  vec2 s = stir(stir(state, remainder(float(fragment().x), 4091.0)), remainder(float(fragment().y), 4091.0));
  vec4 u = vec4(stir(s, 1.0).x, stir(s, 2.0).x, stir(s, 3.0).x, stir(s, 4.0).x);
  result = store(v * scale * step(dropped, u));
}
